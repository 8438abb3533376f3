import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import path from 'node:path';
import { PACKAGE_ROOT } from '../../package-root';
import { PAGE_HEADERS } from '../page-headers';
import { explorerPage, readPageAssets } from './page';

export interface GraphiqlOptions {
  /** Path of the GraphQL endpoint on this server, such as `/graphql`. */
  readonly endpoint: string;
  /** Where the bundle lies; left out: where `npm run build:graphiql` puts it. */
  readonly folder?: string;
}

const NOT_BUILT =
  'The explorer is not built. Run "npm run build:graphiql" in the folder of tams-graph, then restart it.\n';

/**
 * GraphiQL at `/graphiql`, with its assets below. A missing bundle does not stop the server: the page then says, with
 * 404, how to build it.
 */
export async function graphiqlRoutes(
  app: FastifyInstance,
  { endpoint, folder = path.join(PACKAGE_ROOT, 'dist/graphiql') }: GraphiqlOptions,
): Promise<void> {
  const assets = await readPageAssets(folder);
  if (!assets) {
    app.get('/graphiql', (_request, reply) =>
      reply.code(404).type('text/plain; charset=utf-8').send(NOT_BUILT),
    );
    return;
  }
  const page = explorerPage(assets, 'graphiql', endpoint.replace(/^\/+/, ''));
  app.get('/graphiql', (_request, reply) =>
    reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(page),
  );
  // The page's addresses are relative to its own: with a slash behind it, they would point elsewhere.
  app.get('/graphiql/', (_request, reply) => reply.redirect('../graphiql', 308));
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/graphiql/',
    wildcard: false,
    decorateReply: false,
    index: false,
    immutable: true,
    maxAge: '365d',
    setHeaders: (reply) => void reply.setHeader('x-content-type-options', 'nosniff'),
  });
}
