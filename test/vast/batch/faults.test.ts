import type { BatchOptions } from '../../../src/vast/batch/options';
import type { BatchInsertion } from '../../../src/vast/batch/report';
import { WriteFailed } from '../../../src/vast/engine';
import { Faults } from './faults';
import { clear, expectTold, manyReadings, reading, readings, Store, type Reading } from './readings';

// Each call that an insertion makes of the engine fails in turn: once in passing, once for good, and from there on.

const bad = (at: number) => ({ ...reading(at), value: 'much' }) as unknown as Reading;
const withBad = (rows: number, at: number) =>
  manyReadings(rows).map((row) => (row.at === at ? bad(at) : row));

const CASES: Record<string, { rows: Reading[]; options: BatchOptions }> = {
  'one transaction': { rows: manyReadings(12), options: { batchSize: 4 } },
  'one transaction with a key': { rows: manyReadings(12), options: { batchSize: 4, idempotencyKey: 'k' } },
  'several that stay': { rows: manyReadings(12), options: { batchSize: 4, rollback: 'failed' } },
  'several, one with a bad row': { rows: withBad(12, 5), options: { batchSize: 4, rollback: 'failed' } },
  'several with a key': {
    rows: manyReadings(12),
    options: { batchSize: 4, rollback: 'failed', idempotencyKey: 'k' },
  },
  'several that are undone together': { rows: manyReadings(1100), options: { batchSize: 400 } },
  'several that are undone, for a bad row': { rows: withBad(1100, 1099), options: { batchSize: 400 } },
};
const PASSING = new WriteFailed('busy');
const LASTING = new Error('broken');
const FAULTS: Record<string, (at: number) => Faults['failing']> = {
  'in passing': (at) => (number) => (number === at ? PASSING : null),
  'for good': (at) => (number) => (number === at ? LASTING : null),
  'from there on': (at) => (number) => (number >= at ? LASTING : null),
};

const store = new Store();
let faults: Faults;
beforeAll(async () => {
  faults = new Faults();
  await store.open((engine) => faults.over(engine));
  // Makes the tables of records, so that these can be cleared.
  await store.db.batches.insertBatchTransactional(readings, [], { idempotencyKey: 'first' });
});
afterAll(() => store.remove());

/** Inserts with a fault, then tells what is there against the report, and brings the insertion to an end. */
async function insertWith(
  { rows, options }: (typeof CASES)[string],
  failing: Faults['failing'],
): Promise<void> {
  await clear(store.db);
  faults.calls.length = 0;
  faults.failing = failing;
  const insert = () =>
    store.db.batches.insertBatchTransactional(readings, rows, { parallelism: 1, ...options });
  const result: BatchInsertion | null = await insert().catch(() => null);
  faults.failing = () => null;
  // Only without having changed anything may it throw.
  if (!result) {
    expect(await store.db.count(readings)).toBe(0);
    return;
  }
  await expectTold(store.db, result);
  if (result.success) {
    expect(await store.db.batches.unfinishedInsertions()).toEqual([]);
    return;
  }
  const there = result.inserted + result.present;
  const cleanup = await store.db.batches.cleanupPartialInsertion(readings, result);
  expect(cleanup).toMatchObject(there > 0 ? { action: 'removed', removed: there } : { removed: 0 });
  expect(await store.db.count(readings)).toBe(0);
  expect(await store.db.batches.unfinishedInsertions()).toEqual([]);
}

/** How many calls the insertion makes when none fails. */
async function callsOf(of: (typeof CASES)[string]): Promise<number> {
  await clear(store.db);
  faults.calls.length = 0;
  const { rows, options } = of;
  await store.db.batches.insertBatchTransactional(readings, rows, { parallelism: 1, ...options });
  return faults.calls.length;
}

for (const [name, of] of Object.entries(CASES))
  describe(name, () => {
    it.each(Object.keys(FAULTS))('tells the truth when any one call fails %s', async (kind) => {
      const calls = await callsOf(of);
      expect(calls).toBeGreaterThan(3);
      for (let at = 1; at <= calls; at += 1) await insertWith(of, FAULTS[kind]!(at));
    });
  });

it('is all there or not at all after the next start, whatever call was the last', async () => {
  const of = CASES['several that are undone together']!;
  const calls = await callsOf(of);
  for (let at = 1; at <= calls; at += 1) {
    await clear(store.db);
    faults.calls.length = 0;
    faults.failing = FAULTS['from there on']!(at);
    const result = await store.db.batches.insertBatchTransactional(readings, of.rows, {
      ...of.options,
      parallelism: 1,
    });
    faults.failing = () => null;
    await store.reopen((engine) => faults.over(engine));
    expect(await store.db.count(readings)).toBe(result.success ? of.rows.length : 0);
    expect(await store.db.batches.unfinishedInsertions()).toEqual([]);
  }
});
