import { InvalidValue, UniqueViolation, type Cell, type Deletion, type RowId } from '../../engine';
import { deletionColumns, type TableDefinition } from '../../table';
import { encode, encoderOf } from './cells';
import { isKeyConflict, type Connection, type Param } from './connection';
import { keyColumns, kindOf, quote, storedColumns, TOMB } from './layout';
import { parseRowId } from './row-ids';

type Row = Readonly<Record<string, Cell>>;

const DELETION = Object.keys(deletionColumns);

/** How a table is written: worked out once, for it costs as much as writing a row. */
interface WriteFrame {
  /** Columns that may be written. */
  readonly own: ReadonlySet<string>;
  readonly insert: string;
  /** What `insert` binds, in order. */
  readonly columns: readonly { readonly name: string; readonly encode: (value: Cell) => Param }[];
  /** Up to their WHERE, by the columns that they set. */
  readonly updates: Map<string, string>;
}

const frames = new WeakMap<TableDefinition, WriteFrame>();

function writeFrameOf(table: TableDefinition): WriteFrame {
  let frame = frames.get(table);
  if (!frame) frames.set(table, (frame = buildFrame(table)));
  return frame;
}

function buildFrame(table: TableDefinition): WriteFrame {
  const columns = storedColumns(table);
  const names = [...(table.softDelete ? [quote(TOMB)] : []), ...columns.map(quote)];
  const marks = columns.map((_, i) => `?${i + 1}`);
  if (table.softDelete) marks.unshift('0');
  return {
    own: new Set(ownColumns(table)),
    insert: `INSERT INTO ${quote(table.name)} (${names.join(', ')}) VALUES (${marks.join(', ')})`,
    columns: columns.map((name) => ({ name, encode: encoderOf(table, name) })),
    updates: new Map(),
  };
}

/** Inserts all the rows or none. @throws UniqueViolation, InvalidValue */
export function insert(connection: Connection, table: TableDefinition, rows: readonly Row[]): void {
  const frame = writeFrameOf(table);
  const tuples = rows.map((row) => {
    for (const name in row) if (!frame.own.has(name)) throw new InvalidValue(notOwn(table, name));
    return frame.columns.map(({ name, encode }) => encode(row[name]));
  });
  allOrNone(connection, table, tuples.length, () => {
    for (const tuple of tuples) connection.run(frame.insert, tuple);
  });
}

/** Changes live rows; says how many. @throws UniqueViolation, InvalidValue */
export function update(
  connection: Connection,
  table: TableDefinition,
  rows: readonly RowId[],
  patch: Row,
): number {
  const { own, updates } = writeFrameOf(table);
  const names = Object.keys(patch).filter((name) => patch[name] !== undefined);
  for (const name of names) if (!own.has(name)) throw new InvalidValue(notOwn(table, name));
  const keys = rows.map((row) => parseRowId(table, row)).filter(isLive(table));
  if (names.length === 0) throw new InvalidValue(`An update of table ${table.name} changes nothing`);
  const cells = names.map((name) => encode(table, name, patch[name]));
  let update = updates.get(names.join());
  if (update === undefined) {
    const set = names.map((name, i) => `${quote(name)} = ?${i + 1}`).join(', ');
    update = `UPDATE ${quote(table.name)} SET ${set} WHERE `;
    updates.set(names.join(), update);
  }
  const several = keys.length > 1 ? textKeys(table, keys) : null;
  const sql = update + (several ? keyAmong(table, cells.length) : keyEquals(table, cells.length));
  return several
    ? allOrNone(connection, table, 1, () => connection.run(sql, [...cells, several]))
    : allOrNone(connection, table, keys.length, () => each(connection, sql, keys, cells));
}

/**
 * Keys of one text column as a JSON list, for a statement that changes all their rows in half the time. Null where the
 * key is another: doubles, for one, are not exact in JSON.
 */
function textKeys(table: TableDefinition, keys: readonly Param[][]): string | null {
  const [name, ...others] = keyColumns(table);
  if (others.length > 0 || kindOf(table.columns[name!]!) !== 'text') return null;
  return JSON.stringify(keys.map(([key]) => key));
}

