import { Faults } from './faults';
import { others, Store } from './readings';

const ROWS = 1_000_000;
const UNDONE = 200_000;
const store = new Store();
const faults = new Faults();
beforeAll(() => store.open((engine) => faults.over(engine)));
afterAll(() => store.remove());

function* numbers(rows: number) {
  for (let id = 0; id < rows; id += 1) yield { id };
}

it('counts what it reports over 1,000,000 rows, one batch of which fails for good, and completes them', async () => {
  let inserts = 0;
  faults.failing = (_, call) => {
    if (call !== 'insert others') return null;
    inserts += 1;
    return inserts === 40 ? new Error('broken') : null;
  };
  const { batches } = store.db;
  const options = { rollback: 'failed', batchSize: 10_000 } as const;
  const result = await batches.insertBatchTransactional(others, numbers(ROWS), options);
  faults.failing = () => null;
  expect(result).toMatchObject({ success: false, rows: ROWS, error: 'broken' });
  expect(result.failedBatches).toHaveLength(1);
  expect(result.inserted).toBe(ROWS - 10_000);
  expect(await store.db.count(others)).toBe(result.inserted);
  const report = await batches.cleanupPartialInsertion(others, result, { data: numbers(ROWS) });
  expect(report).toMatchObject({
    action: 'completed',
    found: ROWS - 10_000,
    insertion: { inserted: 10_000 },
  });
  expect(await store.db.count(others)).toBe(ROWS);
}, 120_000);

it('undoes 200,000 rows for the last', async () => {
  function* data() {
    for (const { id } of numbers(UNDONE - 1)) yield { id: id + ROWS };
    yield { id: 0 };
  }
  const result = await store.db.batches.insertBatchTransactional(others, data());
  expect(result).toMatchObject({ success: false, rows: UNDONE, inserted: 0 });
  expect(result.batches.at(-1)!.rowFailures).toMatchObject([{ row: UNDONE - 1 }]);
  expect(await store.db.count(others)).toBe(ROWS);
}, 120_000);
