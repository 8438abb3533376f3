import { getVariableValues } from 'graphql/execution/values';
import { Kind, type DocumentNode, type GraphQLError, type GraphQLSchema } from 'graphql';

/** What is wrong with the variables in `json` for the one operation of `document`; empty: nothing. */
export function jsonAsVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  json: string,
): readonly GraphQLError[] {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('The document has no operation.');
  const read = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    JSON.parse(json) as Record<string, unknown>,
  );
  return read.errors ?? [];
}
