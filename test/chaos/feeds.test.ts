import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { idOf } from '../bench/dataset';
import { ask } from '../bench/load';
import { objectsOf } from '../faults/segments';
import { Random } from '../rest-compat/hostile/random';
import { startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { pause, until } from '../support/stream-client';
import { BATCHES, EVENTS, SEGMENTS, type Feed, type FeedFilter, type Told } from './feeds';
import { readLog } from './log-rows';
import { Subscriber } from './subscriber';
import { sortedLive, unlogged } from './acknowledged';
import { Writer } from './writer';

const SECONDS = Number(process.env.TEST_CHAOS_SECONDS ?? 60);
const SEED = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 32);
const WRITERS = 4;
const SUBSCRIBERS = 20;
const CUTS = 100;
const KILLS = 3;

const FLOWS = Array.from({ length: WRITERS }, (_, n) => idOf('chaos flow', n));
/** Its one segment comes last of all and passes every filter: who has been told of it has been told everything. */
const LAST = idOf('chaos flow', 100);
const COLLECTOR = idOf('chaos flow', 101);
const sourceOf = (flow: string) => idOf('source of', FLOWS.concat(LAST, COLLECTOR).indexOf(flow));

const SEGMENT_FILTERS: readonly FeedFilter[] = [
  {},
  { flowIds: [FLOWS[0]!, FLOWS[3]!, LAST] },
  { sourceIds: [sourceOf(FLOWS[1]!), sourceOf(LAST)] },
  { collectedBy: [COLLECTOR] },
  { formats: ['VIDEO'] },
  { timerange: [50, 900] },
  { flowIds: [FLOWS[2]!, LAST], timerange: [10, 600] },
];
const EVENT_FILTERS: readonly FeedFilter[] = [
  {},
  { types: ['flows/segments_added'] },
  { types: ['flows/updated', 'flows/segments_added'], flowIds: [FLOWS[1]!, LAST] },
  { sourceIds: [sourceOf(FLOWS[2]!), sourceOf(FLOWS[3]!), sourceOf(LAST)] },
  { types: ['flows/segments_deleted', 'sources/created', 'flows/segments_added'] },
];
const FEEDS: readonly { feed: Feed; filters: readonly FeedFilter[] }[] = [
  { feed: SEGMENTS, filters: SEGMENT_FILTERS },
  { feed: EVENTS, filters: EVENT_FILTERS },
  { feed: BATCHES, filters: SEGMENT_FILTERS },
];

