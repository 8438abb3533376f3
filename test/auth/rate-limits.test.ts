import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { networkOf } from '../../src/auth/address-network';
import { RateLimit } from '../../src/server/rate-limit';
import { makeFlow } from '../frontend/media-library';
import { API, bearer, GuardedGateway, type Answer } from './guarded-gateway';

const ADDRESS_RATE = 20;
const PRINCIPAL_RATE = 8;

/** Whoever connects is a proxy that is believed, so that tests may come from any address. */
const PROXIED = { TAMS_TRUST_PROXY: '127.0.0.1' };

async function withGateway(
  env: Readonly<Record<string, string>>,
  work: (server: GuardedGateway) => Promise<void>,
): Promise<void> {
  const server = await GuardedGateway.open({ env: { ...PROXIED, ...env } });
  try {
    await work(server);
  } finally {
    await server.close();
  }
}

/** Waits until a second has begun a moment ago, so that what comes next is counted together. */
const freshSecond = (): Promise<void> => sleep(1_020 - (Date.now() % 1_000));

let lastAddress = 0;
/** An address that nobody has come from. */
const newAddress = (): string => `203.0.113.${(lastAddress += 1)}`;

/** What came of work all of which fell into one second, so that it was counted together: tried anew until it does. */
async function withinASecond<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    await freshSecond();
    const second = Math.floor(Date.now() / 1_000);
    const result = await work();
    if (Math.floor(Date.now() / 1_000) === second) return result;
  }
}

/** As many answers as are asked for, all within a second. */
const answers = (count: number, send: (n: number) => Promise<Pick<Answer, 'status' | 'headers' | 'json'>>) =>
  withinASecond(() => Promise.all(Array.from({ length: count }, (_, n) => send(n))));

const refused = <T extends Pick<Answer, 'status'>>(given: readonly T[]): T[] =>
  given.filter(({ status }) => status === 429);

describe.each(['off', 'on'])('one address, with authentication %s,', (auth) => {
  const env = { TAMS_AUTH: auth, TAMS_ADDRESS_RATE_LIMIT: String(ADDRESS_RATE) };
  let server: GuardedGateway;
  beforeAll(async () => (server = await GuardedGateway.open({ env: { ...PROXIED, ...env } })));
  afterAll(() => server.close());

  it.each([
    [
      'the graph',
      'POST',
      '/graphql',
      { query: '{ __typename }' },
      ['errors', '0', 'extensions', 'code'],
      'TOO_MANY_REQUESTS',
    ],
    [
      'a batch of the graph',
      'POST',
      '/graphql',
      [{ query: '{ __typename }' }],
      ['errors', '0', 'extensions', 'code'],
      'TOO_MANY_REQUESTS',
    ],
    ['REST', 'GET', `${API}/flows`, undefined, ['type'], 'TooManyRequests'],
    ['the event feed', 'GET', `${API}-ext/events`, undefined, ['type'], 'TooManyRequests'],
    ['media', 'GET', '/media/nothing?expires=1&signature=wrong', undefined, ['type'], 'TooManyRequests'],
    ['analytics', 'GET', '/analytics/export', undefined, ['type'], 'TooManyRequests'],
    ['metrics', 'GET', '/metrics', undefined, ['type'], 'TooManyRequests'],
    ['what is not there', 'GET', '/nothing', undefined, ['type'], 'TooManyRequests'],
  ] as const)(
    'has its share of %s, and is told when to come back, in its manner',
    async (_what, method, path, body, at, code) => {
      const headers = { 'x-forwarded-for': newAddress(), origin: 'https://app.example' };
      const given = await answers(ADDRESS_RATE + 10, () => server.send(method, path, { body, headers }));
      expect(refused(given)).toHaveLength(10);
      for (const answer of refused(given)) {
        expect(answer.headers.get('retry-after')).toBe('1');
        expect(at.reduce<any>((value, key) => value[key], answer.json)).toBe(code);
      }
      // Others are not held to it, nor those who watch over the server.
      const others = { 'x-forwarded-for': newAddress() };
      expect((await server.send(method, path, { body, headers: others })).status).not.toBe(429);
      expect((await server.send('GET', '/livez', { headers })).status).toBe(200);
      expect((await server.send('GET', '/readyz', { headers })).status).toBe(200);
    },
  );

  it('cannot say that it is another, unless a proxy that is believed does', async () => {
    await withGateway({ ...env, TAMS_TRUST_PROXY: '' }, async (server) => {
      const given = await answers(ADDRESS_RATE + 10, () =>
        server.send('GET', `${API}/flows`, { headers: { 'x-forwarded-for': newAddress() } }),
      );
      expect(refused(given)).toHaveLength(10);
    });
  });

  it('may not open WebSockets without end', async () => {
    await withGateway(env, async (server) => {
      const headers = { 'x-forwarded-for': newAddress() };
      const opened = await withinASecond(() =>
        Promise.all(Array.from({ length: ADDRESS_RATE + 5 }, () => dial(server, headers))),
      );
      const refusals = opened.filter((of) => typeof of === 'string');
      expect(refusals).toEqual(Array.from({ length: 5 }, () => '429, retry after 1'));
      for (const socket of opened) if (typeof socket !== 'string') socket.terminate();
    });
  });
});

