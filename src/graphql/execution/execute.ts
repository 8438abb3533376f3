import { GraphQLError, type ExecutionResult } from 'graphql';
import type { GraphContext } from '../context';
import { CODES } from '../errors';
import type { CompiledOperation } from './prepare';
import { isPromise, runFields, runSerially, type Run } from './run';
import type { Variables } from './selection';

/**
 * Runs a compiled operation as GraphQL's ExecuteRequest says. Behind `timeoutMs` (0: never) the answer is an error without data, and
 * no further resolver begins; what is under way goes on until it next asks.
 * @param rootValue what an event of a subscription brought
 */
export async function executeCompiled(
  compiled: CompiledOperation,
  variables: Variables,
  context: GraphContext,
  timeoutMs: number,
  rootValue?: unknown,
): Promise<ExecutionResult> {
  const run: Run = { context, variables, errors: [], stopped: null };
  const work = runOperation(run, compiled, rootValue);
  if (!isPromise(work) || timeoutMs === 0) return work;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<ExecutionResult>((resolve) => {
    timer = setTimeout(() => {
      run.stopped = timedOut(timeoutMs);
      resolve({ data: null, errors: [run.stopped] });
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function runOperation(
  run: Run,
  compiled: CompiledOperation,
  rootValue: unknown,
): ExecutionResult | Promise<ExecutionResult> {
  const failed = (error: unknown) => answer(null, [...run.errors, error as GraphQLError]);
  try {
    const { root } = compiled.planFor(run.variables);
    const data = compiled.isMutation ? runSerially(run, root) : runFields(run, root, rootValue, undefined);
    return isPromise(data)
      ? data.then((settled) => answer(settled, run.errors), failed)
      : answer(data, run.errors);
  } catch (error) {
    return failed(error);
  }
}

function answer(data: unknown, errors: readonly GraphQLError[]): ExecutionResult {
  const settled = data as ExecutionResult['data'] & object;
  return errors.length > 0 ? { data: settled, errors } : { data: settled };
}

const timedOut = (timeoutMs: number) =>
  new GraphQLError(`The operation took longer than ${timeoutMs / 1000} s: ask for less at once.`, {
    extensions: { code: CODES.timeout },
  });
