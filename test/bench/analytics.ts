import { join } from 'node:path';
import { Replica } from '../../src/tams/analytics/replica';
import { sql } from '../../src/vast/analytics/sql';
import type { Analytics } from '../../src/tams/analytics/analytics-service';
import { ALICE, externalSegment, TestStore, uuid, videoFlow } from '../tams/store-fixture';
import { parseTimeRange } from '../../src/tams/time/timerange';
import { median } from './load';

/*
 * `npm run bench -- --analytics`: in this process, over a real store with 300 flows. Ten million segments are made by one statement
 * straight in the replica's tables, where its first fill would have put them (filling them through the API takes an hour and
 * measures the store); what follows the log comes through the domain.
 */

const FLOWS = 300;
const SEGMENTS = 10_000_000;
const QUARTER = SEGMENTS / 4;
const PER_FLOW = Math.ceil(SEGMENTS / FLOWS);
const START = 1_767_225_600;
const DAY_NS = 86_400n * 1_000_000_000n;
const BACKLOG = 100_000;
const REQUEST = 1_000;
const ROUNDS = 9;

const whole = (value: number): string => Math.round(value).toLocaleString('en');

export async function analytics(print: (line: string) => void): Promise<void> {
  const test = await TestStore.open();
  try {
    for (let n = 0; n < FLOWS; n += 1) await test.store.flows.put(ALICE, videoFlow(n));
    const look = () => test.store.analytics.look(true);
    const idle = residentMiB();
    await make(await look(), 0, QUARTER);
    print(
      '| Arrow export of 15 columns | rows/s | MiB/s | resident before, MiB | at most by 25 % | by 50 % | by 100 % | held by DuckDB |\n|---|--:|--:|--:|--:|--:|--:|--:|',
    );
    await exporting(test, 'first quarter', QUARTER, print);
    await make(await look(), QUARTER, SEGMENTS);
    for (const what of ['all', 'all, again']) await exporting(test, what, SEGMENTS, print);
    print(
      `\n- ${whole(SEGMENTS)} segments in ${FLOWS} flows; resident ${whole(idle)} MiB before, ${whole(residentMiB())} MiB now`,
    );
    await statistics(await look(), print);
    await following(test, print);
    await filling(test, print);
  } finally {
    await test.close();
  }
}

/** The segments from one number to another. */
async function make(analytics: Analytics, first: number, end: number): Promise<void> {
  const step = 500_000;
  for (let from = first; from < end; from += step)
    await analytics.answer(async (_signal, duck) =>
      duck.session((session) =>
        session.run(
          sql(
            `INSERT INTO segments SELECT 1 + i // ${PER_FLOW}, ${START} + 2 * (i % ${PER_FLOW}), 0, ${START} + 2 + 2 * (i % ${PER_FLOW}), 0,
             md5(i::VARCHAR) || '-bench', NULL, NULL, NULL, 50, 1 + (hash(i) % 3)::BIGINT, ${START}000 + 2000 * (i % ${PER_FLOW}) + 2500 + (hash(i) % 900)::BIGINT,
             'aaaaaaaa-0000-4000-8000-000000000001', 300000 + (hash(i) % 1000000)::BIGINT FROM range(?::BIGINT, ?::BIGINT) AS r (i)`,
            [from, Math.min(end, from + step)],
          ),
        ),
      ),
    );
}

