// type-graphql's decorators need it before the first of them runs.
import 'reflect-metadata';
import { ApolloServer, type ApolloServerOptionsWithGateway } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import {
  execute,
  GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { inSpan, isFollowing } from '../tracing';
import type { Admitted } from './admission';
import { answerPlugin } from './answer-plugin';
import type { GraphContext } from './context';
import { CODES, shortened, translateError, type GraphLogger } from './errors';
import { executeCompiled } from './execution/execute';
import { Compiler } from './execution/prepare';
import { KnownDocuments } from './known-documents';
import { DEFAULT_LIMITS, type GraphLimits } from './limits';
import { limitsPlugin } from './limits-plugin';
import type { OperationObserver } from './operation-observer';
import { graphSchema } from './schema';
import { ShortWay } from './short-way';
import { SubscriptionSlots } from './subscriptions/slots';
import { StreamOperations } from './subscriptions/stream-operations';

export interface GraphServerOptions {
  readonly limits?: Partial<GraphLimits>;
  /** Whether clients may read the schema. */
  readonly introspection: boolean;
  readonly logger: GraphLogger;
  readonly observer?: OperationObserver;
}

/** Apollo Server over the graph, and a way around its pipeline for what it has seen before. */
export class GraphServer extends ApolloServer<GraphContext> {
  constructor(
    options: ApolloServerOptionsWithGateway<GraphContext>,
    readonly shortWay: ShortWay,
    /** What comes by WebSocket or asks for a stream of events. */
    readonly streams: StreamOperations,
    private readonly slots: SubscriptionSlots,
  ) {
    super(options);
  }

  /** Subscriptions under way, over all transports. */
  get subscriptions(): number {
    return this.slots.taken;
  }
}

/** Clients choose names. */
const SPAN_NAME_LENGTH = 100;

type Gateway = ApolloServerOptionsWithGateway<GraphContext>['gateway'];

/** Apollo Server's request, as far as the executor looks at it. */
interface ExecutorRequest {
  readonly context: object;
  readonly document: DocumentNode;
  readonly schema: GraphQLSchema;
  readonly request: {
    readonly operationName?: string | undefined;
    readonly variables?: Record<string, unknown> | undefined;
  };
}
type Executor = (request: ExecutorRequest) => Promise<ExecutionResult>;

/**
 * Apollo Server over the graph, with this folder's executor in place of graphql-js' (README.md says why). `start()` it
 * before use, `stop()` it after. Contexts come from `contextOf`.
 */
export function createGraphqlServer({
  limits,
  introspection,
  logger,
  observer,
}: GraphServerOptions): GraphServer {
  const bounds = { ...DEFAULT_LIMITS, ...limits };
  const schema = graphSchema();
  const compiler = new Compiler(schema);
  const admitted = new WeakMap<GraphContext, Admitted>();
  const documents = new KnownDocuments();
  const slots = new SubscriptionSlots(bounds.maxSubscriptions, bounds.maxPrincipalSubscriptions);
  const formatted = (raw: GraphQLFormattedError, error: unknown) => {
    const told = formatError(raw, error, bounds);
    observer?.told(String(told.extensions?.code));
    return told;
  };
  const run = (operation: Admitted, context: GraphContext, event?: unknown) =>
    executeObserved(operation, context, bounds, observer, event);
  const shortWay = new ShortWay({
    compiler,
    limits: bounds,
    documents,
    execute: run,
    formatError: formatted,
  });
  const streams = new StreamOperations({
    schema,
    compiler,
    limits: bounds,
    documents,
    introspection,
    slots,
    execute: run,
    formatError: formatted,
  });
  const options: ApolloServerOptionsWithGateway<GraphContext> = {
    gateway: localGateway(executorOf(compiler, run, admitted)),
    introspection,
    // What is not to be read is not to be guessed either.
    hideSchemaDetailsFromClientErrors: !introspection,
    logger: apolloLogger(logger),
    // Own rules for cross-site requests are in http.ts: they let plain GETs of other tools through.
    csrfPrevention: false,
    allowBatchedHttpRequests: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens: bounds.maxTokens },
    validationOptions: { maxErrors: 20 },
    // Documents and persisted queries: Apollo Server's caches of 30 MiB each, least recently used out first.
    cache: 'bounded',
    persistedQueries: { ttl: null },
    plugins: [
      // It would wrap the resolver of every field.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      // Nothing is reported to anyone, whatever the environment says.
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      limitsPlugin(compiler, bounds, admitted, documents),
      answerPlugin(),
    ],
    formatError: formatted,
  };
  return new GraphServer(options, shortWay, streams, slots);

  /** Apollo Server takes an executor only with a gateway; this one is in the same process. */
  function localGateway(executor: Executor): Gateway {
    return {
      onSchemaLoadOrUpdate(callback) {
        callback({ apiSchema: schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      load: () => Promise.resolve({ executor: executor }),
      stop: () => Promise.resolve(),
    };
  }
}

function executorOf(
  compiler: Compiler,
  run: (operation: Admitted, context: GraphContext) => Promise<ExecutionResult>,
  admitted: WeakMap<GraphContext, Admitted>,
): Executor {
  return async ({ context, document, request, schema }) => {
    const contextValue = context as GraphContext;
    const operation = admitted.get(contextValue);
    if (operation) return run(operation, contextValue);
    const { operationName, variables } = request;
    const compiled = compiler.compile(document, operationName);
    const errors = compiled?.coerce(variables).errors;
    if (errors) return { errors };
    // graphql-js words best what is wrong with an operation that cannot run.
    const refused = await execute({
      schema,
      document,
      operationName: operationName ?? null,
      variableValues: variables ?? null,
      contextValue,
    });
    return { errors: refused.errors?.map(notOffered) ?? [] };
  };
}

/** Runs an operation and tells the observer, where there is one. */
async function executeObserved(
  operation: Admitted,
  context: GraphContext,
  limits: GraphLimits,
  observer: OperationObserver | undefined,
  event: unknown,
): Promise<ExecutionResult> {
  if (!observer) return executeSpanned(operation, context, limits, event);
  const { name, type } = operation.compiled;
  context.loaders.observer = observer.batch;
  const began = performance.now();
  try {
    return await executeSpanned(operation, context, limits, event);
  } finally {
    observer.ran(name, type, performance.now() - began);
  }
}

/** Runs an operation, as a span of the trace that it is part of. */
function executeSpanned(
  operation: Admitted,
  context: GraphContext,
  limits: GraphLimits,
  event: unknown,
): Promise<ExecutionResult> {
  if (!isFollowing()) return executeAdmitted(operation, context, limits, event);
  const { type } = operation.compiled;
  const name = operation.compiled.name?.slice(0, SPAN_NAME_LENGTH) ?? null;
  return inSpan(
    name === null ? type : `${type} ${name}`,
    { 'graphql.operation.type': type, ...(name === null ? {} : { 'graphql.operation.name': name }) },
    () => executeAdmitted(operation, context, limits, event),
  );
}

/** Runs an operation; its errors are as clients may read them. */
async function executeAdmitted(
  { compiled, variables, cost }: Admitted,
  context: GraphContext,
  { maxCost, timeoutMs }: GraphLimits,
  event?: unknown,
): Promise<ExecutionResult> {
  const { data, errors } = await executeCompiled(compiled, variables, context, timeoutMs, event);
  const extensions = { cost: { estimated: cost, limit: maxCost } };
  if (!errors) return { data: data ?? null, extensions };
  const { requestId, logger } = context;
  return {
    data: data ?? null,
    extensions,
    errors: errors.map((error) => translateError(error, requestId, logger)),
  };
}

const notOffered = ({ message, nodes }: GraphQLError) =>
  new GraphQLError(message, { nodes: nodes ?? null, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });

/** The last word on every error: nothing leaves without a code, and what nobody foresaw leaves masked. */
function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  { maxTokens }: GraphLimits,
): GraphQLFormattedError {
  const code = formatted.extensions?.code;
  if (code === CODES.internal && isApollosOwn(error))
    return { ...formatted, extensions: { ...formatted.extensions, code: 'BAD_REQUEST' } };
  if (code === CODES.internal && formatted.message !== 'Internal server error')
    return { message: 'Internal server error', extensions: { code: CODES.internal } };
  const message = shortened(formatted.message);
  if (code === 'GRAPHQL_PARSE_FAILED' && message.includes('Parsing aborted'))
    return {
      message: `The document has more than ${maxTokens} tokens, which is the most allowed.`,
      extensions: { ...formatted.extensions, code: CODES.documentTooLarge },
    };
  if (code === 'GRAPHQL_PARSE_FAILED' && message.includes('call stack'))
    return {
      message: 'The document is nested too deeply to be read.',
      extensions: { ...formatted.extensions, code: CODES.documentTooLarge },
    };
  const cause = error instanceof GraphQLError ? error.originalError : undefined;
  // A literal that a scalar refused: Apollo Server would only say that validation failed.
  if (cause instanceof GraphQLError && cause.extensions.code === CODES.badUserInput)
    return { ...formatted, message, extensions: { ...formatted.extensions, code: CODES.badUserInput } };
  return { ...formatted, message };
}

/** Apollo Server's few refusals without a code of their own, as of a persisted query's wrong hash: they carry a status. */
function isApollosOwn(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || error.originalError) return false;
  const http = error.extensions.http as { status?: number } | undefined;
  return http?.status === 400;
}

function apolloLogger(logger: GraphLogger) {
  const silent = () => undefined;
  return {
    debug: silent,
    info: silent,
    warn: (message: unknown) => logger.warn({}, String(message)),
    error: (message: unknown) => logger.error({}, String(message)),
  };
}
