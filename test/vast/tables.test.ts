import { InvalidValue, UnknownProjection, UnknownTable } from '../../src/vast/engine';
import { eq, isNotNull } from '../../src/vast/predicate';
import { definitionOf, storedForm } from '../../src/vast/stored-table';
import { defineTable, int64, json, nullable, utf8 } from '../../src/vast/table';
import { eachTestOpens } from './new-store';
import { spans, things } from './things';

const parcels = defineTable(
  'parcels',
  { id: utf8(), weight: int64(), lost: nullable(int64()) },
  { primaryKey: ['id'], projections: { lost: ['lost'] }, sparse: ['lost'] },
);
const heavier = defineTable(
  'parcels',
  { id: utf8(), weight: int64(), lost: nullable(int64()), note: nullable(utf8()) },
  { primaryKey: ['id'], projections: { lost: ['lost'], heaviest: ['-weight'] }, sparse: ['lost'] },
);
const store = eachTestOpens([]);
const parcel = (i: number) => ({
  id: `p${String(i).padStart(5, '0')}`,
  weight: i % 97,
  lost: i % 10 === 0 ? i : null,
});
const fill = (rows: number) =>
  store().db.transaction((tx) =>
    tx.insert(
      parcels,
      Array.from({ length: rows }, (_, i) => parcel(i)),
    ),
  );

