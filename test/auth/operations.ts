import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'graphql';
import { SCOPES, type Scope } from '../../src/tams/access/caller';

/** A4, written down a second time. */
export function restScopes(method: string, path: string): readonly Scope[] {
  if (['/', '/service', '/service/storage-backends'].includes(path) && method === 'GET') return SCOPES;
  if (method === 'GET') return ['read'];
  if (path === '/service') return ['admin'];
  if (method === 'DELETE' && ['/flows/{flowId}', '/flows/{flowId}/segments'].includes(path))
    return ['delete'];
  return ['write'];
}

/** Those of the graph that do not need what others of their kind do. */
export const GRAPH_SCOPES: Readonly<Record<string, readonly Scope[]>> = {
  'Query.service': SCOPES,
  'Query.administration': ['admin'],
  'Mutation.deleteFlow': ['delete'],
  'Mutation.deleteSegments': ['delete'],
  'Mutation.updateService': ['admin'],
  'Mutation.rebuildAnalytics': ['admin'],
  'Mutation.createUser': ['admin'],
  'Mutation.updateUser': ['admin'],
  'Mutation.createToken': ['admin'],
  'Mutation.revokeToken': ['admin'],
};

export const fieldsOf = (type: GraphQLObjectType) =>
  Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field] as const);

/** The field with the least that it can be called with and asked for. @param id for every id that it needs */
export function callOf({ name, args, type }: GraphQLField<unknown, unknown>, id: string): string {
  const given = args
    .filter(({ type: wanted, defaultValue }) => isNonNullType(wanted) && defaultValue === undefined)
    .map((argument) => `${argument.name}: ${literal(argument.type, id)}`);
  let result: unknown = type;
  while (isNonNullType(result) || isListType(result)) result = result.ofType;
  const isLeaf = !isObjectType(result) && !('getFields' in (result as object));
  return `${name}${given.length > 0 ? `(${given.join(', ')})` : ''}${isLeaf ? '' : ' { __typename }'}`;
}

function literal(type: GraphQLInputType, id: string): string {
  if (isNonNullType(type)) return literal(type.ofType, id);
  if (isListType(type)) return `[${literal(type.ofType, id)}]`;
  if (isEnumType(type)) return type.getValues().at(-1)!.name;
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) && field.defaultValue === undefined,
    );
    return `{${needed.map((field) => `${field.name}: ${literal(field.type, id)}`).join(', ')}}`;
  }
  const values: Record<string, string> = {
    UUID: `"${id}"`,
    TimeRange: '"[0:0_1:0)"',
    Int: '1',
    SafeInt: '1',
    Boolean: 'true',
  };
  return values[type.name] ?? '"x"';
}
