/*
 * The ceiling for GraphQL: Apollo Server on Fastify, as their documentation sets them up, with resolvers that return
 * objects lying in memory. Same queries, same shape and size of answers as the gateway's; no store, no rules, no URLs.
 */
import { ApolloServer } from '@apollo/server';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify from 'fastify';

const typeDefs = /* GraphQL */ `
  scalar UUID
  scalar TimeRange
  type Query {
    flow(id: UUID!): Flow
    flows(filter: FlowFilter, first: Int): FlowConnection!
  }
  input FlowFilter {
    ids: [UUID!]
  }
  type FlowConnection {
    nodes: [Flow!]!
  }
  type Tag {
    name: String!
    value: String!
  }
  type Source {
    id: UUID!
    label: String
  }
  type Flow {
    id: UUID!
    format: String!
    label: String
    description: String
    codec: String
    container: String
    avgBitRate: Float
    created: String
    source: Source!
    tags: [Tag!]!
    segments(first: Int, timerange: TimeRange): SegmentConnection!
  }
  type SegmentConnection {
    nodes: [Segment!]!
  }
  type Segment {
    objectId: ID!
    timerange: TimeRange!
    tsOffset: String
    sampleOffset: Float
    sampleCount: Float
    keyFrameCount: Float
  }
`;

const segments = Array.from({ length: 100 }, (_, n) => ({
  objectId: `0b6f2c8e-5a0d-4c1e-9d3f-${String(n).padStart(12, '0')}`,
  timerange: `[${n * 2}:0_${n * 2 + 2}:0)`,
  tsOffset: '0:0',
  sampleOffset: null,
  sampleCount: 50,
  keyFrameCount: 1,
}));

const flowOf = (id: string) => ({
  id,
  format: 'VIDEO',
  label: 'Camera 1',
  description: 'What camera 1 saw',
  codec: 'video/h264',
  container: 'video/mp2t',
  avgBitRate: 5000,
  created: '2026-01-01T00:00:00.000Z',
  source: { id, label: 'Camera 1' },
  tags: [
    { name: 'camera', value: '1' },
    { name: 'event', value: 'day 1' },
  ],
  segments: ({ first }: { first: number }) => ({
    nodes: first === 100 ? segments : segments.slice(0, first),
  }),
});

async function main(): Promise<void> {
  const app = Fastify();
  const apollo = new ApolloServer({
    typeDefs,
    resolvers: {
      Query: {
        flow: (_root: unknown, { id }: { id: string }) => flowOf(id),
        flows: (_root: unknown, { filter }: { filter: { ids: string[] } }) => ({
          nodes: filter.ids.map(flowOf),
        }),
      },
    },
    plugins: [fastifyApolloDrainPlugin(app)],
  });
  await apollo.start();
  await app.register(fastifyApollo(apollo));
  process.stdout.write(`listening on ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
  process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
}

void main();
