import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A connection that has been acknowledged, and what it counts. */
export interface FeedSocket {
  readonly socket: WebSocket;
  /** Messages of all subscriptions so far. */
  received: number;
  /** Called with each message as it came. */
  onMessage: (text: Buffer) => void;
}

/** Opens a connection of graphql-transport-ws. It counts what comes and does not read it, so that counting costs next to nothing. */
export async function openFeedSocket(url: string): Promise<FeedSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    skipUTF8Validation: true,
    perMessageDeflate: false,
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  const [acknowledged] = (await once(socket, 'message')) as [Buffer];
  if (!acknowledged.toString().includes('connection_ack')) throw new Error(acknowledged.toString());
  const feed: FeedSocket = { socket, received: 0, onMessage: () => undefined };
  socket.on('message', (text: Buffer) => {
    feed.received += 1;
    feed.onMessage(text);
  });
  return feed;
}

export async function openFeedSockets(url: string, count: number): Promise<FeedSocket[]> {
  const feeds: FeedSocket[] = [];
  // Not all at once: a listening queue is short.
  while (feeds.length < count)
    feeds.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(50, count - feeds.length) }, () => openFeedSocket(url)),
      )),
    );
  return feeds;
}

export function subscribe(feed: FeedSocket, query: string, variables = {}, id = 'feed'): void {
  feed.socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query, variables } }));
}

export async function closeFeeds(feeds: readonly FeedSocket[]): Promise<void> {
  await Promise.all(
    feeds.map(async ({ socket }) => {
      socket.terminate();
      if (socket.readyState !== WebSocket.CLOSED) await once(socket, 'close');
    }),
  );
}

/** Waits until every connection has this many messages. @throws Error on an error message, or when nothing comes for a while */
export async function untilReceived(feeds: readonly FeedSocket[], messages: number): Promise<void> {
  let before = -1;
  for (let quiet = 0; feeds.some(({ received }) => received < messages);) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const total = feeds.reduce((sum, { received }) => sum + received, 0);
    quiet = total === before ? quiet + 1 : 0;
    before = total;
    if (quiet > 6_000) throw new Error(`Only ${total} messages came for ${feeds.length} subscribers`);
  }
}
