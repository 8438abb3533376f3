import { openStream, pause } from '../support/stream-client';
import { externalSegment, uuid, ALICE, videoFlow } from '../tams/store-fixture';
import { graphql, startGateway, type TestGateway } from './gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ env: { TAMS_SOFT_DELETE_RETENTION: '0' } });
  for (const n of [1, 2, 3]) await gateway.store.flows.put(ALICE, videoFlow(n));
  await addSegments(1, 0, 50);
});
afterAll(() => gateway.close());

function addSegments(flow: number, from: number, to: number): Promise<unknown> {
  const segments = Array.from({ length: to - from }, (_, i) =>
    externalSegment(`o-${flow}-${from + i}`, `[${from + i}:0_${from + i + 1}:0)`),
  );
  return gateway.store.segments.add(ALICE, uuid(flow), segments);
}

async function ask(query: string, variables: Record<string, unknown> = {}): Promise<void> {
  const { errors } = await graphql(gateway.url, query, variables);
  expect(errors).toBeUndefined();
}

async function get(path: string): Promise<string> {
  const response = await fetch(`${gateway.url}${path}`);
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
}

/** What each kind of user does, over the network where they do. */
const WORKLOADS: Readonly<Record<string, () => Promise<unknown>>> = {
  ingest: async () => {
    for (let i = 0; i < 10; i += 1)
      await ask(
        `mutation ($flow: UUID!, $segments: [SegmentInput!]!) { addSegments(flowId: $flow, segments: $segments) { added } }`,
        {
          flow: uuid(2),
          segments: [
            {
              objectId: `ingested-${i}`,
              timerange: `[${i}:0_${i + 1}:0)`,
              getUrls: [{ url: 'https://media.example/x' }],
            },
          ],
        },
      );
  },
  'graph queries': async () => {
    for (let i = 0; i < 5; i += 1)
      await ask(
        `query ($flow: UUID!) { flow(id: $flow) { id label source { id } segments(first: 10) { nodes { timerange objectId } } }
           flows(first: 10) { nodes { id tags { name value } } } sources(first: 10) { nodes { id } } }`,
        { flow: uuid(1) },
      );
  },
  'REST reads': async () => {
    for (let i = 0; i < 5; i += 1)
      for (const path of ['flows', 'sources', `flows/${uuid(1)}`, `flows/${uuid(1)}/segments`, 'service'])
        await get(`/tams/v7.0/${path}`);
  },
  feeds: async () => {
    await get('/tams/v7.0-ext/events?limit=20');
    let received = 0;
    const errors: unknown[] = [];
    const query = 'subscription ($flows: [UUID!]) { segments(flowIds: $flows) { __typename } }';
    const stream = openStream(
      'sse',
      gateway.url,
      { query, variables: { flows: [uuid(3)] } },
      { onData: () => (received += 1), onErrors: (error) => errors.push(error) },
    );
    try {
      for (let i = 0; received < 5 && errors.length === 0; i += 1) {
        await addSegments(3, 1_000 + i, 1_001 + i);
        await pause(20);
      }
    } finally {
      stream.cut();
      await stream.ended;
    }
    expect(errors).toEqual([]);
  },
  analytics: async () => {
    await ask(
      `{ analytics { flowUsage { flowId } series(measure: KEY_FRAMES) { summary { n } } timeRangeAnalysis { formats { value } } } }`,
    );
    await get('/analytics/export?table=segments');
  },
  administration: () =>
    ask(
      `{ administration { tables { name projections { name } } columnStatistics(table: "segments", column: "registered") { summary { n } } } }`,
    ),
  'deletion and purge': async () => {
    await addSegments(3, 0, 30);
    await ask(
      `mutation ($flow: UUID!) { deleteSegments(flowId: $flow, timerange: "[0:0_5:0)") { segmentsDeleted } }`,
      {
        flow: uuid(3),
      },
    );
    await ask(`mutation ($flow: UUID!) { deleteFlow(id: $flow) { __typename } }`, { flow: uuid(3) });
    await gateway.store.housekeeping.runOnce();
  },
};

it.each(Object.entries(WORKLOADS))('%s finds the metadata of tables in the cache', async (_what, work) => {
  const { cache } = gateway.database;
  const { hits, misses } = cache;
  await work();
  const [found, missed] = [cache.hits - hits, cache.misses - misses];
  // Each has to ask at all for its share to mean something.
  expect(found).toBeGreaterThanOrEqual(10);
  expect(found / (found + missed)).toBeGreaterThan(0.9);
});

it('the graph tells of them to administrators, and over 90 % were hits in all', async () => {
  const { data } = await graphql<{ administration: { tableCache: { hits: number; misses: number } } }>(
    gateway.url,
    '{ administration { tableCache { hits misses } } }',
  );
  const { hits, misses } = data!.administration.tableCache;
  expect(hits / (hits + misses)).toBeGreaterThan(0.9);
});
