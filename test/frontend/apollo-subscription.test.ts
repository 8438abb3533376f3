import { ApolloLink, HttpLink } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';
import { firstValueFrom, take, toArray } from 'rxjs';
import { WebSocket } from 'ws';
import { addRange } from '../ingest/feed-writer';
import { logCursor } from '../ingest/feed-log';
import { startGateway, type TestGateway } from '../server/gateway';
import { apolloClient } from './apollo';
import { makeFlow } from './media-library';
import { operation } from './operations';

let gateway: TestGateway;
beforeAll(async () => (gateway = await startGateway()));
afterAll(() => gateway.close());

interface SegmentFeed {
  segments: { timerange: string; segment: { objectId: string } };
}

it('subscribes over graphql-ws, and its messages update the entities of the cache', async () => {
  const { id } = await makeFlow(gateway.url, 'Camera 1');
  const sockets = createClient({
    url: `${gateway.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
  });
  const { client, sent } = apolloClient(gateway.url, (uri, fetching) =>
    ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new GraphQLWsLink(sockets),
      new HttpLink({ uri, fetch: fetching }),
    ),
  );
  await client.query({ query: operation('FlowDetail'), variables: { id } });
  const entity = (): unknown => (client.cache.extract() as Record<string, unknown>)[`VideoFlow:${id}`];
  expect(entity()).toMatchObject({ timerange: '()' });
  const after = await logCursor(gateway.url, 'latest');
  await addRange(gateway.url, id, 0, 2);
  const feed = client.subscribe<SegmentFeed>({
    query: operation('SegmentFeed'),
    variables: { flows: [id], after },
  });
  const messages = await firstValueFrom(feed.pipe(take(2), toArray()));
  expect(messages.map(({ data }) => data!.segments)).toMatchObject([
    { timerange: '[0:0_1:0)', segment: { objectId: `${id}-0` } },
    { timerange: '[1:0_2:0)', segment: { objectId: `${id}-1` } },
  ]);
  expect(entity()).toMatchObject({ timerange: '[0:0_2:0)', label: 'Camera 1' });
  expect(sent).toHaveLength(1);
  await sockets.dispose();
});
