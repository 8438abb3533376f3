import type { DocumentNode } from 'graphql';
import { limitError, CODES } from './errors';
import type { Compiler, CompiledOperation } from './execution/prepare';
import type { Variables } from './execution/selection';
import type { GraphLimits } from './limits';

/** An operation that may run: its limits have been checked. */
export interface Admitted {
  readonly compiled: CompiledOperation;
  readonly variables: Variables;
  readonly cost: number;
}

/** What of a request names and fills an operation of its document. */
export interface OperationRequest {
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * Checks an operation of a validated document against the limits, before anything of it runs. Null when the document has no
 * such operation, or the variables are not what it declares: the executor says what is wrong.
 * @throws GraphQLError of a limit
 */
export function admit(
  compiler: Compiler,
  limits: GraphLimits,
  document: DocumentNode,
  { operationName, variables: raw }: OperationRequest,
): Admitted | null {
  const compiled = compiler.compile(document, operationName);
  if (!compiled) return null;
  const { depth, size } = compiled.estimate;
  if (depth > limits.maxDepth) throw tooDeep(depth, limits.maxDepth);
  if (size > limits.maxFields) throw tooManyFields(size, limits.maxFields);
  const { variables } = compiled.coerce(raw ?? undefined);
  if (!variables) return null;
  const cost = compiled.estimate.cost(variables);
  if (cost > limits.maxCost) throw tooCostly(cost, limits.maxCost);
  return { compiled, variables, cost };
}

const tooDeep = (depth: number, limit: number) =>
  limitError(`The operation is ${depth} levels deep; at most ${limit} are allowed.`, CODES.tooDeep);

const tooManyFields = (size: number, limit: number) =>
  limitError(
    `The operation selects ${size} fields, fragments written out; at most ${limit} are allowed.`,
    CODES.tooManyFields,
  );

const tooCostly = (cost: number, limit: number) =>
  limitError(
    `The operation may cost ${cost}, counting one for each field of each object it can return; at most ${limit} is allowed. Ask for fewer items ("first") or fewer fields at once.`,
    CODES.tooCostly,
  );
