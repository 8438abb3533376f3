import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lookup, VastDatabase } from '../../src/vast/database';
import { InvalidValue } from '../../src/vast/engine';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';
import { and, eq, gt, isIn } from '../../src/vast/predicate';
import { defineTable, int64, nullable, utf8, type Columns } from '../../src/vast/table';

const shelves = defineTable(
  'shelves',
  { id: utf8(), room: utf8(), width: nullable(int64()) },
  { primaryKey: ['id'], projections: { by_room: ['room'] }, softDelete: true },
);

let folder: string;
let db: VastDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vast-database-'));
  db = await VastDatabase.open(await openEmbeddedEngine(folder), [shelves]);
  await db.transaction((tx) =>
    tx.insert(shelves, [
      { id: 'a', room: 'hall', width: 3 },
      { id: 'b', room: 'hall' },
      { id: 'c', room: 'loft', width: 5 },
    ]),
  );
});
afterEach(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

/** How many storage reads a piece of work takes. */
async function readsOf(work: () => Promise<unknown>): Promise<number> {
  const before = db.reads;
  await work();
  return db.reads - before;
}

describe('the typed facade', () => {
  it('gives rows as objects of the columns asked for', async () => {
    const rows = await db.select(shelves, { columns: ['id', 'width'], where: gt('width', 2), limit: 10 });
    expect(rows).toEqual([
      { id: 'a', width: 3 },
      { id: 'c', width: 5 },
    ]);
    expect(rows[0]!.width! + 1).toBe(4);
    expect(await db.selectOne(shelves, { columns: ['room'], where: eq('id', 'c') })).toEqual({
      room: 'loft',
    });
    expect(await db.selectOne(shelves, { columns: ['room'], where: eq('id', 'x') })).toBeNull();
  });

  it('answers many selects by one read', async () => {
    const read = () =>
      db.selectEach(shelves, 'room', ['loft', 'cellar', 'hall'], {
        columns: ['id'],
        projection: 'by_room',
        limit: 1,
      });
    expect(await read()).toEqual([[{ id: 'c' }], [], [{ id: 'a' }]]);
    expect(await readsOf(read)).toBe(1);
  });

  it('looks up rows by one value after another', async () => {
    const byRoom = Lookup.in(shelves, 'room', { columns: ['id'], projection: 'by_room', limit: 1 });
    const read = () => db.lookup(byRoom, 'loft');
    expect(await read()).toEqual([{ id: 'c' }]);
    expect(await db.lookup(byRoom, 'cellar')).toEqual([]);
    expect(await db.lookup(byRoom, 'hall')).toEqual([{ id: 'a' }]);
    expect(await readsOf(read)).toBe(1);
    await expect(db.lookup(byRoom, '\ud800')).rejects.toThrow(InvalidValue);
  });

  it('writes by the row ids that a select asked for', async () => {
    const where = isIn('id', ['a', 'b']);
    const rows = await db.select(shelves, { columns: ['id'], where, limit: 10, includeRowIds: true });
    const ids = rows.map(({ rowId }) => rowId);
    await db.transaction(async (tx) => {
      expect(await tx.update(shelves, ids, { width: 9 })).toBe(2);
      expect(await tx.delete(shelves, ids.slice(0, 1), { id: 1, at: 7, by: 'me' })).toBe(1);
    });
    expect(await db.select(shelves, { columns: ['id', 'width'], limit: 10 })).toEqual([
      { id: 'b', width: 9 },
      { id: 'c', width: 5 },
    ]);
    const [hidden] = await db.select(shelves, {
      columns: ['id', 'deleted_by'],
      visibility: 'deleted',
      limit: 10,
      includeRowIds: true,
    });
    expect(hidden).toMatchObject({ id: 'a', deleted_by: 'me' });
    await db.transaction((tx) => tx.restore(shelves, [hidden!.rowId]));
    expect(await db.count(shelves)).toBe(3);
  });

  it('spends no storage work on nothing', async () => {
    const reads = await readsOf(async () => {
      expect(await db.selectEach(shelves, 'id', [], { columns: ['id'], limit: 1 })).toEqual([]);
      await db.transaction(async (tx) => {
        await tx.insert(shelves, []);
        expect(await tx.update(shelves, [], { width: 1 })).toBe(0);
        expect(await tx.purge(shelves, [])).toBe(0);
      });
    });
    expect(reads).toBe(0);
  });

  it('counts every read, also those in transactions', async () => {
    const query = { columns: ['id'], limit: 1 } as const;
    expect(await readsOf(() => db.select(shelves, query))).toBe(1);
    expect(await readsOf(() => db.count(shelves, and(eq('room', 'hall'))))).toBe(1);
    expect(
      await readsOf(() =>
        db.transaction(async (tx) => [await tx.select(shelves, query), await tx.count(shelves)]),
      ),
    ).toBe(2);
    const scan = async () => {
      for await (const batch of db.scan(shelves, { columns: ['id'], limit: 10 }))
        expect(batch.numRows).toBe(3);
    };
    expect(await readsOf(scan)).toBe(1);
  });
});

describe('the metadata cache', () => {
  it('is filled at start-up, refreshed on request only, and counts hits and misses', async () => {
    const { hits, misses } = db.cache;
    expect(db.cache.get('shelves')).toMatchObject({ table: shelves, stats: { rows: 0 } });
    expect((await db.cache.refreshTableMetadata(shelves)).stats).toEqual({ rows: 3, deletedRows: 0 });
    expect(db.cache.get('shelves')!.stats.rows).toBe(3);
    expect(db.cache.get('nowhere')).toBeNull();
    expect([db.cache.hits - hits, db.cache.misses - misses]).toEqual([2, 1]);
  });

  it('is asked by every query and write', async () => {
    const { hits, misses } = db.cache;
    await db.select(shelves, { columns: ['id'], limit: 1 });
    await db.select(shelves, { columns: ['id'], projection: 'by_room', limit: 1 });
    await db.count(shelves);
    await db.transaction((tx) => tx.insert(shelves, [{ id: 'd', room: 'hall' }]));
    expect([db.cache.hits - hits, db.cache.misses - misses]).toEqual([4, 0]);
  });

  it('knows the rows of a store that is opened again', async () => {
    await db.close();
    db = await VastDatabase.open(await openEmbeddedEngine(folder), [shelves]);
    expect(db.cache.get('shelves')!.stats).toEqual({ rows: 3, deletedRows: 0 });
  });
});

describe('a definition that has changed', () => {
  const reopen = async (table: Parameters<typeof VastDatabase.open>[1][number]) => {
    await db.close();
    db = await VastDatabase.open(await openEmbeddedEngine(folder), [table]);
  };

  it('gains its columns when the store is opened', async () => {
    const wider = defineTable(
      'shelves',
      { id: utf8(), room: utf8(), width: nullable(int64()), colour: nullable(utf8()) },
      { primaryKey: ['id'], projections: { by_room: ['room'] }, softDelete: true },
    );
    await reopen(wider);
    expect(await db.select(wider, { columns: ['id', 'colour'], limit: 1 })).toEqual([
      { id: 'a', colour: null },
    ]);
  });

  it('gains its projections when the store is opened', async () => {
    const sorted = defineTable(
      'shelves',
      { id: utf8(), room: utf8(), width: nullable(int64()) },
      { primaryKey: ['id'], projections: { by_room: ['room'], widest: ['-width'] }, softDelete: true },
    );
    await reopen(sorted);
    const rows = await db.select(sorted, { columns: ['id'], projection: 'widest', limit: 10 });
    expect(rows.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
    // The older code still works on the store, and its writes are found along what it does not know.
    await reopen(shelves);
    await db.transaction((tx) => tx.insert(shelves, [{ id: 'd', room: 'hall', width: 4 }]));
    await reopen(sorted);
    const again = await db.select(sorted, { columns: ['id'], projection: 'widest', limit: 10 });
    expect(again.map(({ id }) => id)).toEqual(['c', 'd', 'a', 'b']);
  });

  it.each([
    ['another primary key', { id: utf8(), room: utf8() }, { primaryKey: ['room'], softDelete: true }],
    ['another type', { id: utf8(), room: int64() }, { primaryKey: ['id'], softDelete: true }],
    [
      'null where it was not',
      { id: utf8(), room: nullable(utf8()) },
      { primaryKey: ['id'], softDelete: true },
    ],
    ['no soft deletion', { id: utf8(), room: utf8() }, { primaryKey: ['id'] }],
    ['a column less that needs a value', { id: utf8() }, { primaryKey: ['id'], softDelete: true }],
    [
      'a new column that needs a value',
      { id: utf8(), room: utf8(), age: int64() },
      { primaryKey: ['id'], softDelete: true },
    ],
    [
      'a projection that sorts otherwise',
      { id: utf8(), room: utf8() },
      { primaryKey: ['id'], softDelete: true, projections: { by_room: ['-room'] } },
    ],
  ] as const)('is refused with %s', async (_what, columns, options) => {
    await db.close();
    const engine = await openEmbeddedEngine(folder);
    const changed = defineTable('shelves', columns as Columns, options as never);
    await expect(VastDatabase.open(engine, [changed])).rejects.toThrow(InvalidValue);
    await engine.close();
    await reopen(shelves);
    expect(await db.count(shelves)).toBe(3);
  });
});
