import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { buildSchema, isInterfaceType } from 'graphql';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const SCHEMA = buildSchema(readFileSync(path.join(__dirname, '../../schema/schema.graphql'), 'utf8'));

/** Which types each interface of the schema has: what a frontend's build writes for Apollo's cache. */
const POSSIBLE_TYPES = Object.fromEntries(
  Object.values(SCHEMA.getTypeMap())
    .filter(isInterfaceType)
    .map((type) => [type.name, SCHEMA.getPossibleTypes(type).map(({ name }) => name)]),
);

/** One HTTP request that a client made. */
export interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
  readonly status: number;
}

/** A client as a frontend sets it up, over real HTTP; `sent` tells what it asked the server for. */
export function apolloClient(
  gatewayUrl: string,
  linkOf: (uri: string, fetching: typeof fetch) => ApolloLink = (uri, fetching) =>
    new HttpLink({ uri, fetch: fetching }),
): { client: ApolloClient; sent: Sent[] } {
  const sent: Sent[] = [];
  const recorded: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const response = await fetch(url, init);
    const body = typeof init?.body === 'string' ? init.body : '';
    sent.push({ method: init?.method ?? 'GET', url, body, status: response.status });
    return response;
  };
  const cache = new InMemoryCache({
    possibleTypes: POSSIBLE_TYPES,
    typePolicies: {
      Flow: { fields: { segments: relayStylePagination(['timerange', 'objectId', 'reverse']) } },
    },
  });
  return { client: new ApolloClient({ cache, link: linkOf(`${gatewayUrl}/graphql`, recorded) }), sent };
}
