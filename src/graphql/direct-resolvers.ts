import {
  isInterfaceType,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import type { GraphContext } from './context';

type Resolve = GraphQLFieldResolver<unknown, GraphContext, Record<string, unknown>>;
type Handler = ReturnType<typeof getMetadataStorage>['queries'][number];
type Parameter = NonNullable<Handler['params']>[number];
type Method = (...values: unknown[]) => unknown;

/**
 * Lets fields call their resolver methods straight. type-graphql puts promises between the arguments and the method even
 * where nothing is validated, and sorts the parameters on each call: a page of segments would pay for that in each item.
 * The schema stays as type-graphql built it.
 */
export function bindResolversDirectly(schema: GraphQLSchema): void {
  const storage = getMetadataStorage();
  const instances = new Map<object, Record<string, Method>>();
  const instanceOf = (target: new () => Record<string, Method>) => {
    const known = instances.get(target) ?? new target();
    instances.set(target, known);
    return known;
  };
  const bind = (typeName: string | undefined, handler: Handler) => {
    const instance = instanceOf(handler.target as new () => Record<string, Method>);
    const resolve = directResolve(instance, handler);
    for (const field of fieldsOf(schema, typeName, handler.schemaName)) field.resolve = resolve;
  };
  for (const handler of storage.queries) bind(schema.getQueryType()?.name, handler);
  for (const handler of storage.mutations) bind(schema.getMutationType()?.name, handler);
  for (const handler of storage.subscriptions) bind(schema.getSubscriptionType()?.name, handler);
  const named = [...storage.objectTypes, ...storage.interfaceTypes];
  for (const handler of storage.fieldResolvers) {
    const owner = handler.getObjectType?.();
    bind(named.find((type) => type.target === owner)?.name, handler as unknown as Handler);
  }
}

/** The field of this name in the type and, when that is an interface, in all that implement it. */
function* fieldsOf(
  schema: GraphQLSchema,
  typeName: string | undefined,
  fieldName: string,
): Generator<GraphQLField<unknown, GraphContext>> {
  const type = typeName === undefined ? undefined : schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) throw new Error(`no type for the field ${fieldName}`);
  const types = isInterfaceType(type) ? [type, ...schema.getImplementations(type).objects] : [type];
  for (const owner of types) {
    const field = owner.getFields()[fieldName];
    if (!field) throw new Error(`no field ${owner.name}.${fieldName}`);
    yield field;
  }
}

function directResolve(instance: Record<string, Method>, handler: Handler): Resolve {
  const method = instance[handler.methodName]!;
  const parameters = [...(handler.params ?? [])].sort((a, b) => a.index - b.index).map(valueOf);
  return (source, args, context, info) =>
    method.apply(
      instance,
      parameters.map((value) => value(source, args, context, info)),
    );
}

function valueOf(
  parameter: Parameter,
): (
  source: unknown,
  args: Record<string, unknown>,
  context: GraphContext,
  info: GraphQLResolveInfo,
) => unknown {
  switch (parameter.kind) {
    case 'root':
      return (source) => source;
    case 'context':
      return (_source, _args, context) => context;
    case 'info':
      return (_source, _args, _context, info) => info;
    case 'arg': {
      const { name } = parameter;
      return (_source, args) => args[name];
    }
    default:
      throw new Error(`resolvers take @Root, @Ctx, @Arg and @Info, not ${parameter.kind}`);
  }
}
