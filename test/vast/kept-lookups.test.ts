import fc from 'fast-check';
import Database from 'libsql';
import { join } from 'node:path';
import { Lookup } from '../../src/vast/database';
import type { TableTransaction } from '../../src/vast/database';
import { eq } from '../../src/vast/predicate';
import { defineTable, json, nullable, utf8 } from '../../src/vast/table';
import { eachTestOpens } from './new-store';

const boxes = defineTable(
  'boxes',
  { id: utf8(), room: nullable(utf8()), label: utf8(), extra: nullable(json<{ n: number }>()) },
  { primaryKey: ['id'], projections: { by_room: ['room'] }, softDelete: true },
);
const IDS = ['a', 'b', 'c'];
const ROOMS = ['hall', 'loft'];
const columns = ['id', 'room', 'label'] as const;
const byId = Lookup.in(boxes, 'id', { columns, limit: 1 });
const byRoom = Lookup.in(boxes, 'room', { columns, projection: 'by_room', limit: 10 });

const opened = eachTestOpens([boxes]);

type Write = (tx: TableTransaction) => Promise<unknown>;
let deletions = 0;

const idsOf = async (tx: TableTransaction, id: string, visibility: 'live' | 'deleted') =>
  (
    await tx.select(boxes, { columns: [], where: eq('id', id), visibility, limit: 1, includeRowIds: true })
  ).map(({ rowId }) => rowId);

/** Writes that change nothing when there is nothing to change, so that any may follow any. */
const write: fc.Arbitrary<Write> = fc
  .record({
    op: fc.constantFrom('insert', 'move', 'rename', 'rekey', 'delete', 'restore', 'purge'),
    id: fc.constantFrom(...IDS),
    other: fc.constantFrom(...IDS),
    room: fc.constantFrom(null, ...ROOMS),
    label: fc.string({ maxLength: 2 }),
  })
  .map(({ op, id, other, room, label }) => async (tx) => {
    const live = await idsOf(tx, id, 'live');
    const deleted = await idsOf(tx, id, 'deleted');
    if (op === 'insert' && live.length === 0) await tx.insert(boxes, [{ id, room, label, extra: null }]);
    if (op === 'move') await tx.update(boxes, live, { room });
    if (op === 'rename') await tx.update(boxes, live, { label });
    if (op === 'rekey' && (await idsOf(tx, other, 'live')).length === 0)
      await tx.update(boxes, live, { id: other });
    if (op === 'delete') await tx.delete(boxes, live, { id: (deletions += 1), at: 1, by: 'me' });
    if (op === 'restore' && live.length === 0) await tx.restore(boxes, deleted);
    if (op === 'purge') await tx.purge(boxes, [...live, ...deleted]);
  });

const work = fc.record({ writes: fc.array(write, { minLength: 1, maxLength: 4 }), fails: fc.boolean() });

it('lookups agree with selects after any writes, those that fail and those that share a commit too', async () => {
  const { db } = opened();
  const agree = async () => {
    for (const id of IDS)
      expect(await db.lookup(byId, id)).toEqual(
        await db.select(boxes, { columns, where: eq('id', id), limit: 1 }),
      );
    for (const room of ROOMS)
      expect(await db.lookup(byRoom, room)).toEqual(
        await db.select(boxes, { columns, where: eq('room', room), projection: 'by_room', limit: 10 }),
      );
  };
  const run = ({ writes, fails }: { writes: readonly Write[]; fails: boolean }) =>
    db
      .transaction(async (tx) => {
        for (const each of writes) {
          await each(tx);
          // Others read what is committed, and keep it, while this goes on.
          await agree();
        }
        if (fails) throw new Error('taken back');
      })
      .catch((error: unknown) => expect(error).toEqual(new Error('taken back')));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(work, { maxLength: 3 }), { maxLength: 6 }), async (groups) => {
      for (const group of groups) {
        await Promise.all(group.map(run));
        await agree();
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

const put = (ids: readonly string[], extra: { n: number } | null = null) =>
  opened().db.transaction((tx) =>
    tx.insert(
      boxes,
      ids.map((id) => ({ id, room: null, label: 'old', extra })),
    ),
  );

it('an answer comes from memory until its row is written', async () => {
  const { db, folder } = opened();
  await put(['a', 'b']);
  const labels = async () =>
    (await Promise.all(['a', 'b'].map((id) => db.lookup(byId, id)))).flat().map(({ label }) => label);
  expect(await labels()).toEqual(['old', 'old']);
  const beside = new Database(join(folder, 'store.db'));
  beside.exec(`UPDATE boxes SET label = 'behind our back'`);
  beside.close();
  expect(await labels()).toEqual(['old', 'old']);
  await db.transaction(async (tx) => tx.update(boxes, await idsOf(tx, 'b', 'live'), { room: 'hall' }));
  expect(await labels()).toEqual(['old', 'behind our back']);
});

it('an answer that is first asked for while its row is written is forgotten with the commit', async () => {
  const { db } = opened();
  await put(['a']);
  const first = Lookup.in(boxes, 'id', { columns: ['label'], limit: 1 });
  await db.transaction(async (tx) => {
    await tx.update(boxes, await idsOf(tx, 'a', 'live'), { label: 'new' });
    expect(await db.lookup(first, 'a')).toEqual([{ label: 'old' }]);
  });
  expect(await db.lookup(first, 'a')).toEqual([{ label: 'new' }]);
});

it('who changes what a JSON cell held changes it for nobody else', async () => {
  const { db } = opened();
  await put(['a'], { n: 1 });
  const extras = Lookup.in(boxes, 'id', { columns: ['extra'], limit: 1 });
  const [row] = await db.lookup(extras, 'a');
  row!.extra!.n = 2;
  expect(await db.lookup(extras, 'a')).toEqual([{ extra: { n: 1 } }]);
});

it('a table that is dropped and made again is another', async () => {
  const { db } = opened();
  await put(['a']);
  expect(await db.lookup(byId, 'a')).toHaveLength(1);
  await db.dropTable('boxes');
  await db.createTable(boxes);
  expect(await db.lookup(byId, 'a')).toEqual([]);
});
