import cors from '@fastify/cors';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { Caller } from '../../src/tams/model';
import type { TamsStore } from '../../src/tams/store';
import { isUuid } from '../../src/tams/validation/ids';
import { readBody } from './body';
import { answerOf, internalError, RestError, type ErrorAnswer } from './errors';
import { JsonText, type AnyHandler, type OperationSpec } from './operation';
import { encoded, Paging } from './paging';
import { QueryReader, type ParsedQuery } from './query';
import { Router } from './router';

/** A contract with its handlers, and what is decided about it beyond its document. */
export interface Surface {
  readonly operations: Readonly<Record<string, OperationSpec>>;
  readonly handlers: Readonly<Record<string, AnyHandler>>;
  /** Operations that refuse query parameters they do not know. */
  readonly strictQueries: readonly string[];
  /** Path parameters that take the whole rest of the path. */
  readonly restParameters: readonly string[];
  /** Bytes that a request body may have. */
  readonly maxBody: number;
  /** Operations whose body may be as large as the server takes any. */
  readonly largeBodies: readonly string[];
}

export interface RestOptions {
  readonly surface: Surface;
  readonly store: TamsStore;
  /** Who asks, by the credentials of the request. @throws RestError 401 */
  readonly callerOf: (request: FastifyRequest) => Caller;
  /** Scheme and authority under which the client reached the server, without a slash at the end (P8). */
  readonly baseUrlOf: (request: FastifyRequest) => string;
  readonly corsOrigins: '*' | readonly string[];
  /** The largest body that the server takes, in bytes. */
  readonly maxBody: number;
}

interface Operation {
  readonly spec: OperationSpec;
  readonly handle: AnyHandler;
  readonly query: QueryReader;
}

/** An admitted request, from when its head was read until it is answered. */
interface Call {
  readonly operation: Operation;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: ParsedQuery;
}

const CALL = Symbol('rest call');
interface WithCall {
  [CALL]?: Call;
}

/**
 * What Fastify is to route a URL below the base path by. It refuses URLs that cannot be decoded before anyone is asked; here
 * they are unknown paths like any other (H8), so what looks encoded is hidden from it. The layer reads the URL as it came.
 */
export function routedUrl(url: string): string {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  return path.includes('%') ? path.replaceAll('%', '%25') + url.slice(path.length) : url;
}

/** Headers that a browser must be told of by name, or its pages cannot read them (H29). */
const EXPOSED_HEADERS = [
  ...['Link', 'Location', 'X-Paging-Limit', 'X-Paging-NextKey', 'X-Paging-Count', 'X-Paging-Timerange'],
  ...['X-Paging-Reverse-Order', 'X-Request-Id'],
];
const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'];

/**
 * Serves a contract below its base path. Paths are matched here, not by Fastify, which would decode them first. The head of
 * a request is judged before its body is read: route, ids and query, in the order of H9.
 * To be registered with a prefix, which is the base path, such as `/tams/v7.0`.
 */
