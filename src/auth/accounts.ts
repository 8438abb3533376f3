import { randomUUID } from 'node:crypto';
import { SCOPES, type Caller } from '../tams/access/caller';
import { checkedLimits, type Limits } from '../tams/access/limits';
import { requireScope, type RefusalListener } from '../tams/access/view';
import { TamsError } from '../tams/errors';
import type { TableReader, TableTransaction, VastDatabase } from '../vast/database';
import { and, eq } from '../vast/predicate';
import {
  ordered,
  TOKEN_COLUMNS,
  tokenOf,
  USER_COLUMNS,
  userOf,
  type Token,
  type TokenInput,
  type User,
  type UserInput,
  type UserPatch,
} from './account-values';
import type { AuditEntry, AuditLog, AuditQuery } from './audit-log';
import type { Authenticator } from './authenticator';
import type { Passwords } from './passwords';
import { tokensTable, usersTable } from './tables';
import { hashOf, newToken, shownOf } from './token-secrets';
import type { TokenUse } from './token-use';

export interface AccountsParts {
  readonly db: VastDatabase;
  readonly passwords: Passwords;
  readonly audit: AuditLog;
  readonly authenticator: Authenticator;
  readonly tokenUse: TokenUse;
  /** Hears of those who may not administer. */
  readonly onRefusal: RefusalListener;
}

/** Of which most stores have a handful: lists are not paged. */
const MAX_USERS = 10_000;
const MAX_TOKENS = 10_000;
const MAX_TOKENS_OF_USER = 1_000;
const MAX_AUDIT_PAGE = 1_000;
const MAX_LABEL = 200;
const MIN_PASSWORD = 8;
const MAX_PASSWORD = 1_024;
/** No colon, which ends the name in Basic credentials. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}$/;

/** Users, tokens and the audit log, for those who administer them. Every change is audited in its own transaction. */
export class Accounts {
  constructor(private readonly parts: AccountsParts) {}

  /** @throws TamsError `ScopeMissing` unless the caller has the scope admin */
  as(caller: Caller): AccountsView {
    try {
      requireScope(caller, ['admin']);
    } catch (error) {
      this.parts.onRefusal(caller, 'accounts', error as TamsError);
      throw error;
    }
    return new AccountsView(this.parts, caller);
  }
}

/** The accounts as one administrator works on them. */
export class AccountsView {
  constructor(
    private readonly parts: AccountsParts,
    private readonly caller: Caller,
  ) {}

  /** By name. */
  async users(): Promise<User[]> {
    const rows = await this.parts.db.select(usersTable, {
      columns: USER_COLUMNS,
      where: and(),
      limit: MAX_USERS,
    });
    return rows.map(userOf);
  }

  /** @throws TamsError `InvalidUser`, `UserExists` */
  async createUser({ name, scopes, password }: UserInput): Promise<User> {
    if (!NAME.test(name))
      throw new TamsError(
        'InvalidUser',
        'a name has 1 to 100 letters, digits and . _ @ + -, and begins with a letter or digit',
      );
    const hash = await this.passwordHash(password);
    const at = Date.now();
    const by = this.caller.principal;
    const row = {
      ...{ name, password: hash, scopes: ordered(scopes), disabled: false },
      ...{ created: at, created_by: by, updated: at, updated_by: by },
    };
    await this.change('createUser', name, async (tx) => {
      if (await storedUser(tx, name)) throw new TamsError('UserExists', name);
      if ((await tx.count(usersTable)) >= MAX_USERS)
        throw new TamsError('InvalidUser', `there are ${MAX_USERS} users already`);
      await tx.insert(usersTable, [row]);
      return { value: null, detail: `scopes ${row.scopes.join(' ')}` };
    });
    return userOf(row);
  }

  /** @throws TamsError `InvalidUser`, `UserNotFound` */
  async updateUser(name: string, patch: UserPatch): Promise<User> {
    const password = patch.password === undefined ? undefined : await this.passwordHash(patch.password);
    const written = {
      ...(patch.scopes === undefined ? {} : { scopes: ordered(patch.scopes) }),
      ...(patch.disabled === undefined ? {} : { disabled: patch.disabled }),
      ...(password === undefined ? {} : { password }),
      updated: Date.now(),
      updated_by: this.caller.principal,
    };
    const user = await this.change('updateUser', name, async (tx) => {
      const stored = await storedUser(tx, name);
      if (!stored) throw new TamsError('UserNotFound', name);
      await tx.update(usersTable, [stored.rowId], written);
      return { value: userOf({ ...stored, ...written }), detail: summaryOf(patch) };
    });
    this.parts.authenticator.userChanged(name);
    return user;
  }

  /** Newest first; of one user, or of all, by user. */
  async tokens(user: string | null): Promise<Token[]> {
    await this.parts.tokenUse.flush();
    const rows = await this.parts.db.select(tokensTable, {
      columns: TOKEN_COLUMNS,
      where: user === null ? and() : eq('user_name', user),
      projection: 'by_user',
      limit: MAX_TOKENS,
    });
    return rows.map(tokenOf);
  }

