import { fastifyApolloHandler } from '@as-integrations/fastify';
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RouteHandlerMethod,
} from 'fastify';
import type { Accounts } from '../auth/accounts';
import { TamsError, type ErrorKind } from '../tams/errors';
import type { Caller } from '../tams/model';
import type { TamsStore } from '../tams/store';
import { contextOf } from './context';
import { codeOf, CODES } from './errors';
import { DEFAULT_LIMITS, type GraphLimits } from './limits';
import type { GraphServer } from './server';
import { usualMediaType } from './short-way';

export interface GraphHttpOptions {
  /** Started. */
  readonly server: GraphServer;
  readonly store: TamsStore;
  readonly accounts: Accounts;
  /** The same that the server has. */
  readonly limits?: Partial<GraphLimits>;
  readonly callerOf: (request: FastifyRequest) => Caller;
  readonly path?: string;
}

/** Headers that a page of another site cannot set without asking first (CORS preflight). */
const PREFLIGHTED_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name'] as const;

/**
 * GraphQL over HTTP: GET and POST of `/graphql`, single and batched. Errors before an operation begins are answered as
 * GraphQL errors too, with status 400, 413 or 415. Register it in a scope of its own: it sets that scope's error handler.
 */
export async function graphqlHttp(app: FastifyInstance, options: GraphHttpOptions): Promise<void> {
  const { server, store, accounts, callerOf, path = '/graphql' } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const contextFor = (request: FastifyRequest) =>
    contextOf(store, { accounts, caller: callerOf(request), requestId: request.id, logger: request.log });
  const wholeWay = fastifyApolloHandler(server, {
    context: (request) => Promise.resolve(contextFor(request)),
  }) as RouteHandlerMethod;
  app.setErrorHandler<FastifyError | TamsError>((error, request, reply) => {
    const status = statusOf(error);
    if (status >= 500) request.log.error({ err: error }, 'a GraphQL request failed unexpectedly');
    return refuse(request, reply, status, ...wordsFor(error, status));
  });
  // A page of any site may post text unasked; only JSON is read here.
  app.removeContentTypeParser('text/plain');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  app.route({
    method: ['GET', 'POST'],
    url: path,
    preHandler: async (request, reply) => {
      const problem = crossSiteProblem(request) ?? sizeProblem(request, limits);
      if (problem) return refuse(request, reply, 400, problem.message, problem.code);
      return undefined;
    },
    handler: async function (request, reply) {
      const mediaType = request.method === 'POST' ? usualMediaType(request.headers.accept) : null;
      const admitted = mediaType === null ? null : server.shortWay.admit(request.body);
      if (mediaType === null || !admitted) return wholeWay.call(this, request, reply);
      void reply.type(mediaType);
      return server.shortWay.answer(admitted, contextFor(request));
    },
  });
  await Promise.resolve();
}

/** The statuses of what is refused before an operation begins. */
const REFUSALS: Partial<Record<ErrorKind, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  too_many: 429,
  unavailable: 503,
};

const statusOf = (error: FastifyError | TamsError): number =>
  (error instanceof TamsError ? REFUSALS[error.kind] : error.statusCode) ?? 500;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A JSON body. Keys such as `__proto__` are names like any other, for tags and mappings may have them; text that is no
 * UTF-8 is refused rather than altered.
 */
function parseJson(body: Buffer): unknown {
  if (body.length === 0) throw badBody('it is empty: send a JSON object with "query"');
  try {
    return JSON.parse(utf8.decode(body));
  } catch (error) {
    throw badBody(error instanceof SyntaxError ? `it is no JSON: ${error.message}` : 'it is no UTF-8');
  }
}

const badBody = (what: string): Error =>
  Object.assign(new Error(what), { statusCode: 400, code: 'INVALID_BODY' });

interface Problem {
  readonly message: string;
  readonly code: string;
}

/**
 * A POST needs a content type that is not a form's (others never get here), so a browser asks before it sends one from
 * another site. GETs change nothing, yet one that a browser marks as coming from another site is refused: what it costs
 * could tell that site something.
 */
function crossSiteProblem(request: FastifyRequest): Problem | null {
  if (PREFLIGHTED_HEADERS.some((name) => request.headers[name])) return null;
  const site = request.headers['sec-fetch-site'];
  if (request.method !== 'GET' || (site !== 'cross-site' && site !== 'same-site')) return null;
  return {
    message: `A GET from another site needs the header ${PREFLIGHTED_HEADERS.join(' or ')} (protection against forged requests), or use POST.`,
    code: 'CSRF_BLOCKED',
  };
}

function sizeProblem({ body, query }: FastifyRequest, limits: GraphLimits): Problem | null {
  const operations = Array.isArray(body) ? body : [body ?? query];
  if (operations.length > limits.maxBatch)
    return {
      message: `A batch may hold ${limits.maxBatch} operations; this one has ${operations.length}.`,
      code: CODES.batchTooLarge,
    };
  const documents = operations.map((operation) => (operation as { query?: unknown } | null)?.query);
  const longest = Math.max(...documents.map((text) => (typeof text === 'string' ? text.length : 0)));
  if (longest > limits.maxDocumentLength)
    return {
      message: `The document has ${longest} characters; at most ${limits.maxDocumentLength} are allowed.`,
      code: CODES.documentTooLarge,
    };
  return null;
}

function wordsFor(error: FastifyError | TamsError, status: number): [message: string, code: string] {
  if (error instanceof TamsError && status !== 500) return [error.message, codeOf(error.type)];
  if (error instanceof TamsError || status >= 500) return ['Internal server error', CODES.internal];
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return ['The request body is larger than this server takes.', CODES.bodyTooLarge];
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return ['The request body must be JSON: send "content-type: application/json".', 'BAD_REQUEST'];
    default:
      return [`The request body cannot be read: ${error.message}`, 'BAD_REQUEST'];
  }
}

function refuse(request: FastifyRequest, reply: FastifyReply, status: number, message: string, code: string) {
  const accepts = request.headers.accept ?? '';
  const modern =
    accepts.includes('application/graphql-response+json') && !accepts.includes('application/json');
  return reply
    .code(status)
    .type(`${modern ? 'application/graphql-response+json' : 'application/json'}; charset=utf-8`)
    .send(JSON.stringify({ errors: [{ message, extensions: { code, requestId: request.id } }] }));
}
