import type { Token, TokenInput, User, UserInput, UserPatch } from '../../../auth/account-values';
import type { AccountsView } from '../../../auth/accounts';
import type { AuditEntry, AuditQuery } from '../../../auth/audit-log';
import { GatewayClient } from '../../../ingest';
import type { Scope } from '../../../tams/access/caller';

/** What the verbs of `auth` do, on a data folder or by a gateway. */
export type AccountsClient = Pick<AccountsView, keyof AccountsView>;

const USER = 'name scopes disabled hasPassword created createdBy updated updatedBy';
const TOKEN =
  'id user label prefix scopes limits { sourceIds flowIds classes } created createdBy expires revoked lastUsed';
const ENTRY = 'sequence at principal action subject address outcome detail';

/** A value as the graph tells it: scopes in capitals, instants as text. */
type Wire = Readonly<Record<string, unknown>>;

/** The accounts of a running gateway, through its graph. */
export class RemoteAccounts implements AccountsClient {
  private readonly client: GatewayClient;

  /** @param token of an administrator */
  constructor(gateway: string, token: string) {
    this.client = new GatewayClient(gateway, token);
  }

  async users(): Promise<User[]> {
    const { administration } = await this.ask<{ administration: { users: Wire[] } }>(
      `{ administration { users { ${USER} } } }`,
    );
    return administration.users.map(userOf);
  }

  async createUser({ scopes, ...rest }: UserInput): Promise<User> {
    const input = { ...rest, scopes: scopes.map(upper) };
    const document = `mutation ($input: UserInput!) { createUser(input: $input) { ${USER} } }`;
    return userOf((await this.ask<{ createUser: Wire }>(document, { input })).createUser);
  }

  async updateUser(name: string, { scopes, ...rest }: UserPatch): Promise<User> {
    const patch = { ...rest, ...(scopes ? { scopes: scopes.map(upper) } : {}) };
    const document = `mutation ($name: String!, $patch: UserPatch!) { updateUser(name: $name, patch: $patch) { ${USER} } }`;
    return userOf((await this.ask<{ updateUser: Wire }>(document, { name, patch })).updateUser);
  }

  async tokens(user: string | null): Promise<Token[]> {
    const { administration } = await this.ask<{ administration: { tokens: Wire[] } }>(
      `query ($user: String) { administration { tokens(user: $user) { ${TOKEN} } } }`,
      { user },
    );
    return administration.tokens.map(tokenOf);
  }

  async createToken({ scopes, expires, ...rest }: TokenInput): Promise<{ token: Token; secret: string }> {
    const ends = expires === null ? null : new Date(expires).toISOString();
    const input = { ...rest, scopes: scopes?.map(upper) ?? null, expires: ends };
    const document = `mutation ($input: TokenInput!) { createToken(input: $input) { secret token { ${TOKEN} } } }`;
    const { createToken } = await this.ask<{ createToken: { token: Wire; secret: string } }>(document, {
      input,
    });
    return { token: tokenOf(createToken.token), secret: createToken.secret };
  }

  async revokeToken(id: string): Promise<Token> {
    const document = `mutation ($id: UUID!) { revokeToken(id: $id) { ${TOKEN} } }`;
    return tokenOf((await this.ask<{ revokeToken: Wire }>(document, { id })).revokeToken);
  }

  async auditLog({ principal = null, before = null, first }: AuditQuery): Promise<AuditEntry[]> {
    const { administration } = await this.ask<{ administration: { auditLog: Wire[] } }>(
      `query ($principal: String, $before: SafeInt, $first: Int!) {
        administration { auditLog(principal: $principal, before: $before, first: $first) { ${ENTRY} } } }`,
      { principal, before, first },
    );
    return administration.auditLog.map(entryOf);
  }

  /** Asked once: to create something twice is worse than to be told that the network failed. */
  private ask<T>(document: string, variables: Readonly<Record<string, unknown>> = {}): Promise<T> {
    return this.client.request<T>(document, variables, { retry: false });
  }
}

const upper = (scope: Scope): string => scope.toUpperCase();
const scopesOf = (wire: Wire) => (wire.scopes as string[]).map((scope) => scope.toLowerCase() as Scope);
const instantOf = (text: unknown): number | null => (typeof text === 'string' ? Date.parse(text) : null);

const userOf = (wire: Wire): User =>
  ({
    ...wire,
    scopes: scopesOf(wire),
    created: instantOf(wire.created),
    updated: instantOf(wire.updated),
  }) as unknown as User;

const tokenOf = (wire: Wire): Token =>
  ({
    ...wire,
    scopes: scopesOf(wire),
    created: instantOf(wire.created),
    expires: instantOf(wire.expires),
    revoked: instantOf(wire.revoked),
    lastUsed: instantOf(wire.lastUsed),
  }) as unknown as Token;

const entryOf = (wire: Wire): AuditEntry =>
  ({ ...wire, at: instantOf(wire.at), outcome: String(wire.outcome).toLowerCase() }) as AuditEntry;
