import { setTimeout as delay } from 'node:timers/promises';

/** A failure that may pass: the network, or a server that says so. Anything else is final. */
export class Transient extends Error {}

/** Waits between the attempts, in milliseconds: about 15 s in all, long enough for a restarted server. */
const WAITS_MS = [200, 400, 800, 1_600, 3_000, 4_000, 5_000];

/** What a retry needs beside the work. */
export interface RetryOptions {
  /** Ends the waiting; the failure at hand is thrown then. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `attempt` again, after growing waits, as long as it throws `Transient` (or what that caused); the last failure is thrown as it is.
 * A random quarter is added to each wait, so that uploads that failed together do not come back together.
 */
export async function retrying<T>(attempt: () => Promise<T>, { signal }: RetryOptions = {}): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await attempt();
    } catch (error) {
      if (!isTransient(error) || signal?.aborted) throw error;
      await pause(wait * (1 + Math.random() / 4), signal);
      if (signal?.aborted) throw error;
    }
  }
  return attempt();
}

/** Whether an error, or the one that caused it, may pass. */
export function isTransient(error: unknown): boolean {
  return error instanceof Transient || (error as { cause?: unknown } | null)?.cause instanceof Transient;
}

/** The first and the longest wait of those who never give up, in milliseconds, before chance lengthens or shortens it. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * How long to wait after `failures` (from 0) in a row, in milliseconds: twice as long each time, between half and one and
 * a half of that, so that the many clients of a server that restarts do not come back in one moment.
 */
export function growingWait(failures: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS) * (0.5 + Math.random());
}

/** Whether an HTTP status asks to come back later: 408, 429 and every 5xx but 501. */
export function isTransientStatus(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501);
}

/** Waits; returns early, without an error, once `signal` aborts. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, signal ? { signal } : {});
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
