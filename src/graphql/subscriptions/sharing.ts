import { Kind, visit, type ArgumentNode, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { createHash } from 'node:crypto';
import type { Caller } from '../../tams/model';
import type { CompiledOperation } from '../execution/prepare';
import type { StreamRequest } from './preparation';

/** The arguments of a feed that say where it begins, and nothing of what it tells. */
const START_ARGUMENTS: ReadonlySet<string> = new Set(['after', 'since']);

/**
 * What subscriptions have in common that are told the same at the same place of the log: the operation, who asks and what they
 * see, and the variables beside those that only say where it begins.
 */
export function sharingKey(
  { query, operationName, variables }: StreamRequest,
  { document, operation }: CompiledOperation,
  caller: Caller,
): string {
  const starts = startVariables(document, operation);
  const others = Object.entries(variables ?? {}).filter(([name]) => !starts.has(name));
  // Of the text: a filter may be long, and each subscription keeps its key.
  return createHash('sha256')
    .update(
      JSON.stringify([
        ...[query, operationName ?? null, others],
        ...[caller.principal, [...caller.scopes].sort(), caller.limits],
      ]),
    )
    .digest('base64');
}

/** The variables that are used as an argument of where the feed begins, and nowhere else in the document. */
function startVariables(document: DocumentNode, operation: OperationDefinitionNode): ReadonlySet<string> {
  const uses = new Map<string, number>();
  visit(document, { Variable: ({ name }) => void uses.set(name.value, (uses.get(name.value) ?? 0) + 1) });
  const starts = operation.selectionSet.selections
    .flatMap((selection): readonly ArgumentNode[] =>
      selection.kind === Kind.FIELD ? (selection.arguments ?? []) : [],
    )
    .flatMap(({ name, value }) =>
      START_ARGUMENTS.has(name.value) && value.kind === Kind.VARIABLE ? [value.name.value] : [],
    );
  // Its definition is a use too.
  return new Set(starts.filter((name) => uses.get(name) === 2));
}
