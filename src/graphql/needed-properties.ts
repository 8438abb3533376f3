import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/** The properties of an item that its fields read. A field that is not here makes all of them needed. */
export type FieldNeeds<T> = Readonly<Record<string, readonly (keyof T)[]>>;

/** Fields that each read the property of their own name. */
export function ownProperties<T>(names: readonly (keyof T & string)[]): FieldNeeds<T> {
  return Object.fromEntries(names.map((name) => [name, [name]]));
}

type Needed<T> = readonly (keyof T)[] | undefined;

const known = new WeakMap<readonly FieldNode[], Needed<Record<string, unknown>>>();

/**
 * The properties that a connection's items are asked for, so that no others are read; undefined for all. What conditions
 * and types leave out is counted in. Worked out once for the field nodes of a document.
 */
export function neededProperties<T>(
  { fieldNodes, fragments }: GraphQLResolveInfo,
  needs: FieldNeeds<T>,
): Needed<T> {
  if (known.has(fieldNodes)) return known.get(fieldNodes) as Needed<T>;
  const connections = fieldsBelow(fieldNodes, fragments);
  const edges = connections.filter(({ name }) => name.value === 'edges');
  const nodes = [
    ...connections.filter(({ name }) => name.value === 'nodes'),
    ...fieldsBelow(edges, fragments).filter(({ name }) => name.value === 'node'),
  ];
  const names = new Set(fieldsBelow(nodes, fragments).map(({ name }) => name.value));
  names.delete('__typename');
  const unforeseen = [...names].some((name) => !Object.hasOwn(needs, name));
  const needed = unforeseen ? undefined : [...new Set([...names].flatMap((name) => needs[name]!))];
  known.set(fieldNodes, needed as Needed<Record<string, unknown>>);
  return needed;
}

function fieldsBelow(
  nodes: readonly FieldNode[],
  fragments: GraphQLResolveInfo['fragments'],
): readonly FieldNode[] {
  const fields: FieldNode[] = [];
  const visited = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) fields.push(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else if (!visited.has(selection.name.value)) {
        visited.add(selection.name.value);
        const fragment = fragments[selection.name.value];
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  for (const { selectionSet } of nodes) if (selectionSet) collect(selectionSet);
  return fields;
}
