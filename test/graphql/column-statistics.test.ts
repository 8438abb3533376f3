import { SHOWN } from '../../src/tams/administration/shown-columns';
import { ALICE, externalSegment, uuid, videoFlow } from '../tams/store-fixture';
import { GraphHarness } from './harness';

/** It is an ES module only. */
const statistics = () => import('simple-statistics');

let graph: GraphHarness;
/** What is stored of the segments, as it was made. */
const rows: { registered: number; keys: number; samples: number | null; flow: string }[] = [];

beforeAll(async () => {
  graph = await GraphHarness.open();
  const { store, clock } = graph.test;
  let random = 11;
  const next = () => (random = (random * 48_271) % 2_147_483_647);
  for (const n of [1, 2]) await store.flows.put(ALICE, videoFlow(n));
  for (let at = 0; at < 60; at += 1) {
    graph.test.tick(1_000 + (next() % 4_000));
    const row = {
      registered: clock.now,
      keys: next() % 20,
      samples: at % 4 === 0 ? null : next() % 1_000,
      flow: uuid(1 + (at % 2)),
    };
    rows.push(row);
    const media = { keyFrameCount: row.keys, ...(row.samples === null ? {} : { sampleCount: row.samples }) };
    await store.segments.add(ALICE, row.flow, [
      { ...externalSegment(`o${at % 7}-${row.flow}`, `[${2 * at}:0_${2 * at + 2}:0)`), ...media },
    ]);
  }
});
afterAll(() => graph.close());

const ask = async (arguments_: string, selection: string, variables: Record<string, unknown> = {}) => {
  const declared = variables.where ? '($where: JSONObject)' : '';
  const data = await graph.data(
    `query ${declared} { administration { columnStatistics(${arguments_}) { ${selection} } } }`,
    variables,
  );
  return data.administration.columnStatistics;
};
const close = (actual: number, wanted: number) =>
  expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));

it('are those of the rows that are stored, by an independent computation', async () => {
  const known = await statistics();
  const found = await ask(
    'table: "segments", column: "key_frame_count"',
    `summary { n min max mean deviation } percentiles(at: [0, 50, 100]) { value } topValues(limit: 3) { value n }
     distribution(edges: [0, 5, 20]) { n bins { n } below above } correlation(with: "sample_count") { n coefficient }
     movingAverage(along: "registered", window: 10000) { place value average n }
     anomalies(along: "registered", threshold: 1.2) { place value score }
     trend(along: "registered") { periods slope rSquared direction }`,
  );
  const keys = rows.map((row) => row.keys);
  expect(found.summary).toMatchObject({ n: 60, min: Math.min(...keys), max: Math.max(...keys) });
  close(found.summary.mean, known.mean(keys));
  close(found.summary.deviation, known.standardDeviation(keys));
  expect(found.percentiles.map(({ value }: { value: number }) => value)).toEqual([
    Math.min(...keys),
    known.median(keys),
    Math.max(...keys),
  ]);
  const counted = (value: number) => keys.filter((of) => of === value).length;
  const top = [...new Set(keys)].sort((a, b) => counted(b) - counted(a) || a - b).slice(0, 3);
  expect(found.topValues).toEqual(top.map((value) => ({ value: String(value), n: counted(value) })));
  expect(found.distribution).toEqual({
    n: 60,
    below: 0,
    above: 0,
    bins: [{ n: keys.filter((of) => of < 5).length }, { n: keys.filter((of) => of >= 5).length }],
  });
  const pairs = rows.filter((row) => row.samples !== null);
  expect(found.correlation.n).toBe(pairs.length);
  close(
    found.correlation.coefficient,
    known.sampleCorrelation(
      pairs.map((row) => row.keys),
      pairs.map((row) => row.samples!),
    ),
  );
  found.movingAverage.forEach(({ place, value, average, n }: Record<string, number>, i: number) => {
    expect([place, value]).toEqual([rows[i]!.registered, rows[i]!.keys]);
    const near = rows.filter((row) => row.registered <= place! && row.registered >= place! - 10_000);
    expect(n).toBe(near.length);
    close(average!, known.mean(near.map((row) => row.keys)));
  });
  expect(found.movingAverage).toHaveLength(60);
  const [mean, deviation] = [known.mean(keys), known.standardDeviation(keys)];
  const far = rows.filter((row) => Math.abs(row.keys - mean) / deviation > 1.2);
  expect(found.anomalies.length).toBeGreaterThan(0);
  expect(found.anomalies.map(({ place }: { place: number }) => place).sort()).toEqual(
    far.map((row) => row.registered),
  );
  const line = known.linearRegression(
    rows.map((row) => [(row.registered - rows[0]!.registered) / 1000, row.keys]),
  );
  expect(found.trend.periods).toBe(60);
  close(found.trend.slope, line.m);
});

