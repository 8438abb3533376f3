import type { Caller, JsonObject } from '../../src/tams/model';
import type { StoreView } from '../../src/tams/store';
import type { Paging } from './paging';

/*
 * What the layer knows of a contract's operations, and how handlers are typed by it. The types follow the shape of
 * openapi-typescript's `operations`.
 */

/** A validator that was compiled with the contract. Its problem, if any, is in `errors` until it is called again. */
export interface Validator {
  (data: unknown): boolean;
  errors?: readonly ValidationError[] | null;
}

/** A problem as ajv tells it. */
export interface ValidationError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

export type ParameterKind = 'string' | 'integer' | 'boolean';

/** One operation of a contract's route table. */
export interface OperationSpec {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/flows/{flowId}` */
  readonly path: string;
  /** The path parameters that are ids, which have a form. */
  readonly ids: readonly string[];
  /** `tag.{name}` stands for all names that begin with `tag.`. */
  readonly query: Readonly<Record<string, ParameterKind>>;
  readonly validateQuery: Validator | null;
  readonly body: { readonly required: boolean; readonly validate: Validator } | null;
}

type At<T, K extends string> = K extends keyof T ? T[K] : never;
type PathOf<Op> = At<At<Op, 'parameters'>, 'path'>;
type JsonOf<T> = T extends { content: { 'application/json': infer Body } } ? Body : undefined;

/** A parameter such as `tag.{name}` is a list of its names and values. */
type QueryOf<Op> = {
  readonly [K in keyof NonNullable<At<At<Op, 'parameters'>, 'query'>>]: K extends `${string}{${string}}`
    ? readonly (readonly [string, NonNullable<NonNullable<At<At<Op, 'parameters'>, 'query'>>[K]>])[]
    : NonNullable<At<At<Op, 'parameters'>, 'query'>>[K];
};

type BodyOf<Op> = Op extends { requestBody: infer Body }
  ? JsonOf<Body>
  : Op extends { requestBody?: infer Body }
    ? JsonOf<NonNullable<Body>> | undefined
    : undefined;

/** A way to hear of changes, as GET /service lists it (TAMS 7.0, event-stream-common). */
export interface EventMechanism {
  readonly name: string;
  /** Where to read more. */
  readonly docs: string;
  /** What a client needs to know to use it. */
  readonly config: JsonObject;
}

/** What the layer hands to a handler, whose types say the same as the contract did to the layer. */
export interface AnyRequest {
  /** As the caller may use it. */
  readonly store: StoreView;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly paging: Paging;
  /** The absolute URL of a path below the base path. */
  readonly urlOf: (path: string) => string;
  /** Those that the server has beside the contract's own. */
  readonly eventMechanisms: () => readonly EventMechanism[];
}

/** A request that has passed everything its contract says of it. */
export interface RestRequest<Op> extends Omit<AnyRequest, 'params' | 'query' | 'body'> {
  readonly params: PathOf<Op>;
  readonly query: QueryOf<Op>;
  readonly body: BodyOf<Op>;
}

export type Headers = Readonly<Record<string, string>>;

/** JSON text of a body, for those handlers that have it already. */
export class JsonText<Body> {
  /** Only for the type. */
  declare private readonly of: Body;
  constructor(readonly text: string) {}
}

type Success = 200 | 201 | 202 | 204;

/** One of the successes that the operation's contract lists, with its body. Everything else is thrown. */
export type Answer<Op> = {
  [Status in keyof At<Op, 'responses'> & Success]: JsonOf<At<Op, 'responses'>[Status]> extends infer Body
    ? [Body] extends [undefined]
      ? { readonly status: Status; readonly body?: JsonObject; readonly headers?: Headers }
      : { readonly status: Status; readonly body: Body | JsonText<Body>; readonly headers?: Headers }
    : never;
}[keyof At<Op, 'responses'> & Success];

/** @throws TamsError, RestError */
export type Handler<Op> = (request: RestRequest<Op>) => Promise<Answer<Op>>;

/** One handler for each operation of the table, and none besides. */
export type Handlers<Operations, Id extends keyof Operations> = {
  readonly [K in Id]: Handler<Operations[K]>;
};

/** A handler as the layer calls it. */
export type AnyHandler = (request: AnyRequest) => Promise<{
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Headers;
}>;
