import {
  Int64,
  makeVector,
  RecordBatch,
  Table,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  vectorFromArray,
  Utf8,
} from 'apache-arrow';
import fc from 'fast-check';
import { InvalidValue, UniqueViolation } from '../../src/vast/engine';
import { and, eq, gt, isNull, le, not, or } from '../../src/vast/predicate';
import { eachTestOpens } from './new-store';
import { inOrder, type PlainRow } from './oracle';
import { manyThings, marks, things } from './things';

const store = eachTestOpens([things, marks]);
const OWN = Object.keys(things.columns).filter(
  (name) => !name.startsWith('delet'),
) as (keyof typeof things.columns)[];
const everything = { columns: OWN, limit: 1e6 } as const;
const empty = () =>
  store().db.transaction(async (tx) => {
    const rows = await tx.select(things, { columns: [], limit: 1e6, includeRowIds: true });
    await tx.purge(
      things,
      rows.map(({ rowId }) => rowId),
    );
  });

it('inserts by object, by column and from Arrow alike, and selects to objects and to Arrow', () =>
  fc.assert(
    fc.asyncProperty(manyThings, async (rows) => {
      const { db } = store();
      const wanted = inOrder(things, 'primary', false, rows);
      const all = () => db.select(things, everything);
      await empty();
      await db.transaction((tx) => tx.insert(things, rows as never));
      expect(await all()).toEqual(wanted);
      const arrow = await db.selectArrow(things, everything);
      expect(arrow.schema.fields.map(({ name }) => name)).toEqual(OWN);

      await empty();
      const columns = Object.fromEntries(OWN.map((name) => [name, rows.map((row) => row[name])]));
      expect(await db.transaction((tx) => tx.insertColumns(things, columns as never))).toBe(rows.length);
      expect(await all()).toEqual(wanted);

      await empty();
      // Over the wire, so that what arrives is what others make of it.
      const arrived = tableFromIPC(tableToIPC(arrow, 'stream'));
      expect(await db.transaction((tx) => tx.insertArrow(things, arrived))).toBe(rows.length);
      expect(await all()).toEqual(wanted);
    }),
    { numRuns: 60 },
  ));

it('takes record batches, dictionaries and integers of other widths', async () => {
  const { db } = store();
  const table = tableFromArrays({ id: Int32Array.from([1, 2, 3]), text: ['a', 'b', 'a'] });
  await db.transaction(async (tx) => {
    for (const batch of table.batches) await tx.insertArrow(marks, batch);
  });
  expect(await db.select(marks, { columns: ['id', 'text'], limit: 9 })).toEqual([
    { id: 1, text: 'a' },
    { id: 2, text: 'b' },
    { id: 3, text: 'a' },
  ]);
});

it.each([
  [
    'a column that is not there',
    () => tableFromArrays({ id: Int32Array.of(1), colour: ['red'] }),
    'no column named colour',
  ],
  ['text for an integer', () => new Table({ id: vectorFromArray(['1'], new Utf8()) }), 'is int64, which'],
  [
    'fractions for integers',
    () => tableFromArrays({ id: Float64Array.of(1), text: ['a'] }),
    'is int64, which',
  ],
  [
    'an integer that doubles cannot hold',
    () =>
      new Table({ id: makeVector(BigInt64Array.of(2n ** 53n)), text: vectorFromArray(['a'], new Utf8()) }),
    '2^53',
  ],
  ['a column less', () => new Table({ id: vectorFromArray([1n], new Int64()) }), 'text'],
])('refuses Arrow data with %s, and nothing is stored', async (_what, data, words) => {
  const { db } = store();
  const inserting = db.transaction((tx) => tx.insertArrow(marks, data() as unknown as RecordBatch));
  await expect(inserting).rejects.toThrow(InvalidValue);
  await expect(inserting).rejects.toThrow(words);
  expect(await db.count(marks)).toBe(0);
});

it('refuses columns of different lengths, and says which', async () => {
  const { db } = store();
  const insert = (columns: object) => db.transaction((tx) => tx.insertColumns(marks, columns as never));
  await expect(insert({ id: [1, 2], text: ['a'] })).rejects.toThrow('id has 2 cells, text has 1');
  await expect(insert({ id: [1], text: ['a'], colour: ['red'] })).rejects.toThrow('no column named colour');
  expect(await insert({})).toBe(0);
});

const rowOf = (part: number): PlainRow & { id: string; part: number; made: number } => ({
  id: 'k',
  part,
  made: part % 3,
  size: part % 5 === 0 ? null : part,
});
const fill = (rows: number) =>
  store().db.transaction((tx) =>
    tx.insert(
      things,
      Array.from({ length: rows }, (_, i) => rowOf(i)),
    ),
  );
const deletion = { id: 1, at: 0, by: 'me' };

it('updates and deletes what matches, over many pages, and says how many', async () => {
  const { db } = store();
  await fill(5000);
  expect(await db.transaction((tx) => tx.updateWhere(things, isNull('size'), { label: 'none' }))).toBe(1000);
  expect(await db.count(things, eq('label', 'none'))).toBe(1000);
  expect(await db.transaction((tx) => tx.updateWhere(things, eq('part', 7), { label: 'one' }))).toBe(1);
  expect(await db.transaction((tx) => tx.updateWhere(things, eq('id', 'nobody'), { label: 'x' }))).toBe(0);
  // `not` passes over null: these are the rows that have another size.
  expect(await db.transaction((tx) => tx.deleteWhere(things, not(le('size', 4000)), deletion))).toBe(800);
  expect(await db.count(things)).toBe(4200);
  expect(await db.count(things, undefined, 'deleted')).toBe(800);
  expect(await db.transaction((tx) => tx.deleteWhere(things, and(), { ...deletion, id: 2 }))).toBe(4200);
  expect(await db.transaction((tx) => tx.deleteWhere(things, and(), { ...deletion, id: 3 }))).toBe(0);
});

it('changes each row once, also where the change moves it ahead in every order', async () => {
  const { db } = store();
  await fill(3000);
  // Along `newest` and `mixed` they would be met again.
  expect(await db.transaction((tx) => tx.updateWhere(things, gt('made', 0), { made: 3, size: 9 }))).toBe(
    2000,
  );
  // The primary key is in every order.
  expect(await db.transaction((tx) => tx.updateWhere(things, gt('part', 10), { id: 'z' }))).toBe(2989);
  expect(await db.count(things, eq('id', 'z'))).toBe(2989);
});

it('changes nothing when one of its pages fails', async () => {
  const { db } = store();
  await fill(3000);
  const colliding = db.transaction((tx) =>
    tx.updateWhere(things, or(eq('part', 2), gt('part', 2500)), { part: 9999 }),
  );
  await expect(colliding).rejects.toThrow(UniqueViolation);
  const mistyped = db.transaction(async (tx) => {
    await tx.deleteWhere(things, gt('part', 5), deletion);
    await tx.updateWhere(things, and(), { made: 'late' as never });
  });
  await expect(mistyped).rejects.toThrow(InvalidValue);
  expect(await db.count(things)).toBe(3000);
  expect(await db.count(things, eq('part', 9999))).toBe(0);
});