it('one address has its share of uploads by signed URLs', async () => {
  await withGateway({ TAMS_AUTH: 'off', TAMS_ADDRESS_RATE_LIMIT: String(ADDRESS_RATE) }, async (server) => {
    const { id } = await makeFlow(server.url, 'uploads');
    const { json } = await server.graphql(
      'none',
      'mutation ($id: UUID!) { allocateStorage(flowId: $id, limit: 1) { putUrl { url contentType } } }',
      { id },
    );
    const { url, contentType } = json.data.allocateStorage[0].putUrl;
    const headers = { 'x-forwarded-for': newAddress(), 'content-type': contentType };
    const given = await answers(ADDRESS_RATE + 10, async () => {
      const answer = await fetch(url, { method: 'PUT', headers, body: 'media' });
      return { status: answer.status, headers: answer.headers, json: null };
    });
    expect(refused(given)).toHaveLength(10);
    expect(given.filter(({ status }) => status === 200)).toHaveLength(ADDRESS_RATE);
  });
});

describe('one principal', () => {
  const env = { TAMS_RATE_LIMIT: String(PRINCIPAL_RATE), TAMS_ADDRESS_RATE_LIMIT: '0' };

  it('has its share wherever it asks from, and others have theirs', async () => {
    await withGateway(env, async (server) => {
      const one = await server.token();
      const other = await server.token();
      const send = (secret: string) =>
        server.send('GET', `${API}/flows`, {
          authorization: bearer(secret),
          headers: { 'x-forwarded-for': newAddress() },
        });
      const given = await answers(PRINCIPAL_RATE + 5, () => send(one.secret));
      expect(refused(given).map(({ headers }) => headers.get('retry-after'))).toEqual(
        Array.from({ length: 5 }, () => '1'),
      );
      expect((await send(other.secret)).status).toBe(200);
      const entries = await server.accounts.auditLog({ principal: one.user, first: 10 });
      expect(entries.map(({ subject, outcome, detail }) => [subject, outcome, detail])).toEqual([
        [
          `GET ${API}/flows`,
          'refused',
          'Too many requests: this principal asks too much in a second; try again in 1 s',
        ],
      ]);
    });
  });

  it('has as many operations over a WebSocket, each subscription counted, and keeps what is open', async () => {
    await withGateway(env, async (server) => {
      const { secret } = await server.token();
      const query = 'subscription { events { cursor } }';
      const { client, status } = await withinASecond(async () => {
        const asking = await connect(server, secret);
        for (let n = 0; n < PRINCIPAL_RATE + 3; n += 1)
          asking.send({ type: 'subscribe', id: `${n}`, payload: { query } });
        asking.send({ type: 'ping' });
        await asking.until((messages) => messages.some(({ type }) => type === 'pong'));
        // Refusals take a moment longer than a pong.
        await sleep(50);
        return { client: asking, status: await server.statusWith(bearer(secret)) };
      });
      expect(status).toBe(429);
      const errors = client.messages.filter(({ type }) => type === 'error');
      // The connection itself was one of them.
      const left = PRINCIPAL_RATE - 1;
      expect(errors.map(({ id }) => id)).toEqual([0, 1, 2, 3].map((n) => `${left + n}`));
      expect(errors[0]!.payload[0]).toMatchObject({
        extensions: { code: 'TOO_MANY_REQUESTS', retryAfter: '1', requestId: expect.any(String) },
      });
      await freshSecond();
      const id = '00000000-0000-4000-8000-00000000000a';
      await server.graphql(
        bearer(secret),
        `mutation { putFlow(input: { id: "${id}", sourceId: "${id}", format: MULTI }) { created } }`,
      );
      await client.until(
        (messages) =>
          new Set(messages.flatMap(({ type, id }) => (type === 'next' ? [id] : []))).size === left,
      );
      client.socket.terminate();
    });
  });

  it('has as many requests and WebSockets at once, and is told to come back', async () => {
    await withGateway({ ...env, TAMS_RATE_LIMIT: '0', TAMS_MAX_PRINCIPAL_REQUESTS: '2' }, async (server) => {
      const { secret, user } = await server.token();
      const second = await server.token([], { user });
      const first = await connect(server, secret);
      await connect(server, second.secret);
      expect((await closeOf(server, secret)).slice(0, 1)).toEqual([1013]);
      const busy = await server.send('POST', '/graphql', {
        authorization: bearer(secret),
        body: { query: '{ __typename }' },
      });
      expect([busy.status, busy.headers.get('retry-after'), busy.json.errors[0].extensions.code]).toEqual([
        ...[429, '1', 'TOO_MANY_REQUESTS'],
      ]);
      const stranger = await server.token();
      expect(await server.statusWith(bearer(stranger.secret))).toBe(200);
      first.socket.terminate();
      while ((await server.statusWith(bearer(secret))) === 429) await sleep(20);
    });
  });
});

