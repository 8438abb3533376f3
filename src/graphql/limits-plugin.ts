import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { admit, type Admitted } from './admission';
import type { GraphContext } from './context';
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
      const operation = admit(compiler, limits, document, request);
      if (!operation) return;
      admitted.set(contextValue, operation);
      documents.add(source, document);
    },
  };
  return { requestDidStart: () => Promise.resolve(listener) };
}
