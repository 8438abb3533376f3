import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lookup, VastDatabase } from '../../../src/vast/database';
import { openEmbeddedEngine } from '../../../src/vast/engines/embedded';
import { eq } from '../../../src/vast/predicate';
import { defineTable, json, nullable, utf8 } from '../../../src/vast/table';

const shelves = defineTable(
  'shelves',
  { id: utf8(), room: utf8(), end: utf8(), note: nullable(json<unknown>()) },
  {
    primaryKey: ['room', 'id'],
    projections: { by_id: ['id'] },
    softDelete: true,
    disjoint: { within: ['room'], start: 'id', end: 'end' },
  },
);

let folder: string;
let db: VastDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'monitor-'));
  db = await VastDatabase.open(await openEmbeddedEngine(folder), [shelves]);
});
afterEach(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

/** What was recorded of each type: queries, failures, rows and splits. */
const recorded = () =>
  Object.fromEntries(
    db.monitor
      .tablePerformance('shelves')
      .types.map(({ type, queries, failures, rows, splits }) => [type, [queries, failures, rows, splits]]),
  );

it('records every query, read or write, in a transaction or not, with what it came to', async () => {
  const rows = ['a', 'b', 'c'].map((id) => ({ id, room: 'hall', end: `${id}z`, note: id }));
  await db.transaction((tx) => tx.insert(shelves, rows));
  await expect(db.transaction((tx) => tx.insert(shelves, rows))).rejects.toThrow('already in table');
  const query = { columns: ['id'], limit: 10 } as const;
  const found = await db.select(shelves, { ...query, includeRowIds: true });
  await db.selectOne(shelves, { columns: ['id'], where: eq('id', 'b') });
  await expect(db.select(shelves, { ...query, where: eq('id', '\ud800') })).rejects.toThrow('well-formed');
  await db.lookup(Lookup.in(shelves, 'id', query), 'c');
  await db.selectTexts(shelves, 'note', { limit: 10 });
  await db.selectEach(shelves, 'id', ['a', 'b', 'x'], query);
  await db.count(shelves);
  await db.runs(shelves, ['hall'], { lo: '', hi: 'z' });
  for await (const batch of db.scan(shelves, query, { splits: 2 })) expect(batch.numRows).toBe(3);
  const ids = found.map(({ rowId }) => rowId);
  await db.transaction(async (tx) => {
    await tx.update(shelves, ids.slice(0, 2), { note: null });
    await tx.select(shelves, query);
    await tx.delete(shelves, ids, { id: 1, at: 0, by: 'me' });
  });
  const hidden = await db.select(shelves, { ...query, visibility: 'deleted', includeRowIds: true });
  await db.transaction(async (tx) => {
    const [one, ...others] = hidden.map(({ rowId }) => rowId);
    await tx.restore(shelves, [one!]);
    await tx.purge(shelves, others);
  });
  expect(recorded()).toEqual({
    insert: [2, 1, 3, 2],
    // Three rows, one, a failure, three in the transaction, three that are deleted.
    select: [5, 1, 10, 5],
    lookup: [1, 0, 1, 1],
    selectTexts: [1, 0, 3, 1],
    selectEach: [1, 0, 2, 1],
    count: [1, 0, 1, 1],
    runs: [1, 0, expect.any(Number), 1],
    scan: [1, 0, 3, 2],
    update: [1, 0, 2, 1],
    delete: [1, 0, 3, 1],
    restore: [1, 0, 1, 1],
    purge: [1, 0, 2, 1],
  });
  const slow = db.monitor.slowQueries(0);
  expect(slow.find(({ type, success }) => type === 'select' && !success)!.plan).toContain('where id = ?');
  expect(slow.find(({ type }) => type === 'lookup')!.plan).toContain(
    'along by_id, sought by id, where id = ?',
  );
  expect(slow.find(({ type }) => type === 'insert')!.plan).toBeNull();
});

it('takes as long as the query took', async () => {
  const from = performance.now();
  await db.transaction((tx) =>
    tx.insert(
      shelves,
      Array.from({ length: 2000 }, (_, i) => ({ id: `${i}`, room: 'r', end: `${i}z` })),
    ),
  );
  const longest = performance.now() - from;
  const { meanMs, maxMs } = db.monitor.tablePerformance('shelves');
  expect(maxMs).toBe(meanMs);
  expect(maxMs).toBeGreaterThan(0);
  expect(maxMs).toBeLessThanOrEqual(longest);
});