async function statistics(looked: Analytics, print: (line: string) => void): Promise<void> {
  const flowId = uuid(17);
  const timerange = parseTimeRange(`[${START}:0_${START + 86_400}:0)`);
  const day = { flowId, timerange };
  const bare = sql('SELECT flow_no, count(*) FROM segments GROUP BY flow_no');
  const works: [string, () => Promise<unknown>][] = [
    ['flowUsage of all flows', () => looked.flowUsage({}, { order: 'bytes', limit: 300 })],
    [
      'the same flows counted by DuckDB alone',
      () => looked.answer((signal, duck) => duck.rows(bare, signal)),
    ],
    [
      "a day's movingAverage of a flow, 33,334 points",
      async () => (await looked.series('segment_duration', day)).movingAverage(60_000_000_000n, 100_000),
    ],
    [
      "a day's bit rate: percentiles",
      async () => (await looked.series('bit_rate', day)).percentiles([50, 99]),
    ],
    ["a day's time ranges of a flow, 24 slices", () => looked.timeRangeAnalysis(day, { slices: 24 })],
    ['storageUsage of a flow', () => looked.storageUsage({ flowId }, { mostReused: 10 })],
  ];
  print(`- a day is ${DAY_NS / 1_000_000_000n} s; median of ${ROUNDS} warm runs:\n\n| | ms |\n|---|--:|`);
  for (const [name, work] of works) {
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const began = performance.now();
      await work();
      if (round > 0) times.push(performance.now() - began);
    }
    print(`| ${name} | ${median(times).toFixed(0)} |`);
  }
  const began = performance.now();
  const ended = await looked.storageUsage({}, { mostReused: 10 }).then(
    () => '',
    // On a machine that others keep busy it may run into the limit of one statistic.
    (error: unknown) => (error instanceof Error ? `: ${error.message}` : ''),
  );
  print(`| storageUsage of everything, once${ended} | ${(performance.now() - began).toFixed(0)} |\n`);
}

/** A backlog that a second replica, of the store as it was before, then takes in alone: how fast it could follow. */
async function following(test: TestStore, print: (line: string) => void): Promise<void> {
  const { db, log } = test.store.context;
  const folder = join(test.folder, 'second');
  const open = () => new Replica({ db, log, folder, notice: () => undefined });
  const before = open();
  await before.caughtUp();
  await before.close();
  for (let from = 0; from < BACKLOG; from += REQUEST)
    await test.store.segments.add(
      ALICE,
      uuid((from / REQUEST) % FLOWS),
      Array.from({ length: REQUEST }, (_, i) => {
        const at = 10_000_000 + from + i;
        return externalSegment(`backlog-${at}`, `[${at}:0_${at + 1}:0)`);
      }),
    );
  await test.store.analytics.look(true);
  const replica = open();
  const began = performance.now();
  await replica.caughtUp();
  const seconds = (performance.now() - began) / 1000;
  await replica.close();
  print(
    `- a replica that is ${whole(BACKLOG)} segments behind, in events of ${whole(REQUEST)}, takes in ${whole(BACKLOG / seconds)} a second`,
  );
}

/** A first fill, of the segments that came through the domain. */
async function filling(test: TestStore, print: (line: string) => void): Promise<void> {
  const { db, log } = test.store.context;
  const replica = new Replica({ db, log, folder: join(test.folder, 'third'), notice: () => undefined });
  const began = performance.now();
  await replica.caughtUp();
  const seconds = (performance.now() - began) / 1000;
  await replica.close();
  print(`- a first fill of ${whole(BACKLOG)} segments: ${whole(BACKLOG / seconds)} a second`);
}

/** How fast rows leave, and what memory is resident by then: it is to be the same for few rows and many. */
async function exporting(
  test: TestStore,
  what: string,
  rows: number,
  print: (line: string) => void,
): Promise<void> {
  const memory: number[] = [];
  const timer = setInterval(() => memory.push(residentMiB()), 50);
  const before = residentMiB();
  const began = performance.now();
  let bytes = 0;
  const exported = await test.store.analytics.export(
    { table: 'segments', format: 'arrow', scope: {} },
    new AbortController().signal,
  );
  for await (const chunk of exported) bytes += chunk.byteLength;
  clearInterval(timer);
  const seconds = (performance.now() - began) / 1000;
  const mostBy = (share: number) =>
    memory.slice(0, Math.ceil(memory.length * share)).reduce((a, b) => Math.max(a, b), 0);
  const looked = await test.store.analytics.look(true);
  const [cache] = await looked.answer((signal, duck) =>
    duck.rows<{ bytes: number }>(
      sql('SELECT sum(memory_usage_bytes)::DOUBLE AS bytes FROM duckdb_memory()'),
      signal,
    ),
  );
  const cells = [
    `${what}, ${whole(rows)} rows`,
    rows / seconds,
    bytes / 1024 ** 2 / seconds,
    before,
    ...[0.25, 0.5, 1].map(mostBy),
    cache!.bytes / 1024 ** 2,
  ];
  print(`| ${cells.map((cell) => (typeof cell === 'number' ? whole(cell) : cell)).join(' | ')} |`);
}

const residentMiB = (): number => process.memoryUsage().rss / 1024 ** 2;
