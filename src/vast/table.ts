import { Bool, Field, Float64, Int64, Schema, TimestampMillisecond, Utf8, type DataType } from 'apache-arrow';

/** What a column holds, as an Arrow type, and (in `Value`) the TypeScript type its values have in rows. */
export interface Column<Value = unknown> {
  readonly type: DataType;
  readonly nullable: boolean;
  /** The column is stored as UTF-8 text and read and written as the JSON value it spells. */
  readonly json: boolean;
  /** Only a type: never set. */
  readonly value?: Value;
}

export type Columns = Readonly<Record<string, Column>>;
export type ValueOf<C> = C extends Column<infer Value> ? Value : never;

/** A row of a table with these columns. */
export type RowOf<C extends Columns> = { [K in keyof C]: ValueOf<C[K]> };

const column = <Value>(type: DataType, json = false): Column<Value> => ({ type, nullable: false, json });

export const utf8 = (): Column<string> => column(new Utf8());
/** An integer within ±(2^53−1). */
export const int64 = (): Column<number> => column(new Int64());
export const float64 = (): Column<number> => column(new Float64());
export const bool = (): Column<boolean> => column(new Bool());
/** Milliseconds since 1970-01-01T00:00:00Z. */
export const instant = (): Column<number> => column(new TimestampMillisecond());
/** Any JSON value; cannot be filtered or sorted by. */
export const json = <Value>(): Column<Value> => column(new Utf8(), true);
export const nullable = <Value>(of: Column<Value>): Column<Value | null> => ({ ...of, nullable: true });

export interface SortedColumn {
  readonly column: string;
  readonly descending: boolean;
}

/**
 * A sorted copy of a table: the order in which a query can follow it.
 * Rows that are equal in `columns` follow the primary key, so the order is total.
 */
export interface Projection {
  readonly columns: readonly SortedColumn[];
  /** It holds only the rows whose first column is not null: what follows it sees no others, and they cost it nothing. */
  readonly sparse: boolean;
}

/**
 * Says that among live rows with equal `within` columns the half-open intervals [start, end) never overlap and none is
 * empty (the writer sees to it). An engine may then find the rows that overlap a range by one seek along the primary key,
 * which must be `within` followed by `start`.
 */
export interface DisjointIntervals<Name extends string = string> {
  readonly within: readonly Name[];
  readonly start: Name;
  readonly end: Name;
}

/** Columns that a soft-deleting table has besides its own. They are read-only: `delete` and `restore` set them. */
export const deletionColumns = {
  deleted: bool(),
  deleted_at: nullable(instant()),
  deleted_by: nullable(utf8()),
  /** The id of the deletion that hid the row; null while it lives. */
  deletion: nullable(int64()),
} as const;

export interface TableDefinition<C extends Columns = Columns> {
  readonly name: string;
  readonly columns: C;
  /** The Arrow schema of `columns`; JSON columns carry the field metadata `encoding: json`. */
  readonly schema: Schema;
  /** Unique among live rows; the projection named `primary` is sorted by it. */
  readonly primaryKey: readonly string[];
  readonly projections: Readonly<Record<string, Projection>>;
  readonly softDelete: boolean;
  readonly disjoint: DisjointIntervals | null;
}

export const PRIMARY = 'primary';

interface TableOptions<Name extends string> {
  readonly primaryKey: readonly Name[];
  /** Besides `primary`. A column name, or `-name` for descending. */
  readonly projections?: Readonly<Record<string, readonly (Name | `-${Name}`)[]>>;
  /** The projections that hold only the rows whose first column is not null. */
  readonly sparse?: readonly string[];
  readonly softDelete?: boolean;
  readonly disjoint?: DisjointIntervals<Name>;
}

type WithDeletion<C extends Columns, O> = O extends { softDelete: true } ? C & typeof deletionColumns : C;

/**
 * Defines a table. Column names are lower case with underscores.
 * @example
 * const shelves = defineTable('shelves', { id: utf8(), label: nullable(utf8()), made: instant() },
 *   { primaryKey: ['id'], projections: { newest: ['-made'] } })
 */
export function defineTable<C extends Columns, const O extends TableOptions<keyof C & string>>(
  name: string,
  columns: C,
  options: O,
): TableDefinition<WithDeletion<C, O>> {
  const all: Columns = options.softDelete ? { ...columns, ...deletionColumns } : columns;
  const fields = Object.entries(all).map(
    ([key, { type, nullable: canBeNull, json: isJson }]) =>
      new Field(key, type, canBeNull, isJson ? new Map([['encoding', 'json']]) : null),
  );
  const projections: Record<string, Projection> = {
    [PRIMARY]: {
      columns: options.primaryKey.map((key) => ({ column: key, descending: false })),
      sparse: false,
    },
  };
  for (const [key, sorted] of Object.entries(options.projections ?? {}))
    projections[key] = { columns: sorted.map(sortedColumn), sparse: options.sparse?.includes(key) ?? false };
  return Object.freeze({
    name,
    columns: all,
    schema: new Schema(fields),
    primaryKey: options.primaryKey,
    projections,
    softDelete: options.softDelete ?? false,
    disjoint: options.disjoint ?? null,
  }) as unknown as TableDefinition<WithDeletion<C, O>>;
}

function sortedColumn(spec: string): SortedColumn {
  return spec.startsWith('-')
    ? { column: spec.slice(1), descending: true }
    : { column: spec, descending: false };
}

/** The row type of a table definition. */
export type Row<T> = T extends TableDefinition<infer C> ? RowOf<C> : never;
