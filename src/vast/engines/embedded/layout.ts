import { Type } from 'apache-arrow';
import type { Column, TableDefinition } from '../../table';
import { PRIMARY } from '../../table';

/**
 * First key column of a soft-deleting table: 0 in live rows, the id of the deletion in deleted ones. So live rows are
 * unique and lie together, and deleted ones cost live reads nothing.
 */
export const TOMB = '_tomb';

/** How cells of a column are stored. */
export type Kind = 'text' | 'integer' | 'real' | 'bool' | 'json';

export function kindOf(column: Column): Kind {
  if (column.json) return 'json';
  switch (column.type.typeId) {
    case Type.Utf8:
      return 'text';
    case Type.Int:
    case Type.Timestamp:
      return 'integer';
    case Type.Float:
      return 'real';
    case Type.Bool:
      return 'bool';
    default:
      throw new TypeError(`The embedded engine stores no columns of type ${String(column.type.typeId)}`);
  }
}

/** The SQL type that gives each kind its affinity: numbers are bound as doubles and become integers by it. */
export const SQL_TYPE: Readonly<Record<Kind, string>> = {
  text: 'TEXT',
  integer: 'INTEGER',
  real: 'REAL',
  bool: 'INTEGER',
  json: 'TEXT',
};

export const quote = (name: string): string => `"${name}"`;

/** Columns that do not exist in storage: the tomb says what they would. */
const DERIVED: readonly string[] = ['deleted', 'deletion'];

export const isStored = (table: TableDefinition, column: string): boolean =>
  column in table.columns && !(table.softDelete && DERIVED.includes(column));

export function storedColumns(table: TableDefinition): string[] {
  return Object.keys(table.columns).filter((name) => isStored(table, name));
}

/** The columns of the clustered key, in order. */
export function keyColumns(table: TableDefinition): string[] {
  return table.softDelete ? [TOMB, ...table.primaryKey] : [...table.primaryKey];
}

/** The name of the index that is a projection. */
export function indexName(table: string, projection: string): string {
  return projection === PRIMARY ? `sqlite_autoindex_${table}_1` : `${table}.${projection}`;
}

/** No row. A literal 0 would make SQLite drop the conditions beside it, among them those that let it use an index. */
export const FALSE = '(0 = 1)';

/** A table in a FROM clause, read along a projection: the planner, which has no statistics, is not asked. */
export function along(table: TableDefinition, projection: string, alias: string): string {
  return `${quote(table.name)} AS ${alias} INDEXED BY ${quote(indexName(table.name, projection))}`;
}

/** A column of a row of alias `alias`, as SQL to compare and sort by. */
export function cell(alias: string, column: string): string {
  if (column === 'deleted') return `(${alias}.${quote(TOMB)} <> 0)`;
  if (column === 'deletion') return `nullif(${alias}.${quote(TOMB)}, 0)`;
  return `${alias}.${quote(column)}`;
}

/** The condition that keeps rows of a visibility, as a list of conjuncts. */
export function visible(table: TableDefinition, alias: string, visibility: 'live' | 'deleted'): string[] {
  if (!table.softDelete) return visibility === 'live' ? [] : [FALSE];
  return [`${alias}.${quote(TOMB)} ${visibility === 'live' ? '= 0' : '> 0'}`];
}
