import type { RequestListener } from 'node:http';
import { carried } from '../../src/tracing';

/** Bounds how long the first of a group waits for the others, and how many answers lie in memory. */
const AT_ONCE = 32;

/**
 * Serves the reads that came in one turn of the event loop together, once all connections have been listened to. Answering
 * each on its own would put network calls, each of which wakes a client, between any two reads of storage: these then find
 * nothing of theirs in the processor's caches, and both cost twice as much. What changes something is served when it comes,
 * for its body is read as it comes.
 * @param serve must not throw
 */
export function readsTogether(serve: RequestListener): RequestListener {
  const waiting: (() => void)[] = [];
  const serveSome = (): void => {
    for (const read of waiting.splice(0, AT_ONCE)) read();
    if (waiting.length > 0) setImmediate(serveSome);
  };
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') serve(request, response);
    else if (waiting.push(carried(() => serve(request, response))) === 1) setImmediate(serveSome);
  };
}
