import { InvalidValue, type StoredTable } from '../../engine';
import { PRIMARY, type Projection, type TableDefinition } from '../../table';
import type { Connection } from './connection';
import { indexName, isStored, keyColumns, kindOf, quote, SQL_TYPE, storedColumns, TOMB } from './layout';

/** What the store remembers of each table's definition, as JSON. */
export const CREATE_CATALOG =
  'CREATE TABLE "_tables" (name TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID';

/** SQL functions take at most 127 arguments, and a row is written as one call with its columns. */
const COLUMNS_AT_MOST = 120;
const NAME = /^[a-z][a-z0-9_]{0,62}$/;
const PROJECTION_NAME = /^[A-Za-z][A-Za-z0-9_]{0,62}$/;

/** Creates a table with its projections. @throws InvalidValue when it is there, or its definition does not hold together. */
export function createTable(connection: Connection, table: TableDefinition): void {
  checkDefinition(table);
  if (storedTables(connection).some(({ name }) => name === table.name))
    throw new InvalidValue(`Table ${table.name} is already there`);
  const columns = storedColumns(table).map((name) => columnSql(table, name));
  if (table.softDelete) columns.unshift(`${quote(TOMB)} INTEGER NOT NULL`);
  const key = keyColumns(table).map(quote).join(', ');
  connection.exec(
    `CREATE TABLE ${quote(table.name)} (${columns.join(', ')}, PRIMARY KEY (${key})) WITHOUT ROWID`,
  );
  // Adding and dropping projections of a table that has rows will belong here.
  for (const [name, projection] of Object.entries(table.projections))
    if (name !== PRIMARY) createProjection(connection, table, name, projection);
  connection.run('INSERT INTO "_tables" VALUES (?1, ?2)', [table.name, describeTable(table)]);
  connection.run('INSERT INTO "_counters" VALUES (?1, 0, 0)', [table.name]);
}

export function dropTable(connection: Connection, name: string): void {
  checkStored(connection, name);
  connection.exec(`DROP TABLE ${quote(name)}`);
  connection.run('DELETE FROM "_tables" WHERE name = ?1', [name]);
  connection.run('DELETE FROM "_counters" WHERE name = ?1', [name]);
}

/** Adds columns; what is stored already is not touched. @throws InvalidValue for a column that cannot be null. */
export function addColumns(connection: Connection, table: TableDefinition, names: readonly string[]): void {
  checkDefinition(table);
  const stored = checkStored(connection, table.name);
  for (const name of names) {
    if (!table.columns[name]?.nullable)
      throw new InvalidValue(`Column ${name} of table ${table.name} must be nullable to be added`);
    if (isStored(table, name))
      connection.exec(`ALTER TABLE ${quote(table.name)} ADD COLUMN ${columnSql(table, name)}`);
  }
  const columns = [...stored.columns, ...names];
  connection.run('UPDATE "_tables" SET definition = ?2 WHERE name = ?1', [
    table.name,
    JSON.stringify({ ...stored, columns }),
  ]);
}

export function storedTables(connection: Connection): StoredTable[] {
  return connection.json(
    'SELECT json_group_array(json(definition)) FROM (SELECT definition FROM "_tables" ORDER BY name)',
  ) as StoredTable[];
}

function checkStored(connection: Connection, name: string): StoredTable {
  const stored = storedTables(connection).find((table) => table.name === name);
  if (!stored) throw new InvalidValue(`There is no table named ${name}`);
  return stored;
}

function describeTable(table: TableDefinition): string {
  const stored: StoredTable = {
    name: table.name,
    columns: Object.keys(table.columns),
    projections: Object.keys(table.projections),
  };
  return JSON.stringify(stored);
}

function columnSql(table: TableDefinition, name: string): string {
  const column = table.columns[name]!;
  return `${quote(name)} ${SQL_TYPE[kindOf(column)]}${column.nullable ? '' : ' NOT NULL'}`;
}

/** An index led by the tomb and ended by the rest of the primary key, so that it holds the projection's whole order. */
function createProjection(
  connection: Connection,
  table: TableDefinition,
  name: string,
  { columns, sparse }: Projection,
): void {
  const sorted = columns.map(({ column, descending }) => quote(column) + (descending ? ' DESC' : ''));
  const named = new Set(columns.map(({ column }) => column));
  const rest = table.primaryKey.filter((column) => !named.has(column)).map(quote);
  const tomb = table.softDelete ? [quote(TOMB)] : [];
  connection.exec(
    `CREATE INDEX ${quote(indexName(table.name, name))} ON ${quote(table.name)} (${[...tomb, ...sorted, ...rest].join(', ')})` +
      (sparse ? ` WHERE ${quote(columns[0]!.column)} IS NOT NULL` : ''),
  );
}

function checkDefinition(table: TableDefinition): void {
  const wrong = (what: string) => new InvalidValue(`Table ${table.name} cannot be stored: ${what}`);
  const names = Object.keys(table.columns);
  if (!NAME.test(table.name)) throw wrong('its name is not lower case with underscores');
  if (names.length > COLUMNS_AT_MOST) throw wrong(`it has more than ${COLUMNS_AT_MOST} columns`);
  for (const name of names)
    if (!NAME.test(name)) throw wrong(`column name ${name} is not lower case with underscores`);
  if (table.primaryKey.length === 0) throw wrong('it has no primary key');
  for (const name of table.primaryKey)
    if (table.columns[name]?.nullable !== false) throw wrong(`column ${name} of its primary key can be null`);
  for (const [name, { columns }] of Object.entries(table.projections)) {
    if (!PROJECTION_NAME.test(name)) throw wrong(`${name} is no name for a projection`);
    for (const { column } of columns) {
      if (!isStored(table, column)) throw wrong(`projection ${name} has no stored column ${column}`);
      if (table.columns[column]?.json) throw wrong(`projection ${name} cannot sort by JSON column ${column}`);
    }
  }
}
