import { once } from 'node:events';
import { connect } from 'node:net';
import { Random } from '../../rest-compat/hostile/random';
import { openRawSocket } from '../../support/raw-socket';
import { pause, until } from '../../support/stream-client';
import { frame, OPCODES, textFrame } from '../../support/web-socket-frames';
import { HostileGround, SEGMENTS, Talker } from './hostile-harness';

const SEED = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 32);
const MOST = 40;
const MOST_OF_A_CONNECTION = 5;
const MAX_MESSAGE = 256 * 1024;

let ground: HostileGround;
beforeAll(async () => {
  ground = await HostileGround.open({
    TAMS_GRAPHQL_MAX_SUBSCRIPTIONS: String(MOST),
    TAMS_GRAPHQL_MAX_CONNECTION_SUBSCRIPTIONS: String(MOST_OF_A_CONNECTION),
    TAMS_MAX_BODY: String(MAX_MESSAGE),
  });
  await ground.expectUndisturbed();
}, 60_000);
afterEach(() => ground.expectUndisturbed(), 60_000);
afterAll(() => ground.close());

/** How a connection ends on which this was said. */
async function codeAfter(...said: unknown[]): Promise<number> {
  const talker = await Talker.open(ground.url, { init: false });
  for (const message of said) talker.say(message);
  return (await talker.untilClosed()).code;
}

const INIT = { type: 'connection_init' };
const subscribe = (id: string, query = SEGMENTS) => ({ id, type: 'subscribe', payload: { query } });

/** Begins this many subscriptions, as many a connection as may be, and says how many the server took. */
async function taken(wanted: number): Promise<number> {
  const talkers: Talker[] = [];
  for (let n = 0; n < wanted; n += 1) {
    if (n % MOST_OF_A_CONNECTION === 0) talkers.push(await Talker.open(ground.url));
    talkers.at(-1)!.subscribe(String(n));
  }
  for (const talker of talkers) await talker.settled();
  await pause(200);
  const refused = talkers.reduce((sum, talker) => sum + talker.of('error').length, 0);
  for (const talker of talkers) talker.close();
  return wanted - refused;
}

/** All places but the bystander's are free again. */
async function expectAllSlotsFree(): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    if ((await taken(MOST)) === MOST - 1) return;
    await pause(100);
  }
  throw new Error('Places were not given back');
}

describe('WebSocket messages out of protocol end the connection with a code that says why', () => {
  it('another subprotocol', async () => {
    const talker = await Talker.open(ground.url, { protocol: false, init: false });
    expect(await talker.untilClosed()).toEqual({ code: 4406, reason: 'Subprotocol not acceptable' });
  });

  it.each<[what: string, code: number, said: unknown[]]>([
    ['a subscription before connection_init', 4401, [subscribe('1')]],
    ['two connection_init', 4429, [INIT, INIT]],
    ['no connection_init for three seconds', 4408, []],
    ['text that is no JSON', 4400, [INIT, '{"type":']],
    ['JSON that is no message', 4400, [INIT, '[]']],
    ['a message without an id', 4400, [INIT, { type: 'subscribe', payload: { query: SEGMENTS } }]],
    ['a message without a query', 4400, [INIT, { id: '1', type: 'subscribe', payload: {} }]],
    ['a type that there is not', 4400, [INIT, { type: 'begin' }]],
    ['a message that only servers send', 4400, [INIT, { id: '1', type: 'next', payload: { data: {} } }]],
    ['a message that is too large', 1009, [INIT, subscribe('1', ' '.repeat(MAX_MESSAGE))]],
    [
      'a large message before connection_init is acknowledged',
      1009,
      [{ ...INIT, payload: { x: 'x'.repeat(100_000) } }],
    ],
  ])('%s', async (_what, code, said) => {
    expect(await codeAfter(...said)).toBe(code);
  });

  it('two subscriptions of one id', async () => {
    const talker = await Talker.open(ground.url);
    talker.subscribe('1');
    talker.subscribe('1');
    expect((await talker.untilClosed()).code).toBe(4409);
  });

  it('binary noise', async () => {
    const talker = await Talker.open(ground.url);
    talker.socket.send(Buffer.from([0, 1, 2, 255]));
    expect((await talker.untilClosed()).code).toBe(4400);
  });

  it('an error for an id that is too long', async () => {
    const talker = await Talker.open(ground.url);
    talker.subscribe('x'.repeat(10_000));
    await talker.until(() => talker.of('error').length > 0);
    expect(talker.of('error')[0]!.payload[0].extensions.code).toBe('BAD_USER_INPUT');
    talker.close();
  });

  it.each<[what: string, bytes: Buffer]>([
    ['a compressed frame', Buffer.concat([Buffer.from([0xc1]), textFrame('{}').subarray(1)])],
    ['a frame that is not masked', Buffer.from([0x81, 0x02, 0x7b, 0x7d])],
    ['an unknown opcode', frame(0x3, Buffer.from('{}'))],
    ['a ping that is too long', frame(OPCODES.ping, Buffer.alloc(200))],
    ['text that is no UTF-8', frame(OPCODES.text, Buffer.from([0xff, 0xfe]))],
    [
      'a frame of a size that nobody has',
      Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    ],
  ])('%s', async (_what, bytes) => {
    const { socket, isOver } = await openRawSocket(ground.url);
    socket.resume().write(bytes);
    await until(isOver, 'the end of the connection');
  });

  it('does nothing that comes behind what a connection is closed for', async () => {
    const { socket, isOver } = await openRawSocket(ground.url, false);
    const put = `mutation { deleteWebhook(id: "00000000-0000-4000-8000-000000000000") }`;
    // Ours to see: the answer would come between the two closing frames.
    const answers: Buffer[] = [];
    socket.on('data', (data: Buffer) => answers.push(data));
    socket.write(
      Buffer.concat([
        textFrame('nonsense'),
        textFrame(INIT),
        textFrame(subscribe('1', put)),
        textFrame(subscribe('2')),
      ]),
    );
    await pause(500);
    expect(Buffer.concat(answers).toString('latin1')).not.toContain('connection_ack');
    socket.end();
    await until(isOver, 'the end of the connection');
  });
});

