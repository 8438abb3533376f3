import type { RecordBatch } from 'apache-arrow';
import { InvalidValue, type SelectPlan, type StorageEngine } from '../engine';
import type { ScanShape } from './optimizer';
import { piecesOf } from './pieces';

/** The caller no longer wants the answer, or it took longer than the caller would wait. */
export class QueryStopped extends Error {}

/** When to stop. */
export interface Patience {
  readonly signal?: AbortSignal;
  /** Milliseconds from the start to the last batch, with the time that the caller takes in between. */
  readonly timeoutMs?: number;
}

const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * Runs the splits of a scan at the same time, all at one moment of the store, and merges them in order. Memory holds as many pieces as
 * there are splits, whatever the table's size and however slow the caller; leaving the loop ends the reads.
 *
 * The embedded engine reads splits on connections of their own, beside this thread, which parses what they found: so two splits are
 * faster than one where making batches takes as long as reading, more are only where a predicate leaves few of the rows walked, and none
 * are on the interactive path, where a page is one read.
 * @throws QueryStopped on abort and when time is up
 */
export async function* execute(
  engine: StorageEngine,
  plan: SelectPlan,
  shape: ScanShape,
  patience: Patience = {},
): AsyncGenerator<RecordBatch, void, void> {
  check(plan, shape);
  const stop = stopSignal(patience);
  throwIfStopped(stop, plan);
  if (plan.limit === 0) return;
  const snapshot = await engine.snapshot(shape.splits);
  const close = () => void snapshot.close();
  stop?.addEventListener('abort', close);
  try {
    throwIfStopped(stop, plan);
    const pieces = piecesOf(snapshot, plan, shape.pageRows);
    const reading: Promise<RecordBatch | null>[] = [];
    let ended = false;
    let left = plan.limit;
    while (left > 0) {
      while (!ended && reading.length < shape.splits) {
        const piece = await pieces.next();
        if (piece.done) ended = true;
        else reading.push(started(snapshot.read(piece.value)));
      }
      const next = reading.shift();
      if (!next) return;
      const batch = await next;
      throwIfStopped(stop, plan);
      if (!batch) continue;
      yield batch.numRows > left ? batch.slice(0, left) : batch;
      throwIfStopped(stop, plan);
      left -= batch.numRows;
    }
  } catch (error) {
    throwIfStopped(stop, plan);
    throw error;
  } finally {
    stop?.removeEventListener('abort', close);
    await snapshot.close();
  }
}

/** A read that may fail before it is waited for, which is no unhandled failure. */
function started<T>(reading: Promise<T>): Promise<T> {
  reading.catch(() => undefined);
  return reading;
}

function check({ table, limit }: SelectPlan, { pageRows, splits }: ScanShape): void {
  const whole = (value: number, least: number) => Number.isSafeInteger(value) && value >= least;
  if (!whole(limit, 0))
    throw new InvalidValue(`A scan of table ${table.name} needs a limit that is a whole number`);
  if (!whole(pageRows, 1)) throw new InvalidValue('A scan needs batches of at least one row');
  if (!whole(splits, 1)) throw new InvalidValue('A scan needs at least one split');
}

function stopSignal({ signal, timeoutMs }: Patience): AbortSignal | null {
  if (timeoutMs === undefined) return signal ?? null;
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > LONGEST_TIMEOUT)
    throw new InvalidValue(`A timeout is 1 to ${LONGEST_TIMEOUT} milliseconds, not ${timeoutMs}`);
  const timeout = AbortSignal.timeout(timeoutMs);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

function throwIfStopped(stop: AbortSignal | null, { table }: SelectPlan): void {
  if (!stop?.aborted) return;
  const reason = stop.reason as { readonly name?: unknown } | null | undefined;
  const late = reason?.name === 'TimeoutError';
  throw new QueryStopped(
    late
      ? `The scan of table ${table.name} took longer than it may`
      : `The scan of table ${table.name} was aborted`,
    { cause: reason },
  );
}
