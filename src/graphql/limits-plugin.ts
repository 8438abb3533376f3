import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { OperationTypeNode, type DocumentNode } from 'graphql';
import { admit, type Admitted } from './admission';
import type { GraphContext } from './context';
import { CODES, limitError } from './errors';
import { operationOf } from './execution/selection';
import type { Compiler } from './execution/prepare';
import type { KnownDocuments } from './known-documents';
import type { GraphLimits } from './limits';

/**
 * Refuses operations that break a limit, before anything of them runs; leaves what it admitted for the executor, and the
 * document for the short way (`short-way.ts`).
 */
export function limitsPlugin(
  compiler: Compiler,
  limits: GraphLimits,
  admitted: WeakMap<GraphContext, Admitted>,
  documents: KnownDocuments,
): ApolloServerPlugin<GraphContext> {
  const listener: GraphQLRequestListener<GraphContext> = {
    // eslint-disable-next-line @typescript-eslint/require-await -- Apollo Server wants a promise
    async didResolveOperation({ document, source, request, contextValue }) {
      refuseSubscription(document, request.operationName);
      const operation = admit(compiler, limits, document, request);
      if (!operation) return;
      admitted.set(contextValue, operation);
      documents.add(source, document);
    },
  };
  return { requestDidStart: () => Promise.resolve(listener) };
}

/** A single answer cannot carry a subscription. @throws GraphQLError `SUBSCRIPTION_NEEDS_STREAM` */
function refuseSubscription(document: DocumentNode, operationName: string | null | undefined): void {
  if (operationOf(document, operationName)?.operation !== OperationTypeNode.SUBSCRIPTION) return;
  throw limitError(
    'A subscription needs a stream: connect by WebSocket (subprotocol graphql-transport-ws) to this URL, or ask for text/event-stream at the same URL followed by /stream.',
    CODES.needsStream,
  );
}
