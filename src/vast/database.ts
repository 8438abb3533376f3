import type { RecordBatch } from 'apache-arrow';
import { carried, inSpan } from '../tracing';
import { BatchInsertions } from './batch/batches';
import { TableCache, type TableMetadata } from './cache';
import type { Cell, CommitCounts, ProjectionSize, StorageEngine, TableStats } from './engine';
import { PerformanceMonitor } from './monitor/performance-monitor';
import { execute, type Patience } from './queries/executor';
import { QueryDesk, type QueryObserver } from './queries/observation';
import { QueryOptimizer } from './queries/optimizer';
import type { Query } from './query';
import { TableReader } from './reader';
import { gainsOf, type StoredTable } from './stored-table';
import type { Columns, TableDefinition } from './table';
import { TableTransaction } from './transaction';

export { Lookup, type Query, type WithRowIds } from './query';
export { TableReader } from './reader';
export { TableTransaction, type InsertColumns, type InsertRow } from './transaction';

/** Left out, the optimizer chooses the size of batches and the number of splits. */
export interface ScanOptions extends Patience {
  /** Rows of a record batch, at most. */
  readonly batchRows?: number;
  /** Reads at the same time; 1 keeps the least in memory. */
  readonly splits?: number;
}

export interface TableStatistics extends TableStats {
  /** On disk, of all projections; null where the engine cannot tell. */
  readonly bytes: number | null;
  readonly projections: Readonly<Record<string, ProjectionSize>>;
}

/** The orchestrator: typed access to the tables of one store, and their management. */
export class VastDatabase extends TableReader {
  /** Insertions of many rows that lose nothing. */
  readonly batches = new BatchInsertions(this);
  /** What queries have cost; it hears of them unless another observes. */
  readonly monitor = new PerformanceMonitor();
  private readonly insertListeners = new Map<string, Set<() => void>>();

  private constructor(
    private readonly engine: StorageEngine,
    private readonly defined: Map<string, TableDefinition>,
    readonly cache: TableCache,
  ) {
    super(engine, { optimizer: new QueryOptimizer(cache), desk: new QueryDesk() });
    this.observe((query) => this.monitor.record(query));
  }

  /**
   * Creates what is missing of `tables`, adds columns and projections that a definition gained, and fills the metadata cache with these
   * and all other tables of the store. A projection that a large table gained takes time to sort. Batch insertions that a process left
   * behind are brought to an end.
   * @throws InvalidValue when a definition contradicts what is stored
   */
  static async open(engine: StorageEngine, tables: readonly TableDefinition[]): Promise<VastDatabase> {
    const stored = new Map((await engine.describe()).map((table) => [table.name, table]));
    for (const table of tables) {
      const there = stored.get(table.name);
      if (there) await evolve(engine, table, there);
      else await engine.createTable(table);
    }
    const cache = await TableCache.fill(engine, tables);
    const db = new VastDatabase(engine, new Map(tables.map((table) => [table.name, table])), cache);
    await db.batches.recover();
    return db;
  }

  /** The tables that the code defines: those it was opened with and those it made. */
  get tables(): readonly TableDefinition[] {
    return [...this.defined.values()];
  }

  /** `StorageEngine.stamp`. */
  stamp<C extends Columns>(table: TableDefinition<C>, key?: Cell): number | null {
    return this.engine.stamp(table, key);
  }

  /** Storage reads so far. */
  get reads(): number {
    return this.shared.desk.reads;
  }

  /** Null where the engine shares no commits. */
  get commitCounts(): CommitCounts | null {
    return this.engine.commitCounts ?? null;
  }

  /** Hears of every query from now on; null of none. */
  observe(observer: QueryObserver | null): void {
    this.shared.desk.observer = observer;
  }

  /** Every table of the store, by name, whether the code defines it or not. */
  listTables(): string[] {
    return this.cache.all().map(({ table }) => table.name);
  }

  /** A table as it is stored, as plain data. @throws UnknownTable */
  describeTable(name: string): StoredTable {
    return this.cache.require(name).stored;
  }

