import { IdempotencyConflict } from '../../../src/vast/batch/conflict';
import type { BatchOptions } from '../../../src/vast/batch/options';
import { InvalidValue, WriteFailed } from '../../../src/vast/engine';
import { eq } from '../../../src/vast/predicate';
import { Faults } from './faults';
import {
  expectTold,
  manyReadings,
  others,
  reading,
  readings,
  Store,
  storedReadings,
  type Reading,
} from './readings';

const store = new Store();
let faults: Faults;
beforeEach(async () => {
  faults = new Faults();
  await store.open((engine) => faults.over(engine));
});
afterEach(() => store.remove());

const insert = (data: Iterable<Reading>, options: BatchOptions = {}) =>
  store.db.batches.insertBatchTransactional(readings, data, { idempotencyKey: 'k', ...options });
const bad = (at: number) => ({ ...reading(at), value: 'much' }) as unknown as Reading;
const numbers = (rows: number) => Array.from({ length: rows }, (_, i) => i);
/** Hides or removes nothing: takes the reading out for good. */
async function remove(at: number): Promise<void> {
  const query = { columns: [], where: eq('at', at), limit: 1, includeRowIds: true } as const;
  const rows = await store.db.select(readings, query);
  await store.db.transaction((tx) =>
    tx.purge(
      readings,
      rows.map(({ rowId }) => rowId),
    ),
  );
}

describe('the same idempotency key with the same data', () => {
  it.each([
    ['in one transaction', 20, 10],
    ['in several', 7000, 1000],
    ['of no rows', 0, 10],
  ])(
    'inserts nothing twice after a success %s, also when rows have gone since',
    async (_, rows, batchSize) => {
      const first = await insert(manyReadings(rows), { batchSize });
      expect(first).toMatchObject({ success: true, inserted: rows, present: 0, id: 'k' });
      if (rows > 3) await remove(3);
      const again = await insert(manyReadings(rows), { batchSize: 7 });
      expect(again).toMatchObject({
        success: true,
        rows,
        inserted: 0,
        present: rows,
        batches: [],
        error: null,
      });
      await store.reopen();
      expect(await insert(manyReadings(rows))).toMatchObject({ success: true, inserted: 0 });
      expect(await storedReadings(store.db)).toEqual(numbers(rows).filter((at) => at !== 3));
      expect(await store.db.batches.unfinishedInsertions()).toEqual([]);
    },
  );

  it('inserts what a failure left over, in batches of another size', async () => {
    const data = manyReadings(40);
    data[15] = bad(15);
    const first = await insert(data, { batchSize: 10, rollback: 'failed' });
    expect(first).toMatchObject({ success: false, inserted: 30, failedBatches: [1] });
    await store.reopen();
    const second = await insert(manyReadings(40), { batchSize: 4, rollback: 'failed' });
    expect(second).toMatchObject({ success: true, inserted: 10, present: 30 });
    expect(second.batches.map(({ from, to, status }) => [from, to, status])).toEqual([
      [0, 10, 'present'],
      [10, 14, 'inserted'],
      [14, 18, 'inserted'],
      [18, 20, 'inserted'],
      [20, 30, 'present'],
      [30, 40, 'present'],
    ]);
    await expectTold(store.db, second);
  });

  it('undoes what earlier calls inserted, when the rollback is all', async () => {
    const data = manyReadings(40);
    data[15] = bad(15);
    await insert(data, { batchSize: 10, rollback: 'failed' });
    const second = await insert(data, { batchSize: 10, rollback: 'all' });
    expect(second).toMatchObject({ success: false, inserted: 0, present: 0 });
    expect(await storedReadings(store.db)).toEqual([]);
    expect(await insert(manyReadings(40))).toMatchObject({ success: true, inserted: 40, present: 0 });
  });

  it('counts what earlier calls inserted also behind the end of a failed one', async () => {
    const data = manyReadings(40);
    data[15] = bad(15);
    await insert(data, { batchSize: 10, rollback: 'failed' });
    function* failing() {
      yield* data.slice(0, 12);
      throw new Error('off');
    }
    const second = await insert(failing(), { rollback: 'failed' });
    expect(second).toMatchObject({ success: false, error: 'off', inserted: 2, present: 30 });
    expect(await store.db.count(readings)).toBe(32);
  });

  it.each([20, 8000])('is inserted once by calls at the same time, of %d rows', async (rows) => {
    const results = await Promise.all([1, 2, 3].map(() => insert(manyReadings(rows), { batchSize: 1000 })));
    expect(results.map(({ inserted }) => inserted)).toEqual([rows, 0, 0]);
    expect(results.every(({ success }) => success)).toBe(true);
    expect(await store.db.count(readings)).toBe(rows);
  });

  it('is tried again by the next call, when the first of several at a time fails', async () => {
    let fail = true;
    faults.failing = (_, call) => {
      if (call !== 'insert readings' || !fail) return null;
      fail = false;
      return new Error('broken');
    };
    const results = await Promise.all([1, 2].map(() => insert(manyReadings(20))));
    expect(results.map(({ inserted }) => inserted)).toEqual([0, 20]);
  });
});

