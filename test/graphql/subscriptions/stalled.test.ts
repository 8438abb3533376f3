import Fastify, { type FastifyInstance } from 'fastify';
import { connect } from 'node:net';
import { DEFAULT_LIMITS } from '../../../src/graphql/limits';
import { GraphEventStreams } from '../../../src/graphql/subscriptions/event-stream';
import { openStream, until } from '../../support/stream-client';
import { ALICE, externalSegment, uuid, videoFlow } from '../../tams/store-fixture';
import { GraphHarness } from '../harness';

const SEGMENTS = 8_000;
/** Two kilobytes a message: all of them are more than the buffers of a connection hold. */
const FIELDS = Array.from({ length: 20 }, (_, n) => `s${n}: segment { objectId timerange }`).join(' ');
const QUERY = `subscription { segments(since: "1970-01-01T00:00:00Z") { ${FIELDS} } }`;

let harness: GraphHarness;
let app: FastifyInstance;
let streams: GraphEventStreams;
beforeEach(async () => {
  // One place: whoever does not give it back leaves none for others.
  harness = await GraphHarness.open({ limits: { maxSubscriptions: 1 } });
  const { store } = harness.test;
  await store.flows.put(ALICE, videoFlow(1));
  for (let from = 0; from < SEGMENTS; from += 1_000)
    await store.segments.add(
      ALICE,
      uuid(1),
      Array.from({ length: 1_000 }, (_, n) =>
        externalSegment(`object-${from + n}`, `[${from + n}:0_${from + n + 1}:0)`),
      ),
    );
  streams = new GraphEventStreams(
    harness.server.streams,
    {
      store,
      accounts: harness.accounts,
      logger: harness.logger,
      limits: DEFAULT_LIMITS,
      admitsOrigin: () => true,
      admit: () => Promise.resolve({ caller: ALICE, expires: null, revoked: null }),
    },
    { path: '/graphql/stream', stalledMs: 300 },
  );
  app = Fastify();
  streams.route(app);
  await app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  streams.close();
  await app.close();
  await harness.close();
});

it('a client that reads nothing of its stream is cut off, and gives its place back', async () => {
  const { port } = app.server.address() as { port: number };
  const socket = connect(port, '127.0.0.1').pause();
  let isOver = false;
  app.server.once('connection', (taken) => taken.once('close', () => (isOver = true)));
  socket.on('error', () => undefined);
  const body = JSON.stringify({ query: QUERY });
  socket.write(
    `POST /graphql/stream HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await until(() => isOver, 'the server has cut it off');
  socket.destroy();
  const read: unknown[] = [];
  const reader = {
    onData: (data: unknown) => read.push(data),
    onErrors: (errors: unknown) => read.push(errors),
  };
  const stream = openStream('sse', `http://127.0.0.1:${port}`, { query: QUERY }, reader);
  await until(() => read.length >= SEGMENTS, 'another reads all of it');
  stream.cut();
  expect(read.at(-1)).toMatchObject({ segments: { s0: { objectId: `object-${SEGMENTS - 1}` } } });
}, 60_000);
