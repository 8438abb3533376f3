import type { EachPlan, RowId, SelectPlan, StorageEngine, WriteTransaction } from '../../src/vast/engine';
import { and } from '../../src/vast/predicate';
import { PRIMARY, type TableDefinition } from '../../src/vast/table';
import type { PlainRow } from './oracle';

/** Everything there is, along `primary`, but for what is said. */
export function planOf(table: TableDefinition, said: Partial<SelectPlan> = {}): SelectPlan {
  return {
    table,
    columns: Object.keys(table.columns),
    where: and(),
    projection: PRIMARY,
    reverse: false,
    after: null,
    limit: 1_000_000,
    visibility: 'live',
    rowIds: false,
    ...said,
  };
}

export function eachOf(
  table: TableDefinition,
  each: EachPlan['each'],
  said: Partial<SelectPlan> = {},
): EachPlan {
  return { ...planOf(table, said), each };
}

/** The rows of a plan as objects; with row ids, under `rowId`. */
export async function rowsOf(
  reader: Pick<StorageEngine, 'select'>,
  table: TableDefinition,
  said: Partial<SelectPlan> = {},
): Promise<PlainRow[]> {
  const plan = planOf(table, said);
  const names = plan.rowIds ? [...plan.columns, 'rowId'] : plan.columns;
  const tuples = await reader.select(plan);
  return tuples.map((tuple) => Object.fromEntries(names.map((name, i) => [name, tuple[i]])));
}

export async function idsOf(
  reader: Pick<StorageEngine, 'select'>,
  table: TableDefinition,
  said: Partial<SelectPlan> = {},
): Promise<RowId[]> {
  return (await reader.select(planOf(table, { ...said, columns: [], rowIds: true }))).map(
    (tuple) => tuple[0] as RowId,
  );
}

/** Replaces what a table holds, live and deleted, by these rows. */
export async function refill(
  engine: StorageEngine,
  table: TableDefinition,
  rows: readonly PlainRow[],
): Promise<void> {
  await engine.transaction(async (tx: WriteTransaction) => {
    await tx.purge(table, await idsOf(tx, table));
    await tx.purge(table, await idsOf(tx, table, { visibility: 'deleted' }));
    await tx.insert(table, rows);
  });
}

export const cellsOf = (row: PlainRow, columns: readonly string[]): unknown[] =>
  columns.map((column) => row[column]);
