import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServer, type ServerProcess } from '../../support/server-process';
import { median, processorSeconds } from '../load';
import { closeFeeds, openFeedSocket, openFeedSockets, subscribe, untilReceived } from './sockets';

const ROUNDS = 3;
const FIELDS = 'cursor at kind flowId timerange segment { objectId }';

/** A feed that is read from the beginning of a backlog. */
export interface BackloggedFeed {
  readonly name: string;
  readonly query: string;
  /** Messages in the backlog. */
  readonly messages: number;
  /** Segments that a message tells of. */
  readonly perMessage: number;
}

export const segmentsFeed = (segments: number): BackloggedFeed => ({
  name: '`segments`',
  query: `subscription ($after: String) { segments(after: $after) { ${FIELDS} } }`,
  messages: segments,
  perMessage: 1,
});

export const batchesFeed = (segments: number): BackloggedFeed => ({
  name: '`segmentBatches`, 100 a batch',
  query: `subscription ($after: String) { segmentBatches(after: $after, maxSize: 100, maxWait: 100) { cursor events { ${FIELDS} } } }`,
  messages: segments / 100,
  perMessage: 100,
});

/** What a server delivered to all subscribers together. */
export interface Deliveries {
  /** Segments a second. */
  readonly perSecond: number;
  /** Processor time of one delivered segment, in µs. */
  readonly cpu: number;
}

export interface Saturation {
  readonly name: string;
  readonly bytes: number;
  readonly gateway: Deliveries;
  readonly ceiling: Deliveries;
}

/** Subscribers that read the same backlog as fast as they can, from the gateway and from the ceiling by turns. */
export async function saturation(
  gateway: ServerProcess,
  feed: BackloggedFeed,
  subscribers: number,
  after: string,
): Promise<Saturation> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tams-bench-'));
  const file = path.join(folder, 'messages.json');
  const sent = await messagesOf(gateway.url, feed, after);
  writeFileSync(file, JSON.stringify(sent.data));
  const ceiling = await startServer(['--import', 'tsx', 'test/bench/ceilings/graphql-ws-memory.ts', file], {
    NODE_ENV: 'production',
  });
  try {
    const ours: Deliveries[] = [];
    const theirs: Deliveries[] = [];
    // The first round warms both up.
    for (let round = 0; round <= ROUNDS; round += 1) {
      ours.push(await drained(gateway, feed, subscribers, after));
      theirs.push(await drained(ceiling, feed, subscribers, after));
    }
    return {
      name: feed.name,
      bytes: sent.bytes,
      gateway: medianOf(ours.slice(1)),
      ceiling: medianOf(theirs.slice(1)),
    };
  } finally {
    await ceiling.process.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const medianOf = (rounds: readonly Deliveries[]): Deliveries => ({
  perSecond: median(rounds.map(({ perSecond }) => perSecond)),
  cpu: median(rounds.map(({ cpu }) => cpu)),
});

async function drained(
  { url, process: server }: ServerProcess,
  { query, messages, perMessage }: BackloggedFeed,
  subscribers: number,
  after: string,
): Promise<Deliveries> {
  const feeds = await openFeedSockets(url, subscribers);
  const cpuBefore = processorSeconds(server.pid);
  const began = performance.now();
  for (const feed of feeds) subscribe(feed, query, { after });
  await untilReceived(feeds, messages);
  const seconds = (performance.now() - began) / 1000;
  const cpu = processorSeconds(server.pid) - cpuBefore;
  await closeFeeds(feeds);
  const delivered = subscribers * messages * perMessage;
  return { perSecond: delivered / seconds, cpu: (cpu * 1e6) / delivered };
}

/** What the gateway sends one subscriber, for the ceiling to send too, and how many bytes a message has. */
async function messagesOf(url: string, { query, messages }: BackloggedFeed, after: string) {
  const feed = await openFeedSocket(url);
  const texts: string[] = [];
  feed.onMessage = (text) => {
    if (texts.length < messages) texts.push(text.toString());
  };
  subscribe(feed, query, { after });
  await untilReceived([feed], messages);
  await closeFeeds([feed]);
  const data: Record<string, unknown[]> = {};
  for (const text of texts) {
    const { payload } = JSON.parse(text) as { payload: { data?: Record<string, unknown> } };
    if (!payload.data) throw new Error(text);
    for (const [field, value] of Object.entries(payload.data)) (data[field] ??= []).push(value);
  }
  return { data, bytes: texts.reduce((sum, text) => sum + text.length, 0) / texts.length };
}
