import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VastDatabase } from '../../src/vast/database';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';
import { defineTable, int64 } from '../../src/vast/table';

const heard = defineTable('heard', { id: int64() }, { primaryKey: ['id'] });
const unheard = defineTable('unheard', { id: int64() }, { primaryKey: ['id'] });

let folder: string;
let db: VastDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'on-insert-'));
  db = await VastDatabase.open(await openEmbeddedEngine(folder), [heard, unheard]);
});
afterEach(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

const insert = (id: number, table = heard) => db.transaction((tx) => tx.insert(table, [{ id }]));

it('calls a listener once for each transaction that inserted, before its caller goes on, when others can read it', async () => {
  const counts: Promise<number>[] = [];
  db.onInsert(heard, () => counts.push(db.count(heard)));
  await db.transaction(async (tx) => {
    await tx.insert(heard, [{ id: 1 }, { id: 2 }]);
    await tx.insert(heard, [{ id: 3 }]);
    expect(counts).toEqual([]);
  });
  expect(counts).toHaveLength(1);
  expect(await Promise.all(counts)).toEqual([3]);
  await Promise.all([insert(4), insert(5)]);
  expect(counts).toHaveLength(3);
});

it('is silent about failed transactions, other tables, and changes that insert nothing', async () => {
  let calls = 0;
  db.onInsert(heard, () => (calls += 1));
  const failing = db.transaction(async (tx) => {
    await tx.insert(heard, [{ id: 1 }]);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await insert(1, unheard);
  await db.transaction((tx) => tx.insert(heard, []));
  expect(calls).toBe(0);
  await insert(1);
  expect(calls).toBe(1);
  await db.transaction(async (tx) => {
    const rows = await tx.select(heard, { columns: [], limit: 1, includeRowIds: true });
    await tx.purge(heard, [rows[0]!.rowId]);
  });
  expect(calls).toBe(1);
});

it('tells a failure that shares the commit of others from theirs', async () => {
  let calls = 0;
  db.onInsert(heard, () => (calls += 1));
  const outcomes = await Promise.allSettled([insert(1), insert(1), insert(2)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(calls).toBe(2);
});

it('has any number of listeners, each of which ends alone, also while it is called', async () => {
  const calls: string[] = [];
  const endA = db.onInsert(heard, () => calls.push('a'));
  const endB = db.onInsert(heard, () => {
    calls.push('b');
    endB();
  });
  db.onInsert(heard, () => calls.push('c'));
  await insert(1);
  await insert(2);
  endA();
  endA();
  await insert(3);
  expect(calls).toEqual(['a', 'b', 'c', 'a', 'c', 'c']);
});
