import { uuid } from '../tams/store-fixture';
import { PUT_FLOW, VIDEO } from './documents';
import { GraphHarness } from './harness';

let graph: GraphHarness;
beforeAll(async () => {
  graph = await GraphHarness.open();
  await graph.data(PUT_FLOW, { input: VIDEO });
  for (let i = 0; i < 5; i += 1)
    await graph.data(`query ($id: UUID!) { flow(id: $id) { id } }`, { id: VIDEO.id });
});
afterAll(() => graph.close());

const performance = async (fields: string) =>
  (await graph.data(`{ administration { performance { ${fields} } } }`)).administration.performance;
const STATISTICS = 'queries failures rows splits meanMs p50Ms p95Ms p99Ms maxMs';

it('sums up the queries of a window, by type and table, as the monitor has them', async () => {
  const { summary } = await performance(
    `summary { ${STATISTICS} from to queriesPerSecond types { type ${STATISTICS} } tables { table ${STATISTICS} } }`,
  );
  expect(summary.queries).toBeGreaterThan(5);
  expect(summary.queries).toBe(graph.test.db.monitor.performanceSummary().queries);
  for (const list of [summary.types, summary.tables])
    expect(list.reduce((sum: number, of: { queries: number }) => sum + of.queries, 0)).toBe(summary.queries);
  expect(summary.meanMs).toBeGreaterThan(0);
  expect(summary.p50Ms).toBeLessThanOrEqual(summary.p99Ms);
  expect(summary.p99Ms).toBeLessThanOrEqual(summary.maxMs);
  expect(Date.parse(summary.to)).toBeGreaterThan(Date.parse(summary.from));
});

it('tells of one table', async () => {
  const { table } = await performance(
    `table(name: "flows", minutes: 5) { table ${STATISTICS} types { type rows } }`,
  );
  expect(table).toMatchObject({ table: 'flows', failures: 0 });
  expect(table.types).toContainEqual({ type: 'insert', rows: 1 });
});

it('lists slow queries with their plans', async () => {
  const { slowQueries } = await performance(
    'slowQueries(limit: 50) { type table milliseconds rows splits success at plan }',
  );
  const times = slowQueries.map(({ milliseconds }: { milliseconds: number }) => milliseconds);
  expect(times).toEqual([...times].sort((a, b) => b - a));
  const reads = slowQueries.filter(({ plan }: { plan: string | null }) => plan !== null);
  expect(reads.length).toBeGreaterThan(0);
  for (const { plan, table } of reads) expect(plan).toMatch(new RegExp(`columns of ${table}, along `));
  expect(JSON.stringify(slowQueries)).not.toContain(VIDEO.id);
  expect((await performance('slowQueries(thresholdMs: 1e9) { type }')).slowQueries).toEqual([]);
});

it('exports metrics as JSON and for Prometheus', async () => {
  const told = await performance('json: metrics prometheus: metrics(format: PROMETHEUS)');
  expect(JSON.parse(told.json)).toContainEqual(
    expect.objectContaining({ table: 'flows', type: 'insert', rows: 1 }),
  );
  expect(told.prometheus).toContain('vast_query_rows_total{table="flows",type="insert"} 1\n');
});

it.each([
  ['summary(minutes: 0) { queries }', 'A window is from 1 to 60 minutes, not 0'],
  ['summary(minutes: 61) { queries }', 'A window is from 1 to 60 minutes, not 61'],
  ['slowQueries(thresholdMs: -1) { type }', 'A threshold is at least 0 milliseconds, not -1'],
  ['slowQueries(limit: 1001) { type }', 'A limit is from 1 to 1000 queries, not 1001'],
  [`table(name: "${uuid(1)}") { queries }`, `There is no table named "${uuid(1)}"`],
])('refuses %s', async (fields, message) => {
  const error = await graph.error(`{ administration { performance { ${fields} } } }`);
  expect(error.message).toContain(message);
  expect(error.extensions.code).toBe('INVALID_FILTER');
});
