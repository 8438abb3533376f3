import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import type { GraphContext } from './context';

const MODERN = 'application/graphql-response+json';

/**
 * Brings answers to the GraphQL over HTTP specification: to a client that takes `application/json`, an operation that was
 * refused is an answer like any other (200); with `application/graphql-response+json` the status tells (400). And every
 * error gets its request id.
 */
export function answerPlugin(): ApolloServerPlugin<GraphContext> {
  const listener: GraphQLRequestListener<GraphContext> = {
    // eslint-disable-next-line @typescript-eslint/require-await -- Apollo Server wants a promise
    async willSendResponse({ request, response, contextValue }) {
      if (response.body.kind !== 'single') return;
      const { errors } = response.body.singleResult;
      if (!errors) return;
      for (const { extensions } of errors) if (extensions) extensions.requestId ??= contextValue.requestId;
      const { http } = response;
      const refused = http.status === 400 && request.query !== undefined && request.query !== '';
      if (refused && !prefersModern(request.http?.headers.get('accept'))) http.status = 200;
    },
  };
  return { requestDidStart: () => Promise.resolve(listener) };
}

/** Whether the client asks for the newer media type before, or without, the older one, as clients that know it do. */
function prefersModern(accept: string | undefined): boolean {
  const modern = accept?.indexOf(MODERN) ?? -1;
  const older = accept?.indexOf('application/json') ?? -1;
  return modern >= 0 && (older < 0 || modern < older);
}
