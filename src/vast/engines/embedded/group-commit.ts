import { setImmediate as turn } from 'node:timers/promises';
import { StoreUnavailable, WriteFailed } from '../../engine';
import { writeFailure, type Connection } from './connection';
import { addDeltas, writeDeltas, type Deltas } from './counters';

/** Bounds how long the first of a group waits for the others. */
const WORKS_A_GROUP = 512;
/** The smallest n with 2ⁿ at least the number of works, which is at least 1. */
const sizeOf = (works: number): number => 32 - Math.clz32(works - 1);

/** A piece of a group; it counts the rows it adds and removes in `deltas`. */
export type Work<T> = (deltas: Deltas) => Promise<T>;

/**
 * `alone`: not to share a commit, for changes to tables must not meet the counts that others gathered. `outside`: in no transaction
 * of this connection, while nothing else is, for another connection writes.
 */
export type Manner = 'shared' | 'alone' | 'outside';

interface Job {
  readonly work: Work<unknown>;
  readonly manner: Manner;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/** A work that is done and waits for the commit. */
interface Done {
  readonly job: Job;
  readonly result: unknown;
}

/**
 * Runs works one after another on the writing connection. Those that wait together share one transaction of the database,
 * and so one fsync; each has a savepoint of its own, so that one's failure fails only that one. A promise resolves after
 * the fsync.
 */
export class GroupCommit {
  /** Database transactions committed so far, and works in them. */
  commits = 0;
  works = 0;
  /** See `CommitCounts.sizes`. */
  readonly sizes = new Array<number>(sizeOf(WORKS_A_GROUP) + 1).fill(0);
  /** What the present group has changed so far and not yet counted in the store. */
  readonly pending: Deltas = new Map();
  private queue: Job[] = [];
  private running: Promise<void> | null = null;
  private closed = false;

  /** @param ended hears of the end of each group, in the turn of its commit: before anybody reads what it wrote */
  constructor(
    private readonly connection: Connection,
    private readonly ended: () => void,
  ) {}

  submit<T>(work: Work<T>, manner: Manner = 'shared'): Promise<T> {
    if (this.closed) return Promise.reject(new StoreUnavailable('The store is closed'));
    return new Promise<T>((resolve, reject) => {
      this.queue.push({ work, manner, resolve, reject });
      this.running ??= this.runAll();
    });
  }

  /** Takes no more works and waits for those it has. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running;
  }

  private async runAll(): Promise<void> {
    while (this.queue.length > 0) {
      // Works that arrive in this turn of the event loop join.
      await turn();
      if (this.queue[0]?.manner === 'outside') await this.runOutside(this.queue.shift()!);
      else await this.runGroup();
    }
    this.running = null;
  }

  private async runOutside({ work, resolve, reject }: Job): Promise<void> {
    try {
      resolve((await work(new Map())) as never);
    } catch (error) {
      reject(writeFailure(error));
    }
  }

  private async runGroup(): Promise<void> {
    const done: Done[] = [];
    this.pending.clear();
    try {
      this.connection.exec('BEGIN IMMEDIATE');
    } catch (error) {
      // Told to one work at a time, or the queue would never empty.
      this.queue.shift()?.reject(commitFailure(error));
      return;
    }
    try {
      for (let taken = 0; taken < WORKS_A_GROUP; taken += 1) {
        const job = this.take(taken);
        if (!job) break;
        await this.runJob(job, done);
        if (job.manner === 'alone') break;
      }
      writeDeltas(this.connection, this.pending);
      this.connection.exec('COMMIT');
    } catch (error) {
      this.abandon(error, done);
      return;
    } finally {
      this.ended();
    }
    this.commits += 1;
    this.works += done.length;
    if (done.length > 0) this.sizes[sizeOf(done.length)]! += 1;
    for (const { job, result } of done) job.resolve(result as never);
  }

  private take(taken: number): Job | undefined {
    return this.queue[0]?.manner !== 'shared' && taken > 0 ? undefined : this.queue.shift();
  }

  /** Runs one work in its savepoint. @throws when the failure took the whole group along. */
  private async runJob(job: Job, done: Done[]): Promise<void> {
    const deltas: Deltas = new Map();
    this.connection.exec('SAVEPOINT work');
    try {
      const result = await job.work(deltas);
      this.connection.exec('RELEASE work');
      addDeltas(this.pending, deltas);
      done.push({ job, result });
    } catch (error) {
      const failure = writeFailure(error);
      job.reject(failure);
      // A disk error may have rolled all back already; then the works done before are lost with this one.
      if (!this.connection.inTransaction) throw failure;
      this.connection.exec('ROLLBACK TO work; RELEASE work');
    }
  }

  /** Nothing of the group is stored: says so to all whose works were done. */
  private abandon(error: unknown, done: readonly Done[]): void {
    if (this.connection.inTransaction) this.connection.exec('ROLLBACK');
    this.pending.clear();
    const failure = commitFailure(error);
    for (const { job } of done) job.reject(failure);
  }
}

function commitFailure(error: unknown): WriteFailed {
  const failure = writeFailure(error);
  return failure instanceof WriteFailed
    ? failure
    : new WriteFailed('The store could not commit the transaction', { cause: failure });
}
