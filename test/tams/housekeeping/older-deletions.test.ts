import {
  entityDeletionsTable,
  flowsTable,
  hiddenStretchesTable,
  segmentsTable,
  sourcesTable,
} from '../../../src/tams/tables';
import { ETERNITY } from '../../../src/tams/time/timerange';
import type { TableDefinition } from '../../../src/vast/table';
import { ALICE, externalSegment, TestStore, uuid, videoFlow } from '../store-fixture';

let test: TestStore;
beforeEach(async () => (test = await TestStore.open()));
afterEach(() => test.close());

it('what was deleted before deletions were noted is restored, shown and purged like all else', async () => {
  const { flows, segments, sources, housekeeping, administration } = test.store;
  for (const n of [1, 2, 3]) {
    await flows.put(ALICE, videoFlow(n, { label: `flow ${n}` }));
    await segments.add(ALICE, uuid(n), [
      externalSegment('o', '[0:0_1:0)'),
      externalSegment('o', '[1:0_2:0)'),
    ]);
  }
  await segments.delete(ALICE, uuid(3), ETERNITY, null);
  await sources.update(ALICE, uuid(1001), { label: 'edited' });
  for (const n of [1, 2]) await flows.delete(ALICE, uuid(n));
  // As such a store is.
  await test.db.transaction(async (tx) => {
    for (const table of [entityDeletionsTable, hiddenStretchesTable] as TableDefinition[]) {
      const rows = await tx.select(table, { columns: [], limit: 100, includeRowIds: true });
      await tx.purge(
        table,
        rows.map(({ rowId }) => rowId),
      );
    }
  });
  expect((await administration.deletedFlows({ first: 10, after: null })).items).toEqual([]);

  await housekeeping.runOnce();
  const shown = await administration.deletedFlows({ first: 10, after: null });
  expect(shown.items.map(({ flow, obstacle }) => [flow.label, obstacle])).toEqual([
    ['flow 2', null],
    ['flow 1', null],
  ]);
  expect((await segments.restore(ALICE, uuid(3), ETERNITY)).restored).toBe(2);
  await flows.restore(ALICE, uuid(1));
  expect((await sources.byIds([uuid(1001)]))[0]?.label).toBe('edited');
  test.tick(8 * 86_400_000);
  await housekeeping.runOnce();
  for (const table of [flowsTable, sourcesTable, segmentsTable] as TableDefinition[])
    expect([table.name, await test.db.count(table, undefined, 'deleted')]).toEqual([table.name, 0]);
  expect(await flows.count({})).toBe(2);
});
