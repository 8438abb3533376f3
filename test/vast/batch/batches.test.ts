import { StoreUnavailable, WriteFailed } from '../../../src/vast/engine';
import { eq } from '../../../src/vast/predicate';
import { Faults } from './faults';
import {
  expectTold,
  manyReadings,
  reading,
  readings,
  Store,
  storedReadings,
  streamOf,
  type Reading,
} from './readings';

const store = new Store();
let faults: Faults;
beforeEach(async () => {
  faults = new Faults();
  await store.open((engine) => faults.over(engine));
});
afterEach(() => store.remove());

const insert: Store['db']['batches']['insertBatchTransactional'] = (table, data, options) =>
  store.db.batches.insertBatchTransactional(table, data, options);
const commits = () => faults.calls.filter((call) => call === 'commit').length;
const bad = (at: number) => ({ ...reading(at), value: 'much' }) as unknown as Reading;

describe('how data becomes batches', () => {
  it('makes one row one batch, whatever the batch size, in one transaction', async () => {
    const result = await insert(readings, [reading(0)], { batchSize: 1000 });
    expect(result).toMatchObject({
      success: true,
      rows: 1,
      inserted: 1,
      present: 0,
      failedBatches: [],
      error: null,
    });
    expect(result.batches).toEqual([
      { id: 0, from: 0, to: 1, attempts: 1, status: 'inserted', error: null, rowFailures: [] },
    ]);
    expect(commits()).toBe(1);
    expect(result.rowsPerSecond).toBeCloseTo(result.inserted / result.seconds, -1);
    await expectTold(store.db, result);
  });

  it('is content with no rows', async () => {
    const result = await insert(readings, []);
    expect(result).toMatchObject({ success: true, rows: 0, inserted: 0, batches: [], rowsPerSecond: 0 });
  });

  it.each([
    [1, 3, [1, 2, 3]],
    [4, 10, [4, 8, 10]],
    [5, 10, [5, 10]],
    [100_000, 10, [10]],
  ])('cuts batches of %d from %d rows', async (batchSize, rows, ends) => {
    const result = await insert(readings, manyReadings(rows), { batchSize });
    expect(result.batches.map(({ to }) => to)).toEqual(ends);
    expect(result.batches.map(({ id }) => id)).toEqual(ends.map((_, i) => i));
    await expectTold(store.db, result);
  });

  it('takes one transaction for few rows that are to be undone as a whole, and one for each batch else', async () => {
    await insert(readings, manyReadings(100), { batchSize: 10 });
    expect(commits()).toBe(1);
    const kept = await insert(readings, manyReadings(100, 100), { batchSize: 10, rollback: 'failed' });
    expect(kept.batches).toHaveLength(10);
    expect(commits()).toBeGreaterThan(10);
  });

  it('finds the size by itself, within bounds, and stores every row', async () => {
    const result = await insert(readings, streamOf(30_000));
    const sizes = result.batches.map(({ from, to }) => to - from);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10_000);
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(500);
    await expectTold(store.db, result);
  });

  it('lets others through between its batches', async () => {
    let there = 0;
    const inserting = insert(readings, manyReadings(20_000), { batchSize: 1000 }).then(() => (there = -1));
    const seen: number[] = [];
    while (there >= 0) {
      expect(await store.db.batches.unfinishedInsertions()).toEqual([]);
      await store.db.transaction((tx) => tx.count(readings).then((rows) => seen.push(rows)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await inserting;
    expect(new Set(seen).size).toBeGreaterThan(5);
  });

  it('takes generators and streams of rows', async () => {
    async function* slowly() {
      for (const row of streamOf(25)) {
        await Promise.resolve();
        yield row;
      }
    }
    const result = await insert(readings, slowly(), { batchSize: 10 });
    await expectTold(store.db, result);
    expect(result.rows).toBe(25);
  });

  it('reads no further ahead than the batches under way', async () => {
    let read = 0;
    let most = 0;
    function* counted() {
      for (const row of streamOf(30_000)) {
        read += 1;
        yield row;
      }
    }
    faults.failing = (_, call) => {
      if (call === 'insert batch_parts') most = Math.max(most, read);
      return null;
    };
    let stored = 0;
    store.db.onInsert(readings, () => {
      stored += 1;
      expect(read).toBeLessThanOrEqual(Math.max(6002, (stored + 3) * 1000 + 1));
    });
    expect((await insert(readings, counted(), { batchSize: 1000, parallelism: 2 })).success).toBe(true);
    expect(most).toBeGreaterThan(0);
  });
});

describe('a row that cannot be inserted', () => {
  it.each(['all', 'failed'] as const)('is named, with its error (rollback %s)', async (rollback) => {
    const data = manyReadings(40);
    data[13] = bad(13);
    data[17] = { ...data[11]! };
    const result = await insert(readings, data, { batchSize: 10, rollback });
    expect(result.success).toBe(false);
    expect(result.failedBatches).toEqual([1]);
    expect(result.batches[1]).toMatchObject({
      status: 'failed',
      attempts: 1,
      rowFailures: [
        { row: 13, error: 'Not a finite number, for column value of table readings' },
        { row: 17, error: 'A live row with this primary key is already in table readings' },
      ],
    });
    expect(result.error).toBe(result.batches[1]!.error);
    expect(result.error).toMatch(/^Row 13: Not a finite number.*, and 1 more of the batch$/);
    expect(result.inserted).toBe(rollback === 'all' ? 0 : 30);
    await expectTold(store.db, result);
  });

  it('is found by what was there before, and that stays', async () => {
    await store.db.transaction((tx) => tx.insert(readings, [{ ...reading(7), value: -1 }]));
    const result = await insert(readings, manyReadings(20), { batchSize: 5 });
    expect(result.batches.map(({ status }) => status)).toEqual(['undone', 'failed', 'undone', 'undone']);
    expect(result.batches[1]!.rowFailures.map(({ row }) => row)).toEqual([7]);
    expect(await store.db.select(readings, { columns: ['at', 'value'], limit: 9 })).toEqual([
      { at: 7, value: -1 },
    ]);
  });

  it.each([null, 7, 'row', [1], undefined, () => 1])('may be no row at all: %p', async (row) => {
    const result = await insert(readings, [reading(0), row as unknown as Reading], { rollback: 'failed' });
    expect(result.batches[0]!.rowFailures).toEqual([
      { row: 1, error: 'A row must be an object with cells by column name' },
    ]);
    await expectTold(store.db, result);
  });

  it('may lack a cell, or have one too many or one that no text can spell', async () => {
    const data = [{ sensor: 's' }, { ...reading(1), colour: 'red' }, { ...reading(2), at: 2n }, reading(3)];
    const result = await insert(readings, data as unknown as Reading[], { batchSize: 2 });
    expect(result.batches[0]!.rowFailures.map(({ row }) => row)).toEqual([0, 1]);
    expect((await insert(readings, [data[2] as unknown as Reading])).batches[0]!.rowFailures).toHaveLength(1);
    expect(await storedReadings(store.db)).toEqual([]);
  });

  it('is told a hundred times a batch at most', async () => {
    const result = await insert(
      readings,
      Array.from({ length: 1000 }, (_, i) => bad(i)),
      { batchSize: 1000 },
    );
    expect(result.batches[0]!.rowFailures).toHaveLength(100);
    expect(result.batches[0]!.rowFailures[99]!.row).toBe(99);
  });
});

describe('a failure that may pass', () => {
  it('is tried again, and told by the attempts', async () => {
    let left = 2;
    faults.failing = (_, call) => (call === 'commit' && left-- > 0 ? new WriteFailed('busy') : null);
    const result = await insert(readings, manyReadings(3));
    expect(result.batches[0]).toMatchObject({ attempts: 3, status: 'inserted', error: null });
    await expectTold(store.db, result);
  });

  it('is given up after maxRetries, and leaves nothing', async () => {
    faults.failing = (_, call) => (call === 'commit' ? new WriteFailed('the disk is full') : null);
    const result = await insert(readings, manyReadings(3), { maxRetries: 2 });
    expect(result).toMatchObject({ success: false, inserted: 0, error: 'the disk is full' });
    expect(result.batches[0]).toMatchObject({ attempts: 3, status: 'failed', rowFailures: [] });
    await expectTold(store.db, result);
  });

  it('is another than one that will not pass, which is tried once', async () => {
    faults.failing = (_, call) => (call === 'commit' ? new Error('broken') : null);
    const result = await insert(readings, manyReadings(3), { maxRetries: 5 });
    expect(result.batches[0]).toMatchObject({ attempts: 1, status: 'failed', error: 'broken' });
  });

  it('ends an insertion that keeps its good batches after three in a row', async () => {
    faults.failing = (number, call) =>
      call === 'insert readings' && number > 20 ? new Error('broken') : null;
    const result = await insert(readings, streamOf(100_000), {
      batchSize: 10,
      rollback: 'failed',
      parallelism: 1,
    });
    expect(result.failedBatches).toHaveLength(3);
    expect(result.rows).toBeLessThan(10_000);
    expect(result.inserted).toBeGreaterThan(0);
    await expectTold(store.db, result);
  });
});

describe('bad input', () => {
  it.each([
    [{ batchSize: 0 }, 'batchSize must be an integer from 1 to 100000, not 0'],
    [{ batchSize: 2.5 }, 'batchSize must be an integer from 1 to 100000, not 2.5'],
    [{ batchSize: 1e9 }, 'batchSize must be an integer from 1 to 100000, not 1000000000'],
    [{ batchSize: NaN }, 'batchSize must be an integer from 1 to 100000, not NaN'],
    [{ batchSize: '5' }, 'batchSize must be an integer from 1 to 100000, not 5'],
    [{ maxRetries: -1 }, 'maxRetries must be an integer from 0 to 10, not -1'],
    [{ parallelism: 17 }, 'parallelism must be an integer from 1 to 16, not 17'],
    [{ rollback: 'some' }, "rollback must be 'all' or 'failed', not some"],
    [{ idempotencyKey: '' }, 'idempotencyKey must be a text of 1 to 200 characters'],
    [{ idempotencyKey: 7 }, 'idempotencyKey must be a text of 1 to 200 characters'],
  ])('refuses %p', async (options, message) => {
    await expect(insert(readings, [reading(0)], options as object)).rejects.toThrow(message);
    expect(await storedReadings(store.db)).toEqual([]);
  });

  it.each(['rows', 7, null, undefined, {}])('refuses %p as data', async (data) => {
    await expect(insert(readings, data as never)).rejects.toThrow(
      'must be an array, an iterable or an async',
    );
  });

  it('refuses a table that is not open', async () => {
    await expect(insert({ ...readings, name: 'elsewhere' }, [])).rejects.toThrow(
      'There is no table named elsewhere',
    );
  });

  it.each([
    ['all', 5, 0],
    ['all', 10_500, 0],
    ['failed', 5, 5],
    ['failed', 25, 25],
    ['failed', 10_500, 10_500],
  ] as const)('tells of data that throws (rollback %s, after %d rows)', async (rollback, after, kept) => {
    let closed = false;
    function* failing() {
      try {
        yield* streamOf(after);
        throw new Error('the sensor is off');
      } finally {
        closed = true;
      }
    }
    const result = await insert(readings, failing(), { batchSize: after > 100 ? 500 : 10, rollback });
    expect(result).toMatchObject({ success: false, error: 'the sensor is off', inserted: kept });
    expect(closed).toBe(true);
    await expectTold(store.db, result);
  });

  it('lets data go that it did not read', async () => {
    let closed = false;
    function* endless() {
      try {
        for (let at = 0; ; at += 1) yield at === 7000 ? bad(at) : reading(at);
      } finally {
        closed = true;
      }
    }
    const result = await insert(readings, endless(), { batchSize: 1000 });
    expect(result).toMatchObject({ success: false, inserted: 0, failedBatches: [7] });
    expect(closed).toBe(true);
    await expectTold(store.db, result);
  });

  it('tells of a store that is closed', async () => {
    const { db } = store;
    await db.close();
    const result = await insert(readings, manyReadings(3));
    expect(result).toMatchObject({ success: false, error: 'The store is closed', inserted: 0 });
    await expect(insert(readings, manyReadings(3), { idempotencyKey: 'k' })).rejects.toThrow(
      StoreUnavailable,
    );
    await store.open();
  });
});

it('undoes nothing that is not its own', async () => {
  await store.db.transaction((tx) => tx.insert(readings, [reading(5001), { sensor: 's0', at: -1 }]));
  const data = manyReadings(12_000).map((row) => (row.at === 5001 ? { ...row, at: 100_001 } : row));
  data[11_999] = bad(11_999);
  const hide = async () => {
    const where = eq('at', 0);
    const rows = await store.db.select(readings, { columns: [], where, limit: 1, includeRowIds: true });
    const ids = rows.map(({ rowId }) => rowId);
    await store.db.transaction(async (tx) => {
      await tx.purge(readings, ids);
    });
  };
  let stored = 0;
  store.db.onInsert(readings, () => {
    stored += 1;
    if (stored === 4) void hide();
  });
  const result = await insert(readings, data, { batchSize: 1000 });
  expect(result).toMatchObject({ success: false, inserted: 0 });
  expect(await storedReadings(store.db)).toEqual([-1, 5001]);
});
