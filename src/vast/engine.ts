import type { RecordBatch } from 'apache-arrow';
import type { Predicate, Range } from './predicate';
import type { StoredTable } from './stored-table';
import type { TableDefinition } from './table';

/** One cell. JSON columns hold any JSON value. */
export type Cell = unknown;
/** Names a stored row towards `update`, `delete`, `restore` and `purge`. Opaque; engine-made; found by a select that asks for it. */
export type RowId = string & { readonly __id: 'row' };
/** Which rows of a soft-deleting table are seen. */
export type Visibility = 'live' | 'deleted';

/** A read along one projection. Rows come in its order (or the reverse of it), then by primary key: a total order. */
export interface SelectPlan {
  readonly table: TableDefinition;
  /** The columns to return, in the order in which each row lists them. */
  readonly columns: readonly string[];
  readonly where: Predicate;
  readonly projection: string;
  readonly reverse: boolean;
  /**
   * Only rows strictly behind the place that has these values in `orderColumns(table, projection)`; no row need be there.
   * Deleted rows may share a primary key, and so a place: then this passes over all of them.
   */
  readonly after: readonly Cell[] | null;
  readonly limit: number;
  readonly visibility: Visibility;
  /** Append the row's id as one more cell. */
  readonly rowIds: boolean;
}

/**
 * A plan run once for each of `values`, with `column = value` added to its predicate and its limit applied to each. The
 * column is no float64: those are no names.
 */
export interface EachPlan extends SelectPlan {
  readonly each: { readonly column: string; readonly values: readonly Cell[] };
}

/**
 * A select that is asked again and again, each time with `column = value` of another value added to its predicate. Made once,
 * so that an engine can keep what it worked out for it.
 */
export interface LookupPlan extends SelectPlan {
  readonly column: string;
}

/** A row as a tuple, cells in the order of the plan's columns. */
export type Tuple = Cell[];

/** A maximal stretch of touching intervals: end of one equal to start of the next. */
export interface Run extends Range {
  readonly count: number;
}

/** Intervals of a table that declares `disjoint`, for rows whose `within` columns equal `key`, that overlap `range`. */
export interface RunsPlan {
  readonly table: TableDefinition;
  readonly key: readonly Cell[];
  readonly range: Range;
}

/** What an engine knows of a table's size without looking: it counts as it writes. */
export interface TableStats {
  /** Live rows. */
  readonly rows: number;
  readonly deletedRows: number;
}

/** What one projection holds. */
export interface ProjectionSize {
  /** Live and deleted rows; a sparse projection holds fewer than its table. */
  readonly rows: number;
  /** On disk, with what is free in its pages; null where the engine cannot tell. */
  readonly bytes: number | null;
}

export interface Reader {
  /**
   * Few rows along a projection, in O(log n + rows returned) when the predicate is a prefix of the projection's columns
   * (equalities, then at most one range); else the rows in between are walked.
   */
  select(plan: SelectPlan): Promise<Tuple[]>;
  /**
   * The JSON texts of the plan's one column, which holds JSON, as they were stored; a null cell is the empty text. For rows
   * that are passed on unread: it costs a third of a select.
   */
  selectTexts(plan: SelectPlan): Promise<string[]>;
  lookup(plan: LookupPlan, value: Cell): Promise<Tuple[]>;
  /** One storage read for many selects: answer i belongs to value i. */
  selectEach(plan: EachPlan): Promise<Tuple[][]>;
  count(table: TableDefinition, where: Predicate, visibility: Visibility): Promise<number>;
  /**
   * Walks the primary projection of a `disjoint` table without making row objects: O(log n + rows in range), in bounded
   * memory, letting other work through as it goes.
   */
  runs(plan: RunsPlan): Promise<Run[]>;
}

/** One soft deletion, which may touch rows of several tables. A row id that no longer names a live row is not counted. */
export interface Deletion {
  /**
   * Positive, and never used before in this store (the caller sees to it): the rows of one deletion stay together, so that
   * `visibility: 'deleted'` with `deletion = id` finds them in O(log n + answer). Read back as the column `deletion`.
   */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: string;
}

/** Reads see the transaction's own writes. Do nothing in a transaction but await its methods: others wait for it. */
export interface WriteTransaction extends Reader {
  /** @throws UniqueViolation when a live row with the same primary key is there; nothing of this call is inserted then. */
  insert(table: TableDefinition, rows: readonly Readonly<Record<string, Cell>>[]): Promise<void>;
  update(
    table: TableDefinition,
    rows: readonly RowId[],
    patch: Readonly<Record<string, Cell>>,
  ): Promise<number>;
  /** Soft-deletes: the rows vanish from `live` reads and can be restored. */
  delete(table: TableDefinition, rows: readonly RowId[], deletion: Deletion): Promise<number>;
  /** Undoes `delete`. @throws UniqueViolation when a live row has taken a primary key meanwhile; nothing is restored then. */
  restore(table: TableDefinition, rows: readonly RowId[]): Promise<number>;
  /** Removes rows, live or deleted, for good. */
  purge(table: TableDefinition, rows: readonly RowId[]): Promise<number>;
}

