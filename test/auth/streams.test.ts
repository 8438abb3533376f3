import { createClient, type Client } from 'graphql-ws';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { API, basic, bearer, GuardedGateway } from './guarded-gateway';

let server: GuardedGateway;
beforeAll(async () => (server = await GuardedGateway.open()));
afterAll(() => server.close());

const QUERY = 'subscription { events { cursor } }';

interface Connection {
  readonly client: Client;
  readonly closed: Promise<{ code: number; reason: string }>;
}

function connect(
  connectionParams: Record<string, unknown>,
  headers: Record<string, string> = {},
): Connection {
  class WithHeaders extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol, { headers });
    }
  }
  const client = createClient({
    url: `${server.url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WithHeaders,
    connectionParams,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => undefined,
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    client.on('closed', (event) => resolve(event as { code: number; reason: string })),
  );
  return { client, closed };
}

const isOpen = async ({ closed }: Connection, ms = 300) =>
  (await Promise.race([closed.then(() => 'closed'), sleep(ms, 'open')])) === 'open';

describe('a WebSocket', () => {
  it('is closed with 4403 without good credentials', async () => {
    for (const params of [
      {},
      { authorization: 'Bearer tams_wrong' },
      { authorization: 5 },
      { authorization: '' },
    ])
      expect((await connect(params).closed).code).toBe(4403);
  });

  it('is let in by connection_init, or by what its request brought', async () => {
    const { secret } = await server.token();
    const user = await server.user('ada');
    for (const connection of [
      connect({ authorization: bearer(secret) }),
      connect({ Authorization: user }),
      connect({}, { authorization: user }),
    ]) {
      expect(await isOpen(connection)).toBe(true);
      await connection.client.dispose();
    }
  });

  it('does not take a password that a browser adds for a page of another site', async () => {
    const authorization = await server.user('bob');
    const { closed } = connect({}, { authorization, origin: 'https://elsewhere.example' });
    expect((await closed).code).toBe(4403);
  });

  it('is closed with 4403 when the token is revoked or the user disabled, within a second', async () => {
    const { secret, id, user } = await server.token();
    const byToken = connect({ authorization: bearer(secret) });
    const second = await server.token(['read'], { user });
    const byOther = connect({ authorization: bearer(second.secret) });
    expect(await isOpen(byToken)).toBe(true);
    await server.accounts.revokeToken(id);
    expect((await byToken.closed).code).toBe(4403);
    expect(await isOpen(byOther)).toBe(true);
    await server.accounts.updateUser(user, { disabled: true });
    expect((await byOther.closed).code).toBe(4403);
  });

  it('goes on when the client sends new credentials of the same principal in time, and ends with those of another', async () => {
    const first = await server.token(['read'], { expires: Date.now() + 1_500 });
    const next = await server.token(['read'], { user: first.user });
    const stranger = await server.token(['read']);
    const url = `${server.url.replace(/^http/, 'ws')}/graphql`;
    const socket = new WebSocket(url, 'graphql-transport-ws');
    await once(socket, 'open');
    const messages: { type: string }[] = [];
    socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as { type: string }));
    const send = (message: unknown) => socket.send(JSON.stringify(message));
    const closed = once(socket, 'close') as Promise<[number]>;
    send({ type: 'connection_init', payload: { authorization: bearer(first.secret) } });
    await sleep(1_700);
    send({ type: 'ping', payload: { authorization: bearer(next.secret) } });
    await sleep(200);
    expect(messages.map(({ type }) => type)).toEqual(['connection_ack', 'pong']);
    send({ type: 'ping', payload: { authorization: bearer(stranger.secret) } });
    expect((await closed)[0]).toBe(4403);
  });
});

describe('a stream of events', () => {
  it.each([
    ['of the graph', `/graphql/stream?query=${encodeURIComponent(QUERY)}`],
    ['of REST', `${API}-ext/events`],
  ])('%s ends when the token is revoked or expires', async (_what, path) => {
    const open = async (secret: string) => {
      const response = await fetch(`${server.url}${path}`, {
        headers: { authorization: bearer(secret), accept: 'text/event-stream' },
      });
      expect(response.status).toBe(200);
      return response.text();
    };
    const { secret, id } = await server.token();
    const stream = open(secret);
    await sleep(200);
    await server.accounts.revokeToken(id);
    await stream;
    const short = await server.token(['read'], { expires: Date.now() + 1_000 });
    await open(short.secret);
  });
});

describe('one principal', () => {
  it('may not ask for more than its share in a second, or at once', async () => {
    const small = await GuardedGateway.open({
      env: {
        TAMS_RATE_LIMIT: '5',
        TAMS_MAX_PRINCIPAL_REQUESTS: '2',
        TAMS_GRAPHQL_MAX_PRINCIPAL_SUBSCRIPTIONS: '1',
      },
    });
    try {
      const one = await small.token();
      const other = await small.token();
      const statuses = await Promise.all(
        Array.from({ length: 12 }, () => small.statusWith(bearer(one.secret))),
      );
      expect(statuses).toContain(429);
      expect(await small.statusWith(bearer(other.secret))).toBe(200);
      await sleep(1_100);
      const controller = new AbortController();
      const stream = () =>
        fetch(`${small.url}${API}-ext/events`, {
          headers: { authorization: bearer(one.secret), accept: 'text/event-stream' },
          signal: controller.signal,
        });
      expect((await stream()).status).toBe(200);
      expect((await stream()).status).toBe(200);
      const third = await stream();
      expect([third.status, third.headers.get('retry-after')]).toEqual([429, '1']);
      controller.abort();
    } finally {
      await small.close();
    }
  });
});

it('a wrong password in connection_init counts as a failed login', async () => {
  await server.user('mallory');
  for (let i = 0; i < 10; i += 1) await connect({ authorization: basic('mallory', `guess ${i}`) }).closed;
  expect(await server.statusWith(basic('mallory'))).toBe(429);
});
