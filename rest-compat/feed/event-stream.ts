import type { ServerResponse } from 'node:http';
import type { EventStep } from '../../src/tams/feed/feed-service';
import type { StoreView } from '../../src/tams/store';
import type { Headers } from '../layer/operation';
import type { MessageTexts } from './message-texts';
import type { OpenFeed } from './open-feeds';
import { PacedWriter } from './paced-writer';
import type { FeedRequest } from './request';

/** What streams need of the server. */
export interface StreamParts {
  readonly store: StoreView;
  readonly texts: MessageTexts;
  /** How long a stream may be silent. */
  readonly keepAliveMs: number;
  /** How long a client may take nothing. */
  readonly stallMs: number;
}

export interface StreamRequest {
  readonly request: FeedRequest;
  readonly place: Parameters<StoreView['feeds']['events']>[0];
  readonly feed: OpenFeed;
  readonly response: ServerResponse;
  /** What the client is told, as JSON, when the stream cannot go on. */
  readonly tellError: (error: unknown) => string;
}

/** How soon a client should come back. */
const RETRY_MS = 3_000;

export const STREAM_HEADERS: Headers = {
  'Content-Type': 'text/event-stream',
  // Proxies that collect answers before they pass them on are asked not to.
  'X-Accel-Buffering': 'no',
  // A stream ends with its connection, so that one that drains does not wait for the next request on it.
  Connection: 'close',
};

/**
 * Sends the events behind a place as Server-Sent Events (WHATWG HTML, 9.2), once the head of the answer is out, until the
 * client goes or the server drains. The first block already has an id, so that whoever breaks off before the first event
 * continues where it began; silence is broken by the id of what has been looked at, which events that do not pass move on.
 */
export async function streamEvents(parts: StreamParts, asked: StreamRequest): Promise<void> {
  const { feeds } = parts.store;
  const { request, place, feed, response } = asked;
  const client = new PacedWriter(response, feed.signal, parts.stallMs);
  let lookedAt = feeds.cursor(place);
  const keepAlive = setInterval(() => {
    if (client.isIdle) void client.write(`id: ${lookedAt}\n\n`);
  }, parts.keepAliveMs);
  try {
    await client.write(`retry: ${RETRY_MS}\nid: ${lookedAt}\n\n`);
    const steps = feeds.events(place, request.filter, feed.signal);
    for (;;) {
      const page = await nextPage(parts.texts, steps, request);
      if (!page) break;
      for (const { head, text } of page.blocks) await client.write(head, text, '\n\n');
      lookedAt = page.cursor;
    }
  } catch (error) {
    await client.write(`event: error\ndata: ${asked.tellError(error)}\n\n`);
  } finally {
    clearInterval(keepAlive);
    client.end();
  }
}

interface Page {
  readonly blocks: readonly { readonly head: string; readonly text: string }[];
  readonly cursor: string;
}

/** A function of its own, so that a stream whose client is slow holds texts, which are shared, and not what they were made of. */
async function nextPage(
  texts: MessageTexts,
  steps: AsyncGenerator<EventStep, void, void>,
  { messages }: FeedRequest,
): Promise<Page | null> {
  const { value } = await steps.next();
  if (!value) return null;
  const blocks = value.items.map(async (item) => ({
    head: `id: ${item.cursor}\nevent: ${item.event.type}\ndata: `,
    text: await texts.of(item, messages),
  }));
  return { blocks: await Promise.all(blocks), cursor: value.cursor };
}