it('are of the rows that a condition holds for, and of texts, truths and no rows', async () => {
  const some = await ask(
    'table: "segments", column: "sample_count", where: $where',
    'summary { n max } topValues { n }',
    { where: { flow_id: uuid(1), or: [{ sample_count: { lt: 500 } }, { key_frame_count: { ge: 10 } }] } },
  );
  const held = rows.filter(
    (row) => row.flow === uuid(1) && ((row.samples !== null && row.samples < 500) || row.keys >= 10),
  );
  const values = held.flatMap(({ samples }) => (samples === null ? [] : [samples]));
  expect(some.summary).toEqual({ n: values.length, max: Math.max(...values) });

  expect(await ask('table: "flows", column: "read_only"', 'topValues { value n }')).toEqual({
    topValues: [{ value: 'false', n: 2 }],
  });
  expect(await ask('table: "events", column: "type"', 'topValues(limit: 1) { value n }')).toEqual({
    topValues: [{ value: 'flows/segments_added', n: 60 }],
  });
  expect(
    await ask(
      'table: "webhooks", column: "position"',
      'summary { n min } trend(along: "created") { periods slope } movingAverage(along: "created", window: 1) { n }',
    ),
  ).toEqual({ summary: { n: 0, min: null }, trend: { periods: 0, slope: null }, movingAverage: [] });
});

it.each([
  ['table: "nothing", column: "id"', 'summary { n }', 'no table "nothing"'],
  ['table: "segments", column: "nothing"', 'summary { n }', 'no column "nothing"'],
  ['table: "segments", column: "object_id"', 'summary { n }', 'holds no numbers'],
  ['table: "segments", column: "sample_count"', 'correlation(with: "object_id") { n }', 'holds no numbers'],
  ['table: "segments", column: "sample_count"', 'trend(along: "nothing") { slope }', 'no column "nothing"'],
  [
    'table: "segments", column: "sample_count"',
    'movingAverage(along: "registered", window: 0) { n }',
    'a window of more than 0',
  ],
  ['table: "segments", column: "sample_count"', 'topValues(limit: 1001) { n }', 'limit must be'],
  ['table: "segments", column: "sample_count"', 'distribution(bins: 0) { n }', 'bins must be'],
  ['table: "segments", column: "sample_count", where: { nothing: 1 }', 'summary { n }', 'no column'],
  ['table: "segments", column: "sample_count", where: { sample_count: "a" }', 'summary { n }', 'is int64'],
])('refuse %s { %s }', async (arguments_, selection, message) => {
  const { errors } = await graph.run(
    `{ administration { columnStatistics(${arguments_}) { ${selection} } } }`,
  );
  expect(errors?.[0]?.extensions.code).toBe('INVALID_ANALYSIS');
  expect(errors?.[0]?.message).toContain(message);
});

describe('secrets', () => {
  /** Columns that hold some, or what they could be told from. */
  const SECRET = {
    auth_users: ['password'],
    auth_tokens: ['hash', 'prefix'],
    webhooks: ['api_key_value', 'identity', 'registration', 'deliveries'],
    object_urls: ['url'],
    events: ['payload'],
  };

  it.each(Object.entries(SECRET).flatMap(([table, columns]) => columns.map((column) => [table, column])))(
    'of %s.%s are neither counted nor asked for',
    async (table, column) => {
      const counted = await graph.run(
        `{ administration { columnStatistics(table: "${table}", column: "${column}") { topValues { value } } } }`,
      );
      expect(counted.errors?.[0]?.message).toContain(`no column "${column}" to be seen`);
      const asked = await graph.run(
        `query ($where: JSONObject) { administration {
          columnStatistics(table: "${table}", column: "${SHOWN[table]![0]}", where: $where) { topValues { value } } } }`,
        { where: { [column]: { startsWith: 'a' } } },
      );
      expect(asked.errors?.[0]?.message).toContain(`names "${column}", which is no column`);
    },
  );
});

it('what is shown is there, no table of the store was forgotten, and each column can be counted', async () => {
  const { db, store } = graph.test;
  expect(Object.keys(SHOWN).sort()).toEqual(db.listTables());
  for (const [table, columns] of Object.entries(SHOWN))
    for (const column of columns) {
      const top = await store.administration.columnStatistics(table, column, null).topValues(1);
      expect([table, column, top.length <= 1]).toEqual([table, column, true]);
    }
});
