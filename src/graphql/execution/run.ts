import { GraphQLError, locatedError } from 'graphql';
import type { GraphContext } from '../context';
import type { FieldPlan, ObjectPlan } from './plan';
import type { Variables } from './selection';

/** Where in the response, from the inside out. */
export interface Path {
  readonly prev: Path | undefined;
  readonly key: string | number;
}

/** One operation being run. */
export interface Run {
  readonly context: GraphContext;
  readonly variables: Variables;
  readonly errors: GraphQLError[];
  /** Set from outside, to let no further resolver begin. */
  stopped: GraphQLError | null;
}

export const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';

/** Runs all fields of an object, side by side (GraphQL, ExecuteSelectionSet). Only a field that waits makes it a promise. */
export function runFields(run: Run, plan: ObjectPlan, source: unknown, path: Path | undefined): unknown {
  const data = emptyData(plan);
  let pending: Promise<void>[] | null = null;
  try {
    for (const field of plan.fields) {
      const value = field.write ? runLeaf(run, field, source, path) : runField(run, field, source, path);
      data[field.key] = value;
      if (isPromise(value))
        (pending ??= []).push(
          value.then((settled) => {
            data[field.key] = settled;
          }),
        );
    }
  } catch (error) {
    if (pending) void Promise.allSettled(pending);
    throw error;
  }
  return pending ? Promise.all(pending).then(() => data) : data;
}

/** Runs the fields of a mutation one after the other. */
export async function runSerially(run: Run, plan: ObjectPlan): Promise<Record<string, unknown>> {
  const data = emptyData(plan);
  for (const field of plan.fields) data[field.key] = await runField(run, field, undefined, undefined);
  return data;
}

const emptyData = (plan: ObjectPlan) => (plan.bare ? Object.create(null) : {}) as Record<string, unknown>;

/** A leaf that is a property, which most of every answer is: null, a string, a number or a boolean is written at once. */
function runLeaf(run: Run, field: FieldPlan, source: unknown, parent: Path | undefined): unknown {
  if (run.stopped || typeof source !== 'object' || source === null)
    return runField(run, field, source, parent);
  // Read once: a getter may begin a read of the store.
  const value = (source as Record<string, unknown>)[field.name];
  if (value === null && !field.nonNull) return null;
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      try {
        return field.write!(value);
      } catch (error) {
        return failed(run, error, field, parent);
      }
    case 'function':
      return runField(run, field, source, parent);
    default:
      return completed(run, field, value, parent);
  }
}

function runField(run: Run, field: FieldPlan, source: unknown, parent: Path | undefined): unknown {
  let value: unknown;
  try {
    if (run.stopped) throw run.stopped;
    value = resolved(run, field, source);
  } catch (error) {
    return failed(run, error, field, parent);
  }
  return completed(run, field, value, parent);
}

function completed(run: Run, field: FieldPlan, value: unknown, parent: Path | undefined): unknown {
  try {
    // Paths are only needed below objects and lists, and for errors: a plain value costs none.
    const path = field.leaf ? parent : { prev: parent, key: field.key };
    const result = isPromise(value)
      ? value.then((settled) => field.complete(run, settled, path, field))
      : field.complete(run, value, path, field);
    return isPromise(result)
      ? result.then(undefined, (error: unknown) => failed(run, error, field, parent))
      : result;
  } catch (error) {
    return failed(run, error, field, parent);
  }
}

function resolved(run: Run, field: FieldPlan, source: unknown): unknown {
  if (field.resolve) return field.resolve(source, field.args(run.variables), run.context, field.info);
  if (typeof source !== 'object' || source === null) return undefined;
  const value = (source as Record<string, unknown>)[field.name];
  return typeof value === 'function'
    ? (value as (...values: unknown[]) => unknown).call(
        source,
        field.args(run.variables),
        run.context,
        field.info,
      )
    : value;
}

const failed = (run: Run, error: unknown, field: FieldPlan, parent: Path | undefined) =>
  atPath(run, error, field, { prev: parent, key: field.key }, field.nonNull);

/**
 * Notes an error and lets null stand in its place, or passes it on to the parent where null may not stand.
 * @throws GraphQLError located at `path`
 */
export function atPath(run: Run, error: unknown, field: FieldPlan, path: Path, nonNull: boolean): null {
  const located = locatedError(error, field.nodes, pathOf(path));
  if (nonNull) throw located;
  run.errors.push(located);
  return null;
}

function pathOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at; at = at.prev) keys.unshift(at.key);
  return keys;
}
