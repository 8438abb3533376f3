import { LRUCache } from 'lru-cache';
import { hash, randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Admission } from '../tams/access/admission';
import type { Caller, Scope } from '../tams/access/caller';
import type { Limits } from '../tams/access/limits';
import { TamsError } from '../tams/errors';
import type { VastDatabase } from '../vast/database';
import { eq } from '../vast/predicate';
import type { Credentials } from './credentials';
import type { FailedLogins } from './failed-logins';
import type { JwtIssuer } from './jwt-issuer';
import type { Passwords } from './passwords';
import { tokensTable, usersTable } from './tables';
import { hashOf, TOKEN_PREFIX } from './token-secrets';
import type { TokenUse } from './token-use';

/** Who has been let in, as their authenticator knows them again. */
export interface Recognised extends Admission {
  readonly tokenId: string | null;
  /** Until when this is believed without looking again: not beyond `expires`. */
  readonly until: number;
  /** The count of changes when it was found out. */
  readonly changes: number;
}

/** What credentials have been found to stand for. */
interface Verified {
  readonly principal: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly limits: Limits | null;
  readonly expires: number | null;
  /** The user of ours that they belong to; null: a token of the issuer. */
  readonly user: string | null;
  readonly tokenId: string | null;
  /** Aborts when they are taken back. */
  readonly revoked: AbortSignal | null;
  readonly until: number;
}

/** What of one of our tokens counts beside its scopes. */
interface OwnToken {
  readonly id: string | null;
  readonly limits: Limits | null;
  readonly expires: number | null;
}

/** A user who logs in. */
const NO_TOKEN: OwnToken = { id: null, limits: null, expires: null };

export interface AuthenticatorParts {
  readonly db: VastDatabase;
  readonly passwords: Passwords;
  readonly failedLogins: FailedLogins;
  readonly tokenUse: TokenUse;
  /** Null: no tokens but our own. */
  readonly issuer: JwtIssuer | null;
}

/** Credentials that are remembered, and for how long, in milliseconds. What changes a user or token is heard of at once. */
const REMEMBERED = 10_000;
const REMEMBERED_MS = 300_000;
const WRONG_LOGIN = 'the name or the password is wrong';
const WRONG_TOKEN = 'the token is not valid';

/**
 * Tells who brings credentials, for every surface. Those that were right a moment ago are known again by a keyed hash, so
 * that a request does not pay for a password or a signature; memory holds no password and no token.
 */
export class Authenticator {
  private readonly remembered = new LRUCache<string, Verified>({ max: REMEMBERED });
  private readonly key = randomBytes(32).toString('latin1');
  /** What ends the streams that a user's credentials opened, by `endKey`. */
  private readonly ends = new Map<string, { readonly user: string; readonly controller: AbortController }>();
  /** Rises with every change, so that what was read before one is not remembered behind it. */
  private changes = 0;

  constructor(private readonly parts: AuthenticatorParts) {}

  /**
   * @param address that the credentials come from
   * @throws TamsError `Unauthenticated`, `TooManyRequests`, `StoreUnavailable`
   */
  async authenticate(credentials: Credentials, address: string): Promise<Recognised> {
    if (credentials.kind === 'none') throw new TamsError('Unauthenticated', 'credentials are required');
    if (credentials.kind === 'malformed') throw new TamsError('Unauthenticated', credentials.reason);
    const key = this.keyOf(credentials);
    const known = this.remembered.get(key);
    const before = this.changes;
    if (known && Date.now() < known.until) {
      if (hasExpired(known)) throw new TamsError('Unauthenticated', 'the token has expired');
      return this.recognised(known, address, before);
    }
    const verified = await this.verify(credentials, address);
    if (this.changes === before) this.remembered.set(key, verified);
    return this.recognised(verified, address, before);
  }

  /**
   * Whether somebody may be let in once more for the same credentials from the same address: at next to no cost.
   * @param now in ms
   */
  knowsAgain({ changes, until, tokenId }: Recognised, now: number): boolean {
    if (changes !== this.changes || until <= now) return false;
    if (tokenId !== null) this.parts.tokenUse.used(tokenId, now);
    return true;
  }

  /** To be called when a user has changed in any way that counts: nothing that was known of them is believed any more. */
  userChanged(user: string): void {
    this.forget((verified) => verified.user === user);
    for (const [key, end] of this.ends) if (end.user === user) this.end(key);
  }

  /** To be called when a token has been revoked. */
  tokenRevoked(tokenId: string): void {
    this.forget((verified) => verified.tokenId === tokenId);
    this.end(endKey(tokenId, ''));
  }

  private recognised(verified: Verified, address: string, changes: number): Recognised {
    const { principal, scopes, limits, expires, revoked, tokenId } = verified;
    if (tokenId !== null) this.parts.tokenUse.used(tokenId, Date.now());
    const until = Math.min(verified.until, expires ?? Infinity);
    const caller: Caller = { principal, scopes, limits, address };
    return { caller, expires, revoked, tokenId, until, changes };
  }

