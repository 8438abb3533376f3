import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import path from 'node:path';
import { PAGE_HEADERS } from '../page-headers';
import { bundledContract } from './contract';
import { REFERENCE_PAGE, START_SCRIPT, VIEWER_FILES } from './page';

export interface ApiReferenceOptions {
  /** Where the REST operations are served, such as `/tams/v7.0`; the reference lies at `docs` below it. */
  readonly basePath: string;
}

/** Swagger UI's files, as the package of Fastify's makers carries them: without the telemetry of its own package. */
const VIEWER = path.join(path.dirname(require.resolve('@fastify/swagger-ui/package.json')), 'static');

/**
 * The API reference for people at `<basePath>/docs`, and the contract in one file, for programs, at
 * `<basePath>/docs/openapi.json`. GET and HEAD only, no credentials: it tells nothing of what is stored.
 */
export async function apiReferenceRoutes(
  app: FastifyInstance,
  { basePath }: ApiReferenceOptions,
): Promise<void> {
  const base = `${basePath}/docs`;
  app.get(base, (_request, reply) =>
    reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(REFERENCE_PAGE),
  );
  // The page's addresses are relative to its own: with a slash behind it, they would point elsewhere.
  app.get(`${base}/`, (_request, reply) => reply.redirect('../docs', 308));
  app.get(`${base}/start.js`, (_request, reply) =>
    reply.headers(FILE_HEADERS).type('text/javascript; charset=utf-8').send(START_SCRIPT),
  );
  // Bundled when it is first asked for, because most servers never are and reading the document takes its time.
  let contract: string | undefined;
  app.get(`${base}/openapi.json`, async (_request, reply) =>
    reply
      .headers(FILE_HEADERS)
      .type('application/json; charset=utf-8')
      .send((contract ??= await bundledContract(basePath))),
  );
  await app.register(fastifyStatic, {
    root: VIEWER,
    prefix: `${base}/`,
    wildcard: false,
    decorateReply: false,
    index: false,
    allowedPath: (file) => VIEWER_FILES.includes(path.basename(file)),
    setHeaders: (reply) => void reply.setHeader('x-content-type-options', 'nosniff'),
  });
}

const FILE_HEADERS = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' } as const;
