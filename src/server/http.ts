import cors from '@fastify/cors';
import Fastify, {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { Logger } from 'pino';
import { graphqlHttp } from '../graphql/http';
import { DEFAULT_LIMITS } from '../graphql/limits';
import { createGraphqlServer } from '../graphql/server';
import { GraphEventStreams } from '../graphql/subscriptions/event-stream';
import { GraphSockets } from '../graphql/subscriptions/websocket';
import type { EmbeddedStore } from '../media/embedded-store';
import { MEDIA_PATH } from '../media/signed-urls';
import type { TamsStore } from '../tams/store';
import { isFollowing, nameSpan } from '../tracing';
import type { Config } from './config';
import { statusOf } from './error-status';
import { graphiqlRoutes } from './graphiql/routes';
import { healthRoutes } from './health';
import type { GraphMetrics } from './metrics/graph-metrics';
import { Metrics } from './metrics/metrics';
import { analyticsRoutes } from './analytics-routes';
import { apiReferenceRoutes } from './api-reference/routes';
import type { AccessControl } from '../auth/access-control';
import { TamsError } from '../tams/errors';
import { clientAddresses } from './client-address';
import { Gate, headersOfRefusal } from './gate';
import { boundBody, boundHeads } from './slow-requests';
import { answerHalfClosed } from './half-closed';
import { homePage } from './home-page';
import { LoadShedder } from './load-shedding';
import { mediaRoutes } from './media-routes';
import type { Readiness } from './readiness';
import { admitsOrigin } from './origins';
import { refuseForLoad } from './overloaded';
import { restApi } from './rest-api';
import type { Tracing } from './tracing';
import { takeUpgrades } from './upgrades';

export interface HttpServerOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly store: TamsStore;
  /** The embedded media store, when one of the storage backends is it. */
  readonly files: EmbeddedStore | null;
  readonly access: AccessControl;
  /** Null: nothing is traced. */
  readonly tracing: Tracing | null;
  readonly readiness: Readiness;
}

/** Longer than load balancers keep theirs: the side that sends requests should be the one to let go. */
const KEEP_ALIVE_MS = 72_000;
/** How often WebSocket clients are pinged, and how long they may take to answer. */
const KEEP_ALIVE_PING_MS = 15_000;
/** How long a client of a stream may take nothing of what it was sent. */
const STALLED_MS = 60_000;
/** How long a WebSocket client has to send new credentials when its own have ended. */
const REFRESH_MS = 10_000;
const GRAPHQL_PATH = '/graphql';
/** Asked above all when the server has too much to do. */
const OF_OPERATORS = /^\/(livez|readyz|metrics)([?/]|$)/;

