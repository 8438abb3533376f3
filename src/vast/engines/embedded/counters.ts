import type { TableStats } from '../../engine';
import type { Connection } from './connection';

/** How the numbers of live and of deleted rows change, by table. */
export type Deltas = Map<string, { rows: number; deletedRows: number }>;

/**
 * Row counts are kept in a table of their own and change in the transaction that changes the rows, so that knowing them
 * never takes counting.
 */
export const CREATE_COUNTERS =
  'CREATE TABLE "_counters" (name TEXT PRIMARY KEY, live INTEGER NOT NULL, deleted INTEGER NOT NULL) WITHOUT ROWID';

export function addDelta(deltas: Deltas, table: string, rows: number, deletedRows: number): void {
  const delta = deltas.get(table);
  if (!delta) deltas.set(table, { rows, deletedRows });
  else {
    delta.rows += rows;
    delta.deletedRows += deletedRows;
  }
}

export function addDeltas(to: Deltas, from: Deltas): void {
  for (const [table, { rows, deletedRows }] of from) addDelta(to, table, rows, deletedRows);
}

/** Stores what has been gathered. */
export function writeDeltas(connection: Connection, deltas: Deltas): void {
  for (const [table, { rows, deletedRows }] of deltas)
    connection.run('UPDATE "_counters" SET live = live + ?1, deleted = deleted + ?2 WHERE name = ?3', [
      rows,
      deletedRows,
      table,
    ]);
}

export function readCounters(connection: Connection, table: string): TableStats {
  const stored = connection.value('SELECT json_array(live, deleted) FROM "_counters" WHERE name = ?1', [
    table,
  ]);
  const [rows, deletedRows] = stored === null ? [0, 0] : (JSON.parse(stored as string) as [number, number]);
  return { rows, deletedRows };
}
