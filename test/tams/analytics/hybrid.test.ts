import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flowsTable, segmentsTable } from '../../../src/tams/tables';
import {
  correlation,
  distribution,
  percentiles,
  summary,
  topValues,
} from '../../../src/vast/analytics/aggregation';
import { Duck } from '../../../src/vast/analytics/duckdb';
import { withRows } from '../../../src/vast/analytics/hybrid';
import { sql, type Relation } from '../../../src/vast/analytics/sql';
import { anomalies, movingAverage, trend } from '../../../src/vast/analytics/time-series';
import { InvalidValue } from '../../../src/vast/engine';
import { and, eq, gt } from '../../../src/vast/predicate';
import { uuid } from '../store-fixture';
import { ALL, Replicated } from './fixture';

let replicated: Replicated;
let folder: string;
let duck: Duck;
beforeAll(async () => {
  replicated = await Replicated.open();
  for (const n of [1, 2]) await replicated.put(n);
  let random = 7;
  const next = () => (random = (random * 48_271) % 2_147_483_647);
  for (let i = 0; i < 40; i += 1) {
    replicated.test.tick(next() % 5_000);
    await replicated.add(
      1 + (next() % 2),
      Array.from({ length: 1 + (next() % 40) }, () => next() % 100_000),
    );
  }
  folder = await mkdtemp(join(tmpdir(), 'hybrid-'));
  duck = await Duck.open({ folder, file: null });
});
afterAll(async () => {
  duck.close();
  await replicated.close();
  await rm(folder, { recursive: true, force: true });
});

/** Every statistic there is, of these rows. */
async function everything(on: Duck, relation: Relation): Promise<unknown> {
  const series = { relation, place: 'registered', value: 'key_frame_count' };
  return {
    summary: await summary(on, relation, 'key_frame_count'),
    percentiles: await percentiles(on, relation, 'registered', [1, 50, 99]),
    correlation: await correlation(on, relation, ['registered', 'key_frame_count']),
    distribution: await distribution(on, relation, 'key_frame_count', {}),
    topValues: await topValues(on, relation, 'object_id', 5),
    average: await movingAverage(on, series, { window: 10_000, limit: 5_000 }),
    anomalies: await anomalies(on, series, { threshold: 1, limit: 5_000 }),
    trend: await trend(on, series, { unit: 1_000 }),
  };
}

/** The same but for the last digits, in which the order of sums shows. */
const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, cell: unknown) =>
      typeof cell === 'bigint'
        ? Number(cell)
        : typeof cell === 'number'
          ? Number(cell.toPrecision(10))
          : cell,
    ),
  );

it('what the engine filters and DuckDB computes is what the replica says', async () => {
  const replica = await replicated.replica.caughtUp();
  const columns = { key_frame_count: 'whole', registered: 'whole', object_id: 'text' } as const;
  const fromReplica = await everything(replica, {
    select: sql(
      `SELECT * FROM segments WHERE key_frame_count > 0 AND flow_no = (SELECT flow_no FROM flows WHERE id = ?)`,
      [uuid(1)],
    ),
    columns,
  });
  const { db } = replicated.test;
  const fromEngine = await withRows(
    { db, duck },
    segmentsTable,
    {
      columns: ['key_frame_count', 'registered', 'object_id'],
      where: and(eq('flow_id', uuid(1)), gt('key_frame_count', 0)),
      limit: ALL,
    },
    (rows) => everything(duck, rows),
  );
  expect((fromEngine as { summary: { n: number } }).summary.n).toBeGreaterThan(100);
  expect(rounded(fromEngine)).toEqual(rounded(fromReplica));
});

it('serves tables that have no copy, and leaves nothing behind', async () => {
  const { db } = replicated.test;
  const query = { columns: ['format', 'read_only', 'created'], limit: 1 } as const;
  const found = await withRows({ db, duck }, flowsTable, query, async (rows) => {
    await expect(summary(duck, rows, 'read_only')).rejects.toThrow(InvalidValue);
    await expect(summary(duck, rows, 'label')).rejects.toThrow('There is no column "label"');
    return [await topValues(duck, rows, 'format', 3), (await summary(duck, rows, 'created')).n];
  });
  expect(found).toEqual([[{ value: 'video', n: 1 }], 1]);
  expect(await duck.rows(sql('SELECT table_name FROM information_schema.tables'))).toEqual([]);
});

it('stops when nobody wants it any more', async () => {
  const signal = AbortSignal.abort(new Error('gone'));
  const { db } = replicated.test;
  const query = { columns: ['object_id'], limit: ALL } as const;
  await expect(withRows({ db, duck, signal }, segmentsTable, query, () => Promise.resolve())).rejects.toThrow(
    'gone',
  );
  expect(await duck.rows(sql('SELECT table_name FROM information_schema.tables'))).toEqual([]);
});