/** Everything that is served, in the order in which a reader would look for it. Does not listen yet. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { config, log, store, files, access, tracing } = options;
  const gate = new Gate({
    access: config.auth === 'on' ? access : null,
    addressOf: clientAddresses(config.trustProxy),
    addressRate: config.addressRate,
    principalRate: config.principalRate,
    maxConcurrent: config.maxPrincipalRequests,
  });
  const metrics = new Metrics(store, config.dataDir);
  const rest = restApi(options, gate, metrics.requests);
  const app = Fastify({
    serverFactory: (handler) => {
      const dispatch: RequestListener = (request, response) => {
        if (rest.serves(request.url ?? '')) rest.listener(request, response);
        else handler(request, response);
      };
      const shedder = new LoadShedder({
        maxWaitMs: config.maxWait || Infinity,
        isExempt: ({ method, url }) => method === 'OPTIONS' || OF_OPERATORS.test(url ?? ''),
        serve: tracing ? tracing.around(dispatch) : dispatch,
        refuse: refuseForLoad(config.corsOrigins, log),
      });
      metrics.watchLoad(shedder);
      const server = createServer(
        { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0, ...boundHeads(config.headerTimeout) },
        (request, response) => {
          // Uploads take as long as they take, and are dropped when nothing comes any more.
          if (!request.url?.startsWith(MEDIA_PATH)) boundBody(request, config.bodyTimeout);
          shedder.listener(request, response);
        },
      );
      shedder.watchConnections(server);
      answerHalfClosed(server);
      return server;
    },
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: config.maxBody,
    forceCloseConnections: 'idle',
    // A path that cannot be decoded is just another unknown path (H8).
    frameworkErrors: (_error, request, reply) => sendNotFound(request, reply),
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 4096 },
  }) as unknown as FastifyInstance;
  app.addHook('preClose', (done) => {
    rest.drain();
    done();
  });
  // Callbacks: an async hook costs a promise on every request.
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    if (isFollowing()) {
      const route = request.routeOptions.url ?? 'none';
      nameSpan(`${request.method} ${route}`, { 'http.route': route });
    }
    done();
  });
  metrics.requests.watch(app);
  letInBy(gate, app);
  const logsAll = log.isLevelEnabled('debug');
  app.addHook('onResponse', (request, reply, done) => {
    done();
    if (!logsAll && reply.statusCode < 500) return;
    const facts = {
      method: request.method,
      path: pathOf(request.url),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    if (reply.statusCode >= 500) request.log.error(facts, 'request failed');
    else request.log.debug(facts, 'request');
  });
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const known = statusOf(error);
    if (known) return reply.code(known.status).send(errorBody(known.type, error.message));
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error }, 'unexpected error');
    const summary = status >= 500 ? `Unexpected error; request ${request.id}` : error.message;
    return reply.code(status).send(errorBody(status >= 500 ? 'InternalError' : 'BadRequest', summary));
  });
  app.setNotFoundHandler(sendNotFound);

  healthRoutes(app, options.readiness);
  metrics.route(app, gate);
  homePage(app, config);
  if (config.explorer) await app.register(graphiqlRoutes, { endpoint: '/graphql' });
  await app.register(apiReferenceRoutes, { basePath: config.restPath });
  if (files) {
    await app.register(mediaRoutes, {
      store: files,
      gate: store.objects,
      maxObjectBytes: config.maxUpload,
      readableUnsigned: async (objectId, request, reply) => {
        try {
          await gate.admit(request.raw, reply.raw);
        } catch (error) {
          throw withHeadersOf(error, reply);
        }
        return store.as(gate.admissionOf(request.raw).caller).objects.readable(objectId);
      },
      corsOrigins: config.corsOrigins,
      statusOf,
      onBytes: metrics.mediaBytes,
    });
  }
  await app.register(async (scope) => {
    await scope.register(cors, {
      origin: config.corsOrigins,
      exposedHeaders: ['x-request-id', 'retry-after'],
      maxAge: 600,
    });
    analyticsRoutes(scope, store, gate);
    await scope.register((graph: FastifyInstance) => graphRoutes(graph, options, gate, metrics.graph));
  });
  return app;
}

/** The graph under `/graphql`; it is drained and stopped with the server. */
async function graphRoutes(
  scope: FastifyInstance,
  { config, log, store, access: { accounts } }: HttpServerOptions,
  gate: Gate,
  metrics: GraphMetrics,
): Promise<void> {
  const limits = {
    ...DEFAULT_LIMITS,
    maxDepth: config.maxDepth,
    maxCost: config.maxCost,
    maxDocumentLength: config.maxDocument,
    maxTokens: config.maxTokens,
    maxBatch: config.maxBatch,
    maxSubscriptions: config.maxSubscriptions,
    maxPrincipalSubscriptions: config.maxPrincipalSubscriptions,
    maxConnectionSubscriptions: config.maxConnectionSubscriptions,
    timeoutMs: config.requestTimeout,
  };
  const server = createGraphqlServer({
    limits,
    introspection: config.introspection,
    logger: log,
    observer: metrics,
  });
  metrics.watchSubscriptions(() => server.subscriptions);
  await server.start();
  scope.addHook('onClose', () => server.stop());
  await graphqlHttp(scope, {
    ...{ server, store, accounts, limits },
    callerOf: ({ raw }) => gate.admissionOf(raw).caller,
  });
  const transport = {
    store,
    accounts,
    logger: log,
    limits,
    admitsOrigin: admitsOrigin(config.corsOrigins),
  };
  // It was let in as a request.
  const streaming = {
    ...transport,
    admit: (request: IncomingMessage) => Promise.resolve(gate.admissionOf(request)),
  };
  const streams = new GraphEventStreams(server.streams, streaming, {
    path: `${GRAPHQL_PATH}/stream`,
    stalledMs: STALLED_MS,
  });
  streams.route(scope);
  const connecting = {
    ...transport,
    admit: gate.admitSocket.bind(gate),
    arrive: gate.arrive.bind(gate),
    countOperation: gate.countOperation.bind(gate),
  };
  const sockets = new GraphSockets(server.streams, connecting, {
    path: GRAPHQL_PATH,
    maxMessage: config.maxBody,
    keepAliveMs: KEEP_ALIVE_PING_MS,
    refreshMs: REFRESH_MS,
  });
  takeUpgrades(scope.server, (request, socket, head) => sockets.upgrade(request, socket, head));
  scope.addHook('preClose', (done) => {
    streams.close();
    sockets.close();
    done();
  });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route needs no credentials, or asks for them itself. All others need some. */
    isOpen?: boolean;
    /** The route is for those who watch over the server: they are answered however much is asked. */
    isProbe?: boolean;
  }
}

/**
 * Counts requests, and asks for credentials at every route that does not say it is open, and where there is no route (H9). After CORS
 * has left its headers, which a page needs to read a refusal; before the body is read. A hook without a promise: most are let in at once.
 */
function letInBy(gate: Gate, app: FastifyInstance): void {
  app.addHook('preParsing', (request, reply, payload, done) => {
    const { isOpen, isProbe } = request.routeOptions.config;
    const refuse = (error: unknown): void => done(withHeadersOf(error, reply));
    try {
      if (!isProbe) gate.arrive(request.raw);
      const needsNone = isOpen === true || request.method === 'OPTIONS';
      const admission = needsNone ? null : gate.admit(request.raw, reply.raw);
      if (admission instanceof Promise) admission.then(() => done(null, payload), refuse);
      else done(null, payload);
    } catch (error) {
      refuse(error);
    }
  });
}

/** An error of the gate, whose headers are left with the reply. */
function withHeadersOf(error: unknown, reply: FastifyReply): Error {
  if (error instanceof TamsError) void reply.headers(headersOfRefusal(error));
  return error as Error;
}

/** Query strings hold signatures and tokens: they are neither logged nor repeated. */
const pathOf = (url: string): string => url.split('?', 1)[0]!;

const errorBody = (type: string, summary: string) => ({
  type,
  summary,
  message: summary,
  time: new Date().toISOString(),
});

function sendNotFound(request: FastifyRequest, reply: FastifyReply): void {
  const summary = `Nothing is served at ${request.method} ${pathOf(request.url).slice(0, 200)}`;
  void reply.code(404).send(errorBody('NotFound', summary));
}
