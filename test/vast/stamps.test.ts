import fc from 'fast-check';
import type { TableTransaction } from '../../src/vast/database';
import { eq } from '../../src/vast/predicate';
import { defineTable, nullable, utf8 } from '../../src/vast/table';
import { eachTestOpens } from './new-store';

const boxes = defineTable(
  'boxes',
  { id: utf8(), room: nullable(utf8()), label: utf8() },
  { primaryKey: ['id'], projections: { by_room: ['room'] }, softDelete: true },
);
const IDS = ['a', 'b', 'c'];
const ROOMS = ['hall', 'loft'];
const columns = ['id', 'room', 'label'] as const;
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
    if (op === 'insert' && live.length === 0) await tx.insert(boxes, [{ id, room, label }]);
    if (op === 'move') await tx.update(boxes, live, { room });
    if (op === 'rename') await tx.update(boxes, live, { label });
    if (op === 'rekey' && (await idsOf(tx, other, 'live')).length === 0)
      await tx.update(boxes, live, { id: other });
    if (op === 'delete') await tx.delete(boxes, live, { id: (deletions += 1), at: 1, by: 'me' });
    if (op === 'restore' && live.length === 0) await tx.restore(boxes, deleted);
    if (op === 'purge') await tx.purge(boxes, [...live, ...deleted]);
  });

const work = fc.record({ writes: fc.array(write, { minLength: 1, maxLength: 4 }), fails: fc.boolean() });

const readOne = (id: string) => opened().db.select(boxes, { columns, where: eq('id', id), limit: 1 });
const readAll = () => opened().db.select(boxes, { columns, limit: 10 });

it('what was read holds while the stamp that was taken before is the same, whatever is written, fails or shares a commit', async () => {
  const { db } = opened();
  const kept = new Map<string | undefined, { stamp: number | null; rows: unknown }>();
  const agree = async () => {
    for (const id of [...IDS, undefined]) {
      const stamp = db.stamp(boxes, id);
      const rows = await (id === undefined ? readAll() : readOne(id));
      const before = kept.get(id);
      if (before?.stamp === stamp) expect(rows).toEqual(before.rows);
      kept.set(id, { stamp, rows });
    }
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

const put = (ids: readonly string[]) =>
  opened().db.transaction((tx) =>
    tx.insert(
      boxes,
      ids.map((id) => ({ id, room: null, label: 'old' })),
    ),
  );

it('a key has another stamp when its rows are written, and none when others are', async () => {
  const { db } = opened();
  const stamps = () => [...IDS, undefined].map((id) => db.stamp(boxes, id));
  stamps();
  await put(['a', 'b']);
  const [a, b, c, all] = stamps();
  await db.transaction(async (tx) => tx.update(boxes, await idsOf(tx, 'b', 'live'), { label: 'new' }));
  const [, after] = stamps();
  expect(after).not.toBe(b);
  expect(stamps()).toEqual([a, after, c, after]);
  await db.transaction((tx) => tx.insert(boxes, []));
  expect(stamps()).toEqual([a, after, c, after]);
  await db.transaction(async (tx) => tx.update(boxes, await idsOf(tx, 'b', 'live'), { id: 'c' }));
  expect(stamps()[0]).toBe(a);
  expect(stamps()[1]).toBe(stamps()[2]);
  expect(stamps()[1]).not.toBe(after);
  expect(all).not.toBe(stamps()[3]);
});

it('a key that is first asked for while its row is written has another stamp after the commit', async () => {
  const { db } = opened();
  await put(['a']);
  let during: number | null = null;
  await db.transaction(async (tx) => {
    await tx.update(boxes, await idsOf(tx, 'a', 'live'), { label: 'new' });
    during = db.stamp(boxes, 'a');
  });
  expect(db.stamp(boxes, 'a')).not.toBe(during);
});

it('a table that is dropped and made again has other stamps', async () => {
  const { db } = opened();
  const empty = db.stamp(boxes, 'a');
  await put(['a']);
  const filled = db.stamp(boxes, 'a');
  await db.dropTable('boxes');
  await db.createTable(boxes);
  expect([empty, filled]).not.toContain(db.stamp(boxes, 'a'));
});

it('a commit that writes more keys than are told apart changes the stamps of all', async () => {
  const { db } = opened();
  await put(['a']);
  const before = db.stamp(boxes, 'a');
  await put(Array.from({ length: 60_000 }, (_, n) => `box ${n}`));
  expect(db.stamp(boxes, 'a')).not.toBe(before);
});
