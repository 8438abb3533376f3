/** How long subscriptions may keep the event loop to themselves, in milliseconds. */
const TURN_MS = 5;

const waiting: (() => void)[] = [];
/** When the first message of this turn of the event loop was made; null: none was yet. */
let began: number | null = null;
let scheduled = false;

/**
 * To be asked before each message, and awaited unless null. Reading a backlog for a client that takes everything waits for nothing
 * but promises, so nothing else would be served before its end: when a turn of the event loop has been long enough, the rest waits
 * for one of the next, each for its own, first come, first served.
 */
export function turn(): Promise<void> | null {
  const now = performance.now();
  if (began === null) {
    began = now;
    schedule();
  }
  if (now - began < TURN_MS) return null;
  return new Promise((resolve) => waiting.push(resolve));
}

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  setImmediate(() => {
    scheduled = false;
    began = null;
    waiting.shift()?.();
    if (waiting.length > 0) schedule();
  });
}
