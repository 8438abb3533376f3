import { createClient } from 'graphql-ws';
import { createServer, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { DEFAULT_LIMITS } from '../../../src/graphql/limits';
import type { Admission } from '../../../src/tams/access/admission';
import { trusted } from '../../../src/tams/access/caller';
import { GraphSockets } from '../../../src/graphql/subscriptions/websocket';
import { GraphHarness } from '../harness';
import { FeedHarness } from './harness';

const COUNT = 'subscription { segments { cursor } }';

describe('one connection', () => {
  let feed: FeedHarness;
  beforeEach(
    async () =>
      (feed = await FeedHarness.open({
        TAMS_GRAPHQL_MAX_CONNECTION_SUBSCRIPTIONS: '3',
        TAMS_GRAPHQL_MAX_SUBSCRIPTIONS: '5',
        TAMS_CORS_ORIGINS: 'https://app.example',
        TAMS_GRAPHQL_MAX_DEPTH: '4',
      })),
  );
  afterEach(() => feed.close());

  it('carries queries and mutations too, within the limits of requests', async () => {
    expect((await feed.ask('{ service { type } }')).data.service.type).toBe('urn:x-tams:service');
    const { data } = await feed.ask('mutation { updateService(name: "Live") { name } }');
    expect(data.updateService.name).toBe('Live');
    const deep = '{ flows { nodes { source { flows { nodes { id } } } } } }';
    await expect(feed.ask(deep)).rejects.toMatchObject([{ extensions: { code: 'OPERATION_TOO_DEEP' } }]);
    const long = `{ service { type } } #${'x'.repeat(200_000)}`;
    await expect(feed.ask(long)).rejects.toMatchObject([{ extensions: { code: 'DOCUMENT_TOO_LARGE' } }]);
    const { errors } = await feed.ask(
      'mutation { deleteFlow(id: "00000000-0000-4000-8000-000000000001") { deleted } }',
    );
    expect(errors[0].extensions).toMatchObject({ code: 'FLOW_NOT_FOUND', kind: 'not_found' });
  });

  it('says what is wrong with variables and names of operations', async () => {
    const refused = async (payload: {
      query: string;
      variables?: Record<string, unknown>;
      operationName?: string;
    }) => {
      const iterator = feed.client.iterate(payload);
      return iterator.next().catch((error: unknown) => error);
    };
    expect(
      await refused({ query: 'subscription ($a: String!) { segments(after: $a) { cursor } }' }),
    ).toMatchObject([{ message: expect.stringContaining('$a'), extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(
      await refused({ query: 'query A { service { type } } query B { service { type } }' }),
    ).toMatchObject([{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }]);
    expect(await refused({ query: '{ service { type } }', operationName: 'Missing' })).toMatchObject([
      { message: 'Unknown operation named "Missing".' },
    ]);
    expect(
      await refused({ query: 'subscription { a: segments { cursor } b: segments { cursor } }' }),
    ).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });

  it('takes so many subscriptions on a connection, and on the server, and gives places back', async () => {
    const started = [];
    for (let i = 0; i < 3; i += 1) started.push(feed.client.iterate({ query: COUNT }));
    for (const iterator of started) void iterator.next().catch(() => undefined);
    await expect(feed.client.iterate({ query: COUNT }).next()).rejects.toMatchObject([
      { message: /3 operations under way/, extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } },
    ]);
    const other = feed.connect();
    for (let i = 0; i < 2; i += 1)
      void other
        .iterate({ query: COUNT })
        .next()
        .catch(() => undefined);
    await expect(other.iterate({ query: COUNT }).next()).rejects.toMatchObject([
      { message: /5 subscriptions already/, extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } },
    ]);
    await started[0]!.return!();
    const flow = await feed.flow(1);
    const again = other.iterate({ query: 'subscription { events(since: "1970-01-01T00:00:00Z") { type } }' });
    expect((await again.next()).value.data.events.type).toBe('sources/created');
    expect(flow).toBeTruthy();
    await other.dispose();
  });

  it('is refused to pages of other origins, and taken from those that are allowed and from programs', async () => {
    const statusFor = (origin?: string) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(feed.socketUrl, 'graphql-transport-ws', origin ? { origin } : {});
        socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
        socket.once('open', () => {
          socket.close();
          resolve('open');
        });
        socket.once('error', reject);
      });
    expect(await statusFor('https://evil.example')).toBe(403);
    expect(await statusFor('https://app.example')).toBe('open');
    expect(await statusFor(feed.gateway.url)).toBe('open');
    expect(await statusFor()).toBe('open');
  });

  it('is not opened elsewhere', async () => {
    const socket = new WebSocket(feed.socketUrl.replace('/graphql', '/elsewhere'), 'graphql-transport-ws');
    const status = await new Promise((resolve) =>
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode)),
    );
    expect(status).toBe(404);
  });

  it('is closed with 1001 when the server stops, without saying that its subscriptions are complete', async () => {
    const messages: string[] = [];
    const socket = new WebSocket(feed.socketUrl, 'graphql-transport-ws');
    socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()).type));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send('{"type":"connection_init"}');
    while (messages.length === 0) await sleep(10);
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: COUNT } }));
    socket.send(JSON.stringify({ id: '2', type: 'subscribe', payload: { query: '{ service { type } }' } }));
    while (!messages.includes('complete')) await sleep(10);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await feed.gateway.close();
    expect(await closed).toBe(1001);
    expect(messages).toEqual(['connection_ack', 'next', 'complete']);
  });
});

