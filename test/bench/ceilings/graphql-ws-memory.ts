/*
 * The ceiling for feeds: graphql-ws with the ws package, as its documentation sets it up, over graphql-js. Each subscription is an
 * async generator over objects that lie in memory; they are the messages that the gateway sent, so both send the same bytes.
 * Usage: graphql-ws-memory.ts <file of { segments: […], segmentBatches: […] }>
 */
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const schema = buildSchema(/* GraphQL */ `
  scalar DateTime
  scalar UUID
  scalar TimeRange
  enum SegmentEventKind {
    ADDED
    DELETED
  }
  type Query {
    unused: String
  }
  type Segment {
    objectId: ID!
  }
  type SegmentEvent {
    cursor: String!
    at: DateTime!
    kind: SegmentEventKind!
    flowId: UUID!
    timerange: TimeRange!
    segment: Segment
  }
  type SegmentBatch {
    cursor: String!
    events: [SegmentEvent!]!
  }
  type Subscription {
    segments(after: String): SegmentEvent!
    segmentBatches(after: String, maxSize: Int, maxWait: Int): SegmentBatch!
  }
`);

const messages = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Record<string, unknown[]>;

async function* each(field: string) {
  for (const message of messages[field]!) yield await Promise.resolve({ [field]: message });
}

const http = createServer();
useServer(
  {
    schema,
    roots: {
      subscription: { segments: () => each('segments'), segmentBatches: () => each('segmentBatches') },
    },
  },
  new WebSocketServer({ server: http, path: '/graphql' }),
);
http.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${(http.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