/**
 * The store as it was at one moment, for long reads that may be done several at a time. Must be closed; what is being read then
 * fails.
 */
export interface Snapshot {
  /** The plan's rows as one Arrow record batch; null when there are none. Its limit is a size that memory holds. */
  read(plan: SelectPlan): Promise<RecordBatch | null>;
  /**
   * Where the plan's first `plan.limit` rows end: a place for `after`; null when there are not that many. It is to cost far
   * less than reading them.
   */
  placeBehind(plan: SelectPlan): Promise<readonly Cell[] | null>;
  close(): Promise<void>;
}

/** Since the engine was opened. */
export interface CommitCounts {
  /** Commits to stable storage. */
  readonly commits: number;
  /** Transactions that were in them. */
  readonly transactions: number;
  /** Commits by the number of transactions in them: element n counts those of more than 2ⁿ⁻¹ and at most 2ⁿ. */
  readonly sizes: readonly number[];
}

/**
 * What stores the rows. Nothing here assumes one process or synchronous calls: an engine may answer over a network.
 */
export interface StorageEngine extends Reader {
  /** Left out by an engine whose transactions do not share commits. */
  readonly commitCounts?: CommitCounts;
  /** Tables as stored, by name. */
  describe(): Promise<readonly StoredTable[]>;
  createTable(table: TableDefinition): Promise<void>;
  /** Reads that have begun on a snapshot go on. @throws UnknownTable */
  dropTable(name: string): Promise<void>;
  /** Adds columns that are nullable; old rows read null. @throws UnknownTable */
  addColumns(table: TableDefinition, names: readonly string[]): Promise<void>;
  /**
   * Sorts a copy of a stored table as its definition says. Reads go on meanwhile; writes may wait until it is done.
   * @throws UnknownTable; InvalidValue when the projection is stored already
   */
  addProjection(table: TableDefinition, name: string): Promise<void>;
  /** @throws UnknownTable, UnknownProjection; InvalidValue for `primary`, which is the table itself */
  dropProjection(table: string, name: string): Promise<void>;
  /**
   * All or nothing: `work`'s writes are durable (on stable storage) when the promise resolves, and gone when it rejects.
   * Transactions are serial; a failed one fails only itself.
   */
  transaction<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T>;
  /** The analytical path. `readers` says how many reads will be made of it at the same time, at most. */
  snapshot(readers: number): Promise<Snapshot>;
  /**
   * A number that is another after each commit that wrote rows of the table, or, with `key`, those that have it in the first column of
   * the primary key: what is read after it was taken holds for as long as it is the same. Null: the engine cannot tell.
   */
  stamp(table: TableDefinition, key?: Cell): number | null;
  /** In constant time, whatever the table holds. */
  stats(table: TableDefinition): Promise<TableStats>;
  /** The size of each projection, by name. It may take time that grows with the table; reads and writes go on meanwhile. */
  sizes(table: TableDefinition): Promise<Readonly<Record<string, ProjectionSize>>>;
  close(): Promise<void>;
}

/** The columns whose values place a row in the order of a projection: its own, then those of the primary key not yet among them. */
export function orderColumns(
  table: TableDefinition,
  projection: string,
): { column: string; descending: boolean }[] {
  const sorted = Object.hasOwn(table.projections, projection) ? table.projections[projection] : undefined;
  if (!sorted) throw new UnknownProjection(table.name, projection);
  const named = new Set(sorted.columns.map(({ column }) => column));
  const rest = table.primaryKey.filter((column) => !named.has(column));
  return [...sorted.columns, ...rest.map((column) => ({ column, descending: false }))];
}

/** A value that the column it is meant for cannot hold or be compared with, or a plan that names what is not there. */
export class InvalidValue extends Error {}

export class UnknownTable extends InvalidValue {
  constructor(name: string) {
    super(`There is no table named ${name}`);
  }
}

export class UnknownProjection extends InvalidValue {
  constructor(table: string, projection: string) {
    super(`Table ${table} has no projection named ${projection}`);
  }
}

export class UniqueViolation extends Error {
  constructor(readonly table: string) {
    super(`A live row with this primary key is already in table ${table}`);
  }
}

/** The disk did not take a transaction: it is full or failing. Nothing of the transaction is stored. */
export class WriteFailed extends Error {}

/** The store cannot be opened: held by another process, written by a newer version, or not a folder we can write. */
export class StoreUnavailable extends Error {}

/** Another has it open. */
export class StoreHeld extends StoreUnavailable {}
