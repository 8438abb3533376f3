import { type RecordBatch, tableFromIPC, tableToIPC, Table } from 'apache-arrow';
import fc from 'fast-check';
import { orderColumns, type SelectPlan } from '../../../src/vast/engine';
import { execute } from '../../../src/vast/queries/executor';
import type { OpenEngine } from '../engine-contract';
import { inOrder } from '../oracle';
import { cellsOf, idsOf, planOf, refill, rowsOf } from '../plans';
import { manyThings, predicate, things } from '../things';
import { withEngine } from './with-engine';

/** The rows of record batches as `select` would give them, after a way over the wire. */
function plainRows(plan: SelectPlan, batches: readonly RecordBatch[]): Record<string, unknown>[] {
  if (batches.length === 0) return [];
  const arrived = tableFromIPC(tableToIPC(new Table([...batches]), 'stream'));
  return arrived.toArray().map((row: Record<string, unknown>) =>
    Object.fromEntries(
      plan.columns.map((name) => {
        const cell = row[name];
        if (cell === null) return [name, null];
        if (plan.table.columns[name]!.json) return [name, JSON.parse(cell as string)];
        return [name, typeof cell === 'bigint' ? Number(cell) : cell];
      }),
    ),
  );
}

export function describeScan(open: OpenEngine): void {
  describe('scan', () => {
    const engine = withEngine(open, [things]);
    const scan = (plan: SelectPlan, pageRows: number, splits = 1) =>
      execute(engine(), plan, { splits, subSplits: 1, pageRows });
    const scanned = async (plan: SelectPlan, pageRows: number, splits = 1) => {
      const batches: RecordBatch[] = [];
      for await (const batch of scan(plan, pageRows, splits)) batches.push(batch);
      return batches;
    };

    it('gives in Arrow batches what select gives in rows', () =>
      fc.assert(
        fc.asyncProperty(
          manyThings,
          predicate,
          fc.constantFrom(...Object.keys(things.projections)),
          fc.boolean(),
          fc.integer({ min: 1, max: 9 }),
          fc.nat(40),
          fc.integer({ min: 1, max: 3 }),
          fc.nat(40),
          async (rows, where, projection, reverse, batchRows, limit, splits, place) => {
            await refill(engine(), things, rows);
            const from = inOrder(things, projection, reverse, rows)[place];
            const order = orderColumns(things, projection).map(({ column }) => column);
            const after = from ? cellsOf(from, order) : null;
            const plan = planOf(things, { where, projection, reverse, limit, after });
            const batches = await scanned(plan, batchRows, splits);
            const wanted = await rowsOf(engine(), things, plan);
            expect(plainRows(plan, batches)).toEqual(wanted);
            for (const { numRows } of batches)
              expect([numRows > 0, numRows <= batchRows]).toEqual([true, true]);
            for (const batch of batches)
              expect(batch.schema.fields.map(String)).toEqual(things.schema.fields.map(String));
          },
        ),
        { numRuns: 150 },
      ));

    it('gives every deleted row once, also those that share a key', async () => {
      await refill(engine(), things, []);
      for (let deletion = 1; deletion <= 5; deletion += 1)
        await engine().transaction(async (tx) => {
          await tx.insert(things, [{ id: 'k', part: 0, made: deletion % 2 }]);
          await tx.delete(things, await idsOf(tx, things), { id: deletion, at: 0, by: 'me' });
        });
      const plan = planOf(things, { columns: ['deletion'], projection: 'newest', visibility: 'deleted' });
      for (const splits of [1, 2, 3]) {
        const found = plainRows(plan, await scanned(plan, 2, splits)).map(({ deletion }) => deletion);
        expect(found).toEqual([1, 3, 5, 2, 4]);
        const back = plainRows(plan, await scanned({ ...plan, reverse: true }, 2, splits));
        expect(back.map(({ deletion }) => deletion)).toEqual([4, 2, 5, 3, 1]);
      }
    });

    it('sees the store as it was when it began, and may be left early', async () => {
      const row = (part: number) => ({ id: 'k', part, made: 0 });
      await refill(
        engine(),
        things,
        Array.from({ length: 10_000 }, (_, i) => row(i)),
      );
      const plan = planOf(things, { columns: ['part'] });
      let seen = 0;
      for await (const batch of scan(plan, 1000, 3)) {
        if (seen === 0) await engine().transaction((tx) => tx.insert(things, [row(20_000)]));
        seen += batch.numRows;
      }
      expect(seen).toBe(10_000);
      for await (const batch of scan(plan, 10)) {
        expect(batch.numRows).toBe(10);
        break;
      }
      expect(await engine().count(things, plan.where, 'live')).toBe(10_001);
    });
  });
}