let folder: string;
beforeAll(async () => (folder = await mkdtemp(path.join(tmpdir(), 'tams-chaos-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const serve = (port: string): Promise<ServerProcess> =>
  startServer([TAMS_GRAPH, 'serve'], { TAMS_PORT: port, TAMS_DATA_DIR: folder });

describe('feeds under cut connections and a server that is killed', () => {
  it(
    'tell every change exactly once and in order',
    async () => {
      process.stderr.write(`chaos: TEST_SEED=${SEED}\n`);
      const random = new Random(SEED);
      let server = await serve('0');
      const subscribers: Subscriber[] = [];
      const fresh: Subscriber[] = [];
      const { url } = server;
      const port = new URL(url).port;
      try {
        const oldest = await cursorOf(url, 'oldest');
        subscribers.push(...makeSubscribers(oldest));
        for (const subscriber of subscribers) subscriber.start(() => url, random);
        await putFlows(url);
        const writers = FLOWS.map((flow) => new Writer(flow, random));
        const end = performance.now() + SECONDS * 1000;
        let cuts = 0;
        const isOver = () => performance.now() > end && cuts >= CUTS;
        const writing = Promise.all(writers.map((writer) => writer.write(() => url, isOver)));
        const cutting = (async () => {
          while (!isOver()) {
            if (random.pick(subscribers).cut()) cuts += 1;
            await pause(random.below((SECONDS * 1000) / CUTS));
          }
        })();
        for (let kill = 0; kill < KILLS; kill += 1) {
          await pause((SECONDS * 1000) / (KILLS + 1));
          await server.process.stop('SIGKILL');
          server = await serve(port);
        }
        await Promise.all([writing, cutting]);
        const last = new Writer(LAST, random);
        await pause(100);
        // In the middle of what timeranges ask for.
        last.skipTo(500);
        await last.add(() => url, 1);
        await allTold(subscribers);
        fresh.push(...makeSubscribers(oldest));
        for (const subscriber of fresh) subscriber.start(() => url, random);
        await allTold(fresh);
        for (const writer of writers) expect(await objectsOf(url, writer.flow)).toEqual(sortedLive(writer));
        await Promise.all([...subscribers, ...fresh].map((subscriber) => subscriber.stop()));
        expect((await server.process.stop()).status).toBe(0);

        const rows = await readLog(folder);
        process.stderr.write(
          `chaos: ${rows.length} events, ${writers.reduce((sum, { requests }) => sum + requests, 0)} requests, ` +
            `${writers.reduce((sum, { retries }) => sum + retries, 0)} retries, ${cuts} cuts, ` +
            `${subscribers.reduce((sum, { told }) => sum + told.length, 0)} messages\n`,
        );
        expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, i) => i + 1));
        expect(rows.length).toBeGreaterThan(50);
        expect(cuts).toBeGreaterThanOrEqual(CUTS);
        for (const subscriber of [...subscribers, ...fresh]) {
          expect(subscriber.errors).toEqual([]);
          const expected = subscriber.feed.expected(rows, subscriber.filter);
          expect(expected.length).toBeGreaterThan(1);
          expect(firstDifference(subscriber.told, expected)).toBeNull();
        }
        for (const writer of writers) expect(unlogged(writer, rows)).toEqual([]);
      } finally {
        await Promise.all([...subscribers, ...fresh].map((subscriber) => subscriber.stop()));
        await server.process.stop('SIGKILL');
      }
    },
    SECONDS * 2_000 + 240_000,
  );
});

function makeSubscribers(oldest: string): Subscriber[] {
  return Array.from({ length: SUBSCRIBERS }, (_, n) => {
    const { feed, filters } = FEEDS[n % FEEDS.length]!;
    const filter = filters[Math.floor(n / FEEDS.length) % filters.length]!;
    return new Subscriber(n % 2 === 0 ? 'websocket' : 'sse', feed, filter, oldest);
  });
}

async function allTold(subscribers: readonly Subscriber[]): Promise<void> {
  await until(
    () =>
      subscribers.every((subscriber) => subscriber.errors.length > 0 || subscriber.hasTold(`${LAST}-500`)),
    'every subscriber has been told of the last segment',
    120_000,
  );
}

async function cursorOf(url: string, end: 'oldest' | 'latest'): Promise<string> {
  return (await ask<{ eventLog: Record<string, string> }>(url, `{ eventLog { ${end} } }`)).eventLog[end]!;
}

/** Two flows of video, the last too, and two of audio; a flow collects the first of each and the last. */
async function putFlows(url: string): Promise<void> {
  const put = (input: object) =>
    ask(url, 'mutation ($input: FlowInput!) { putFlow(input: $input) { created } }', { input });
  for (const [n, id] of [...FLOWS, LAST].entries()) {
    const video = { format: 'VIDEO', codec: 'video/h264', video: { frameWidth: 1920, frameHeight: 1080 } };
    const audio = { format: 'AUDIO', codec: 'audio/aac', audio: { sampleRate: 48_000, channels: 2 } };
    await put({
      id,
      sourceId: sourceOf(id),
      container: 'video/mp2t',
      ...(n === 1 || n === 3 ? audio : video),
    });
  }
  const members = [FLOWS[0]!, FLOWS[1]!, LAST];
  await put({
    id: COLLECTOR,
    sourceId: sourceOf(COLLECTOR),
    format: 'MULTI',
    flowCollection: members.map((id, n) => ({ id, role: `role ${n}` })),
  });
}

/** Where two feeds first differ, in words; null: nowhere. */
function firstDifference(told: readonly Told[], expected: readonly Told[]): string | null {
  const at = Array.from({ length: Math.max(told.length, expected.length) }).findIndex(
    (_, i) => told[i]?.text !== expected[i]?.text,
  );
  if (at < 0) return null;
  return `${told.length} messages, ${expected.length} expected; message ${at} is\n${told[at]?.text}\nnot\n${expected[at]?.text}`;
}
