import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { allocate, idOf, putFlow } from '../../bench/dataset';
import { graphql, startGateway, type TestGateway } from '../../server/gateway';

/** What a subscription brings, loosely typed: tests say what they expect of it. */
export type Message = any;

/** What a subscription has brought so far. */
export class Following {
  readonly messages: Message[] = [];
  /** Resolves when the subscription has ended; rejects with what it failed of. */
  readonly ended: Promise<void>;
  private changed: () => void = () => undefined;

  constructor(
    private readonly iterator: AsyncIterableIterator<unknown>,
    private readonly field: string,
  ) {
    this.ended = this.read();
    this.ended.catch(() => undefined);
  }

  /** The first so many messages; waits for them. */
  async first(count: number): Promise<Message[]> {
    while (this.messages.length < count)
      await Promise.race([
        new Promise<void>((resolve) => (this.changed = resolve)),
        this.ended.then(() => {
          throw new Error(`It ended after ${this.messages.length} of ${count} messages`);
        }),
      ]);
    return this.messages.slice(0, count);
  }

  async stop(): Promise<void> {
    await this.iterator.return?.();
  }

  private async read(): Promise<void> {
    for await (const result of this.iterator) {
      const { data, errors } = result as { data?: Record<string, unknown>; errors?: unknown };
      if (errors) throw errors as Error;
      this.messages.push(data?.[this.field]);
      this.changed();
    }
  }
}

/** A gateway, and a client that speaks to it over one WebSocket. */
export class FeedHarness {
  readonly client: Client;

  private constructor(readonly gateway: TestGateway) {
    this.client = this.connect();
  }

  static async open(env: Readonly<Record<string, string>> = {}): Promise<FeedHarness> {
    return new FeedHarness(await startGateway({ env }));
  }

  get socketUrl(): string {
    return `${this.gateway.url.replace('http', 'ws')}/graphql`;
  }

  connect(): Client {
    return createClient({ url: this.socketUrl, webSocketImpl: WebSocket, retryAttempts: 0 });
  }

  /** Subscribes, and waits until what is committed from now on will come. */
  async follow(
    field: string,
    selection: string,
    options: { args?: string; variables?: Record<string, unknown>; client?: Client } = {},
  ): Promise<Following> {
    const client = options.client ?? this.client;
    const query = `subscription ${options.args ?? ''} { ${selection} }`;
    const iterator = client.iterate({ query, variables: options.variables ?? {} });
    const following = new Following(iterator, field);
    // Messages of one connection are handled in order: when this is answered, the subscription has begun.
    await this.ask('{ service { type } }', client);
    return following;
  }

  /** One query or mutation over the WebSocket. */
  async ask(query: string, client = this.client): Promise<Message> {
    for await (const result of client.iterate({ query })) return result;
    throw new Error('No answer');
  }

  /** What the subscription fails of. */
  async refusal(query: string): Promise<Message[]> {
    const iterator = this.client.iterate({ query });
    try {
      for await (const result of iterator) throw new Error(`It was let through: ${JSON.stringify(result)}`);
    } catch (error) {
      if (Array.isArray(error)) return error;
      throw error;
    }
    throw new Error('It ended without an error');
  }

  flow(n: number): Promise<string> {
    return putFlow(this.gateway.url, n);
  }

  /** Adds segments of one second each, starting at these seconds, and gives their objects. */
  async add(flow: string, ...seconds: number[]): Promise<string[]> {
    const objects = await allocate(this.gateway.url, flow, seconds.length);
    const segments = seconds.map((second, i) => ({
      objectId: objects[i],
      timerange: `[${second}:0_${second + 1}:0)`,
    }));
    const query = `mutation ($flow: UUID!, $segments: [SegmentInput!]!) {
      addSegments(flowId: $flow, segments: $segments) { added }
    }`;
    const { data } = await graphql<any>(this.gateway.url, query, { flow, segments });
    expect(data?.addSegments.added).toBe(seconds.length);
    return objects;
  }

  async remove(flow: string, timerange = '_'): Promise<void> {
    const query = `mutation { deleteSegments(flowId: "${flow}", timerange: "${timerange}") { segmentsDeleted } }`;
    await this.mutate(query);
  }

  async mutate(query: string, variables: Record<string, unknown> = {}): Promise<Message> {
    const { data, errors } = await graphql<any>(this.gateway.url, query, variables);
    expect(errors).toBeUndefined();
    return data;
  }

  source(n: number): string {
    return idOf('source', n);
  }

  async close(): Promise<void> {
    await this.client.dispose();
    await this.gateway.close();
  }
}

export const secondsOf = (messages: readonly Message[]): number[] =>
  messages.map(({ timerange }) => Number(/\[(\d+):0_/.exec(timerange)![1]));
