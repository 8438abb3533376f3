import type { ServerProcess } from '../../support/server-process';
import { addSegments, allocate, putFlow, segment } from '../dataset';
import { ask, processorSeconds } from '../load';
import { closeFeeds, openFeedSockets, subscribe, untilReceived } from './sockets';

const FIRST_FLOW = 3_000_000;
const SEGMENTS = 'subscription { segments { cursor at kind flowId timerange segment { objectId } } }';

export interface Latency {
  readonly added: number;
  /** Segments a second. */
  readonly pace: number;
  readonly p50: number;
  readonly p99: number;
  /** Of one core, in percent. */
  readonly cpu: number;
}

/** Where the log ends, as a cursor. */
export async function latestCursor(url: string): Promise<string> {
  return (await ask<{ eventLog: { latest: string } }>(url, '{ eventLog { latest } }')).eventLog.latest;
}

/** A flow of its own, and objects for its segments. */
interface PacedWriter {
  readonly flow: string;
  readonly objects: readonly string[];
}

/** Writers who have what they need to add this many segments all together. */
export async function pacedWriters(url: string, writers: number, count: number): Promise<PacedWriter[]> {
  const first = FIRST_FLOW + pacedWriters.made;
  pacedWriters.made += writers;
  return Promise.all(
    Array.from({ length: writers }, async (_, n) => {
      const flow = await putFlow(url, first + n);
      const objects: string[] = [];
      while (objects.length < count / writers) objects.push(...(await allocate(url, flow, 1000)));
      return { flow, objects };
    }),
  );
}
pacedWriters.made = 0;

/** Adds segments one a request, `pace` a second over the writers, whatever the answers take. */
export async function addPaced(
  url: string,
  writers: readonly PacedWriter[],
  pace: number,
  count: number,
): Promise<void> {
  const began = performance.now();
  await Promise.all(
    writers.map(async ({ flow, objects }, writer) => {
      for (let n = 0; n < count / writers.length; n += 1) {
        const due = began + ((n * writers.length + writer) * 1000) / pace;
        const early = due - performance.now();
        if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
        await addSegments(url, flow, [segment(objects[n]!, n)]);
      }
    }),
  );
}

/**
 * From commit to receipt, in milliseconds. A commit's time is its `at`, which is taken in whole milliseconds while it is under
 * way: what is measured includes the rest of the commit and up to a millisecond more.
 */
export async function liveLatency(
  { url, process: server }: ServerProcess,
  subscribers: number,
  pace: number,
  seconds: number,
): Promise<Latency> {
  const feeds = await openFeedSockets(url, subscribers);
  const took: number[] = [];
  const count = pace * seconds;
  // The first second warms up.
  const ignored = pace * subscribers;
  for (const feed of feeds) {
    feed.onMessage = (text) => {
      const now = performance.timeOrigin + performance.now();
      const start = text.indexOf('"at":"') + 6;
      took.push(now - Date.parse(text.toString('latin1', start, text.indexOf('"', start))));
    };
    subscribe(feed, SEGMENTS);
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  const writers = await pacedWriters(url, 10, count);
  const began = performance.now();
  const cpuBefore = processorSeconds(server.pid);
  await addPaced(url, writers, pace, count);
  await untilReceived(feeds, count);
  const spent = (performance.now() - began) / 1000;
  const cpu = processorSeconds(server.pid) - cpuBefore;
  await closeFeeds(feeds);
  const sorted = took.slice(ignored).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? NaN;
  return { added: count, pace: count / spent, p50: at(0.5), p99: at(0.99), cpu: (cpu / spent) * 100 };
}