  /**
   * A table that the code need not know: its definition is read back from the store, and all of this class works with it.
   * @throws UnknownTable
   */
  discoverTable(name: string): TableDefinition {
    return this.cache.require(name).table;
  }

  /** @throws InvalidValue when it is there already, or its definition does not hold together */
  async createTable(table: TableDefinition): Promise<void> {
    await this.engine.createTable(table);
    await this.keep(table);
  }

  /**
   * Adds the columns, which must be nullable, and the projections that the definition has and the stored table has not. Old rows read
   * null. Reads go on while a projection is sorted; writes wait for it.
   * @throws UnknownTable; InvalidValue when the definition contradicts what is stored
   */
  async evolveTable(table: TableDefinition): Promise<void> {
    await evolve(this.engine, table, this.cache.require(table.name).stored);
    await this.keep(table);
  }

  /**
   * Queries that name the projection are refused from here on, others follow another.
   * @throws UnknownTable, UnknownProjection; InvalidValue for `primary`
   */
  async dropProjection(table: TableDefinition, projection: string): Promise<void> {
    await this.engine.dropProjection(table.name, projection);
    await this.cache.refreshTableMetadata(table);
  }

  /** With all its rows. Scans that have begun go on to their end. @throws UnknownTable */
  async dropTable(name: string): Promise<void> {
    await this.engine.dropTable(name);
    this.cache.forget(name);
    this.defined.delete(name);
  }

  /** Rows and bytes as of now, in a time that grows with the table: its pages are walked, beside other work. @throws UnknownTable */
  async statistics(table: TableDefinition): Promise<TableStatistics> {
    const { stats, stored } = await this.cache.refreshTableMetadata(table);
    const sizes = await this.engine.sizes(table);
    const projections = Object.fromEntries(
      Object.entries(sizes).filter(([name]) => Object.hasOwn(stored.projections, name)),
    );
    const bytes = Object.values(projections).map((size) => size.bytes);
    return {
      ...stats,
      bytes: bytes.reduce((sum, of) => (sum === null || of === null ? null : sum + of), 0),
      projections,
    };
  }

  /** All or nothing; durable when the promise resolves. */
  async transaction<T>(work: (tx: TableTransaction) => Promise<T>): Promise<T> {
    const insertedInto = new Set<string>();
    const result = await inSpan('transaction', {}, () => {
      // Works of several wait in one queue.
      const ours = carried(work);
      return this.engine.transaction((tx) => ours(new TableTransaction(tx, this.shared, insertedInto)));
    });
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

  /**
   * The analytical path: Arrow record batches of the query's columns, all of one moment, in bounded memory.
   * @throws QueryStopped on abort and when time is up, besides what `select` throws
   */
  async *scan<C extends Columns, K extends keyof C & string>(
    table: TableDefinition<C>,
    query: Query<C, K>,
    options: ScanOptions = {},
  ): AsyncGenerator<RecordBatch, void, void> {
    const plan = this.plan(table, query);
    const chosen = this.shared.optimizer.scanShape(plan, options.batchRows);
    const shape = { ...chosen, splits: options.splits ?? chosen.splits };
    const { desk } = this.shared;
    desk.reads += 1;
    const batches = execute(this.engine, plan, shape, options);
    yield* desk.scan({ type: 'scan', table, plan }, shape, batches, ({ numRows }) => numRows);
  }

  close(): Promise<void> {
    return this.engine.close();
  }

  private async keep(table: TableDefinition): Promise<TableMetadata> {
    this.defined.set(table.name, table);
    return this.cache.refreshTableMetadata(table);
  }
}

async function evolve(engine: StorageEngine, table: TableDefinition, stored: StoredTable): Promise<void> {
  const gains = gainsOf(table, stored);
  if (gains.columns.length > 0 || stored.inferred) await engine.addColumns(table, gains.columns);
  for (const name of gains.projections) await engine.addProjection(table, name);
}