describe('limits', () => {
  it('refuse one operation more on a connection, and take another when one is complete', async () => {
    const talker = await Talker.open(ground.url);
    for (let id = 0; id <= MOST_OF_A_CONNECTION; id += 1) talker.subscribe(String(id));
    await talker.until(() => talker.of('error').length > 0);
    expect(talker.of('error')).toMatchObject([
      { id: String(MOST_OF_A_CONNECTION), payload: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }] },
    ]);
    talker.say({ id: '0', type: 'complete' });
    talker.subscribe('again');
    await talker.settled();
    expect(talker.of('error')).toHaveLength(1);
    expect(talker.closed).toBeNull();
    talker.close();
  });

  it('refuse one subscription more on the server, and give places back when connections are lost', async () => {
    expect(await taken(MOST + 5)).toBe(MOST - 1);
    await expectAllSlotsFree();
  });

  it('give places back after thousands of subscriptions that are completed at once', async () => {
    const talker = await Talker.open(ground.url);
    for (let n = 0; n < 5_000; n += 1) {
      talker.subscribe(`${n}`);
      talker.say({ id: `${n}`, type: 'complete' });
      if (n % 500 === 0) await talker.settled();
    }
    await talker.settled();
    expect(talker.closed).toBeNull();
    talker.close();
    await expectAllSlotsFree();
  }, 60_000);

  it('give places back after hundreds of connections and streams that end while they begin', async () => {
    const body = JSON.stringify({ query: SEGMENTS });
    for (let round = 0; round < 20; round += 1)
      await Promise.all(
        Array.from({ length: 15 }, async (_, n) => {
          const ending = new AbortController();
          const stream = fetch(`${ground.url}/graphql/stream`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
            body,
            signal: ending.signal,
          }).catch(() => undefined);
          const raw = await openRawSocket(ground.url);
          raw.socket.write(textFrame(subscribe('1')));
          await pause(n);
          raw.socket.destroy();
          ending.abort();
          await stream;
        }),
      );
    await expectAllSlotsFree();
  }, 60_000);
});

describe('floods', () => {
  it('10,000 random messages', async () => {
    const random = new Random(SEED);
    process.stderr.write(`hostile: TEST_SEED=${SEED}\n`);
    const codes = new Map<number, number>();
    let talker: Talker | null = null;
    for (let n = 0; n < 10_000; n += 1) {
      if (!talker || talker.closed || talker.socket.readyState !== talker.socket.OPEN)
        talker = await Talker.open(ground.url, { init: random.below(4) > 0 });
      talker.say(garbage(random));
      // Lets the connection's end arrive, so that not all goes to one that is closing.
      if (n % 5 === 0) await pause(0);
      if (talker.closed) codes.set(talker.closed.code, (codes.get(talker.closed.code) ?? 0) + 1);
    }
    talker?.close();
    for (const code of codes.keys()) expect([1009, 4400, 4401, 4409, 4429]).toContain(code);
    await expectAllSlotsFree();
  }, 120_000);

  it('pings by the hundred thousand from a client that reads nothing', async () => {
    const ping = textFrame({ type: 'ping', payload: { x: 'x'.repeat(50) } });
    const control = frame(OPCODES.ping, Buffer.alloc(100));
    for (const flood of [ping, control]) {
      const { socket, isOver } = await openRawSocket(ground.url);
      socket.pause();
      const chunk = Buffer.concat(Array.from({ length: 1_000 }, () => flood));
      for (let sent = 0; sent < 300 && !isOver(); sent += 1) {
        if (!socket.write(chunk))
          await Promise.race([once(socket, 'drain').catch(() => undefined), pause(2_000)]);
      }
      await ground.expectUndisturbed();
      socket.destroy();
    }
  }, 120_000);

  it('connections that are never completed', async () => {
    const { hostname, port } = new URL(ground.url);
    const sockets = Array.from({ length: 200 }, (_, n) => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write('GET /graphql HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'.slice(0, 10 + n));
      return socket;
    });
    await pause(500);
    await ground.expectUndisturbed();
    for (const socket of sockets) socket.destroy();
  });

  it('a client that says goodbye, lingers, and has a backlog before it', async () => {
    const { socket } = await openRawSocket(ground.url);
    const all = `subscription { segments(since: "2000-01-01T00:00:00Z") { cursor } }`;
    socket.write(Buffer.concat([textFrame(subscribe('1', all)), frame(0x8, Buffer.from([0x03, 0xe8]))]));
    await pause(300);
    await expectAllSlotsFree();
    socket.destroy();
  });
});

