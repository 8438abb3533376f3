import { GatewayRefusal, GatewayClient } from './gateway-client';
import { IngestError, reasonOf } from './errors';
import type { Feed, FeedMessage, FeedStart } from './feeds';
import { growingWait, isTransient, pause } from './retry';
import { subscribe } from './subscription';

/** What `follow` is to do. */
export interface FollowOptions<M extends FeedMessage> {
  /** Base URL of the gateway. */
  readonly gateway: string;
  /** For a gateway with authentication on: one with the scopes read and, to bring media in, write. */
  readonly token?: string | undefined;
  /** What to follow: `segmentFeed(…)` or `eventFeed(…)`. */
  readonly feed: Feed<M>;
  /** Where to begin; left out: with what happens from now on. */
  readonly from?: FeedStart | undefined;
  /** Ends the feed. */
  readonly signal: AbortSignal;
  /** Hears of each interruption: what it was, and how long until the next attempt, in milliseconds. */
  readonly onInterruption?: ((reason: string, waitMs: number) => void) | undefined;
}

/** A connection that held for this long was no failure: when it breaks, the waits begin anew. */
const STEADY_MS = 60_000;

/**
 * Follows a feed of the gateway for as long as it takes: through restarts, lost networks and failures that may pass.
 * Every message comes once, in the order of the log, because each connection begins strictly behind the last message
 * that the reader was done with. It reads no faster than its reader does.
 *
 * @returns when `signal` aborts
 * @throws IngestError `usage` for a URL that is none; `gateway` when it is no tams-graph, or refuses (a filter, a cursor
 *   that is none); CursorExpired when the log no longer holds what comes next
 * @example for await (const { cursor, flowId, timerange } of follow({ gateway, feed: segmentFeed({}), signal })) …
 */
export async function* follow<M extends FeedMessage>(
  options: FollowOptions<M>,
): AsyncGenerator<M, void, void> {
  const { feed, signal } = options;
  const gateway = new GatewayClient(options.gateway, options.token);
  let start: FeedStart | null = null;
  for (let failures = 0; ; failures += 1) {
    const began = performance.now();
    try {
      start ??= await beginning(gateway, options);
      for await (const data of subscribe(gateway, feed.operation(start), signal)) {
        const message = feed.messageOf(data);
        yield message;
        start = { after: message.cursor };
        failures = 0;
      }
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!isTransient(error)) throw error;
      if (performance.now() - began > STEADY_MS) failures = 0;
      const waitMs = growingWait(failures);
      options.onInterruption?.(reasonOf(error), waitMs);
      await pause(waitMs, signal);
    }
  }
}

/**
 * Where the first connection begins. "Now" is a cursor too: a feed that began with whatever comes would, after a
 * connection that broke before its first message, have missed what came in between.
 */
async function beginning(
  gateway: GatewayClient,
  { from, signal }: Pick<FollowOptions<FeedMessage>, 'from' | 'signal'>,
): Promise<FeedStart> {
  try {
    const query = '{ service { apiVersion } eventLog { latest } }';
    const { eventLog } = await gateway.request<{ eventLog: { latest: string } }>(
      query,
      {},
      { signal, retry: false },
    );
    return from ?? { after: eventLog.latest };
  } catch (error) {
    if (!(error instanceof GatewayRefusal) || error.code !== 'GRAPHQL_VALIDATION_FAILED') throw error;
    const { origin, pathname } = gateway.endpoint;
    throw new IngestError(
      'gateway',
      `${origin}${pathname} is a GraphQL server, but no tams-graph that can be followed.`,
      { cause: error },
    );
  }
}