describe('offers of other upgrades', () => {
  let feed: FeedHarness;
  beforeEach(async () => (feed = await FeedHarness.open()));
  afterEach(() => feed.close());

  const H2C = {
    connection: 'Upgrade, HTTP2-Settings',
    upgrade: 'h2c',
    'http2-settings': 'AAMAAABkAAQAoAAAAAIAAAAA',
  };

  it('are left alone: requests of Java are answered, with and without a body', async () => {
    const send = (method: string, path: string, body?: string) =>
      new Promise<{ status: number; text: string }>((resolve, reject) => {
        const headers = { ...H2C, ...(body ? { 'content-type': 'application/json' } : {}) };
        const sent = request(`${feed.gateway.url}${path}`, { method, headers }, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => resolve({ status: response.statusCode!, text }));
        });
        sent.once('error', reject);
        sent.end(body);
      });
    expect(await send('GET', '/livez')).toEqual({ status: 200, text: '{"status":"ok"}' });
    expect((await send('GET', '/tams/v7.0/service')).status).toBe(200);
    const posted = await send(
      'POST',
      '/graphql',
      JSON.stringify({ query: `{ service { type } } #${'x'.repeat(90_000)}` }),
    );
    expect(JSON.parse(posted.text).data.service.type).toBe('urn:x-tams:service');
    const chunked = await send('POST', '/tams/v7.0/service', '{"name":"Java"}');
    expect(chunked.status).toBe(200);
  });

  it('and the connection goes on to serve what follows', async () => {
    const { port } = new URL(feed.gateway.url);
    const socket = connect(Number(port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.write(
      'GET /livez HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n\r\n',
    );
    while (!text.includes('{"status":"ok"}')) await sleep(10);
    socket.write('GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve));
    expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  });
});

describe('credentials', () => {
  let graph: GraphHarness;
  let http: Server;
  let sockets: GraphSockets;
  let admit: (token: unknown) => Admission | null;

  beforeEach(async () => {
    graph = await GraphHarness.open();
    http = createServer();
    sockets = new GraphSockets(
      graph.server.streams,
      {
        store: graph.test.store,
        logger: graph.logger,
        limits: DEFAULT_LIMITS,
        accounts: graph.accounts,
        admitsOrigin: () => true,
        admit: (_request, { token }) => Promise.resolve(admit(token)),
        arrive: () => undefined,
        countOperation: () => undefined,
      },
      { path: '/graphql', maxMessage: 1_000_000, keepAliveMs: 15_000, refreshMs: 100 },
    );
    http.on('upgrade', (incoming, socket, head) => sockets.upgrade(incoming, socket, head));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    sockets.close();
    http.close();
    await graph.close();
  });

  const closing = async (connectionParams: Record<string, unknown>) => {
    const { port } = http.address() as { port: number };
    const client = createClient({
      url: `ws://127.0.0.1:${port}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams,
      retryAttempts: 0,
      lazy: false,
      onNonLazyError: () => undefined,
    });
    return new Promise<{ code: number; reason: string }>((resolve) =>
      client.on('closed', (event) => resolve(event as { code: number; reason: string })),
    );
  };

  it('are asked for when the connection begins: without good ones it is closed with 4403', async () => {
    admit = (token) => (token === 'good' ? { caller: trusted('a'), expires: null, revoked: null } : null);
    expect((await closing({ token: 'bad' })).code).toBe(4403);
  });

  it('end the connection with 4403 when they expire', async () => {
    admit = () => ({ caller: trusted('a'), expires: Date.now() + 200, revoked: null });
    expect(await closing({})).toMatchObject({ code: 4403, reason: 'The credentials have expired' });
  });
});
