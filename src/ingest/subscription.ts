import { createClient } from 'graphql-ws';
import { breakBy, closureBy, refusalBy, type GraphqlError } from './feed-failures';
import { FeedSocket, OPENING_MS, PING_MS } from './feed-socket';
import type { Operation } from './feeds';
import type { GatewayClient } from './gateway-client';
import { Inbox } from './inbox';
import { Transient } from './retry';

/** Messages that may wait for the reader before the connection is paused; what one packet brings may come on top. */
const MOST_WAITING = 64;

/**
 * The `data` of each result of one subscription, over one WebSocket, for as long as that lasts. A reader that is slow
 * slows the gateway down: nothing is hoarded.
 * @returns when `signal` aborts, and only then
 * @throws Transient when the connection or the gateway failed for the moment; IngestError when asking again is useless
 */
export async function* subscribe(
  { endpoint, authorization }: Pick<GatewayClient, 'endpoint' | 'authorization'>,
  operation: Operation,
  signal: AbortSignal,
): AsyncGenerator<unknown, void, void> {
  if (signal.aborted) return;
  let socket: FeedSocket | undefined;
  const inbox = new Inbox<unknown>(MOST_WAITING, {
    pause: () => socket?.pause(),
    resume: () => socket?.resume(),
  });
  const client = createClient({
    url: endpoint.href.replace(/^http/, 'ws'),
    connectionParams: authorization,
    webSocketImpl: socketKept((opened) => (socket = opened)),
    // A retry of its own would repeat the operation as it was: from the old cursor, with everything again.
    retryAttempts: 0,
    connectionAckWaitTimeout: OPENING_MS,
    keepAlive: PING_MS,
    on: { error: (error) => end(breakBy(error)), closed: (event) => end(closureBy(event as CloseEvent)) },
  });
  const unsubscribe = client.subscribe<unknown>(
    { query: operation.query, variables: { ...operation.variables } },
    {
      next: ({ data, errors }) => (errors ? end(refusalBy(errors)) : inbox.put(data)),
      error: (error) => end(Array.isArray(error) ? refusalBy(error as GraphqlError[]) : breakBy(error)),
      complete: () => end(new Transient('The gateway ended the feed')),
    },
  );
  const end = (failure: Error): void => {
    inbox.fail(failure);
    // At once, not when the reader gets there: the library takes a normal closure for a reason to begin again.
    unsubscribe();
  };
  const close = (): void => inbox.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    yield* inbox;
  } finally {
    signal.removeEventListener('abort', close);
    unsubscribe();
    socket?.leave();
  }
}

interface CloseEvent {
  readonly code: number;
  readonly reason: string;
}

/** The library makes its socket itself, later: this tells which. */
function socketKept(keep: (socket: FeedSocket) => void): typeof FeedSocket {
  return class extends FeedSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol);
      keep(this);
    }
  };
}
