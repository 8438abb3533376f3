import { inSpan, isFollowing } from '../../tracing';
import type { SelectPlan } from '../engine';
import type { TableDefinition } from '../table';
import type { ScanShape } from './optimizer';

export type QueryType =
  | 'select'
  | 'selectTexts'
  | 'selectEach'
  | 'lookup'
  | 'count'
  | 'runs'
  | 'scan'
  | 'insert'
  | 'update'
  | 'delete'
  | 'restore'
  | 'purge';

/** One use of a table that has ended, well or not. */
export interface ObservedQuery {
  readonly type: QueryType;
  readonly table: TableDefinition;
  /** From the call to its answer; of a scan, to its last batch, with the time that the caller took in between. */
  readonly milliseconds: number;
  /** When that was, by `observedNow`. */
  readonly ended: number;
  /** That it returned or changed; 0 when it failed. */
  readonly rows: number;
  readonly splits: number;
  readonly success: boolean;
  /** How it was read; null for what has no plan. `explain` of a database says it in words. */
  readonly plan: SelectPlan | null;
}

const ORIGIN = performance.timeOrigin;

/**
 * Milliseconds since 1970 by the clock that queries are timed with, which is set once, when the process starts, and never put back:
 * who has timed a query need not read another clock to tell when it ended, which would cost as much as recording it.
 */
export const observedNow = (): number => ORIGIN + performance.now();

/** Hears of each query when it has ended, on the caller's path: it is to be fast and must not throw. */
export type QueryObserver = (query: ObservedQuery) => void;

/** What is known of a query when it begins. */
export type BegunQuery = Pick<ObservedQuery, 'type' | 'table' | 'plan'>;

/** Every use of a table passes here: it is counted, and told to the observer where there is one. */
export class QueryDesk {
  /** Storage reads so far. */
  reads = 0;
  observer: QueryObserver | null = null;

  /** @param rowsOf how many rows a result is */
  read<T>(query: BegunQuery, work: () => Promise<T>, rowsOf: (result: T) => number): Promise<T> {
    this.reads += 1;
    return this.write(query, work, rowsOf);
  }

  write<T>(query: BegunQuery, work: () => Promise<T>, rowsOf: (result: T) => number): Promise<T> {
    const { observer } = this;
    const run = isFollowing() ? () => spanned(query, work) : work;
    return observer ? observed(observer, query, run, rowsOf) : run();
  }

  /** A scan is one read, and ends when its last batch is taken or it is left. */
  async *scan<T>(
    query: BegunQuery,
    { splits }: Pick<ScanShape, 'splits'>,
    batches: AsyncIterable<T>,
    rowsOf: (batch: T) => number,
  ): AsyncGenerator<T, void, void> {
    const from = performance.now();
    let rows = 0;
    let success = false;
    try {
      for await (const batch of batches) {
        rows += rowsOf(batch);
        // Left here, it has succeeded.
        success = true;
        yield batch;
        success = false;
      }
      success = true;
    } finally {
      this.observer?.(ended(query, from, rows, splits, success));
    }
  }
}

function spanned<T>({ type, table }: BegunQuery, work: () => Promise<T>): Promise<T> {
  const attributes = { 'db.operation.name': type, 'db.collection.name': table.name };
  return inSpan(`${type} ${table.name}`, attributes, work);
}

async function observed<T>(
  observer: QueryObserver,
  query: BegunQuery,
  work: () => Promise<T>,
  rowsOf: (result: T) => number,
): Promise<T> {
  const from = performance.now();
  let rows = 0;
  let success = false;
  try {
    const result = await work();
    rows = rowsOf(result);
    success = true;
    return result;
  } finally {
    observer(ended(query, from, rows, 1, success));
  }
}

/** Field by field: to spread the query took 5 µs, as long as a lookup. */
function ended(
  { type, table, plan }: BegunQuery,
  from: number,
  rows: number,
  splits: number,
  success: boolean,
): ObservedQuery {
  const now = performance.now();
  return { type, table, milliseconds: now - from, ended: ORIGIN + now, rows, splits, success, plan };
}
