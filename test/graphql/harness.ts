import Fastify, { type FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { AccessControl } from '../../src/auth/access-control';
import type { Accounts } from '../../src/auth/accounts';
import { contextOf, type GraphContext } from '../../src/graphql/context';
import { graphqlHttp } from '../../src/graphql/http';
import type { GraphLimits } from '../../src/graphql/limits';
import { createGraphqlServer, type GraphServer } from '../../src/graphql/server';
import { trusted } from '../../src/tams/access/caller';
import { TamsStore } from '../../src/tams/store';
import { TestStore } from '../tams/store-fixture';

export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** An answer, loosely typed: tests say what they expect of it. */
export interface GraphAnswer {
  readonly data: any;
  readonly errors?: readonly GraphError[];
  readonly extensions?: { readonly cost?: { readonly estimated: number; readonly limit: number } };
}

export interface HarnessOptions {
  readonly limits?: Partial<GraphLimits>;
  readonly introspection?: boolean;
}

export const CALLER = trusted('tester');

/** A line that the surface logged. */
export interface LogLine {
  readonly level: 'error' | 'warn';
  readonly facts: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** The graph over a real store, in this process and, once asked for, over HTTP on a free port of 127.0.0.1. */
export class GraphHarness {
  readonly log: LogLine[] = [];
  private app: FastifyInstance | null = null;

  private constructor(
    readonly test: TestStore,
    readonly options: HarnessOptions,
  ) {}

  server!: GraphServer;
  accounts!: Accounts;

  static async open(options: HarnessOptions = {}): Promise<GraphHarness> {
    const harness = new GraphHarness(await TestStore.open(), options);
    harness.server = createGraphqlServer({
      introspection: options.introspection ?? true,
      logger: harness.logger,
      ...(options.limits ? { limits: options.limits } : {}),
    });
    const access = await AccessControl.open(harness.test.db, {
      auditRetention: { maxCount: 1_000, maxAgeMs: 86_400_000 },
      issuer: null,
      passwordCost: { logN: 4, r: 8, p: 1 },
    });
    harness.accounts = access.accounts;
    await harness.server.start();
    return harness;
  }

  get logger() {
    const write = (level: LogLine['level']) => (facts: object, message: string) =>
      void this.log.push({ level, facts: { ...facts }, message });
    return { error: write('error'), warn: write('warn') };
  }

  context(store = this.test.store): GraphContext {
    return contextOf(store, {
      accounts: this.accounts,
      caller: CALLER,
      requestId: randomUUID(),
      logger: this.logger,
    });
  }

  /** One operation, without HTTP. */
  async run(
    query: string,
    variables: Record<string, unknown> = {},
    store = this.test.store,
  ): Promise<GraphAnswer> {
    const { body } = await this.server.executeOperation(
      { query, variables },
      { contextValue: this.context(store) },
    );
    if (body.kind !== 'single') throw new Error('not a single answer');
    return JSON.parse(JSON.stringify(body.singleResult)) as GraphAnswer;
  }

  /** The data of an operation that must succeed. */
  async data(
    query: string,
    variables: Record<string, unknown> = {},
    store = this.test.store,
  ): Promise<GraphAnswer['data']> {
    const { data, errors } = await this.run(query, variables, store);
    expect(errors).toBeUndefined();
    return data;
  }

  /** The one error of an operation that must fail. */
  async error(query: string, variables: Record<string, unknown> = {}): Promise<GraphError> {
    const { errors } = await this.run(query, variables);
    expect(errors).toHaveLength(1);
    return errors![0]!;
  }

  /** Storage reads that an operation makes when no answer is in memory. */
  async readsOf(query: string, variables: Record<string, unknown> = {}): Promise<number> {
    const store = TamsStore.open(this.test.store.context);
    await store.context.timelines.ready();
    return this.test.readsOf(() => this.data(query, variables, store));
  }

  /** The URL of the graph over HTTP. */
  async url(bodyLimit = 10_485_760): Promise<string> {
    if (!this.app) {
      this.app = Fastify({ genReqId: () => randomUUID(), bodyLimit });
      const { limits } = this.options;
      await this.app.register((scope) =>
        graphqlHttp(scope, {
          server: this.server,
          store: this.test.store,
          accounts: this.accounts,
          callerOf: () => CALLER,
          ...(limits ? { limits } : {}),
        }),
      );
      await this.app.listen({ host: '127.0.0.1', port: 0 });
    }
    const address = this.app.server.address();
    if (typeof address !== 'object' || !address) throw new Error('not listening');
    return `http://127.0.0.1:${address.port}/graphql`;
  }

  async post(body: unknown, headers: Record<string, string> = {}): Promise<{ status: number; body: any }> {
    const response = await fetch(await this.url(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }

  async close(): Promise<void> {
    await this.app?.close();
    await this.server.stop();
    await this.test.close();
  }
}
