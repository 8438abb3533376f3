import {
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { admit, type Admitted, type OperationRequest } from '../admission';
import { CODES, limitError } from '../errors';
import type { Compiler } from '../execution/prepare';
import type { KnownDocuments } from '../known-documents';
import type { GraphLimits } from '../limits';

/** What a client sends to begin an operation over a stream. */
export interface StreamRequest extends OperationRequest {
  readonly query: string;
}

export interface PreparationParts {
  readonly schema: GraphQLSchema;
  readonly compiler: Compiler;
  readonly limits: GraphLimits;
  readonly documents: KnownDocuments;
  readonly introspection: boolean;
}

const MAX_VALIDATION_ERRORS = 20;

/**
 * What Apollo Server does for a request before it runs, for operations that come over streams, with the same limits and codes.
 * @returns why it may not run, or the operation
 */
export function prepare(parts: PreparationParts, request: StreamRequest): Admitted | readonly GraphQLError[] {
  const { compiler, limits } = parts;
  try {
    const { document, errors } = documentOf(parts, request.query);
    if (errors) return errors;
    const admitted = admit(compiler, limits, document, request);
    if (admitted) return admitted;
    const compiled = compiler.compile(document, request.operationName);
    return compiled?.coerce(request.variables ?? undefined).errors ?? [noOperation(request)];
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

/** @throws GraphQLError when it is too long or cannot be parsed */
function documentOf(
  { schema, limits, documents, introspection }: PreparationParts,
  text: string,
): { document: DocumentNode; errors?: never } | { document?: never; errors: readonly GraphQLError[] } {
  const known = documents.get(text);
  if (known) return { document: known };
  if (text.length > limits.maxDocumentLength)
    throw limitError(
      `The document has ${text.length} characters; at most ${limits.maxDocumentLength} are allowed.`,
      CODES.documentTooLarge,
    );
  const document = parsed(text, limits.maxTokens);
  const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const errors = validate(schema, document, rules, { maxErrors: MAX_VALIDATION_ERRORS });
  if (errors.length > 0) return { errors: errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')) };
  documents.add(text, document);
  return { document };
}

function parsed(text: string, maxTokens: number): DocumentNode {
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    // Beside syntax errors: the stack of the parser is too small for deep nesting.
    const failure = error instanceof GraphQLError ? error : new GraphQLError((error as Error).message);
    throw coded(failure, 'GRAPHQL_PARSE_FAILED');
  }
}

function noOperation({ operationName }: StreamRequest): GraphQLError {
  const message = operationName
    ? `Unknown operation named "${operationName}".`
    : 'The document has no operation, or several: say which by "operationName".';
  return new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });
}

function coded(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions, originalError, extensions } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    originalError: originalError ?? null,
    extensions: { ...extensions, code: extensions.code ?? code },
  });
}
