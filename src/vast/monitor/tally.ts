import type { ObservedQuery } from '../queries/observation';
import { Histogram } from './histogram';

/** What a number of queries came to. Times are in milliseconds, and null where there were no queries. */
export interface QueryStatistics {
  readonly queries: number;
  readonly failures: number;
  /** Returned or changed. */
  readonly rows: number;
  readonly splits: number;
  readonly meanMs: number | null;
  /** Half of the queries took no longer; within a sixteenth, as are the others. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** Exact. */
  readonly maxMs: number | null;
}

/** Adds queries up. */
export class Tally {
  queries = 0;
  failures = 0;
  rows = 0;
  splits = 0;
  milliseconds = 0;
  maxMs = 0;
  readonly times = new Histogram();

  add({ milliseconds, rows, splits, success }: ObservedQuery): void {
    this.queries += 1;
    if (!success) this.failures += 1;
    this.rows += rows;
    this.splits += splits;
    this.milliseconds += milliseconds;
    if (milliseconds > this.maxMs) this.maxMs = milliseconds;
    this.times.add(milliseconds);
  }

  addAll(other: Tally): void {
    this.queries += other.queries;
    this.failures += other.failures;
    this.rows += other.rows;
    this.splits += other.splits;
    this.milliseconds += other.milliseconds;
    this.maxMs = Math.max(this.maxMs, other.maxMs);
    this.times.addAll(other.times);
  }

  statistics(): QueryStatistics {
    const { queries, failures, rows, splits, times } = this;
    const none = queries === 0;
    // A bucket ends behind the longest query that is in it.
    const at = (share: number) => (none ? null : Math.min(times.quantile(share)!, this.maxMs));
    return {
      queries,
      failures,
      rows,
      splits,
      meanMs: none ? null : this.milliseconds / queries,
      p50Ms: at(0.5),
      p95Ms: at(0.95),
      p99Ms: at(0.99),
      maxMs: none ? null : this.maxMs,
    };
  }
}
