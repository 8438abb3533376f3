import { GraphQLError } from 'graphql';
import { InvalidTime } from '../tams/time/invalid-time';
import { storeFailure, TamsError, type ErrorType } from '../tams/errors';

/** Where the surface writes what clients must not see. Pino's loggers fit. */
export interface GraphLogger {
  error(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** The codes that the surface itself gives, besides those of the domain's errors and Apollo Server's own. */
export const CODES = {
  badCursor: 'BAD_CURSOR',
  badUserInput: 'BAD_USER_INPUT',
  internal: 'INTERNAL_SERVER_ERROR',
  tooDeep: 'OPERATION_TOO_DEEP',
  tooCostly: 'OPERATION_TOO_COSTLY',
  tooManyFields: 'OPERATION_TOO_LARGE',
  documentTooLarge: 'DOCUMENT_TOO_LARGE',
  batchTooLarge: 'BATCH_TOO_LARGE',
  bodyTooLarge: 'BODY_TOO_LARGE',
  timeout: 'OPERATION_TIMEOUT',
  needsStream: 'SUBSCRIPTION_NEEDS_STREAM',
  tooManySubscriptions: 'TOO_MANY_SUBSCRIPTIONS',
} as const;

const MASKED_MESSAGE = 'Internal server error';
const MAX_MESSAGE = 1000;

/** `FlowNotFound` → `FLOW_NOT_FOUND`. */
export const codeOf = (type: ErrorType): string => type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

/** An error in what a client sent, to throw from a resolver. */
export function inputError(message: string, code: string = CODES.badUserInput): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** An operation that is refused before it runs, because it breaks a limit. */
export function limitError(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}

/**
 * The one place where an error of an operation becomes what the client reads: a domain error with its code and kind, an
 * error of the surface as it is, anything else masked and logged. `requestId` is in the answer and in the log.
 */
export function translateError(error: GraphQLError, requestId: string, logger: GraphLogger): GraphQLError {
  const cause = rootCause(error);
  if (cause instanceof TamsError) {
    const details = cause.details.length > 0 ? { details: cause.details } : {};
    return withExtensions(error, cause.message, {
      code: codeOf(cause.type),
      kind: cause.kind,
      ...details,
      ...cause.facts,
      requestId,
    });
  }
  if (cause instanceof InvalidTime)
    return withExtensions(error, cause.message, { code: CODES.badUserInput, kind: 'invalid', requestId });
  if (isOwn(cause)) return withExtensions(error, error.message, { ...cause.extensions, requestId });
  logger.error({ err: cause, requestId, path: error.path }, 'an operation failed unexpectedly');
  const failure = storeFailure(cause);
  if (failure) {
    const { message, type, kind } = failure;
    return withExtensions(error, message, { code: codeOf(type), kind, requestId });
  }
  return withExtensions(error, MASKED_MESSAGE, { code: CODES.internal, requestId });
}

function rootCause(error: GraphQLError): unknown {
  let cause: unknown = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

/** Whether the surface made it on purpose: by its code, or graphql-js' own errors in a value, which name a variable. */
function isOwn(cause: unknown): cause is GraphQLError {
  return (
    cause instanceof GraphQLError &&
    (typeof cause.extensions.code === 'string' || /^(Variable|Argument) "/.test(cause.message))
  );
}

function withExtensions(error: GraphQLError, message: string, extensions: Record<string, unknown>) {
  const { nodes, path } = error;
  return new GraphQLError(shortened(message), { nodes: nodes ?? null, path: path ?? null, extensions });
}

/** Messages quote input: an answer must not grow with it. */
export const shortened = (message: string): string =>
  message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message;
