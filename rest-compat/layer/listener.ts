import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { encodePart } from '../../src/percent-encoding';
import type { Admission } from '../../src/tams/access/admission';
import type { Scope } from '../../src/tams/access/caller';
import type { TamsStore } from '../../src/tams/store';
import { isUuid } from '../../src/tams/validation/ids';
import { isFollowing, nameSpan } from '../../src/tracing';
import { readBody } from './body';
import { crossOrigin, PREFLIGHT } from './cors';
import { RestError } from './errors';
import {
  JsonText,
  type AnyHandler,
  type EventMechanism,
  type Headers,
  type OperationSpec,
} from './operation';
import { Paging } from './paging';
import { QueryReader } from './query';
import { commonHeaders, refusal, send, type ErrorLog, type Reply } from './reply';
import { Router } from './router';

/** A contract with its handlers, and what is decided about it beyond its document. */
export interface Surface {
  readonly operations: Readonly<Record<string, OperationSpec>>;
  readonly handlers: Readonly<Record<string, AnyHandler>>;
  /** What an operation needs: one of these scopes. */
  readonly scopesOf: (id: string, operation: OperationSpec) => readonly Scope[];
  /** Operations that refuse query parameters they do not know. */
  readonly strictQueries: readonly string[];
  /** Path parameters that take the whole rest of the path. */
  readonly restParameters: readonly string[];
  /** Bytes that a request body may have. */
  readonly maxBody: number;
  /** Operations whose body may be as large as the server takes any. */
  readonly largeBodies: readonly string[];
}

/** Who asks, by the credentials of the request. @throws RestError 401, 429, 503 */
export type Admit = (request: IncomingMessage, response: ServerResponse) => Admission | Promise<Admission>;

export interface RestOptions {
  readonly surface: Surface;
  /** Such as `/tams/v7.0`. */
  readonly basePath: string;
  readonly store: TamsStore;
  readonly admit: Admit;
  /** Scheme and authority under which the client reached the server, without a slash at the end (P8). */
  readonly baseUrlOf: (request: IncomingMessage) => string;
  readonly corsOrigins: '*' | readonly string[];
  /** The largest body that the server takes, in bytes. */
  readonly maxBody: number;
  /** How clients of this base URL hear of changes, beside what the contract describes. */
  readonly eventMechanisms: (baseUrl: string) => readonly EventMechanism[];
  readonly log: ErrorLog;
  /** Hears of each answer: on the path of each request, so it is to be fast and must not throw. */
  readonly onAnswer?: (answered: Answered) => void;
}

/** A request that was answered. */
export interface Answered {
  /** The contract's operation id; null when the request was refused before one was found. */
  readonly operation: string | null;
  readonly status: number;
  readonly milliseconds: number;
}

interface Operation {
  readonly id: string;
  readonly spec: OperationSpec;
  readonly handle: AnyHandler;
  readonly query: QueryReader;
  readonly scopes: readonly Scope[];
  readonly maxBody: number;
}

/**
 * Serves a contract below its base path, on Node's own HTTP: most of what TAMS 7.0 asks for (routing before decoding, HEAD by
 * construction, types without charset, bodies without a type) is what frameworks do in their own way.
 * The head of a request is judged before its body is read, in the order of H9.
 */
export function restListener(options: RestOptions): RequestListener {
  const { surface, basePath, store } = options;
  const router = new Router(
    Object.entries(surface.operations).map(([id, spec]): Operation => ({
      id,
      spec,
      handle: surface.handlers[id]!,
      query: new QueryReader(spec, surface.strictQueries.includes(id)),
      scopes: surface.scopesOf(id, spec),
      maxBody: surface.largeBodies.includes(id) ? options.maxBody : surface.maxBody,
    })),
    surface.restParameters,
  );
  const corsOf = crossOrigin(options.corsOrigins);

  return (request, response) => void serve(request, response);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    const requestId = randomUUID();
    const common = commonHeaders(requestId, corsOf(request.headers.origin));
    const found: Found = { operation: null };
    try {
      send(request, response, common, await answer(request, response, found));
    } catch (error) {
      const reply = refusal(error, requestId, options.log);
      if (response.headersSent) response.destroy();
      else send(request, response, common, reply);
    }
    options.onAnswer?.({
      operation: found.operation,
      status: response.statusCode,
      milliseconds: performance.now() - began,
    });
  }

  async function answer(request: IncomingMessage, response: ServerResponse, found: Found): Promise<Reply> {
    const { method = 'GET', url = '' } = request;
    const mark = url.indexOf('?');
    const path = url.slice(basePath.length, mark < 0 ? undefined : mark);
    const preflight = method === 'OPTIONS';
    // Browsers cannot send credentials with it (A6).
    const admitted = preflight ? null : options.admit(request, response);
    // Most are known at once: they do not wait for a promise.
    const admission = admitted instanceof Promise ? await admitted : admitted;
    const match = router.match(path);
    if (!match) throw new RestError(404, 'NotFound', 'Nothing is served at this path.');
    if (admission === null)
      return { status: 204, headers: { ...PREFLIGHT, Allow: allowed(match.operations) }, text: null };
    const operation = match.operations.get(method === 'HEAD' ? 'GET' : method);
    if (!operation) throw methodNotAllowed(match.operations);
    found.operation = operation.id;
    const { spec } = operation;
    if (isFollowing())
      nameSpan(`${spec.method} ${basePath}${spec.path}`, { 'http.route': basePath + spec.path });
    const { params } = match;
    const { caller } = admission;
    // What is no id names nothing (H1).
    for (const name of spec.ids)
      if (!isUuid(params[name]!)) throw new RestError(404, 'NotFound', `The ${name} is no TAMS id.`);
    const view = store.as(caller);
    // The domain asks again; here it comes before what is wrong with the rest of the request (H9).
    view.require(operation.scopes, `${spec.method} ${spec.path}`);
    const query = operation.query.read(mark < 0 ? '' : url.slice(mark + 1));
    const body = spec.body ? await readBody(spec.body, request, operation.maxBody) : undefined;
    const { limit, page } = query.values as { limit?: number; page?: string };
    const urlOf = (to: string) => options.baseUrlOf(request) + basePath + to;
    const { status, headers, ...rest } = await operation.handle({
      store: view,
      caller,
      params,
      query: query.values,
      body,
      paging: new Paging({ url: () => urlOf(pathOf(spec, params)), pairs: query.pairs }, limit, page),
      urlOf,
      eventMechanisms: () => options.eventMechanisms(options.baseUrlOf(request)),
    });
    return { status, headers: headers ?? NO_HEADERS, text: textOf(rest.body) };
  }
}

/** What became known of a request on the way to its answer, or to its refusal. */
interface Found {
  operation: string | null;
}

const NO_HEADERS: Headers = {};

function textOf(body: unknown): string | null {
  if (body === undefined) return null;
  return body instanceof JsonText ? body.text : JSON.stringify(body);
}

function methodNotAllowed(operations: ReadonlyMap<string, Operation>): RestError {
  const allow = allowed(operations);
  return new RestError(405, 'MethodNotAllowed', `This path takes ${allow}.`, [], { Allow: allow });
}

/** H4 */
function allowed(operations: ReadonlyMap<string, Operation>): string {
  const methods = [...operations.keys()].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return [...methods, 'OPTIONS'].join(', ');
}

function pathOf({ path }: OperationSpec, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{([^}]+)\}/g, (_, name: string) => encodePart(params[name]!));
}