  /**
   * @returns the token and, never again, what it is
   * @throws TamsError `InvalidToken`, `UserNotFound`
   */
  async createToken(input: TokenInput): Promise<{ token: Token; secret: string }> {
    const { user, label, expires } = input;
    const limits = input.limits && checkedLimits(input.limits);
    const scopes = input.scopes ?? SCOPES.filter((scope) => limits === null || scope !== 'admin');
    if (limits !== null && scopes.includes('admin'))
      throw new TamsError(
        'InvalidToken',
        'one with limits cannot have the scope admin: administration knows none',
      );
    if (label !== null && label.length > MAX_LABEL)
      throw new TamsError('InvalidToken', `a label has at most ${MAX_LABEL} characters`);
    if (expires !== null && expires <= Date.now())
      throw new TamsError('InvalidToken', 'it would have expired already');
    const secret = newToken();
    const row = {
      ...{ id: randomUUID(), hash: hashOf(secret), user_name: user, label, prefix: shownOf(secret) },
      ...{ scopes: ordered(scopes), limits, created: Date.now(), created_by: this.caller.principal },
      ...{ expires, revoked: null, last_used: null },
    };
    await this.change('createToken', user, async (tx) => {
      if (!(await storedUser(tx, user))) throw new TamsError('UserNotFound', user);
      if ((await tx.count(tokensTable, eq('user_name', user))) >= MAX_TOKENS_OF_USER)
        throw new TamsError('InvalidToken', `this user has ${MAX_TOKENS_OF_USER} tokens already`);
      await tx.insert(tokensTable, [row]);
      const of = `token ${row.id}, ${row.prefix}…, scopes ${row.scopes.join(' ')}`;
      return { value: null, detail: limits ? `${of}, ${limitsText(limits)}` : of };
    });
    return { token: tokenOf(row), secret };
  }

  /** From now on it is refused, and what it opened ends. @throws TamsError `TokenNotFound` */
  async revokeToken(id: string): Promise<Token> {
    const token = await this.change('revokeToken', id, async (tx) => {
      const [row] = await tx.select(tokensTable, {
        columns: TOKEN_COLUMNS,
        where: eq('id', id),
        limit: 1,
        includeRowIds: true,
      });
      if (!row) throw new TamsError('TokenNotFound', id.slice(0, 100));
      const revoked = row.revoked ?? Date.now();
      await tx.update(tokensTable, [row.rowId], { revoked });
      return { value: tokenOf({ ...row, revoked }), detail: `of ${row.user_name}` };
    });
    this.parts.authenticator.tokenRevoked(id);
    return token;
  }

  /** Newest first. @throws TamsError `InvalidPage` */
  auditLog(query: AuditQuery): Promise<AuditEntry[]> {
    if (query.first < 1 || query.first > MAX_AUDIT_PAGE)
      throw new TamsError('InvalidPage', `"first" must be from 1 to ${MAX_AUDIT_PAGE}`);
    return this.parts.audit.list(query);
  }

  /** One transaction: the change, and what the audit log says of it. */
  private async change<T>(
    action: string,
    subject: string,
    work: (tx: TableTransaction) => Promise<{ value: T; detail: string }>,
  ): Promise<T> {
    const { db, audit } = this.parts;
    const { principal, address } = this.caller;
    const facts = { principal, action, subject, address };
    try {
      return await db.transaction(async (tx) => {
        const { value, detail } = await work(tx);
        await audit.write(tx, { ...facts, outcome: 'done', detail });
        return value;
      });
    } catch (error) {
      if (error instanceof TamsError) audit.later({ ...facts, outcome: 'failed', detail: error.message });
      throw error;
    }
  }

  private passwordHash(password: string | null): Promise<string | null> {
    if (password === null) return Promise.resolve(null);
    if (password.length < MIN_PASSWORD || password.length > MAX_PASSWORD)
      throw new TamsError('InvalidUser', `a password has ${MIN_PASSWORD} to ${MAX_PASSWORD} characters`);
    return this.parts.passwords.hash(password);
  }
}

async function storedUser(reader: TableReader, name: string) {
  const [row] = await reader.select(usersTable, {
    columns: USER_COLUMNS,
    where: eq('name', name),
    limit: 1,
    includeRowIds: true,
  });
  return row ?? null;
}

function summaryOf({ scopes, disabled, password }: UserPatch): string {
  return [
    ...(scopes === undefined ? [] : [`scopes ${ordered(scopes).join(' ')}`]),
    ...(disabled === undefined ? [] : [disabled ? 'disabled' : 'enabled']),
    ...(password === undefined ? [] : [password === null ? 'without password' : 'new password']),
  ].join(', ');
}

/** For the audit log, which is no place for a thousand ids. */
const limitsText = ({ sourceIds, flowIds, classes }: Limits): string =>
  `limits: ${sourceIds.length} sources, ${flowIds.length} flows, classes ${classes.join(' ') || 'none'}`;