const keyAmong = (table: TableDefinition, bound: number): string =>
  `${quote(keyColumns(table)[0]!)} IN (SELECT value FROM json_each(?${bound + 1}))`;

/** Hides live rows of a soft-deleting table, removes those of another; says how many. */
export function remove(
  connection: Connection,
  table: TableDefinition,
  rows: readonly RowId[],
  { id, at, by }: Deletion,
): number {
  if (!table.softDelete) return purge(connection, table, rows).rows;
  const keys = rows.map((row) => parseRowId(table, row)).filter(isLive(table));
  if (!(id > 0)) throw new InvalidValue(`A deletion from table ${table.name} needs a positive id`);
  const cells = [
    encode(table, 'deletion', id),
    encode(table, 'deleted_at', at),
    encode(table, 'deleted_by', by),
  ];
  const sql =
    `UPDATE ${quote(table.name)} SET ${quote(TOMB)} = ?1, "deleted_at" = ?2, "deleted_by" = ?3 ` +
    `WHERE ${keyEquals(table, cells.length)}`;
  try {
    return allOrNone(connection, table, keys.length, () => each(connection, sql, keys, cells));
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error;
    throw new InvalidValue(`Deletion ${id} of table ${table.name} has hidden a row with this key before`);
  }
}

/** Brings deleted rows back; says how many. @throws UniqueViolation */
export function restore(connection: Connection, table: TableDefinition, rows: readonly RowId[]): number {
  if (!table.softDelete) return 0;
  const live = isLive(table);
  const keys = rows.map((row) => parseRowId(table, row)).filter((key) => !live(key));
  const sql =
    `UPDATE ${quote(table.name)} SET ${quote(TOMB)} = 0, "deleted_at" = NULL, "deleted_by" = NULL ` +
    `WHERE ${keyEquals(table, 0)}`;
  return allOrNone(connection, table, keys.length, () => each(connection, sql, keys, []));
}

/** Removes rows for good; says how many of each visibility. */
export function purge(
  connection: Connection,
  table: TableDefinition,
  rows: readonly RowId[],
): { rows: number; deletedRows: number } {
  const live = isLive(table);
  const sql = `DELETE FROM ${quote(table.name)} WHERE ${keyEquals(table, 0)}`;
  const removed = { rows: 0, deletedRows: 0 };
  for (const key of rows.map((row) => parseRowId(table, row)))
    removed[live(key) ? 'rows' : 'deletedRows'] += connection.run(sql, key);
  return removed;
}

function each(
  connection: Connection,
  sql: string,
  keys: readonly Param[][],
  cells: readonly Param[],
): number {
  let changed = 0;
  for (const key of keys) changed += connection.run(sql, [...cells, ...key]);
  return changed;
}

/** A failed statement undoes itself; several need a savepoint to fail together. */
function allOrNone<T>(connection: Connection, table: TableDefinition, statements: number, work: () => T): T {
  const several = statements > 1;
  if (several) connection.exec('SAVEPOINT several');
  try {
    const result = work();
    if (several) connection.exec('RELEASE several');
    return result;
  } catch (error) {
    // A full disk may have ended the whole transaction, and its savepoints with it.
    if (several && connection.inTransaction) connection.exec('ROLLBACK TO several; RELEASE several');
    throw isKeyConflict(error) ? new UniqueViolation(table.name) : error;
  }
}

function ownColumns(table: TableDefinition): string[] {
  const names = Object.keys(table.columns);
  return table.softDelete ? names.filter((name) => !DELETION.includes(name)) : names;
}

const notOwn = (table: TableDefinition, name: string) =>
  `Column ${name} of table ${table.name} cannot be written`;

const isLive = (table: TableDefinition) => (key: readonly Param[]) => !table.softDelete || key[0] === 0;

function keyEquals(table: TableDefinition, bound: number): string {
  return keyColumns(table)
    .map((name, i) => `${quote(name)} = ?${bound + i + 1}`)
    .join(' AND ');
}