describe('what is counted together', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['::1', '::/64'],
    ['', ''],
    ['no:address', 'no:address'],
  ])('%j is %j', (address, network) => expect(networkOf(address)).toBe(network));

  it('is forgotten with its second, and in time when there are too many', () => {
    const limit = new RateLimit(1);
    const at = (now: number, ...keys: string[]) => keys.map((key) => limit.excess(key, now));
    expect(at(1_000_000, 'a', 'a', 'a', 'b')).toEqual([0, 1, 2, 0]);
    expect(at(1_000_999, 'a')).toEqual([3]);
    expect(at(1_001_000, 'a')).toEqual([0]);
    for (let n = 0; n < 100_000; n += 1) limit.excess(`many ${n}`, 1_001_000);
    expect(at(1_001_000, 'a')).toEqual([0]);
  });
});

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: any;
}

/** Opens a WebSocket; gives the refusal where there is one. */
async function dial(
  server: GuardedGateway,
  headers: Record<string, string> = {},
): Promise<WebSocket | string> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers,
  });
  socket.on('error', () => undefined);
  return new Promise((resolve) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_request, { statusCode, headers: told }) =>
      resolve(`${statusCode}, retry after ${told['retry-after']}`),
    );
  });
}

async function dialled(server: GuardedGateway, secret: string): Promise<WebSocket> {
  const socket = await dial(server);
  if (typeof socket === 'string') throw new Error(socket);
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: bearer(secret) } }));
  return socket;
}

/** A client that has been let in, and what it was told since. */
async function connect(server: GuardedGateway, secret: string) {
  const socket = await dialled(server, secret);
  await once(socket, 'message');
  const messages: Message[] = [];
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as Message));
  return {
    socket,
    messages,
    send: (message: Message) => socket.send(JSON.stringify(message)),
    until: async (isSo: (messages: readonly Message[]) => boolean) => {
      while (!isSo(messages)) await once(socket, 'message');
    },
  };
}

/** The close code and reason of a client that is not let in. */
async function closeOf(server: GuardedGateway, secret: string): Promise<unknown[]> {
  return once(await dialled(server, secret), 'close');
}
