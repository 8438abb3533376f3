import type { VastDatabase } from '../database';
import type { Cell } from '../engine';
import type { TableDefinition } from '../table';
import { BatchSize } from './batch-size';
import { cutBatches, type CutBatch } from './cut';
import { Fingerprint } from './fingerprint';
import { insertRows, messageOf, RowsRefused } from './insert-rows';
import type { CheckedOptions } from './options';
import { IdempotencyConflict } from './conflict';
import type { InsertionRecord, Part } from './record';
import type { BatchInsertion, BatchReport } from './report';
import { retrying } from './retry';
import { keysOf } from './row-keys';
import type { RowSource } from './row-source';

/** Up to so many rows, what is to be undone as a whole is one transaction: there is nothing to undo then. */
const ONE_TRANSACTION_ROWS = 1000;
/** After so many batches, one behind the other, that the store did not take (rows apart), it will not take the next. */
const STORE_FAILURES_AT_MOST = 3;

type Draft = { -readonly [K in keyof BatchReport]: BatchReport[K] };

/** A batch on its way, with what is to be told of it: its rows are let go when it is done. */
interface Batch extends CutBatch {
  readonly report: Draft;
}

/** One run of an insertion: reads the data once, in order, and stores it batch by batch. */
export class Insertion {
  private readonly reports: Draft[] = [];
  private readonly size: BatchSize;
  private readonly fingerprint: Fingerprint;
  private readonly cut: AsyncGenerator<CutBatch, void, void>;
  /** What failed first for good: a batch, the data, or the record. */
  private failure: { readonly error: unknown } | null = null;
  private storeFailures = 0;

  constructor(
    private readonly db: VastDatabase,
    private readonly table: TableDefinition,
    private readonly record: InsertionRecord,
    private readonly source: RowSource,
    private readonly options: CheckedOptions,
  ) {
    this.size = new BatchSize(options.batchSize);
    this.fingerprint = new Fingerprint(table);
    const earlier = [...record.parts.values()].sort((a, b) => a.from - b.from);
    this.cut = cutBatches(source, earlier, this.size, this.fingerprint);
  }

  /** @throws IdempotencyConflict when the data is not what the record knows: then nothing has changed */
  async run(): Promise<BatchInsertion> {
    const begun = performance.now();
    try {
      await this.storeAll();
    } catch (error) {
      if (error instanceof IdempotencyConflict) return await this.giveUp(error);
      this.failure ??= { error };
    } finally {
      await this.source.close().catch(() => undefined);
    }
    if (this.failure) await this.settle();
    return this.result((performance.now() - begun) / 1000);
  }

  private async storeAll(): Promise<void> {
    const ahead = await this.readAhead();
    const { source, options, record } = this;
    const whole = record.isNew && source.ended && !this.failure;
    const few = options.rollback === 'all' && source.position <= ONE_TRANSACTION_ROWS;
    if (whole && (few || ahead.length <= 1)) await this.storeAtOnce(ahead);
    else {
      await this.storeEach(ahead);
      if (!this.failure) await this.finish();
    }
  }

  /** The first batches: enough of them to see whether one transaction will do. */
  private async readAhead(): Promise<Batch[]> {
    const batches: Batch[] = [];
    while (this.source.position <= ONE_TRANSACTION_ROWS) {
      const batch = await this.next();
      if (!batch) break;
      batches.push(batch);
    }
    return batches;
  }

  /** The next batch; null when there is none, or the data has failed. */
  private async next(): Promise<Batch | null> {
    if (this.over) return null;
    try {
      const { value } = await this.cut.next();
      if (!value) return null;
      const { from, to, present } = value;
      const status = present ? 'present' : 'undone';
      const id = this.reports.length;
      const report: Draft = { id, from, to, attempts: 0, status, error: null, rowFailures: [] };
      this.reports.push(report);
      return { ...value, report };
    } catch (error) {
      if (error instanceof IdempotencyConflict) throw error;
      this.failure ??= { error };
      return null;
    }
  }

  /** Whether no further batch is to be tried. */
  private get over(): boolean {
    if (this.options.rollback === 'all') return this.failure !== null;
    return this.storeFailures >= STORE_FAILURES_AT_MOST;
  }

  private async storeAtOnce(batches: readonly Batch[]): Promise<void> {
    const { db, table, record, source, options } = this;
    let at = batches[0];
    const data = { rows: source.position, fingerprint: this.fingerprint.digest() };
    try {
      await retrying(options.maxRetries, (attempt) =>
        db.transaction(async (tx) => {
          for (const batch of batches) {
            at = batch;
            at.report.attempts = attempt;
            await insertRows(tx, table, at.rows, at.from);
          }
          if (record.keyed) await record.addFinished(tx, table, data);
        }),
      );
      for (const { report } of batches) report.status = 'inserted';
    } catch (error) {
      if (at) this.fail(at.report, error);
      else throw error;
    }
  }

