import type { JWTPayload, RemoteJWKSet } from 'jose' with { 'resolution-mode': 'import' };
import { SCOPES, type Scope } from '../tams/access/caller';
import { CLASSES_TAG, isClass, MAX_LIMIT_CLASSES, type Limits } from '../tams/access/limits';
import { TamsError } from '../tams/errors';

/** Whose tokens are taken, and how they are read. */
export interface IssuerSettings {
  /** As it names itself in its tokens: the URL below which its discovery document lies. */
  readonly issuer: string;
  /** What its tokens must be made for. */
  readonly audience: string;
  /** Claims that may name scopes: as text with blanks between them, or as lists. */
  readonly scopeClaims: readonly string[];
  /** The claim that names the principal. */
  readonly principalClaim: string;
  /** How far its clock and ours may differ, in milliseconds. */
  readonly clockSkewMs: number;
  /** How long keys that were fetched are not fetched again for a token that none of them signed, in milliseconds. */
  readonly keyCooldownMs?: number;
}

/** What a token of the issuer says. */
export interface JwtFacts {
  readonly principal: string;
  readonly scopes: readonly Scope[];
  /** What the claim `auth_classes` says; null without it. */
  readonly limits: Limits | null;
  readonly expires: number;
}

/** It is an ES module. */
const loadJose = () => import('jose');
type Jose = Awaited<ReturnType<typeof loadJose>>;

/** Signatures by key pairs alone: what cannot be signed with a public key cannot be forged with one. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
const FETCH_TIMEOUT_MS = 5_000;
const KEY_COOLDOWN_MS = 30_000;
/** How long the discovery document is good for, and how long a failure to read it is told again. */
const DISCOVERY_MS = 3_600_000;
const FAILURE_MS = 5_000;
const MAX_PRINCIPAL = 256;
/** The spelling of scopes where one issuer serves several APIs. */
const API_PREFIX = 'tams-api/';

/** Checks the JSON Web Tokens of one issuer (OpenID Connect Discovery, RFC 7517, RFC 7519) by jose. */
export class JwtIssuer {
  private keys: { readonly set: Promise<RemoteJWKSet>; readonly until: number } | null = null;

  constructor(private readonly settings: IssuerSettings) {}

  /** @throws TamsError `Unauthenticated`; `StoreUnavailable` when the issuer's keys cannot be had */
  async verify(token: string): Promise<JwtFacts> {
    const jose = await loadJose();
    const { issuer, audience, clockSkewMs } = this.settings;
    const keySet = await this.keySet(jose);
    try {
      const { payload } = await jose.jwtVerify(token, keySet, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: clockSkewMs / 1000,
        requiredClaims: ['exp', this.settings.principalClaim],
      });
      return this.factsOf(payload);
    } catch (error) {
      throw refusalFor(jose, error);
    }
  }

  private factsOf(payload: JWTPayload): JwtFacts {
    const { principalClaim, scopeClaims, clockSkewMs } = this.settings;
    const principal = payload[principalClaim];
    if (typeof principal !== 'string' || principal === '' || principal.length > MAX_PRINCIPAL)
      throw unauthenticated(`the token names no principal in ${principalClaim}`);
    const named = new Set(scopeClaims.flatMap((claim) => namesIn(payload[claim])));
    const scopes = SCOPES.filter((scope) => named.has(scope) || named.has(API_PREFIX + scope));
    const limits = limitsIn(payload[CLASSES_TAG]);
    return { principal, scopes, limits, expires: payload.exp! * 1000 + clockSkewMs };
  }

  private async keySet(jose: Jose): Promise<RemoteJWKSet> {
    const now = Date.now();
    if (!this.keys || this.keys.until < now) {
      const set = this.discover(jose);
      this.keys = { set, until: now + DISCOVERY_MS };
      set.catch(() => (this.keys = { set, until: Date.now() + FAILURE_MS }));
    }
    return this.keys.set;
  }

  private async discover(jose: Jose): Promise<RemoteJWKSet> {
    const { issuer, keyCooldownMs = KEY_COOLDOWN_MS } = this.settings;
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    let document: { issuer?: unknown; jwks_uri?: unknown };
    try {
      const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
      document = (await response.json()) as typeof document;
    } catch {
      throw unreachable();
    }
    const keysUrl = String(document.jwks_uri);
    // Otherwise keys of one issuer would vouch for another (OpenID Connect Discovery, 4.3).
    if (document.issuer !== issuer || !URL.canParse(keysUrl)) throw unreachable();
    return jose.createRemoteJWKSet(new URL(keysUrl), {
      cooldownDuration: keyCooldownMs,
      timeoutDuration: FETCH_TIMEOUT_MS,
    });
  }
}

function namesIn(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ');
  return Array.isArray(claim) ? claim.filter((name) => typeof name === 'string') : [];
}

/**
 * The classes that a claim names: a list, or a text with blanks or commas between them. A claim that names none lets nothing be
 * seen, whatever it is.
 * @throws TamsError `Unauthenticated` for more classes than fit
 */
function limitsIn(claim: unknown): Limits | null {
  if (claim === undefined) return null;
  const texts = typeof claim === 'string' ? claim.split(/[\s,]+/) : Array.isArray(claim) ? claim : [];
  const classes = [...new Set(texts)].filter((name) => typeof name === 'string' && isClass(name)) as string[];
  if (classes.length > MAX_LIMIT_CLASSES)
    throw unauthenticated(`the token names ${classes.length} classes; at most ${MAX_LIMIT_CLASSES} fit`);
  return { sourceIds: [], flowIds: [], classes };
}

/** What is told of a token that was refused: enough for its holder to see to it. */
function refusalFor({ errors }: Jose, error: unknown): TamsError {
  if (error instanceof TamsError) return error;
  if (error instanceof errors.JWTExpired) return unauthenticated('the token has expired');
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf') return unauthenticated('the token is not valid yet');
    return unauthenticated(`the token is not one for this store: its claim ${error.claim} is wrong`);
  }
  const ofTheKeys =
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    !(error instanceof errors.JOSEError) ||
    error.code === 'ERR_JOSE_GENERIC';
  return ofTheKeys ? unreachable() : unauthenticated('the token is not valid');
}

const unauthenticated = (detail: string): TamsError => new TamsError('Unauthenticated', detail);

const unreachable = (): TamsError =>
  new TamsError('StoreUnavailable', 'the keys of the token issuer cannot be had; try again in a moment');
