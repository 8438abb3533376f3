import { IdempotencyConflict } from '../../../src/vast/batch/conflict';
import type { BatchOptions } from '../../../src/vast/batch/options';
import type { BatchInsertion } from '../../../src/vast/batch/report';
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

const bad = (at: number) => ({ ...reading(at), value: 'much' }) as unknown as Reading;
/** 40 rows in batches of 10, of which the second fails and the others stay. */
async function partial(options: BatchOptions = {}): Promise<BatchInsertion> {
  const data = manyReadings(40);
  data[15] = bad(15);
  const given = { batchSize: 10, rollback: 'failed', ...options } as const;
  return store.db.batches.insertBatchTransactional(readings, data, given);
}
const cleanUp: Store['db']['batches']['cleanupPartialInsertion'] = (table, result, options) =>
  store.db.batches.cleanupPartialInsertion(table, result, options);
async function takeAway(at: number): Promise<void> {
  const query = { columns: [], where: eq('at', at), limit: 1, includeRowIds: true } as const;
  const rows = await store.db.select(readings, query);
  await store.db.transaction((tx) =>
    tx.purge(
      readings,
      rows.map(({ rowId }) => rowId),
    ),
  );
}

describe('cleanupPartialInsertion', () => {
  it('says what is there and what is not, and changes nothing when only asked', async () => {
    const result = await partial();
    await takeAway(3);
    expect(await cleanUp(readings, result, { dryRun: true })).toEqual({
      id: result.id,
      table: 'readings',
      recorded: 30,
      found: 29,
      gone: 1,
      action: 'nothing',
      removed: 0,
      insertion: null,
      summary: 'Nothing was done: 29 of 30 rows are there',
    });
    expect(await store.db.count(readings)).toBe(29);
  });

  it('removes what is there, and nothing else', async () => {
    const result = await partial();
    await takeAway(3);
    await store.db.transaction((tx) => tx.insert(readings, [reading(15), reading(1000)]));
    const report = await cleanUp(readings, result);
    expect(report).toMatchObject({ recorded: 30, found: 29, gone: 1, action: 'removed', removed: 29 });
    expect(report.summary).toBe(
      `29 of 30 rows of insertion ${result.id} were removed, 1 had been removed by others`,
    );
    expect(await storedReadings(store.db)).toEqual([15, 1000]);
    expect(await store.db.batches.unfinishedInsertions()).toEqual([]);
    expect(await cleanUp(readings, result)).toMatchObject({ action: 'nothing', recorded: 0, found: 0 });
  });

  it.each([{}, { idempotencyKey: 'k' }])('completes with the data (%p)', async (options) => {
    const result = await partial(options);
    const report = await cleanUp(readings, result, { data: manyReadings(40) });
    expect(report).toMatchObject({
      action: 'completed',
      removed: 0,
      insertion: { inserted: 10, present: 30 },
    });
    expect(report.summary).toBe(`10 rows of insertion ${result.id} were inserted, 30 of 40 had been before`);
    await expectTold(store.db, report.insertion!);
    expect(await cleanUp(readings, result)).toMatchObject({ action: 'nothing' });
    expect(await store.db.count(readings)).toBe(40);
  });

  it('says so when it cannot complete, and leaves the good batches', async () => {
    const result = await partial();
    const data = manyReadings(40);
    data[15] = bad(15);
    const report = await cleanUp(readings, result, { data, batchSize: 5 });
    expect(report).toMatchObject({ action: 'failed', insertion: { inserted: 5, present: 30 } });
    expect(report.summary).toContain('Row 15: Not a finite number');
    await expectTold(store.db, report.insertion!);
    expect(await cleanUp(readings, result)).toMatchObject({ action: 'removed', removed: 35 });
  });

  it('refuses other data and another table', async () => {
    const result = await partial();
    const data = manyReadings(40, 1000);
    await expect(cleanUp(readings, result, { data })).rejects.toThrow(IdempotencyConflict);
    await expect(cleanUp(others, result)).rejects.toThrow('is one into table readings, not others');
    await expect(cleanUp(others, { ...result, table: 'others' })).rejects.toThrow('not others');
    expect(await store.db.count(readings)).toBe(30);
  });

  it('has nothing to do for a success, a whole rollback, or an insertion that never was', async () => {
    const good = await store.db.batches.insertBatchTransactional(readings, manyReadings(10));
    expect(await cleanUp(readings, good)).toMatchObject({ action: 'nothing', removed: 0 });
    const undone = await partial({ rollback: 'all' });
    expect(await cleanUp(readings, undone)).toMatchObject({ action: 'nothing', recorded: 0 });
    expect(await cleanUp(readings, { id: 'never', table: 'readings' })).toMatchObject({ action: 'nothing' });
    expect(await store.db.count(readings)).toBe(10);
  });

  it('says how far it came when the store fails, and goes on from there', async () => {
    const result = await partial();
    let purges = 0;
    faults.failing = (_, call) => (call === 'purge readings' && ++purges > 1 ? new Error('broken') : null);
    const report = await cleanUp(readings, result);
    expect(report).toMatchObject({ action: 'failed', removed: 10 });
    expect(report.summary).toBe(
      `10 of 30 rows of insertion ${result.id} were removed; the others are still there: broken`,
    );
    expect(await store.db.count(readings)).toBe(20);
    faults.failing = () => null;
    expect(await cleanUp(readings, result)).toMatchObject({ action: 'removed', removed: 20 });
    expect(await store.db.count(readings)).toBe(0);
  });
});

