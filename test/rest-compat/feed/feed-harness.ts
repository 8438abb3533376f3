import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventFeed, type EventFeedOptions } from '../../../rest-compat/feed/listener';
import { trusted } from '../../../src/tams/access/caller';
import { validateEventBody } from '../contract';
import type { HttpAnswer } from '../http-client';
import type { RestHarness } from '../harness';
import { StreamClient } from './stream-client';

export const FEED_PATH = '/tams/v7.0-ext/events';
/** The query that begins with the oldest event there is. */
export const ALL = 'since=1970-01-01T00:00:00Z';

/** What a poll tells. */
export interface PolledEvents {
  readonly events: readonly any[];
  readonly cursor: string;
}

export function openStream(
  api: RestHarness,
  query = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<StreamClient> {
  return StreamClient.open(`${api.gateway.url}${FEED_PATH}?${query}`, headers);
}

export function askFeed(
  api: RestHarness,
  query = '',
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<HttpAnswer> {
  return api.send(method, `${FEED_PATH}?${query}`, { headers });
}

/** A poll that must succeed. */
export async function poll(api: RestHarness, query = ''): Promise<PolledEvents> {
  const { status, text } = await askFeed(api, query);
  if (status !== 200) throw new Error(`${query} → ${status}: ${text}`);
  return JSON.parse(text) as PolledEvents;
}

/** The cursor behind everything so far. */
export const cursorNow = async (api: RestHarness): Promise<string> => (await poll(api)).cursor;

export const sequenceOf = (cursor: string): number => Number(/-(\d+)$/.exec(cursor)![1]);

/** What the contract finds wrong with messages. */
export const messageProblems = (messages: readonly { event_type: string }[]): string[] =>
  messages.flatMap((message) => validateEventBody(message.event_type, message));

export interface OwnFeed {
  readonly url: string;
  /** One for each request so far. */
  readonly responses: readonly ServerResponse[];
  close(): Promise<void>;
}

/** The feed of a store on a server of its own, with what only code can set. */
export async function serveFeed(
  api: RestHarness,
  options: Partial<Pick<EventFeedOptions, 'keepAliveMs' | 'stallMs' | 'maxFeeds'>>,
): Promise<OwnFeed> {
  const responses: ServerResponse[] = [];
  const feed = eventFeed({
    basePath: '',
    store: api.gateway.store,
    admit: () => ({ caller: trusted('anonymous'), expires: null, revoked: null }),
    baseUrlOf: () => 'http://feed.example',
    corsOrigins: '*',
    maxFeeds: 100,
    log: {
      error: (facts) => {
        throw new Error('the feed failed', { cause: facts });
      },
    },
    ...options,
  });
  const server = createServer((request, response) => {
    responses.push(response);
    feed.listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    responses,
    close: () =>
      new Promise((resolve) => {
        feed.drain();
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}