export async function restCompat(app: FastifyInstance, options: RestOptions): Promise<void> {
  const { surface, store } = options;
  const basePath = app.prefix;
  const operations = Object.entries(surface.operations).map(([id, spec]): Operation => ({
    spec,
    handle: surface.handlers[id]!,
    query: new QueryReader(spec, surface.strictQueries.includes(id)),
  }));
  const router = new Router(operations, surface.restParameters);

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  await app.register(cors, {
    origin: options.corsOrigins === '*' ? '*' : [...options.corsOrigins],
    methods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type'],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 600,
    strictPreflight: false,
    preflightContinue: true,
  });
  app.addHook('onRequest', (request, _reply, done) => {
    // What is said of a body that is not there says nothing (H11), and Fastify would judge it.
    const { headers } = request.raw;
    if ((headers['content-length'] ?? '0') === '0' && !headers['transfer-encoding'])
      delete headers['content-type'];
    try {
      const call = admitted(request);
      if (call) (request as WithCall)[CALL] = call;
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  app.setErrorHandler((error, request, reply) => sendError(reply, told(error, request)));
  app.setNotFoundHandler((request, reply) => serve(request, reply));

  const large = surface.largeBodies.map((id) => surface.operations[id]!);
  for (const { method, path } of large)
    app.route({
      method,
      url: path.replace(/\{([^}]+)\}/g, ':$1'),
      bodyLimit: options.maxBody,
      handler: serve,
    });
  for (const url of ['', '/*'])
    app.route({ method: METHODS, url, bodyLimit: surface.maxBody, exposeHeadRoute: false, handler: serve });

  function admitted(request: FastifyRequest): Call | undefined {
    if (request.method === 'OPTIONS') return undefined;
    const caller = options.callerOf(request);
    const url = request.originalUrl;
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const match = router.match(path.slice(basePath.length));
    if (!match) throw new RestError(404, 'NotFound', 'Nothing is served at this path.');
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const operation = match.operations.get(method);
    if (!operation) throw methodNotAllowed(match.operations);
    // What is no id names nothing (H1).
    for (const name of operation.spec.ids)
      if (!isUuid(match.params[name]!)) throw new RestError(404, 'NotFound', `The ${name} is no TAMS id.`);
    const query = operation.query.read(mark < 0 ? '' : url.slice(mark + 1));
    return { operation, caller, params: match.params, query };
  }

  async function serve(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const call = (request as WithCall)[CALL];
    if (!call) return preflight(request, reply);
    const { operation, caller, params, query } = call;
    const body = readBody(
      operation.spec,
      (request.body as Buffer | undefined) ?? null,
      request.headers['content-type'],
    );
    const { limit, page } = query.values as { limit?: number; page?: string };
    const urlOf = (path: string) => options.baseUrlOf(request) + basePath + path;
    const place = { url: () => urlOf(pathOf(operation.spec, params)), pairs: query.pairs };
    const answer = await operation.handle({
      store,
      caller,
      params,
      query: query.values,
      body,
      paging: new Paging(place, limit, page),
      urlOf,
    });
    void reply.code(answer.status).header('cache-control', 'no-store');
    if (answer.headers) void reply.headers(answer.headers);
    if (answer.body === undefined) return reply.send();
    return sendJson(reply, answer.body instanceof JsonText ? answer.body.text : JSON.stringify(answer.body));
  }

  /** H4 */
  function preflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const path = request.originalUrl.split('?', 1)[0]!;
    const match = router.match(path.slice(basePath.length));
    if (!match) throw new RestError(404, 'NotFound', 'Nothing is served at this path.');
    return reply.code(204).header('allow', allowed(match.operations)).send();
  }
}

function methodNotAllowed(operations: ReadonlyMap<string, Operation>): RestError {
  const allow = allowed(operations);
  return new RestError(405, 'MethodNotAllowed', `This path takes ${allow}.`, [], { allow });
}

function allowed(operations: ReadonlyMap<string, Operation>): string {
  const methods = [...operations.keys()];
  return [
    ...(methods.includes('GET') ? ['GET', 'HEAD'] : []),
    ...methods.filter((m) => m !== 'GET'),
    'OPTIONS',
  ].join(', ');
}

function pathOf({ path }: OperationSpec, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{([^}]+)\}/g, (_, name: string) => encoded(params[name]!));
}

/** What is told of an error; what is not told is logged. */
function told(error: unknown, request: FastifyRequest): ErrorAnswer {
  const answer = answerOf(error);
  if (answer) return answer;
  request.log.error({ err: error }, 'a request failed unexpectedly');
  return internalError(request.id);
}

function sendError(reply: FastifyReply, { status, headers, body }: ErrorAnswer): FastifyReply {
  void reply.code(status).headers({ ...headers, 'cache-control': 'no-store' });
  return sendJson(reply, JSON.stringify(body));
}

/** With a serializer of its own, for otherwise Fastify adds a charset to the type (H22). */
function sendJson(reply: FastifyReply, text: string): FastifyReply {
  return reply.header('content-type', 'application/json').serializer(asItIs).send(text);
}

const asItIs = (payload: unknown): string => payload as string;