  private async storeEach(ahead: Batch[]): Promise<void> {
    const { options, record, table } = this;
    if (!this.over) await retrying(options.maxRetries, () => record.begin(table));
    const underWay = new Set<Promise<void>>();
    try {
      for (;;) {
        const batch = ahead.shift() ?? (await this.next());
        if (!batch || this.over) break;
        if (batch.present) continue;
        const storing = this.store(batch).finally(() => underWay.delete(storing));
        underWay.add(storing);
        if (underWay.size >= options.parallelism) await Promise.race(underWay);
      }
    } finally {
      await Promise.all(underWay);
    }
  }

  /** Stores a batch and the record of it in one transaction. Failures are told in its report. */
  private async store(batch: Batch): Promise<void> {
    const { db, table, record, options } = this;
    const { report, rows } = batch;
    const part = { from: batch.from, to: batch.to, fingerprint: batch.fingerprint };
    try {
      await retrying(options.maxRetries, (attempt) => {
        report.attempts = attempt;
        return db.transaction(async (tx) => {
          const begun = performance.now();
          await insertRows(tx, table, rows, batch.from);
          await record.addPart(tx, part, keysOf(table, rows as readonly Readonly<Record<string, Cell>>[]));
          this.size.took(rows.length, performance.now() - begun);
        });
      });
      record.parts.set(part.from, part);
      report.status = 'inserted';
      this.storeFailures = 0;
    } catch (error) {
      this.fail(report, error);
    }
  }

  private fail(report: Draft, error: unknown): void {
    report.status = 'failed';
    report.error = messageOf(error);
    if (error instanceof RowsRefused) report.rowFailures = error.failures;
    else this.storeFailures += 1;
    this.failure ??= { error };
  }

  private async finish(): Promise<void> {
    const data = { rows: this.source.position, fingerprint: this.fingerprint.digest() };
    await retrying(this.options.maxRetries, () => this.record.finish(data));
    // It is finished; what is left of its record goes at the next start if not now.
    await this.record.close().catch(() => undefined);
  }

  /** After a failure: takes back what is to be taken back, and keeps the record of what is still there. */
  private async settle(): Promise<void> {
    const { options, record } = this;
    if (record.isNew) return;
    try {
      if (options.rollback === 'all') await this.undo([...record.parts.values()]);
      if (record.parts.size === 0) await record.drop();
    } catch (error) {
      const first = messageOf(this.failure?.error);
      this.failure = { error: new Error(`${first}; not all could be taken back: ${messageOf(error)}`) };
    }
  }

  private async undo(parts: readonly Part[]): Promise<void> {
    const reports = new Map(this.reports.map((report) => [report.from, report]));
    for await (const { part } of this.record.undo(this.table, parts)) {
      const report = reports.get(part.from);
      if (report) report.status = 'undone';
    }
  }

  /** Takes back what this run has stored. @throws the conflict, always */
  private async giveUp(conflict: IdempotencyConflict): Promise<never> {
    const stored = this.reports.filter(({ status }) => status === 'inserted');
    try {
      await this.undo(stored.map(({ from }) => this.record.parts.get(from)!));
    } catch (cause) {
      const failed = `not all that this call inserted could be taken back: ${messageOf(cause)}`;
      throw new IdempotencyConflict(`${conflict.message}; ${failed}`, { cause });
    }
    throw conflict;
  }

  private result(seconds: number): BatchInsertion {
    const { reports, record, table, options, failure } = this;
    const rowsOf = (of: readonly Pick<Draft, 'from' | 'to'>[]) =>
      of.reduce((n, { from, to }) => n + to - from, 0);
    const inserted = rowsOf(reports.filter(({ status }) => status === 'inserted'));
    const passed = reports.filter(({ status }) => status === 'present');
    const unread = [...record.parts.values()].filter(({ from }) => from >= this.source.position);
    return {
      id: record.id,
      table: table.name,
      rollback: options.rollback,
      success: !failure,
      rows: this.source.position,
      inserted,
      present: rowsOf(passed) + rowsOf(unread),
      failedBatches: reports.filter(({ status }) => status === 'failed').map(({ id }) => id),
      batches: reports,
      error: failure && messageOf(failure.error),
      seconds,
      rowsPerSecond: Math.round(inserted / seconds),
    };
  }
}
