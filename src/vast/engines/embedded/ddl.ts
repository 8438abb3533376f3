import { InvalidValue, UnknownProjection, UnknownTable } from '../../engine';
import { storedForm, type StoredTable } from '../../stored-table';
import { PRIMARY, type TableDefinition } from '../../table';
import type { BackgroundConnection } from './background';
import type { Connection } from './connection';
import { indexName, isStored, keyColumns, kindOf, quote, SQL_TYPE, storedColumns, TOMB } from './layout';

/** What the store remembers of each table's definition, as JSON. */
export const CREATE_CATALOG =
  'CREATE TABLE "_tables" (name TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID';

/** SQL functions take at most 127 arguments, and a row is written as one call with its columns. */
const COLUMNS_AT_MOST = 120;
/** Each costs every insert as much as the table itself. */
const PROJECTIONS_AT_MOST = 32;
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
  for (const name of Object.keys(table.projections))
    if (name !== PRIMARY) connection.exec(projectionSql(table, name));
  connection.run('INSERT INTO "_tables" VALUES (?1, ?2)', [table.name, JSON.stringify(storedForm(table))]);
  connection.run('INSERT INTO "_counters" VALUES (?1, 0, 0)', [table.name]);
}

export function dropTable(connection: Connection, name: string): void {
  checkStored(connection, name);
  connection.exec(`DROP TABLE ${quote(name)}`);
  connection.run('DELETE FROM "_tables" WHERE name = ?1', [name]);
  connection.run('DELETE FROM "_counters" WHERE name = ?1', [name]);
}

/**
 * Adds columns; rows that are stored already are not touched. The definition takes the place of one that was inferred.
 * @throws InvalidValue for a column that cannot be null or is there
 */
export function addColumns(connection: Connection, table: TableDefinition, names: readonly string[]): void {
  checkDefinition(table);
  const stored = checkStored(connection, table.name);
  for (const name of names) {
    if (stored.columns.some((column) => column.name === name))
      throw new InvalidValue(`Column ${name} of table ${table.name} is already there`);
    if (!table.columns[name]?.nullable)
      throw new InvalidValue(`Column ${name} of table ${table.name} must be nullable to be added`);
    if (isStored(table, name))
      connection.exec(`ALTER TABLE ${quote(table.name)} ADD COLUMN ${columnSql(table, name)}`);
  }
  const defined = new Map(storedForm(table).columns.map((column) => [column.name, column]));
  const columns = [
    ...stored.columns.map((column) => (stored.inferred ? defined.get(column.name) : null) ?? column),
    ...names.map((name) => defined.get(name)!),
  ];
  const { inferred, ...known } = stored;
  const disjoint = inferred ? table.disjoint : stored.disjoint;
  connection.run('UPDATE "_tables" SET definition = ?2 WHERE name = ?1', [
    table.name,
    JSON.stringify({ ...known, columns, disjoint }),
  ]);
}

/**
 * Builds an index in one transaction on a connection that works beside this thread, so that reads go on.
 * @throws InvalidValue when it is there, or the definition does not hold together
 */
export async function addProjection(
  connection: Connection,
  background: BackgroundConnection,
  table: TableDefinition,
  name: string,
): Promise<void> {
  checkDefinition(table);
  const projection = table.projections[name];
  if (!projection) throw new UnknownProjection(table.name, name);
  const stored = checkStored(connection, table.name);
  if (stored.projections[name])
    throw new InvalidValue(`Table ${table.name} already has a projection named ${name}`);
  const missing = projection.columns.find(({ column }) => !stored.columns.some((of) => of.name === column));
  if (missing) throw new InvalidValue(`Table ${table.name} is stored without column ${missing.column}`);
  const projections = { ...stored.projections, [name]: projection };
  await background.transaction([projectionSql(table, name), rememberSql({ ...stored, projections })]);
}

/** @throws UnknownTable, UnknownProjection; InvalidValue for `primary` */
export function dropProjection(connection: Connection, table: string, name: string): void {
  const stored = checkStored(connection, table);
  if (name === PRIMARY)
    throw new InvalidValue(`The primary projection of table ${table} is the table itself`);
  const { [name]: dropped, ...projections } = stored.projections;
  if (!dropped) throw new UnknownProjection(table, name);
  connection.exec(`DROP INDEX ${quote(indexName(table, name))}`);
  connection.exec(rememberSql({ ...stored, projections }));
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

const rememberSql = (stored: StoredTable): string =>
  `UPDATE "_tables" SET definition = ${text(JSON.stringify(stored))} WHERE name = ${text(stored.name)}`;

export function storedTables(connection: Connection): StoredTable[] {
  return connection.json(
    'SELECT json_group_array(json(definition)) FROM (SELECT definition FROM "_tables" ORDER BY name)',
  ) as StoredTable[];
}

function checkStored(connection: Connection, name: string): StoredTable {
  const stored = storedTables(connection).find((table) => table.name === name);
  if (!stored) throw new UnknownTable(name);
  return stored;
}

function columnSql(table: TableDefinition, name: string): string {
  const column = table.columns[name]!;
  return `${quote(name)} ${SQL_TYPE[kindOf(column)]}${column.nullable ? '' : ' NOT NULL'}`;
}

/** An index led by the tomb and ended by the rest of the primary key, so that it holds the projection's whole order. */
function projectionSql(table: TableDefinition, name: string): string {
  const { columns, sparse } = table.projections[name]!;
  const sorted = columns.map(({ column, descending }) => quote(column) + (descending ? ' DESC' : ''));
  const named = new Set(columns.map(({ column }) => column));
  const rest = table.primaryKey.filter((column) => !named.has(column)).map(quote);
  const tomb = table.softDelete ? [quote(TOMB)] : [];
  return (
    `CREATE INDEX ${quote(indexName(table.name, name))} ON ${quote(table.name)} (${[...tomb, ...sorted, ...rest].join(', ')})` +
    (sparse ? ` WHERE ${quote(columns[0]!.column)} IS NOT NULL` : '')
  );
}

function checkDefinition(table: TableDefinition): void {
  const wrong = (what: string) => new InvalidValue(`Table ${table.name} cannot be stored: ${what}`);
  const names = Object.keys(table.columns);
  if (!NAME.test(table.name)) throw wrong('its name is not lower case with underscores');
  if (names.length > COLUMNS_AT_MOST) throw wrong(`it has more than ${COLUMNS_AT_MOST} columns`);
  for (const name of names)
    if (!NAME.test(name)) throw wrong(`column name ${name} is not lower case with underscores`);
  if (Object.keys(table.projections).length > PROJECTIONS_AT_MOST)
    throw wrong(`it has more than ${PROJECTIONS_AT_MOST} projections`);
  if (table.primaryKey.length === 0) throw wrong('it has no primary key');
  for (const name of table.primaryKey)
    if (table.columns[name]?.nullable !== false) throw wrong(`column ${name} of its primary key can be null`);
  for (const [name, { columns }] of Object.entries(table.projections)) {
    if (!PROJECTION_NAME.test(name)) throw wrong(`${name} is no name for a projection`);
    if (columns.length === 0) throw wrong(`projection ${name} has no columns`);
    for (const { column } of columns) {
      if (!isStored(table, column)) throw wrong(`projection ${name} has no stored column ${column}`);
      if (table.columns[column]?.json) throw wrong(`projection ${name} cannot sort by JSON column ${column}`);
    }
  }
}