describe('the same idempotency key', () => {
  const changed = (rows: number, at: number) =>
    manyReadings(rows).map((row) => (row.at === at ? { ...row, value: -1 } : row));

  it.each([
    ['another cell', changed(20, 5)],
    ['fewer rows', manyReadings(19)],
    ['more rows', manyReadings(21)],
    ['another order', manyReadings(20).reverse()],
    ['no rows', []],
    ['what is no row', [null] as unknown as Reading[]],
  ])('is refused for other data: %s', async (_, data) => {
    await insert(manyReadings(20));
    await expect(insert(data)).rejects.toThrow(IdempotencyConflict);
    expect(await storedReadings(store.db)).toEqual(numbers(20));
  });

  it('takes a cell left out and a null cell for the same', async () => {
    const of = (row: object) => [{ sensor: 's', at: 1, ...row }];
    await insert(of({}));
    expect(await insert(of({ value: null }))).toMatchObject({ success: true, inserted: 0 });
    expect(await insert(of({ value: undefined }) as never)).toMatchObject({ success: true, inserted: 0 });
  });

  it.each([
    ['a changed row', changed(40, 25)],
    ['fewer rows', manyReadings(32)],
    ['rows up to before those that are there', manyReadings(15)],
  ])('changes nothing with %s after a partial insertion', async (_, data) => {
    const partial = manyReadings(40);
    partial[15] = bad(15);
    await insert(partial, { batchSize: 10, rollback: 'failed' });
    const before = await storedReadings(store.db);
    const refused = insert(data, { batchSize: 3, rollback: 'failed' });
    await expect(refused).rejects.toThrow(/^Rows \d+ to \d+ are not those/);
    await expect(refused).rejects.toThrow(InvalidValue);
    expect(await storedReadings(store.db)).toEqual(before);
    expect(await insert(manyReadings(40))).toMatchObject({ success: true, inserted: 10, present: 30 });
  });

  it('is refused for another table', async () => {
    await insert(manyReadings(2));
    const elsewhere = store.db.batches.insertBatchTransactional(others, [{ id: 1 }], { idempotencyKey: 'k' });
    await expect(elsewhere).rejects.toThrow('Insertion k is one into table readings, not others');
    expect(await store.db.count(others)).toBe(0);
  });

  it('is forgotten a week after the end, and not before', async () => {
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
    try {
      await insert(manyReadings(2));
      clock.mockReturnValue(now + 6.9 * 86_400_000);
      expect(await insert(manyReadings(2))).toMatchObject({ success: true, present: 2 });
      clock.mockReturnValue(now + 7.1 * 86_400_000);
      expect(await insert(manyReadings(2))).toMatchObject({ success: false, inserted: 0 });
    } finally {
      clock.mockRestore();
    }
  });

  it('fails without a change when its record cannot be read or made', async () => {
    faults.failing = (_, call) =>
      call.includes('batch_insertions') ? new WriteFailed('the disk is full') : null;
    await expect(insert(manyReadings(2))).rejects.toThrow('the disk is full');
    faults.failing = () => null;
    expect(await insert(manyReadings(2))).toMatchObject({ success: true, inserted: 2 });
  });
});
