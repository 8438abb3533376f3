import {
  GraphQLError,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { atPath, isPromise, runFields, type Path, type Run } from './run';
import type { FieldPlan, ObjectPlan } from './plan';

/**
 * Turns what a resolver gave into what the response holds (GraphQL, CompleteValue), or a promise of it.
 * @throws any error, also by rejecting; the field then becomes null, or the nearest parent that may be null
 */
export type Completer = (run: Run, value: unknown, path: Path | undefined, field: FieldPlan) => unknown;

/** Builds the completer of a type once, so that nothing about types is decided while values are completed. */
export function completerOf(
  type: GraphQLOutputType,
  coordinates: string,
  selectionOf: (type: GraphQLObjectType) => ObjectPlan,
  schema: GraphQLSchema,
): Completer {
  if (isNonNullType(type))
    return nonNull(completerOf(type.ofType, coordinates, selectionOf, schema), coordinates);
  if (isListType(type)) {
    const item = completerOf(type.ofType, coordinates, selectionOf, schema);
    return list(item, isNonNullType(type.ofType), coordinates);
  }
  if (isLeafType(type)) return leaf(type);
  if (isObjectType(type)) return object(type, selectionOf);
  return abstract(type, selectionOf, schema, coordinates);
}

function nonNull(inner: Completer, coordinates: string): Completer {
  const checked = (completed: unknown) => {
    if (completed === null) throw new Error(`Cannot return null for non-nullable field ${coordinates}.`);
    return completed;
  };
  return (run, value, path, field) => {
    const completed = inner(run, value, path, field);
    return isPromise(completed) ? completed.then(checked) : checked(completed);
  };
}

/** How a leaf's value is written; what a type writes as nothing is an error. */
export function writerOf(type: GraphQLLeafType): (value: unknown) => unknown {
  return (value) => {
    const written: unknown = type.serialize(value);
    if (written === null || written === undefined)
      throw new Error(`Expected \`${type.name}.serialize\` to return a non-nullable value.`);
    return written;
  };
}

function leaf(type: GraphQLLeafType): Completer {
  const write = writerOf(type);
  return (_run, value) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    return write(value);
  };
}

function object(type: GraphQLObjectType, selectionOf: (type: GraphQLObjectType) => ObjectPlan): Completer {
  let plan: ObjectPlan | null = null;
  return (run, value, path) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    return runFields(run, (plan ??= selectionOf(type)), value, path);
  };
}

function abstract(
  type: GraphQLAbstractType,
  selectionOf: (type: GraphQLObjectType) => ObjectPlan,
  schema: GraphQLSchema,
  coordinates: string,
): Completer {
  const runtimeType = (name: unknown): GraphQLObjectType => {
    const named = typeof name === 'string' ? schema.getType(name) : undefined;
    if (!isObjectType(named) || !schema.isSubType(type, named))
      throw new GraphQLError(
        `Abstract type "${type.name}" must resolve to one of its types at ${coordinates}.`,
      );
    return named;
  };
  return (run, value, path, field) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    const name = type.resolveType?.(value, run.context, field.info, type);
    return isPromise(name)
      ? name.then((resolved) => runFields(run, selectionOf(runtimeType(resolved)), value, path))
      : runFields(run, selectionOf(runtimeType(name)), value, path);
  };
}

function list(item: Completer, itemNonNull: boolean, coordinates: string): Completer {
  return (run, value, path, field) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    if (typeof value !== 'object' || !(Symbol.iterator in value))
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${coordinates}".`);
    const completed: unknown[] = [];
    let pending: Promise<void>[] | null = null;
    const complete = (element: unknown, index: number): unknown => {
      const itemPath: Path = { prev: path, key: index };
      const failed = (error: unknown) => atPath(run, error, field, itemPath, itemNonNull);
      try {
        const result = isPromise(element)
          ? element.then((settled) => item(run, settled, itemPath, field))
          : item(run, element, itemPath, field);
        return isPromise(result) ? result.then(undefined, failed) : result;
      } catch (error) {
        return failed(error);
      }
    };
    try {
      for (const element of value as Iterable<unknown>) {
        const index = completed.length;
        const result = complete(element, index);
        completed.push(result);
        if (isPromise(result))
          (pending ??= []).push(
            result.then((settled) => {
              completed[index] = settled;
            }),
          );
      }
    } catch (error) {
      if (pending) void Promise.allSettled(pending);
      throw error;
    }
    return pending ? Promise.all(pending).then(() => completed) : completed;
  };
}