  private async verify(
    credentials: Credentials & { kind: 'basic' | 'bearer' },
    address: string,
  ): Promise<Verified> {
    const { failedLogins } = this.parts;
    const name = credentials.kind === 'basic' ? credentials.user : null;
    await failedLogins.check(address, name);
    try {
      const verified = await this.verified(credentials);
      if (name !== null) await failedLogins.succeeded(address, name);
      return verified;
    } catch (error) {
      if (error instanceof TamsError && error.type === 'Unauthenticated')
        await failedLogins.failed(address, name);
      throw error;
    }
  }

  private verified(credentials: Credentials & { kind: 'basic' | 'bearer' }): Promise<Verified> {
    if (credentials.kind === 'basic') return this.login(credentials.user, credentials.password);
    if (credentials.token.startsWith(TOKEN_PREFIX)) return this.ownToken(credentials.token);
    return this.issuedToken(credentials.token);
  }

  private async login(name: string, password: string): Promise<Verified> {
    const { db, passwords } = this.parts;
    const user = await this.userOf(name);
    const { right, renewed } = await passwords.verify(password, user?.password ?? null);
    if (!right || user === null || user.disabled) throw new TamsError('Unauthenticated', WRONG_LOGIN);
    if (renewed !== null) await renewPassword(db, name, user.password!, renewed);
    return this.ofUser(name, user.scopes, NO_TOKEN);
  }

  private async ownToken(token: string): Promise<Verified> {
    const row = await this.parts.db.selectOne(tokensTable, {
      columns: ['id', 'user_name', 'scopes', 'limits', 'expires', 'revoked'],
      where: eq('hash', hashOf(token)),
      projection: 'by_hash',
    });
    if (row?.revoked !== null) throw new TamsError('Unauthenticated', WRONG_TOKEN);
    const user = await this.userOf(row.user_name);
    if (!user || user.disabled) throw new TamsError('Unauthenticated', WRONG_TOKEN);
    if (row.expires !== null && row.expires <= Date.now())
      throw new TamsError('Unauthenticated', 'the token has expired');
    const scopes = row.scopes.filter((scope) => user.scopes.includes(scope));
    return this.ofUser(row.user_name, scopes, row);
  }

  private async issuedToken(token: string): Promise<Verified> {
    const { issuer } = this.parts;
    if (!issuer) throw new TamsError('Unauthenticated', WRONG_TOKEN);
    const { principal, scopes, limits, expires } = await issuer.verify(token);
    return {
      ...{ principal, scopes: scopesWithin(limits, scopes), limits, expires },
      ...{ user: null, tokenId: null, revoked: null, until: nextLook() },
    };
  }

  private ofUser(
    user: string,
    scopes: readonly Scope[],
    { id: tokenId, limits, expires }: OwnToken,
  ): Verified {
    const key = endKey(tokenId, user);
    let end = this.ends.get(key);
    if (!end) this.ends.set(key, (end = { user, controller: endController() }));
    const revoked = end.controller.signal;
    return {
      ...{ principal: user, scopes: scopesWithin(limits, scopes), limits, expires },
      ...{ user, tokenId, revoked, until: nextLook() },
    };
  }

  private userOf(name: string) {
    return this.parts.db.selectOne(usersTable, {
      columns: ['password', 'scopes', 'disabled'],
      where: eq('name', name),
    });
  }

  private forget(concerns: (verified: Verified) => boolean): void {
    this.changes += 1;
    for (const [key, verified] of this.remembered.entries())
      if (concerns(verified)) this.remembered.delete(key);
  }

  private end(key: string): void {
    const end = this.ends.get(key);
    this.ends.delete(key);
    end?.controller.abort();
  }

  private keyOf(credentials: Credentials & { kind: 'basic' | 'bearer' }): string {
    const text =
      credentials.kind === 'bearer'
        ? `b${credentials.token}`
        : `u${credentials.user.length}:${credentials.user}${credentials.password}`;
    return hash('sha256', this.key + text, 'base64');
  }
}

/** Who sees a part of the store cannot administer it. */
const scopesWithin = (limits: Limits | null, scopes: readonly Scope[]): ReadonlySet<Scope> =>
  new Set(limits ? scopes.filter((scope) => scope !== 'admin') : scopes);

const hasExpired = ({ expires }: Pick<Admission, 'expires'>): boolean =>
  expires !== null && expires <= Date.now();

const nextLook = (): number => Date.now() + REMEMBERED_MS;

const endKey = (tokenId: string | null, user: string): string =>
  tokenId === null ? `user ${user}` : `token ${tokenId}`;

/** Each open stream listens to it. */
function endController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** Unless it was changed meanwhile. */
async function renewPassword(db: VastDatabase, name: string, old: string, renewed: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx.select(usersTable, {
      columns: ['password'],
      where: eq('name', name),
      limit: 1,
      includeRowIds: true,
    });
    if (row?.password === old) await tx.update(usersTable, [row.rowId], { password: renewed });
  });
}
