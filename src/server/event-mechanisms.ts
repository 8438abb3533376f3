import type { EventMechanism } from '../../rest-compat/layer/operation';

/**
 * The ways beside webhooks in which clients hear of changes, as GET /service lists them. Their names are ours, which the colon
 * tells: names without one are TAMS' to give.
 * @param feedPath of the event feed, such as `/tams/v7.0-ext/events`
 * @param baseUrl under which the client reached the server, without a slash at the end
 */
export function eventMechanisms(feedPath: string, baseUrl: string): readonly EventMechanism[] {
  const feed = baseUrl + feedPath;
  const graph = `${baseUrl}/graphql`;
  return [
    {
      name: 'tams-graph:events-sse',
      docs: 'tams-graph, rest-compat/README.md: events as they happen, as Server-Sent Events',
      config: { url: feed, accept: 'text/event-stream' },
    },
    {
      name: 'tams-graph:events-poll',
      docs: 'tams-graph, rest-compat/README.md: events in pages, waiting for the next where asked to',
      config: { url: feed, accept: 'application/json' },
    },
    {
      name: 'tams-graph:graphql-ws',
      docs: 'tams-graph, schema/README.md: subscriptions of the graph over WebSocket',
      config: { url: graph.replace(/^http/, 'ws'), subprotocol: 'graphql-transport-ws' },
    },
    {
      name: 'tams-graph:graphql-sse',
      docs: 'tams-graph, schema/README.md: subscriptions of the graph as Server-Sent Events',
      config: { url: `${graph}/stream`, protocol: 'graphql-sse' },
    },
  ];
}
