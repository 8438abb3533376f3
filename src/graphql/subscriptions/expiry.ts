import type { Instant } from '../../tams/model';

/** The longest that a timer can be set for; longer, it would go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls `end` when credentials end, after 24 days at the latest. Gives a function that calls it off. */
export function atExpiry(expires: Instant | null, end: () => void): () => void {
  if (expires === null) return () => undefined;
  const timer = setTimeout(end, Math.min(Math.max(0, expires - Date.now()), LONGEST_TIMER_MS));
  return () => clearTimeout(timer);
}
