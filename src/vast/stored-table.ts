import { Type } from 'apache-arrow';
import { InvalidValue } from './engine';
import {
  bool,
  defineTable,
  float64,
  instant,
  int64,
  json,
  nullable,
  PRIMARY,
  utf8,
  deletionColumns,
  type Column,
  type Columns,
  type DisjointIntervals,
  type Projection,
  type TableDefinition,
} from './table';

/** The kinds of column there are, by the name of the function that makes one. */
const COLUMN_TYPES = { utf8, int64, float64, bool, instant, json } as const;

export type ColumnType = keyof typeof COLUMN_TYPES;

export interface StoredColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** A table's definition as plain data: what an engine remembers, and all that is needed to use the table without its code. */
export interface StoredTable {
  readonly name: string;
  /** With those of deletion, where the table soft-deletes. */
  readonly columns: readonly StoredColumn[];
  readonly primaryKey: readonly string[];
  /** By name, with `primary`. */
  readonly projections: Readonly<Record<string, Projection>>;
  readonly softDelete: boolean;
  readonly disjoint: DisjointIntervals | null;
  /**
   * Read off the shape of a store that is older than definitions: text may be JSON, an integer a truth value or an instant,
   * and intervals may be disjoint. The definition in code, once it opens the store, takes its place.
   */
  readonly inferred?: boolean;
}

/** The definition as plain data. */
export function storedForm(table: TableDefinition): StoredTable {
  return {
    name: table.name,
    columns: Object.entries(table.columns).map(([name, column]) => ({
      name,
      type: columnType(column),
      nullable: column.nullable,
    })),
    primaryKey: table.primaryKey,
    projections: table.projections,
    softDelete: table.softDelete,
    disjoint: table.disjoint,
  };
}

/** The definition that plain data describes: the way back from `storedForm`. */
export function definitionOf(stored: StoredTable): TableDefinition {
  const own = stored.columns.filter(({ name }) => !(stored.softDelete && name in deletionColumns));
  const columns: Columns = Object.fromEntries(own.map((column) => [column.name, columnOf(column)]));
  const further = Object.entries(stored.projections).filter(([name]) => name !== PRIMARY);
  return defineTable(stored.name, columns, {
    primaryKey: stored.primaryKey,
    projections: Object.fromEntries(
      further.map(([name, { columns }]) => [
        name,
        columns.map(({ column, descending }) => (descending ? (`-${column}` as const) : column)),
      ]),
    ),
    sparse: further.flatMap(([name, { sparse }]) => (sparse ? [name] : [])),
    softDelete: stored.softDelete,
    ...(stored.disjoint && { disjoint: stored.disjoint }),
  });
}

function columnOf({ type, nullable: canBeNull }: StoredColumn): Column {
  const column: Column = COLUMN_TYPES[type]();
  return canBeNull ? nullable(column) : column;
}

/** The name of a column's type. */
export function columnType({ type, json: isJson }: Column): ColumnType {
  if (isJson) return 'json';
  switch (type.typeId) {
    case Type.Utf8:
      return 'utf8';
    case Type.Int:
      return 'int64';
    case Type.Float:
      return 'float64';
    case Type.Bool:
      return 'bool';
    case Type.Timestamp:
      return 'instant';
    default:
      throw new InvalidValue(`Tables hold no columns of Arrow type ${String(type.typeId)}`);
  }
}

/**
 * What a definition has that the stored table has not yet. Columns and projections that only the store has are left as they are.
 * @throws InvalidValue when the two contradict each other: such a change is no evolution.
 */
export function gainsOf(
  table: TableDefinition,
  stored: StoredTable,
): { readonly columns: string[]; readonly projections: string[] } {
  const form = storedForm(table);
  const wrong = (what: string) => new InvalidValue(`Table ${table.name} is stored differently: ${what}`);
  if (form.softDelete !== stored.softDelete) throw wrong('soft deletion cannot be turned on or off');
  if (form.primaryKey.join() !== stored.primaryKey.join())
    throw wrong(`its primary key is (${stored.primaryKey.join(', ')}), not (${form.primaryKey.join(', ')})`);
  const there = new Map(stored.columns.map((column) => [column.name, column]));
  for (const { name, type, nullable: canBeNull } of form.columns) {
    const column = there.get(name);
    if (!column) continue;
    if (column.nullable !== canBeNull)
      throw wrong(`column ${name} ${column.nullable ? 'can' : 'cannot'} be null`);
    // A JSON value is stored as its text, so it can be read as text.
    const isText = column.type === 'json' && type === 'utf8';
    if (column.type !== type && !isText && !stored.inferred)
      throw wrong(`column ${name} is ${column.type}, not ${type}`);
  }
  for (const { name, nullable: canBeNull } of stored.columns)
    if (!canBeNull && !table.columns[name])
      throw wrong(`column ${name}, which needs a value, is not defined`);
  for (const [name, projection] of Object.entries(stored.projections)) {
    const defined = form.projections[name];
    if (defined && sorting(form, defined) !== sorting(stored, projection))
      throw wrong(`projection ${name} sorts otherwise; drop it, or name the new one differently`);
  }
  return {
    columns: form.columns.flatMap(({ name }) => (there.has(name) ? [] : [name])),
    projections: Object.keys(form.projections).filter((name) => !stored.projections[name]),
  };
}

/** What a projection is: two with different columns sort alike when the primary key says the rest. */
function sorting({ primaryKey }: Pick<StoredTable, 'primaryKey'>, { columns, sparse }: Projection): string {
  const sorted = columns.map(({ column, descending }) => (descending ? `-${column}` : column));
  const rest = primaryKey.filter((key) => !columns.some(({ column }) => column === key));
  return `${sparse} ${[...sorted, ...rest].join()}`;
}
