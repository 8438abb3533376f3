const BUCKET_SECONDS = 30 * 60;
const AFTER_BUCKET_SECONDS = 60 * 60;

/** Seconds for which a URL is valid, counted from the start of its window. */
export const WINDOW_SECONDS = BUCKET_SECONDS + AFTER_BUCKET_SECONDS;

/**
 * The time from which, and until which, a URL signed at `now` is valid, in whole seconds since 1970. All of one half
 * hour share a window, so one object keeps one URL for that long; it ends an hour after the half hour does, so a URL
 * is never valid for less than an hour (ST7).
 */
export function signingWindow(now: Date): { start: number; end: number } {
  const start = Math.floor(now.getTime() / 1000 / BUCKET_SECONDS) * BUCKET_SECONDS;
  return { start, end: start + WINDOW_SECONDS };
}
