import type { RecordBatch } from 'apache-arrow';
import { InvalidValue } from './engine';
import type {
  Cell,
  Deletion,
  EachPlan,
  LookupPlan,
  Reader,
  RowId,
  Run,
  SelectPlan,
  StorageEngine,
  StoredTable,
  Tuple,
  Visibility,
  WriteTransaction,
} from './engine';
import { BatchInsertions } from './batch/batches';
import { TableCache } from './cache';
import { and, type PredicateOver, type Range } from './predicate';
import { PRIMARY, type Columns, type RowOf, type TableDefinition } from './table';

/** A typed read of one table. Left out: all rows, along `primary`, ascending, live. */
export interface Query<C extends Columns, K extends keyof C & string> {
  readonly columns: readonly K[];
  readonly where?: PredicateOver<C>;
  readonly projection?: string;
  readonly reverse?: boolean;
  /** Keyset paging: values, in `orderColumns` order, of the row to continue behind. */
  readonly after?: readonly Cell[] | null;
  readonly limit: number;
  readonly visibility?: Visibility;
}

/** `select` with this among its options gives each row its `rowId`. */
export interface WithRowIds {
  readonly includeRowIds: true;
}

type Selected<C extends Columns, K extends keyof C & string> = Pick<RowOf<C>, K>;

/** A read that is asked for again and again, each time for another value of one column. Worked out once: keep it. */
export class Lookup<Row, Value> {
  /** Only for the types. */
  declare private readonly of: (value: Value) => Row;
  private constructor(readonly plan: LookupPlan) {}

  static in<C extends Columns, K extends keyof C & string, E extends keyof C & string>(
    table: TableDefinition<C>,
    column: E,
    query: Query<C, K>,
  ): Lookup<Selected<C, K>, NonNullable<RowOf<C>[E]>> {
    return new Lookup({ ...planOf(table, query), column });
  }
}

/** Typed reads over an engine or a transaction of one. Deleted rows are invisible unless a query asks for them by `visibility`. */
export class TableReader {
  constructor(
    protected readonly reader: Reader,
    protected readonly counter: ReadCounter,
  ) {}

  select<C extends Columns, K extends keyof C & string>(
    table: TableDefinition<C>,
    query: Query<C, K> & WithRowIds,
  ): Promise<(Selected<C, K> & { rowId: RowId })[]>;
  select<C extends Columns, K extends keyof C & string>(
    table: TableDefinition<C>,
    query: Query<C, K>,
  ): Promise<Selected<C, K>[]>;
  async select<C extends Columns, K extends keyof C & string>(
    table: TableDefinition<C>,
    query: Query<C, K> & Partial<WithRowIds>,
  ): Promise<unknown[]> {
    this.counter.reads += 1;
    const plan = planOf(table, query);
    return toObjects(await this.reader.select(plan), plan);
  }

  /** One row or null; the query's predicate should name at most one. */
  async selectOne<C extends Columns, K extends keyof C & string>(
    table: TableDefinition<C>,
    query: Omit<Query<C, K>, 'limit'>,
  ): Promise<Selected<C, K> | null> {
    return (await this.select(table, { ...query, limit: 1 }))[0] ?? null;
  }

  async lookup<Row, Value>({ plan }: Lookup<Row, Value>, value: Value): Promise<Row[]> {
    this.counter.reads += 1;
    return toObjects(await this.reader.lookup(plan, value), plan) as Row[];
  }

  /** The texts of one JSON column, as they were stored; a null cell is the empty text. For rows that are passed on unread. */
  selectTexts<C extends Columns>(
    table: TableDefinition<C>,
    column: keyof C & string,
    query: Omit<Query<C, never>, 'columns'>,
  ): Promise<string[]> {
    this.counter.reads += 1;
    return this.reader.selectTexts(planOf(table, { ...query, columns: [column] }));
  }

  /**
   * One storage read for many selects that differ in the value of one column: answer i belongs to `values[i]`, and
   * `limit` holds for each.
   */
  async selectEach<C extends Columns, K extends keyof C & string, E extends keyof C & string>(
    table: TableDefinition<C>,
    column: E,
    values: readonly NonNullable<RowOf<C>[E]>[],
    query: Query<C, K>,
  ): Promise<Selected<C, K>[][]> {
    if (values.length === 0) return [];
    this.counter.reads += 1;
    const plan: EachPlan = { ...planOf(table, query), each: { column, values } };
    const groups = await this.reader.selectEach(plan);
    return groups.map((tuples) => toObjects(tuples, plan)) as Selected<C, K>[][];
  }

  count<C extends Columns>(
    table: TableDefinition<C>,
    where?: PredicateOver<C>,
    visibility: Visibility = 'live',
  ): Promise<number> {
    this.counter.reads += 1;
    return this.reader.count(table, where ?? and(), visibility);
  }

  /** Maximal stretches of touching intervals that overlap `range`, among the rows whose `within` columns equal `key`. */
  runs(table: TableDefinition, key: readonly Cell[], range: Range): Promise<Run[]> {
    this.counter.reads += 1;
    return this.reader.runs({ table, key, range });
  }
}

/** Typed writes. Reads see them at once. Do nothing inside a transaction but await its methods. */
export class TableTransaction extends TableReader {
  constructor(
    private readonly tx: WriteTransaction,
    counter: ReadCounter,
    /** Names of the tables that rows were inserted into. */
    private readonly insertedInto: Set<string>,
  ) {
    super(tx, counter);
  }

  /** @throws UniqueViolation when a live row with the same primary key is there. */
  insert<C extends Columns>(table: TableDefinition<C>, rows: readonly InsertRow<C>[]): Promise<void> {
    if (rows.length === 0) return Promise.resolve();
    this.insertedInto.add(table.name);
    return this.tx.insert(table, rows);
  }

