import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  typeFromAST,
  valueFromASTUntyped,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { DEFAULT_FIRST, MAX_FIRST } from '../connections';
import type { Fragments, Variables } from './selection';

/** How long a list of objects is taken to be where nothing says so: tags, URLs, collections. */
const ASSUMED_LENGTH = 5;

/** What a field costs besides its fields: coverage walks over all segments of its range, as does each statistic. */
const WEIGHTS: Readonly<Record<string, number>> = {
  Coverage: 200,
  SeriesSummary: 200,
  AveragedPoint: 1_000,
  Anomaly: 200,
  SeriesTrend: 200,
  Percentile: 200,
  Distribution: 400,
  Correlation: 200,
  CountedValue: 1_000,
  FlowUsage: 1_000,
  StorageUsage: 10_000,
  TimeRangeAnalysis: 5_000,
};

/**
 * What a selection may cost: one for each field of each object in the answer, at most. Built once for a document, worth
 * a number once the variables are known.
 */
interface Selection {
  /** Levels of fields below it, at most. */
  readonly depth: number;
  /** Fields in it with fragments written out, at most. */
  readonly size: number;
  readonly cost: (variables: Variables, known: Map<Selection, number>) => number;
}

export interface Estimate {
  readonly depth: number;
  readonly size: number;
  readonly cost: (variables: Variables) => number;
}

/**
 * Estimates an operation before it runs. Takes time in proportion to the document, however often fragments are spread.
 * `@skip` and `@include` do not make it cheaper; introspection is free, for graphql-js bounds its depth.
 */
export function estimateOf(
  schema: GraphQLSchema,
  fragments: Fragments,
  operation: OperationDefinitionNode,
  rootType: GraphQLNamedType,
): Estimate {
  const estimator = new Estimator(schema, fragments);
  const root = estimator.selection(operation.selectionSet, rootType, false);
  return { depth: root.depth, size: root.size, cost: (variables) => root.cost(variables, new Map()) };
}

interface Part {
  readonly below: Selection;
  readonly ownDepth: number;
  readonly ownSize: number;
  readonly cost: Selection['cost'];
}

class Estimator {
  private readonly ofFragments = new Map<string, Selection>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
  ) {}

  /** @param paged the selection is on a connection, whose lists have `first` items: its field multiplies them */
  selection(set: SelectionSetNode, type: GraphQLNamedType | undefined, paged: boolean): Selection {
    const parts = set.selections.flatMap((selection): Part | [] => {
      if (selection.kind === Kind.FIELD) return this.field(selection, type, paged) ?? [];
      if (selection.kind === Kind.FRAGMENT_SPREAD) return wrapped(this.fragment(selection.name.value));
      const condition = selection.typeCondition ? typeFromAST(this.schema, selection.typeCondition) : type;
      return wrapped(this.selection(selection.selectionSet, condition, paged));
    });
    return {
      depth: parts.reduce((depth, part) => Math.max(depth, part.ownDepth + part.below.depth), 0),
      size: parts.reduce((size, part) => size + part.ownSize + part.below.size, 0),
      cost: (variables, known) => parts.reduce((cost, part) => cost + part.cost(variables, known), 0),
    };
  }

  private fragment(name: string): Selection {
    let known = this.ofFragments.get(name);
    const fragment = this.fragments.get(name);
    if (!known && fragment) {
      const type = typeFromAST(this.schema, fragment.typeCondition);
      const selection = this.selection(fragment.selectionSet, type, isConnection(type));
      known = { ...selection, cost: remembered(selection) };
      this.ofFragments.set(name, known);
    }
    return known ?? NOTHING;
  }

  private field(node: FieldNode, parent: GraphQLNamedType | undefined, paged: boolean): Part | null {
    const name = node.name.value;
    if (name.startsWith('__')) return null;
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (!definition) return null;
    const type = getNamedType(definition.type);
    const connection = isConnection(type);
    const below = node.selectionSet ? this.selection(node.selectionSet, type, connection) : NOTHING;
    const length = lengthOf(definition, node, paged);
    const own = 1 + (WEIGHTS[type.name] ?? 0);
    const cost: Selection['cost'] = (variables, known) =>
      own + length(variables) * below.cost(variables, known);
    return { below, ownDepth: 1, ownSize: 1, cost };
  }
}

const NOTHING: Selection = { depth: 0, size: 0, cost: () => 0 };
const wrapped = (below: Selection): Part => ({ below, ownDepth: 0, ownSize: 0, cost: below.cost });

/** Works a fragment's cost out once for each set of variables: spread in spread, it would double with each level. */
function remembered(selection: Selection): Selection['cost'] {
  return (variables, known) => {
    let cost = known.get(selection);
    if (cost === undefined) {
      cost = selection.cost(variables, known);
      known.set(selection, cost);
    }
    return cost;
  };
}

const isConnection = (type: GraphQLNamedType | undefined) => type?.name.endsWith('Connection') ?? false;

/**
 * How many objects a field stands for. A connection stands for its page: so its `nodes` and `edges` count once here.
 * (`pageInfo` and `totalCount` are then counted as often as the items, which is too much, and does no harm.)
 */
function lengthOf(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  paged: boolean,
): (variables: Variables) => number {
  if (isConnection(getNamedType(definition.type))) return (variables) => firstOf(node, variables);
  const isList = isListType(getNullableType(definition.type));
  const length = isList && !paged && isCompositeType(getNamedType(definition.type)) ? ASSUMED_LENGTH : 1;
  return () => length;
}

/** What `first` will be; where it cannot be what is given, the field will refuse it, with better words. */
function firstOf(node: FieldNode, variables: Variables): number {
  const given = node.arguments?.find((argument) => argument.name.value === 'first')?.value;
  const first =
    given?.kind === Kind.VARIABLE ? variables[given.name.value] : Number(given && valueFromASTUntyped(given));
  return typeof first === 'number' && first > 0 ? Math.min(first, MAX_FIRST) : DEFAULT_FIRST;
}
