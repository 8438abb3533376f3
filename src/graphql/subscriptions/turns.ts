/** How long subscriptions may keep the event loop to themselves, all together and each, in milliseconds. */
const TURN_MS = 5;
const LEAST_MS = 0.2;

/** When the time began that is being used; null: it has not. */
let began: number | null = null;
let lasts = TURN_MS;
let waiting = 0;
let ending = false;

/**
 * To be asked before each message, and awaited unless null. Reading a backlog for a client that takes everything waits for nothing
 * but promises, so nothing else would be served before its end: when the time of this turn of the event loop is used up, the rest
 * comes in the next, where those that wait share it.
 */
export function turn(): Promise<void> | null {
  const now = performance.now();
  if (began === null) begin(now, TURN_MS);
  else if (now - began >= lasts) return next();
  return null;
}

function next(): Promise<void> {
  waiting += 1;
  return new Promise((resolve) =>
    setImmediate(() => {
      begin(performance.now(), Math.max(LEAST_MS, TURN_MS / waiting));
      waiting -= 1;
      resolve();
    }),
  );
}

function begin(now: number, ms: number): void {
  began = now;
  lasts = ms;
  if (ending) return;
  ending = true;
  setImmediate(() => {
    ending = false;
    began = null;
  });
}