describe('tables', () => {
  it('are created, listed, described and dropped', async () => {
    const { db } = store();
    await db.createTable(parcels);
    await db.createTable(spans);
    expect(db.listTables()).toEqual(['parcels', 'spans']);
    expect(db.tables).toEqual([parcels, spans]);
    expect(db.describeTable('parcels')).toEqual(storedForm(parcels));
    await expect(db.createTable(parcels)).rejects.toThrow('already there');
    await db.dropTable('spans');
    expect(db.listTables()).toEqual(['parcels']);
    expect(() => db.describeTable('spans')).toThrow(UnknownTable);
    await expect(db.dropTable('spans')).rejects.toThrow('There is no table named spans');
  });

  it.each([things, spans, parcels])(
    'are discovered in a store whose tables the code does not know: $name',
    async (table) => {
      await store().db.createTable(table);
      const db = await store().reopen([]);
      expect(db.tables).toEqual([]);
      const found = db.discoverTable(table.name);
      expect(storedForm(found)).toEqual(storedForm(table));
      expect(found.schema.fields.map(String)).toEqual(table.schema.fields.map(String));
      expect(storedForm(definitionOf(storedForm(table)))).toEqual(storedForm(table));
    },
  );

  it('are used as they were discovered', async () => {
    await store().db.createTable(parcels);
    await fill(20);
    const db = await store().reopen([]);
    const found = db.discoverTable('parcels');
    await db.transaction((tx) => tx.insert(found, [{ id: 'q', weight: 5, lost: 1 }]));
    const lost = await db.select(found, { columns: ['id'], where: isNotNull('lost'), limit: 10 });
    expect(lost).toEqual([{ id: 'p00000' }, { id: 'q' }, { id: 'p00010' }]);
  });

  it('evolve while reads go on: old rows read null along a new projection', async () => {
    const { db } = store();
    await db.createTable(parcels);
    await fill(20_000);
    const progress = { ended: false };
    const evolving = db.evolveTable(heavier).then(() => (progress.ended = true));
    let reads = 0;
    while (!progress.ended) {
      expect(await db.selectOne(parcels, { columns: ['weight'], where: eq('id', 'p00007') })).toEqual({
        weight: 7,
      });
      await new Promise(setImmediate);
      reads += 1;
    }
    await evolving;
    // The columns, the index and its commit each took a while; a blocked thread would have let one or two through.
    expect(reads).toBeGreaterThan(3);
    const query = { columns: ['id', 'weight', 'note'], limit: 2 } as const;
    expect(await db.select(heavier, { ...query, projection: 'heaviest' })).toEqual([
      { id: 'p00096', weight: 96, note: null },
      { id: 'p00193', weight: 96, note: null },
    ]);
    await db.transaction((tx) => tx.insert(heavier, [{ id: 'a', weight: 1000, note: 'x' }]));
    expect(await db.select(heavier, { ...query, projection: 'heaviest', limit: 1 })).toEqual([
      { id: 'a', weight: 1000, note: 'x' },
    ]);

    await db.dropProjection(heavier, 'heaviest');
    await expect(db.select(heavier, { ...query, projection: 'heaviest' })).rejects.toThrow(UnknownProjection);
    expect(db.explain(heavier, { ...query, where: eq('weight', 3) }).projection).toBe('primary');
    await expect(db.dropProjection(heavier, 'heaviest')).rejects.toThrow(UnknownProjection);
    await expect(db.dropProjection(heavier, 'primary')).rejects.toThrow('the table itself');
    await db.evolveTable(heavier);
    expect(await db.select(heavier, { ...query, projection: 'heaviest', limit: 1 })).toHaveLength(1);
  });

  it('have writes wait for a projection, not fail', async () => {
    const { db } = store();
    await db.createTable(parcels);
    await fill(5000);
    const evolving = db.evolveTable(heavier);
    await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        db.transaction((tx) => tx.insert(parcels, [{ id: `late${i}`, weight: 500 + i }])),
      ),
    );
    await evolving;
    const top = await db.select(heavier, { columns: ['id'], projection: 'heaviest', limit: 50 });
    expect(top.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, i) => `late${49 - i}`));
  });

  it('tell their rows and bytes, by projection', async () => {
    const { db } = store();
    await db.createTable(parcels);
    await fill(5000);
    const { rows, deletedRows, bytes, projections } = await db.statistics(parcels);
    expect([rows, deletedRows]).toEqual([5000, 0]);
    expect([projections.primary!.rows, projections.lost!.rows]).toEqual([5000, 500]);
    const sizes = Object.values(projections).map((size) => size.bytes!);
    expect(sizes.reduce((a, b) => a + b)).toBe(bytes);
    expect(projections.primary!.bytes).toBeGreaterThan(5000 * 6);
    expect(projections.lost!.bytes!).toBeLessThan(projections.primary!.bytes! / 3);
  });

  it('are refused by every use when nothing of that name is stored', async () => {
    const { db } = store();
    const uses: (() => Promise<unknown>)[] = [
      () => db.select(parcels, { columns: ['id'], limit: 1 }),
      () => db.selectEach(parcels, 'id', ['a'], { columns: ['id'], limit: 1 }),
      () => db.count(parcels),
      () => db.transaction((tx) => tx.insert(parcels, [parcel(1)])),
      () => db.transaction((tx) => tx.deleteWhere(parcels, eq('id', 'a'), { id: 1, at: 0, by: 'me' })),
      () => db.scan(parcels, { columns: ['id'], limit: 1 }).next(),
      () => db.statistics(parcels),
      () => db.evolveTable(parcels),
    ];
    for (const use of uses) await expect(Promise.resolve().then(use)).rejects.toThrow(UnknownTable);
    expect(db.cache.misses).toBeGreaterThan(0);
  });

  it('can be dropped while they are read: the scan ends well, what comes later is refused', async () => {
    const { db } = store();
    await db.createTable(parcels);
    await fill(5000);
    let rows = 0;
    for await (const batch of db.scan(
      parcels,
      { columns: ['id'], limit: 1e9 },
      { batchRows: 500, splits: 2 },
    )) {
      if (rows === 0) await db.dropTable('parcels');
      rows += batch.numRows;
    }
    expect(rows).toBe(5000);
    await expect(db.count(parcels)).rejects.toThrow(UnknownTable);
    await db.createTable(heavier);
    expect(await db.select(heavier, { columns: ['note'], limit: 1 })).toEqual([]);
  });

  it('refuse definitions that hide what is stored behind words of JavaScript', async () => {
    const { db } = store();
    await db.createTable(parcels);
    const select = (said: object) => db.select(parcels, { columns: ['id'], limit: 1, ...said });
    await expect(select({ columns: ['constructor'] })).rejects.toThrow(InvalidValue);
    await expect(select({ where: eq('toString', 'x') })).rejects.toThrow(InvalidValue);
    await expect(select({ projection: 'constructor' })).rejects.toThrow(UnknownProjection);
    const odd = defineTable(
      'odd',
      { id: utf8(), of: json() },
      { primaryKey: ['id'], projections: { none: [] } },
    );
    await expect(db.createTable(odd)).rejects.toThrow('no columns');
  });
});
