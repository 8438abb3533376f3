import fc from 'fast-check';
import type { Rollback } from '../../../src/vast/batch/options';
import type { BatchStatus } from '../../../src/vast/batch/report';
import { WriteFailed } from '../../../src/vast/engine';
import { Faults } from './faults';
import { clear, expectTold, manyReadings, readings, Store, storedReadings, type Reading } from './readings';

const store = new Store();
let faults: Faults;
beforeAll(async () => {
  faults = new Faults();
  await store.open((engine) => faults.over(engine));
  await store.db.batches.insertBatchTransactional(readings, [], { idempotencyKey: 'first' });
});
afterAll(() => store.remove());

interface Case {
  readonly rows: number;
  readonly batchSize: number;
  readonly parallelism: number;
  readonly rollback: Rollback;
  /** Rows that cannot be inserted. */
  readonly bad: readonly number[];
  /** Inserts, counted from 1, that fail in passing. */
  readonly busy: readonly number[];
}

const cases: fc.Arbitrary<Case> = fc.record({
  rows: fc.integer({ min: 0, max: 60 }),
  batchSize: fc.integer({ min: 1, max: 25 }),
  parallelism: fc.integer({ min: 1, max: 4 }),
  rollback: fc.constantFrom<Rollback>('all', 'failed'),
  bad: fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 3 }),
  busy: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 2 }),
});

/** What each batch comes to, by its rows. */
function expected({
  rows,
  batchSize,
  rollback,
  bad,
}: Case): { from: number; to: number; status: BatchStatus }[] {
  const batches: { from: number; to: number; status: BatchStatus }[] = [];
  for (let from = 0; from < rows; from += batchSize) {
    const to = Math.min(from + batchSize, rows);
    batches.push({ from, to, status: bad.some((row) => row >= from && row < to) ? 'failed' : 'inserted' });
  }
  const first = batches.findIndex(({ status }) => status === 'failed');
  if (rollback === 'failed' || first < 0) return batches;
  return batches.map((batch, i) => ({ ...batch, status: i === first ? 'failed' : 'undone' }));
}

const dataOf = ({ rows, bad }: Case) =>
  manyReadings(rows).map((row) =>
    bad.includes(row.at) ? ({ ...row, sensor: null } as unknown as Reading) : row,
  );

it('comes to what a plain reading of its promise says', () =>
  fc.assert(
    fc.asyncProperty(cases, fc.integer({ min: 1, max: 25 }), async (of, otherSize) => {
      await clear(store.db);
      let inserts = 0;
      faults.failing = (_, call) => {
        if (call !== 'insert readings') return null;
        inserts += 1;
        return of.busy.includes(inserts) ? new WriteFailed('busy') : null;
      };
      const { batchSize, parallelism, rollback } = of;
      const options = { batchSize, parallelism, rollback, idempotencyKey: 'k' };
      const result = await store.db.batches.insertBatchTransactional(readings, dataOf(of), options);
      faults.failing = () => null;
      await expectTold(store.db, result);
      expect(result.batches.map(({ from, to, status }) => ({ from, to, status }))).toEqual(expected(of));
      const blamed = result.batches.flatMap(({ rowFailures }) => rowFailures.map(({ row }) => row));
      const failing = of.bad.filter((row) =>
        result.batches.some(({ from, to, status }) => status === 'failed' && row >= from && row < to),
      );
      expect(blamed).toEqual([...failing].sort((a, b) => a - b));
      // Again, with the rows put right and batches of another size: each row is there once.
      const again = await store.db.batches.insertBatchTransactional(
        readings,
        dataOf({ ...of, bad: result.success ? of.bad : [] }),
        {
          ...options,
          batchSize: otherSize,
        },
      );
      expect(again).toMatchObject({
        success: true,
        rows: of.rows,
        inserted: of.rows - result.inserted,
        present: result.inserted,
      });
      expect(await storedReadings(store.db)).toEqual(manyReadings(of.rows).map(({ at }) => at));
    }),
    { numRuns: 100 },
  ));
