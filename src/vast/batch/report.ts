import type { Rollback } from './options';

/**
 * - `inserted`: its rows are in the table, put there by this call
 * - `present`: its rows are in the table, put there by an earlier call with the same idempotency key
 * - `failed`: it could not be inserted; none of its rows is in the table
 * - `undone`: it was taken back, or not tried, because of a failure elsewhere; none of its rows is in the table
 */
export type BatchStatus = 'inserted' | 'present' | 'failed' | 'undone';

/** A row that cannot be inserted, by its place in the data: the first has number 0. */
export interface RowFailure {
  readonly row: number;
  readonly error: string;
}

export interface BatchReport {
  /** 0, 1, 2, … in the order of the data. */
  readonly id: number;
  /** Its rows are those from number `from` to before number `to`. */
  readonly from: number;
  readonly to: number;
  /** How often it was tried; 0 when it was there already, or another's failure came first. */
  readonly attempts: number;
  readonly status: BatchStatus;
  readonly error: string | null;
  /** The rows to blame, when the failure is one of rows: the first 100 of them. */
  readonly rowFailures: readonly RowFailure[];
}

/** What `insertBatchTransactional` did. At every return, `inserted + present` rows of the data are in the table. */
export interface BatchInsertion {
  /** Names the insertion towards `cleanupPartialInsertion`; the idempotency key, if it has one. */
  readonly id: string;
  readonly table: string;
  readonly rollback: Rollback;
  /** Whether every row of the data is in the table. */
  readonly success: boolean;
  /** Rows read from the data: all of them, when it succeeded. */
  readonly rows: number;
  readonly inserted: number;
  readonly present: number;
  readonly failedBatches: readonly number[];
  /** None, when an earlier call had finished. */
  readonly batches: readonly BatchReport[];
  /** What ended it, when it did not succeed: of the first batch that failed, of the data, or of taking batches back. */
  readonly error: string | null;
  readonly seconds: number;
  /** Rows inserted a second. */
  readonly rowsPerSecond: number;
}

/** An insertion that has left rows in the table and is not finished: from a call that failed, or a process that ended. */
export interface UnfinishedInsertion {
  readonly id: string;
  readonly table: string;
  readonly rollback: Rollback;
  /** Whether `id` is an idempotency key. */
  readonly keyed: boolean;
  /** Milliseconds since 1970. */
  readonly begun: number;
  /** Rows that it has put into the table. */
  readonly inserted: number;
}

/** What the start of the database did with an insertion that a process left behind. */
export interface RecoveredInsertion extends UnfinishedInsertion {
  /**
   * - `undone`: its rollback is `all`, so its rows were removed
   * - `kept`: its rollback is `failed`, so its good batches stay
   * - `waiting`: it has an idempotency key, or its table is not open: it is finished by a call with the key, or undone by
   *   `cleanupPartialInsertion`
   */
  readonly outcome: 'undone' | 'kept' | 'waiting';
  /** Rows removed. */
  readonly removed: number;
  /** Why it could not be brought to an end, and waits. */
  readonly error: string | null;
}

/** What `cleanupPartialInsertion` found and did. */
export interface CleanupReport {
  readonly id: string;
  readonly table: string;
  /** Rows that the insertion had put into the table, by its record. */
  readonly recorded: number;
  /** How many of these were still there, and how many others had removed. */
  readonly found: number;
  readonly gone: number;
  readonly action: 'nothing' | 'removed' | 'completed' | 'failed';
  /** Rows that this removed. */
  readonly removed: number;
  /** Of a completion: what it inserted, with its batches. */
  readonly insertion: BatchInsertion | null;
  /** The above as one sentence. */
  readonly summary: string;
}
