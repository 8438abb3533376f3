import { CombinedGraphQLErrors, gql, HttpLink, type ObservableQuery } from '@apollo/client';
import { BatchHttpLink } from '@apollo/client/link/batch-http';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { createHash, randomUUID } from 'node:crypto';
import { filter, firstValueFrom } from 'rxjs';
import { startGateway, type TestGateway } from '../server/gateway';
import { apolloClient } from './apollo';
import { addSegments, makeFlow, type MadeFlow } from './media-library';
import { operation } from './operations';

let gateway: TestGateway;
let flow: MadeFlow;

beforeAll(async () => {
  gateway = await startGateway();
  flow = await makeFlow(gateway.url, 'Camera 1');
  await addSegments(gateway.url, flow.id, 7);
  await makeFlow(gateway.url, 'Camera 2');
});

afterAll(async () => gateway.close());

/** Waits until the list has its data. */
const shown = <T>(list: ObservableQuery<T>): Promise<unknown> =>
  firstValueFrom(list.pipe(filter(({ dataState }) => dataState === 'complete')));

describe('the cache', () => {
  it('keeps a flow that two queries fetched as one entity', async () => {
    const { client } = apolloClient(gateway.url);
    await client.query({ query: operation('FlowList') });
    await client.query({ query: operation('FlowDetail'), variables: { id: flow.id } });
    const entities = client.cache.extract() as Record<string, Record<string, unknown>>;
    const ofFlow = Object.keys(entities).filter((key) => key.includes(flow.id));
    expect(ofFlow).toEqual([`VideoFlow:${flow.id}`]);
    expect(entities[ofFlow[0]!]).toMatchObject({
      label: 'Camera 1',
      source: { __ref: `Source:${flow.sourceId}` },
      essenceParameters: { frameWidth: 640, frameHeight: 360 },
    });
  });

  it('answers a query about what another one fetched, without a request', async () => {
    const { client, sent } = apolloClient(gateway.url);
    await client.query({ query: operation('FlowDetail'), variables: { id: flow.id } });
    await client.query({ query: operation('FlowDetail'), variables: { id: flow.id } });
    expect(sent).toHaveLength(1);
  });

  it("takes a mutation's result into the list that is on screen", async () => {
    const { client, sent } = apolloClient(gateway.url);
    const { id } = await makeFlow(gateway.url, 'Before');
    const labels: (string | null)[] = [];
    const list = client.watchQuery<{ flows: { edges: { node: { id: string; label: string | null } }[] } }>({
      query: operation('FlowList'),
    });
    const onScreen = list.subscribe(({ dataState, data }) => {
      const shown =
        dataState === 'complete' ? data.flows.edges.find(({ node }) => node.id === id) : undefined;
      if (shown && labels.at(-1) !== shown.node.label) labels.push(shown.node.label);
    });
    await shown(list);
    await client.mutate({ mutation: operation('RenameFlow'), variables: { id, label: 'After' } });
    await client.mutate({ mutation: operation('RenameFlow'), variables: { id, label: null } });
    await new Promise(setImmediate);
    onScreen.unsubscribe();
    expect(labels).toEqual(['Before', 'After', null]);
    expect(sent).toHaveLength(3);
  });

  it('reads fragments over the Flow interface out of an entity', async () => {
    const { client } = apolloClient(gateway.url);
    await client.query({ query: operation('FlowDetail'), variables: { id: flow.id } });
    const fragment = gql`
      fragment Name on Flow {
        id
        label
        ... on VideoFlow {
          essenceParameters {
            frameWidth
          }
        }
      }
    `;
    expect(client.readFragment({ id: `VideoFlow:${flow.id}`, fragment })).toMatchObject({
      id: flow.id,
      label: 'Camera 1',
      essenceParameters: { frameWidth: 640 },
    });
  });
});

it('joins the pages of a relay-style list into one', async () => {
  interface Page {
    flow: { segments: { edges: { node: { timerange: string } }[]; pageInfo: PageInfo } };
  }
  interface PageInfo {
    hasNextPage: boolean;
    endCursor: string | null;
  }
  const { client, sent } = apolloClient(gateway.url);
  const list = client.watchQuery<Page>({
    query: operation('SegmentPage'),
    variables: { flow: flow.id, timerange: '_', first: 3 },
  });
  const onScreen = list.subscribe(() => undefined);
  const whole = firstValueFrom(
    list.pipe(
      filter(({ dataState, data }) => dataState === 'complete' && !data.flow.segments.pageInfo.hasNextPage),
    ),
  );
  await shown(list);
  let { pageInfo } = (list.getCurrentResult().data as Page).flow.segments;
  while (pageInfo.hasNextPage) {
    const { data } = await list.fetchMore({ variables: { after: pageInfo.endCursor } });
    ({ pageInfo } = data.flow.segments);
  }
  const { edges } = ((await whole).data as Page).flow.segments;
  onScreen.unsubscribe();
  expect(edges.map(({ node }) => node.timerange)).toEqual(
    [0, 1, 2, 3, 4, 5, 6].map((second) => `[${second}:0_${second + 1}:0)`),
  );
  expect(sent).toHaveLength(3);
});