describe('a start after a process ended in between', () => {
  /** The store breaks behind three batches, and with it the undoing: as if the process had ended. */
  async function abandoned(options: BatchOptions): Promise<void> {
    let inserts = 0;
    faults.failing = (_, call) => {
      if (call === 'insert readings') inserts += 1;
      return inserts > 3 ? new Error('broken') : null;
    };
    const given = { batchSize: 2000, parallelism: 1, ...options };
    const result = await store.db.batches.insertBatchTransactional(readings, manyReadings(9000), given);
    faults.failing = () => null;
    expect(result).toMatchObject({ success: false, inserted: 6000 });
    await expectTold(store.db, result);
    await store.reopen();
  }

  it.each([
    ['undone', { rollback: 'all' }, 0, 6000],
    ['kept', { rollback: 'failed' }, 6000, 0],
    ['waiting', { rollback: 'all', idempotencyKey: 'k' }, 6000, 0],
  ] as const)('finds it %s with %p', async (outcome, options, rows, removed) => {
    await abandoned(options);
    const { batches, cache } = store.db;
    expect(batches.recovered).toMatchObject([
      { outcome, removed, inserted: 6000, table: 'readings', error: null },
    ]);
    expect(await store.db.count(readings)).toBe(rows);
    expect(cache.get('readings')!.stats.rows).toBe(rows);
    expect(await batches.unfinishedInsertions()).toHaveLength(outcome === 'waiting' ? 1 : 0);
    await store.reopen();
    expect(store.db.batches.recovered).toHaveLength(outcome === 'waiting' ? 1 : 0);
  });

  it('lets a key that waits be finished by the same call, or undone by hand', async () => {
    await abandoned({ idempotencyKey: 'k' });
    const [left] = await store.db.batches.unfinishedInsertions();
    expect(left).toMatchObject({ id: 'k', keyed: true, rollback: 'all', inserted: 6000, table: 'readings' });
    const again = await store.db.batches.insertBatchTransactional(readings, manyReadings(9000), {
      idempotencyKey: 'k',
    });
    expect(again).toMatchObject({ success: true, inserted: 3000, present: 6000 });
    await expectTold(store.db, again);
  });

  it('lets it be undone by hand', async () => {
    await abandoned({ idempotencyKey: 'k' });
    const [left] = await store.db.batches.unfinishedInsertions();
    expect(await cleanUp(readings, left!)).toMatchObject({ action: 'removed', removed: 6000 });
    expect(await store.db.count(readings)).toBe(0);
  });
});
