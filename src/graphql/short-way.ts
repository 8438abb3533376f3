import type { ExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import { admit, type Admitted, type OperationRequest } from './admission';
import type { GraphContext } from './context';
import type { Compiler } from './execution/prepare';
import type { KnownDocuments } from './known-documents';
import type { GraphLimits } from './limits';

/** What the short way shares with Apollo Server's. */
export interface ShortWayParts {
  readonly compiler: Compiler;
  readonly limits: GraphLimits;
  readonly documents: KnownDocuments;
  readonly execute: (admitted: Admitted, context: GraphContext) => Promise<ExecutionResult>;
  readonly formatError: (formatted: GraphQLFormattedError, error: GraphQLError) => GraphQLFormattedError;
}

/**
 * Answers what is usual, an operation of a document that Apollo Server has parsed and validated before, without its request
 * pipeline, which costs more than such an operation itself. Whatever is unusual is left to Apollo Server: a new document, a
 * persisted one, an operation that is refused, a request that is not as it should be. Answers are the same either way
 * (`test/graphql/short-way.test.ts`).
 */
export class ShortWay {
  constructor(private readonly parts: ShortWayParts) {}

  /** What to run for the body of a POST; null when Apollo Server is to answer. Nothing has run then. */
  admit(body: unknown): Admitted | null {
    const { compiler, limits, documents } = this.parts;
    const request = usualRequest(body);
    const document = request && documents.get(request.query);
    if (!document) return null;
    try {
      const admitted = admit(compiler, limits, document, request);
      return admitted?.compiled.isSubscription ? null : admitted;
    } catch {
      return null;
    }
  }

  /** Runs an operation; gives the text of its answer, whose status is 200. */
  async answer(admitted: Admitted, context: GraphContext): Promise<string> {
    const { data, errors, extensions } = await this.parts.execute(admitted, context);
    const formatted = errors?.map((error) => this.parts.formatError(error.toJSON(), error));
    return `${JSON.stringify({ errors: formatted, data, extensions })}\n`;
  }
}

interface UsualRequest extends OperationRequest {
  readonly query: string;
}

/** A body that is as the GraphQL over HTTP specification says, and asks for no persisted document. */
function usualRequest(body: unknown): UsualRequest | null {
  if (!isRecord(body)) return null;
  const { query, operationName, variables, extensions } = body;
  const usual =
    typeof query === 'string' &&
    (operationName === undefined || operationName === null || typeof operationName === 'string') &&
    (variables === undefined || variables === null || isRecord(variables)) &&
    (extensions === undefined ||
      extensions === null ||
      (isRecord(extensions) && extensions.persistedQuery === undefined));
  return usual ? { query, operationName, variables } : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The media type of an answer for these `Accept` headers, which nearly all clients send; others are left to Apollo Server,
 * which negotiates.
 */
export function usualMediaType(accept: string | undefined): string | null {
  return accept === undefined ? JSON_TYPE : (USUAL_ACCEPTS.get(accept) ?? null);
}

const JSON_TYPE = 'application/json; charset=utf-8';
const MODERN_TYPE = 'application/graphql-response+json; charset=utf-8';
const USUAL_ACCEPTS: ReadonlyMap<string, string> = new Map([
  ['*/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['application/json, text/plain, */*', JSON_TYPE],
  ['application/json, multipart/mixed', JSON_TYPE],
  ['application/graphql-response+json', MODERN_TYPE],
  ['application/graphql-response+json,application/json;q=0.9', MODERN_TYPE],
  ['application/graphql-response+json, application/json', MODERN_TYPE],
]);