describe('persisted queries', () => {
  const persisted = (uri: string, fetching: typeof fetch) =>
    new PersistedQueryLink({
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      useGETForHashedQueries: true,
    }).concat(new HttpLink({ uri, fetch: fetching }));

  it('register themselves once, and are GET requests without the document from then on', async () => {
    const variables = { id: flow.id };
    const first = apolloClient(gateway.url, persisted);
    await first.client.query({ query: operation('FlowDetail'), variables });
    expect(first.sent.map(({ method, body }) => [method, body.includes('query FlowDetail')])).toEqual([
      ['GET', false],
      ['POST', true],
    ]);
    const second = apolloClient(gateway.url, persisted);
    const { data } = await second.client.query({ query: operation('FlowDetail'), variables });
    expect(data).toMatchObject({ flow: { label: 'Camera 1' } });
    expect(second.sent.map(({ method, status }) => [method, status])).toEqual([['GET', 200]]);
    expect(second.sent[0]?.url.searchParams.has('query')).toBe(false);
  });

  it('never carry a mutation in a GET request', async () => {
    const { client, sent } = apolloClient(gateway.url, persisted);
    await client.mutate({ mutation: operation('RenameFlow'), variables: { id: flow.id, label: 'Camera 1' } });
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });
});

it('answers what a batching link sends together in one response', async () => {
  const { client, sent } = apolloClient(
    gateway.url,
    (uri, fetching) => new BatchHttpLink({ uri, fetch: fetching, batchInterval: 5 }),
  );
  const answers = await Promise.all([
    client.query({ query: operation('FlowDetail'), variables: { id: flow.id } }),
    client.query({ query: operation('SourceList'), variables: { first: 5 } }),
  ]);
  expect(answers[0].data).toMatchObject({ flow: { id: flow.id } });
  expect(answers[1].data).toHaveProperty('sources.nodes');
  expect(sent).toHaveLength(1);
});

describe('errors', () => {
  async function failure(work: Promise<unknown>): Promise<CombinedGraphQLErrors> {
    const error: unknown = await work.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!CombinedGraphQLErrors.is(error)) throw new Error(`Not an error of the graph: ${String(error)}`);
    return error;
  }

  it('reach the client with their code, message and request id', async () => {
    const { client } = apolloClient(gateway.url);
    const variables = { id: randomUUID(), label: 'x' };
    const { errors } = await failure(client.mutate({ mutation: operation('RenameFlow'), variables }));
    expect(errors[0]).toMatchObject({
      message: expect.stringContaining(variables.id) as string,
      extensions: { code: 'FLOW_NOT_FOUND', requestId: expect.any(String) as string },
      path: ['updateFlow'],
    });
  });

  it('tell a cursor that is none from an operation that is not valid', async () => {
    const { client } = apolloClient(gateway.url);
    const badCursor = client.query({ query: operation('FlowList'), variables: { after: 'x' } });
    expect((await failure(badCursor)).errors[0]?.extensions).toMatchObject({ code: 'BAD_CURSOR' });
    const invalid = client.query({
      query: gql`
        {
          flows {
            nothing
          }
        }
      `,
    });
    expect((await failure(invalid)).errors[0]?.extensions).toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
  });

  it('come beside the data that could be had, when the client asks for both', async () => {
    const { client } = apolloClient(gateway.url);
    const { data, error } = await client.query({
      query: gql`
        query Both($id: UUID!) {
          service {
            apiVersion
          }
          flow(id: $id) {
            id
            segmentAt(timestamp: "0:0") {
              timerange
            }
            segments(after: "x") {
              nodes {
                timerange
              }
            }
          }
        }
      `,
      variables: { id: flow.id },
      errorPolicy: 'all',
    });
    expect(data).toMatchObject({ service: { apiVersion: expect.any(String) as string }, flow: null });
    expect(CombinedGraphQLErrors.is(error)).toBe(true);
  });

  it('are null for what does not exist, not errors', async () => {
    const { client } = apolloClient(gateway.url);
    const { data } = await client.query({ query: operation('FlowDetail'), variables: { id: randomUUID() } });
    expect(data).toMatchObject({ flow: null });
  });
});