  /** Says how many rows it changed. */
  update<C extends Columns>(
    table: TableDefinition<C>,
    rows: readonly RowId[],
    patch: Partial<RowOf<C>>,
  ): Promise<number> {
    return rows.length === 0 ? Promise.resolve(0) : this.tx.update(table, rows, patch);
  }

  /** Soft-deletes on a soft-deleting table; says how many rows it hid. */
  delete(table: TableDefinition, rows: readonly RowId[], deletion: Deletion): Promise<number> {
    return rows.length === 0 ? Promise.resolve(0) : this.tx.delete(table, rows, deletion);
  }

  /** Brings soft-deleted rows back. @throws UniqueViolation when a live row has taken a primary key meanwhile. */
  restore(table: TableDefinition, rows: readonly RowId[]): Promise<number> {
    return rows.length === 0 ? Promise.resolve(0) : this.tx.restore(table, rows);
  }

  /** Removes rows, live or deleted, for good. */
  purge(table: TableDefinition, rows: readonly RowId[]): Promise<number> {
    return rows.length === 0 ? Promise.resolve(0) : this.tx.purge(table, rows);
  }
}

/** A row to insert: nullable columns may be left out, the columns of deletion must be. */
export type InsertRow<C extends Columns> = {
  [K in keyof C as null extends RowOf<C>[K] ? never : K extends 'deleted' ? never : K]: RowOf<C>[K];
} & {
  [K in keyof C as null extends RowOf<C>[K] ? K : never]?: RowOf<C>[K];
};

/** Counts storage reads, for tests and metrics. */
export class ReadCounter {
  reads = 0;
}

/** The orchestrator: typed access to the tables of one store. */
export class VastDatabase extends TableReader {
  /** Insertions of many rows that lose nothing. */
  readonly batches: BatchInsertions;
  private readonly insertListeners = new Map<string, Set<() => void>>();

  private constructor(
    private readonly engine: StorageEngine,
    readonly tables: readonly TableDefinition[],
    readonly cache: TableCache,
    counter: ReadCounter,
  ) {
    super(engine, counter);
    this.batches = new BatchInsertions(this, engine);
  }

  /**
   * Creates what is missing of `tables`, adds columns that a definition gained, fills the metadata cache, and brings to an end
   * the batch insertions that a process left behind.
   */
  static async open(engine: StorageEngine, tables: readonly TableDefinition[]): Promise<VastDatabase> {
    const stored = new Map((await engine.describe()).map((table) => [table.name, table]));
    for (const table of tables) {
      const there = stored.get(table.name);
      if (!there) await engine.createTable(table);
      else {
        checkProjections(table, there);
        const gained = Object.keys(table.columns).filter((name) => !there.columns.includes(name));
        if (gained.length > 0) await engine.addColumns(table, gained);
      }
    }
    const cache = await TableCache.fill(engine, tables);
    const db = new VastDatabase(engine, tables, cache, new ReadCounter());
    await db.batches.recover();
    return db;
  }

  /** Storage reads so far. */
  get reads(): number {
    return this.counter.reads;
  }

  /** All or nothing; durable when the promise resolves. */
  async transaction<T>(work: (tx: TableTransaction) => Promise<T>): Promise<T> {
    const insertedInto = new Set<string>();
    const result = await this.engine.transaction((tx) =>
      work(new TableTransaction(tx, this.counter, insertedInto)),
    );
    if (this.insertListeners.size > 0)
      for (const name of insertedInto) this.insertListeners.get(name)?.forEach((listener) => listener());
    return result;
  }

  /**
   * Calls `listener`, which must not throw, after each transaction of this process that inserted rows into the table, when
   * these are durable. Gives a function that ends it.
   */
  onInsert(table: TableDefinition, listener: () => void): () => void {
    const listeners = this.insertListeners.get(table.name) ?? new Set();
    this.insertListeners.set(table.name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /** The analytical path: Arrow record batches of the query's columns. */
  scan<C extends Columns, K extends keyof C & string>(
    table: TableDefinition<C>,
    query: Query<C, K>,
    batchRows = 65_536,
  ): AsyncIterable<RecordBatch> {
    this.counter.reads += 1;
    return this.engine.scan(planOf(table, query), batchRows);
  }

  close(): Promise<void> {
    return this.engine.close();
  }
}

/** @throws InvalidValue when the definition has a projection that the stored table has not: adding one comes later. */
function checkProjections(table: TableDefinition, there: StoredTable): void {
  const missing = Object.keys(table.projections).find((name) => !there.projections.includes(name));
  if (missing !== undefined)
    throw new InvalidValue(`Table ${table.name} is stored without the projection ${missing}`);
}

function planOf<C extends Columns, K extends keyof C & string>(
  table: TableDefinition<C>,
  query: Query<C, K> & Partial<WithRowIds>,
): SelectPlan {
  return {
    table,
    columns: query.columns,
    where: query.where ?? and(),
    projection: query.projection ?? PRIMARY,
    reverse: query.reverse ?? false,
    after: query.after ?? null,
    limit: query.limit,
    visibility: query.visibility ?? 'live',
    rowIds: query.includeRowIds ?? false,
  };
}

function toObjects(tuples: readonly Tuple[], plan: SelectPlan): Record<string, Cell>[] {
  const names = plan.rowIds ? [...plan.columns, 'rowId'] : plan.columns;
  return tuples.map((tuple) => {
    const row: Record<string, Cell> = {};
    for (let i = 0; i < names.length; i += 1) row[names[i]!] = tuple[i];
    return row;
  });
}
