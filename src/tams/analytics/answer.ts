import { TooBusy } from '../../vast/analytics/duckdb';
import { InvalidValue, WriteFailed } from '../../vast/engine';
import { TamsError } from '../errors';

/** How long one statistic may take before it is given up. */
const LONGEST_MS = 30_000;

/**
 * Bounds how long a statistic takes, and says what went wrong in the domain's words.
 * @throws TamsError `InvalidAnalysis` for what makes no sense, `AnalyticsUnavailable` when it takes or waits too long, or the disk is full
 */
export async function answer<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(LONGEST_MS);
  try {
    return await work(signal);
  } catch (error) {
    if (signal.aborted)
      throw new TamsError(
        'AnalyticsUnavailable',
        `this took longer than ${LONGEST_MS / 1000} s; look at fewer rows`,
      );
    throw inDomain(error);
  }
}

/** What can go wrong with analytics, in the domain's words; any other error as it is. */
export function inDomain(error: unknown): unknown {
  if (error instanceof InvalidValue) return new TamsError('InvalidAnalysis', error.message);
  if (error instanceof TooBusy || error instanceof WriteFailed)
    return new TamsError('AnalyticsUnavailable', error.message);
  return error;
}
