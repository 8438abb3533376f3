import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';

/** Sends operations to `endpoint`, and subscriptions over a WebSocket to the same address. */
export function fetcherFor(endpoint: URL): ReturnType<typeof createGraphiQLFetcher> {
  const wsClient = createClient({
    url: endpoint.href.replace(/^http/, 'ws'),
    // It would begin the subscription again as it was, silently without what came in between: better to show the break.
    retryAttempts: 0,
  });
  return createGraphiQLFetcher({ url: endpoint.href, wsClient });
}
