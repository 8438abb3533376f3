import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import type { GraphContext } from './context';
import { CODES, limitError } from './errors';
import type { Compiler, CompiledOperation } from './execution/prepare';
import type { Variables } from './execution/selection';
import type { GraphLimits } from './limits';

/** What the limits' check leaves for the executor. */
export interface Prepared {
  readonly compiled: CompiledOperation;
  readonly variables: Variables;
  readonly cost: number;
}

/** Refuses operations that break a limit, before anything of them runs. */
export function limitsPlugin(
  compiler: Compiler,
  limits: GraphLimits,
  prepared: WeakMap<GraphContext, Prepared>,
): ApolloServerPlugin<GraphContext> {
  const listener: GraphQLRequestListener<GraphContext> = {
    // eslint-disable-next-line @typescript-eslint/require-await -- Apollo Server wants a promise
    async didResolveOperation({ document, request, contextValue }) {
      const compiled = compiler.compile(document, request.operationName);
      // No such operation: the executor says so.
      if (!compiled) return;
      const { depth, size } = compiled.estimate;
      if (depth > limits.maxDepth) throw tooDeep(depth, limits.maxDepth);
      if (size > limits.maxFields) throw tooManyFields(size, limits.maxFields);
      const { variables } = compiled.coerce(request.variables);
      // The executor coerces them again, to answer with what is wrong with them.
      if (!variables) return;
      const cost = compiled.estimate.cost(variables);
      if (cost > limits.maxCost) throw tooCostly(cost, limits.maxCost);
      prepared.set(contextValue, { compiled, variables, cost });
    },
  };
  return { requestDidStart: () => Promise.resolve(listener) };
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
