import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { wholeEvents, type FeedStart } from '../../src/tams/feed/feed-service';
import { untilOver } from '../../src/tams/access/admission';
import type { StoreView, TamsStore } from '../../src/tams/store';
import { crossOrigin, PREFLIGHT } from '../layer/cors';
import { RestError } from '../layer/errors';
import type { Admit } from '../layer/listener';
import type { Headers } from '../layer/operation';
import { linkToNext } from '../layer/paging';
import { commonHeaders, refusal, send, type ErrorLog, type Reply } from '../layer/reply';
import { wantsStream } from './accept';
import { STREAM_HEADERS, streamEvents } from './event-stream';
import { MessageTexts } from './message-texts';
import { OpenFeeds, type OpenFeed } from './open-feeds';
import { poll } from './poll';
import { readFeedRequest, type FeedRequest } from './request';

export interface EventFeedOptions {
  /** Such as `/tams/v7.0-ext`. */
  readonly basePath: string;
  readonly store: TamsStore;
  readonly admit: Admit;
  /** Scheme and authority under which the client reached the server, without a slash at the end. */
  readonly baseUrlOf: (request: IncomingMessage) => string;
  readonly corsOrigins: '*' | readonly string[];
  /** The most streams and waiting polls. */
  readonly maxFeeds: number;
  readonly log: ErrorLog;
  /** How long a stream may be silent, in milliseconds: shorter than proxies wait. */
  readonly keepAliveMs?: number;
  /** How long a client of a stream may take nothing before it is cut off, in milliseconds. */
  readonly stallMs?: number;
}

export interface EventFeed {
  readonly listener: RequestListener;
  /** Streams end, and polls answer, at once. */
  readonly drain: () => void;
}

const EVENTS = '/events';
const ALLOW = 'GET, HEAD, OPTIONS';
const FEED_PREFLIGHT: Headers = {
  ...PREFLIGHT,
  'Access-Control-Allow-Methods': 'GET, HEAD',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Last-Event-ID',
  Allow: ALLOW,
};

/**
 * The feed of all events, for REST clients: as a stream (Server-Sent Events) or by polls that wait. TAMS 7.0 has only webhooks,
 * so it lies beside the contract, with its manners: CORS, HEAD, errors and the order in which a request is judged (H9).
 */
export function eventFeed(options: EventFeedOptions): EventFeed {
  const { basePath, store } = options;
  const texts = new MessageTexts(store.context);
  const parts = {
    texts,
    keepAliveMs: options.keepAliveMs ?? 15_000,
    stallMs: options.stallMs ?? 60_000,
  };
  const feeds = new OpenFeeds(options.maxFeeds);
  const corsOf = crossOrigin(options.corsOrigins);

  return {
    listener: (request, response) => void serve(request, response),
    drain: () => feeds.drain(),
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const common = commonHeaders(requestId, corsOf(request.headers.origin));
    const feed = feeds.begin(response);
    try {
      reply(await answer(request, response, common, feed));
    } catch (error) {
      if (response.headersSent) response.destroy();
      else reply(refusal(error, requestId, options.log));
    }

    function reply(whole: Reply | null): void {
      // A connection on which a poll waited when the server drained is not used again.
      const last = feeds.isDraining ? { ...common, Connection: 'close' } : common;
      if (whole) send(request, response, last, whole);
    }
  }

  /** The answer, or null when it has been streamed. */
  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    common: Headers,
    feed: OpenFeed,
  ): Promise<Reply | null> {
    const { method = 'GET', url = '', headers } = request;
    const mark = url.indexOf('?');
    const path = url.slice(basePath.length, mark < 0 ? undefined : mark);
    const preflight = method === 'OPTIONS';
    const admission = preflight ? null : await options.admit(request, response);
    if (path !== EVENTS) throw new RestError(404, 'NotFound', 'Nothing is served at this path.');
    if (admission === null) return { status: 204, headers: FEED_PREFLIGHT, text: null };
    if (method !== 'GET' && method !== 'HEAD')
      throw new RestError(405, 'MethodNotAllowed', `This path takes ${ALLOW}.`, [], { Allow: ALLOW });
    const view = store.as(admission.caller);
    view.require(['read'], `GET ${EVENTS}`);
    const asked = readFeedRequest(mark < 0 ? '' : url.slice(mark + 1));
    response.once('close', untilOver(admission, feed.end));
    if (!wantsStream(headers.accept)) return pollReply(view, request, asked, feed);
    const place = await placeOf(view, resumed(asked.start, headers['last-event-id']));
    feed.hold();
    response.writeHead(200, { ...common, ...STREAM_HEADERS });
    if (method === 'HEAD') response.end();
    else
      await streamEvents(
        { ...parts, store: view },
        {
          request: asked,
          place,
          feed,
          response,
          tellError: (error) => refusal(error, String(common['X-Request-Id']), options.log).text!,
        },
      );
    return null;
  }

  async function pollReply(
    view: StoreView,
    request: IncomingMessage,
    asked: FeedRequest,
    feed: OpenFeed,
  ): Promise<Reply> {
    const place = await placeOf(view, asked.start);
    const { text, cursor } = await poll({ store: view, texts }, { request: asked, place, feed });
    const here = { url: () => options.baseUrlOf(request) + basePath + EVENTS, pairs: asked.pairs };
    return {
      status: 200,
      headers: { Link: linkToNext(here, ['after', 'since'], ['after', cursor]) },
      text,
    };
  }
}

async function placeOf(view: StoreView, start: FeedStart) {
  return wholeEvents(await view.feeds.placeOf(start));
}

/** A browser that reconnects sends its first URL again, so what it has read counts more. Before a first id there is none. */
function resumed(start: FeedStart, lastEventId: string | string[] | undefined): FeedStart {
  const last = String(lastEventId ?? '');
  return last === '' ? start : { after: last };
}
