import type { Instant } from '../model';
import type { Caller } from './caller';

/** Who has been let in, and for how long. */
export interface Admission {
  readonly caller: Caller;
  /** When the credentials end; null: not by themselves. */
  readonly expires: Instant | null;
  /** Aborts when the credentials have been taken back; null: nobody can. */
  readonly revoked: AbortSignal | null;
}

/** The longest that a timer can be set for; longer, it would go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls `end` once, when the credentials have been taken back, or `graceMs` after they end, or after 24 days.
 * @returns a function that calls it off
 */
export function untilOver({ expires, revoked }: Admission, end: () => void, graceMs = 0): () => void {
  if (revoked?.aborted) {
    end();
    return () => undefined;
  }
  const callOff = (): void => {
    clearTimeout(timer);
    revoked?.removeEventListener('abort', over);
  };
  const over = (): void => {
    callOff();
    end();
  };
  const timer = expires === null ? undefined : setTimeout(over, waitFor(expires + graceMs - Date.now()));
  revoked?.addEventListener('abort', over, { once: true });
  return callOff;
}

const waitFor = (ms: number): number => Math.min(Math.max(0, ms), LONGEST_TIMER_MS);
