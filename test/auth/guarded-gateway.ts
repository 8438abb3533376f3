import { SCOPES, type Scope } from '../../src/tams/access/caller';
import { trusted } from '../../src/tams/access/caller';
import type { Limits } from '../../src/tams/access/limits';
import type { Logger } from 'pino';
import { startGateway, type TestGateway } from '../server/gateway';

export const API = '/tams/v7.0';
export const PASSWORD = 'correct horse battery staple';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: any;
}

/** A gateway with authentication on, whose users are made behind its back. */
export class GuardedGateway {
  private constructor(readonly gateway: TestGateway) {}

  static async open(
    options: { env?: Readonly<Record<string, string>>; dataDir?: string; log?: Logger } = {},
  ): Promise<GuardedGateway> {
    return new GuardedGateway(await startGateway({ ...options, env: { TAMS_AUTH: 'on', ...options.env } }));
  }

  get url(): string {
    return this.gateway.url;
  }

  get accounts() {
    return this.gateway.access.accounts.as(trusted('test'));
  }

  /** A user with these scopes and the password; gives the Authorization header of theirs. */
  async user(name: string, scopes: readonly Scope[] = SCOPES): Promise<string> {
    await this.accounts.createUser({ name, scopes, password: PASSWORD });
    return basic(name);
  }

  /** A token of a new user with these scopes; gives its id and text. */
  async token(
    scopes: readonly Scope[] = SCOPES,
    options: {
      user?: string;
      expires?: number | null;
      tokenScopes?: readonly Scope[];
      limits?: Partial<Limits>;
    } = {},
  ): Promise<{ id: string; secret: string; user: string }> {
    const user = options.user ?? `user-${Math.random().toString(36).slice(2)}`;
    if (!options.user) await this.accounts.createUser({ name: user, scopes, password: null });
    const { token, secret } = await this.accounts.createToken({
      user,
      label: null,
      scopes: options.tokenScopes ?? null,
      limits: options.limits ? { sourceIds: [], flowIds: [], classes: [], ...options.limits } : null,
      expires: options.expires ?? null,
    });
    return { id: token.id, secret, user };
  }

  async send(
    method: string,
    path: string,
    options: { authorization?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(options.authorization === undefined ? {} : { authorization: options.authorization }),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : null,
    };
  }

  /** The status of a read with these credentials. */
  async statusWith(authorization: string | undefined): Promise<number> {
    const answer = await this.send(
      'GET',
      `${API}/sources`,
      authorization === undefined ? {} : { authorization },
    );
    return answer.status;
  }

  graphql(authorization: string, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    return this.send('POST', '/graphql', { authorization, body: { query, variables } });
  }

  close(): Promise<void> {
    return this.gateway.close();
  }
}

export const basic = (name: string, password = PASSWORD): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
export const bearer = (token: string): string => `Bearer ${token}`;