describe('Server-Sent Events', () => {
  const stream = (init: RequestInit, query = '') =>
    fetch(`${ground.url}/graphql/stream${query}`, { ...init, signal: AbortSignal.timeout(20_000) });
  const JSON_STREAM = { 'content-type': 'application/json', accept: 'text/event-stream' };
  const post = (body: string, headers: Record<string, string> = JSON_STREAM) =>
    stream({ method: 'POST', headers, body });

  it.each<[what: string, status: number, send: () => Promise<Response>]>([
    ['without asking for a stream', 406, () => post('{}', { ...JSON_STREAM, accept: 'application/json' })],
    ['of another media type', 415, () => post('x', { ...JSON_STREAM, 'content-type': 'text/plain' })],
    [
      'with a form',
      415,
      () => post('query=x', { ...JSON_STREAM, 'content-type': 'application/x-www-form-urlencoded' }),
    ],
    ['with a body that is no JSON', 400, () => post('{"query":')],
    ['with nothing', 400, () => post('')],
    ['with a list', 400, () => post('[]')],
    ['with null', 400, () => post('null')],
    ['with a query that is no text', 400, () => post('{"query":{}}')],
    ['with variables that are no object', 400, () => post('{"query":"{ __typename }","variables":[1]}')],
    ['with a body that is too large', 413, () => post(JSON.stringify({ query: ' '.repeat(MAX_MESSAGE) }))],
    ['by PUT', 404, () => stream({ method: 'PUT', headers: JSON_STREAM, body: '{}' })],
    ['by DELETE', 404, () => stream({ method: 'DELETE', headers: { accept: 'text/event-stream' } })],
    ['by GET without a query', 400, () => stream({ headers: { accept: 'text/event-stream' } })],
    [
      'by GET with variables that are no JSON',
      400,
      () => stream({ headers: { accept: 'text/event-stream' } }, `?query=${SEGMENTS}&variables={`),
    ],
  ])('a request %s', async (_what, status, send) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type') ?? '').not.toContain('text/event-stream');
    await answer.arrayBuffer();
  });

  it.each<[what: string, code: string, query: string]>([
    ['that is too long', 'DOCUMENT_TOO_LARGE', `{ ${'a '.repeat(60_000)} }`],
    ['that cannot be parsed', 'GRAPHQL_PARSE_FAILED', 'subscription {'],
    ['of no known field', 'GRAPHQL_VALIDATION_FAILED', 'subscription { nothing }'],
    [
      'with a cursor of another log',
      'BAD_CURSOR',
      'subscription { segments(after: "00000000-1") { cursor } }',
    ],
  ])('a query %s', async (_what, code, query) => {
    const text = await (await post(JSON.stringify({ query }))).text();
    expect(text).toContain(`"code":"${code}"`);
    expect(text).toContain('event: complete');
  });

  it('a mutation by GET', async () => {
    const mutation = encodeURIComponent(
      'mutation { deleteWebhook(id: "00000000-0000-4000-8000-000000000000") }',
    );
    const text = await (
      await stream({ headers: { accept: 'text/event-stream' } }, `?query=${mutation}`)
    ).text();
    expect(text).toContain('METHOD_NOT_ALLOWED');
  });
});

/** Something like a message: whole, damaged, or noise. */
function garbage(random: Random): string {
  const types = [
    'connection_init',
    'connection_ack',
    'ping',
    'pong',
    'subscribe',
    'next',
    'error',
    'complete',
    'x',
  ];
  const values = [
    null,
    0,
    '',
    'x',
    {},
    [],
    true,
    'x'.repeat(1_000),
    { query: SEGMENTS },
    { query: '{' },
    { query: 1 },
  ];
  const message = {
    id: random.pick([...values, '1', '2', '__proto__', 'constructor']),
    type: random.pick(types),
    payload: random.pick(values),
  };
  const text = JSON.stringify(message);
  switch (random.below(4)) {
    case 0:
      return text.slice(0, random.below(text.length));
    case 1:
      return String.fromCharCode(...Array.from({ length: random.below(50) }, () => random.below(0xd7ff)));
    default:
      return text;
  }
}
