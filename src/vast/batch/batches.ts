import { randomUUID } from 'node:crypto';
import type { InsertRow, VastDatabase } from '../database';
import { InvalidValue } from '../engine';
import type { Columns, TableDefinition } from '../table';
import { completed, inspect, nothingToDo, removeAll } from './cleanup';
import { confirmFinished } from './confirm';
import { Insertion } from './insertion';
import { checkOptions, type BatchOptions, type CheckedOptions } from './options';
import type { InsertionRecord } from './record';
import { RecordStore } from './record-store';
import { recover } from './recover';
import type { BatchInsertion, CleanupReport, RecoveredInsertion, UnfinishedInsertion } from './report';
import { RowSource, type Rows } from './row-source';

export interface CleanupOptions<Row> extends Pick<BatchOptions, 'batchSize' | 'maxRetries' | 'parallelism'> {
  /** The data of the insertion, to complete it with. Left out: what is there of it is removed. */
  readonly data?: Rows<Row>;
  /** Only says what is there. */
  readonly dryRun?: boolean;
}

const LISTED_AT_MOST = 500;

/** Insertions of many rows, batch by batch, that lose nothing. */
export class BatchInsertions {
  /** What the opening of the database did with the insertions that a process had left behind. */
  recovered: readonly RecoveredInsertion[] = [];
  /** What was inserted so far: insertions, those of them that did not succeed, their batches and rows. */
  readonly totals = { insertions: 0, failed: 0, batches: 0, rows: 0 };
  private readonly records: RecordStore;
  /** The last call for each insertion: they take turns. */
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(private readonly db: VastDatabase) {
    this.records = new RecordStore(db);
  }

  /**
   * Inserts the rows of an array, an iterable or an async iterable in batches, each a transaction, so that others get their
   * turn. Up to 1,000 rows that are to be undone as a whole, and a single batch, are one transaction. It holds `parallelism`
   * batches (at first up to 1,000 rows) and the report of each batch in memory.
   *
   * Failures of rows, of the data and of the store do not throw: the result says what is in the table and what is not, and
   * why. A call with the idempotency key of an earlier one waits for that, then inserts what it left over, and nothing twice;
   * the key is remembered for 7 days after everything is inserted.
   *
   * @throws UnknownTable; InvalidValue for options or data that make no sense; IdempotencyConflict when the key was used for other
   * data or another table; WriteFailed when the record of a key could not be read or made. Nothing has changed then.
   */
  async insertBatchTransactional<C extends Columns>(
    table: TableDefinition<C>,
    data: Rows<InsertRow<C>>,
    options: BatchOptions = {},
  ): Promise<BatchInsertion> {
    const checked = checkOptions(options);
    this.db.cache.require(table.name);
    const source = new RowSource(data);
    const { idempotencyKey: key, rollback } = checked;
    const id = key ?? randomUUID();
    return this.inTurn(id, async () => {
      const known = key === null ? null : await this.known(table, key);
      const record = known ?? this.records.fresh(id, key !== null, rollback);
      return this.run(table, record, source, checked);
    });
  }

  /**
   * Says what an insertion that failed, or that a process left behind, has in the table, and removes it, or completes it
   * when given its data. Rows are known by their primary keys: a row that others removed is not counted, nor put back.
   * @throws UnknownTable; InvalidValue when the result is of another table; IdempotencyConflict when the data is not that of the insertion
   */
  async cleanupPartialInsertion<C extends Columns>(
    table: TableDefinition<C>,
    { id, table: target }: Pick<BatchInsertion | UnfinishedInsertion, 'id' | 'table'>,
    { data, dryRun = false, ...options }: CleanupOptions<InsertRow<C>> = {},
  ): Promise<CleanupReport> {
    this.db.cache.require(table.name);
    const checked = checkOptions(options);
    if (target !== table.name)
      throw new InvalidValue(`Insertion ${id} is one into table ${target}, not ${table.name}`);
    const source = data === undefined ? null : new RowSource(data);
    return this.inTurn(id, async () => {
      const record = this.records.areStored() ? await this.records.load(table, id) : null;
      const found = await inspect(table, id, record);
      if (!record)
        return nothingToDo(found, `insertion ${id} has no record, so it left no rows or is finished`);
      if (record.finished) return nothingToDo(found, `insertion ${id} is finished`);
      if (dryRun) return nothingToDo(found, `${found.found} of ${found.recorded} rows are there`);
      if (!source) return removeAll(table, record, found);
      const insertion = await this.run(table, record, source, { ...checked, rollback: record.rollback });
      return completed(found, insertion);
    });
  }

  /** Insertions that left rows in a table and are not finished, nor running in this process: the oldest 500. */
  async unfinishedInsertions(): Promise<UnfinishedInsertion[]> {
    const found: UnfinishedInsertion[] = [];
    for await (const { record, target } of this.records.unfinished()) {
      if (!record.finished && !this.turns.has(record.id)) found.push(record.describe(target));
      if (found.length === LISTED_AT_MOST) break;
    }
    return found;
  }

  /** Undoes or closes what a process left behind. Called once, before anything else is done. */
  async recover(): Promise<void> {
    const { cache, tables } = this.db;
    this.recovered = await recover(this.records, tables);
    for (const table of tables)
      if (this.recovered.some(({ table: name, removed }) => name === table.name && removed > 0))
        await cache.refreshTableMetadata(table);
  }

  /** The record of an idempotency key that was used before, else null. */
  private async known(table: TableDefinition, key: string): Promise<InsertionRecord | null> {
    await this.records.prepare();
    await this.records.forgetOld();
    return this.records.load(table, key);
  }

  private async run(
    table: TableDefinition,
    record: InsertionRecord,
    source: RowSource,
    options: CheckedOptions,
  ): Promise<BatchInsertion> {
    if (record.finished) return confirmFinished(table, record, record.finished, source, options.rollback);
    const insertion = await new Insertion(this.db, table, record, source, options).run();
    this.totals.insertions += 1;
    if (!insertion.success) this.totals.failed += 1;
    this.totals.batches += insertion.batches.length;
    this.totals.rows += insertion.inserted;
    return insertion;
  }

  /** Runs something when no other call for the same insertion runs. */
  private async inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.turns.get(id) ?? Promise.resolve()).then(work, work);
    this.turns.set(id, mine);
    try {
      return await mine;
    } finally {
      if (this.turns.get(id) === mine) this.turns.delete(id);
    }
  }
}
