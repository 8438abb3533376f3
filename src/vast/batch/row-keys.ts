import type { TableReader } from '../database';
import type { Cell, RowId } from '../engine';
import { and, eq, isIn, type PredicateOver } from '../predicate';
import { PRIMARY, type Columns, type TableDefinition } from '../table';

/** A primary key: its cells, in the order of its columns. */
export type Key = readonly Cell[];

/** Keys a read: their row ids are one answer. */
const KEYS_A_READ = 1000;

export function keysOf(table: TableDefinition, rows: readonly Readonly<Record<string, Cell>>[]): Key[] {
  return rows.map((row) => table.primaryKey.map((column) => row[column]));
}

/** The ids of the live rows that have one of these primary keys: O(log n) for each key. */
export async function findRows(
  reader: TableReader,
  table: TableDefinition,
  keys: readonly Key[],
): Promise<RowId[]> {
  const last = table.primaryKey.at(-1)!;
  const found: RowId[] = [];
  for (const { prefix, values } of byPrefix(keys)) {
    const within = prefix.map((cell, i) => eq(table.primaryKey[i]!, cell));
    for (let at = 0; at < values.length; at += KEYS_A_READ) {
      const some = values.slice(at, at + KEYS_A_READ);
      const where = and(...within, isIn(last, some)) as PredicateOver<Columns>;
      const rows = await reader.select(table, {
        columns: [],
        where,
        projection: PRIMARY,
        limit: some.length,
        includeRowIds: true,
      });
      for (const { rowId } of rows) found.push(rowId);
    }
  }
  return found;
}

/** Keys that differ in their last cell only, together: one read finds them all. */
function byPrefix(keys: readonly Key[]): Iterable<{ prefix: Key; values: Cell[] }> {
  const groups = new Map<string, { prefix: Key; values: Cell[] }>();
  for (const key of keys) {
    const prefix = key.slice(0, -1);
    const name = JSON.stringify(prefix);
    const group = groups.get(name);
    if (group) group.values.push(key.at(-1));
    else groups.set(name, { prefix, values: [key.at(-1)] });
  }
  return groups.values();
}
