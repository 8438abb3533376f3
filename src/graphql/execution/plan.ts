import {
  getArgumentValues,
  isLeafType,
  isNonNullType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import type { GraphContext } from '../context';
import { completerOf, writerOf, type Completer } from './complete';
import { collectFields, type Fragments, type Variables } from './selection';

type Arguments = Record<string, unknown>;

/** One field of an object in the response: everything about it that does not depend on the object. */
export interface FieldPlan {
  /** In the response. */
  readonly key: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly nonNull: boolean;
  /** `Type.field`, for messages. */
  readonly coordinates: string;
  readonly resolve: NonNullable<GraphQLField<unknown, GraphContext>['resolve']> | null;
  /** Coerced arguments; the variables are those that the plan's run has. @throws GraphQLError as graphql-js does */
  readonly args: (variables: Variables) => Arguments;
  /** Without the path and the variables, which no resolver here reads. */
  readonly info: GraphQLResolveInfo;
  readonly complete: Completer;
  /** A scalar or enum that is no list: it completes without looking at its path. */
  readonly leaf: boolean;
  /** For a leaf that is a property of its object: how a string, number or boolean there is written. */
  readonly write: ((value: unknown) => unknown) | null;
}

export interface ObjectPlan {
  readonly fields: readonly FieldPlan[];
  /** A field is called `__proto__`, which only an object without a prototype can hold. */
  readonly bare: boolean;
}

/**
 * How to run one operation for one outcome of its `@skip` and `@include` conditions. What is selected on a type is worked
 * out when the first object of that type is met, and kept.
 */
export class OperationPlan {
  readonly root: ObjectPlan;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
    private readonly operation: OperationDefinitionNode,
    private readonly conditions: Variables,
    rootType: GraphQLObjectType,
  ) {
    const fields = collectFields(schema, fragments, conditions, rootType, [operation.selectionSet]);
    this.root = this.objectPlan(rootType, fields);
  }

  /** What the field nodes select on objects of a type, as a function that works it out once for each type. */
  selectionOf(nodes: readonly FieldNode[]): (type: GraphQLObjectType) => ObjectPlan {
    const sets = nodes.flatMap((node) => node.selectionSet ?? []);
    const plans = new Map<GraphQLObjectType, ObjectPlan>();
    return (type) => {
      let plan = plans.get(type);
      if (!plan) {
        plan = this.objectPlan(type, collectFields(this.schema, this.fragments, this.conditions, type, sets));
        plans.set(type, plan);
      }
      return plan;
    };
  }

  private objectPlan(type: GraphQLObjectType, collected: Map<string, FieldNode[]>): ObjectPlan {
    const fields = [...collected].flatMap(([key, nodes]) => {
      const definition = this.definitionOf(type, nodes[0]!.name.value);
      return definition ? [this.fieldPlan(type, key, nodes, definition)] : [];
    });
    return { fields, bare: collected.has('__proto__') };
  }

  private definitionOf(
    type: GraphQLObjectType,
    name: string,
  ): GraphQLField<unknown, GraphContext> | undefined {
    if (name === TypeNameMetaFieldDef.name) return { ...TypeNameMetaFieldDef, resolve: () => type.name };
    if (type === this.schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return type.getFields()[name];
  }

  private fieldPlan(
    parentType: GraphQLObjectType,
    key: string,
    nodes: FieldNode[],
    definition: GraphQLField<unknown, GraphContext>,
  ): FieldPlan {
    const { name, type, resolve } = definition;
    const coordinates = `${parentType.name}.${name}`;
    const bare = isNonNullType(type) ? type.ofType : type;
    return {
      key,
      name,
      nodes,
      nonNull: isNonNullType(type),
      coordinates,
      resolve: resolve ?? null,
      args: argumentsOf(definition as GraphQLField<unknown, unknown>, nodes[0]!),
      info: this.infoOf(parentType, definition, nodes),
      complete: completerOf(type, coordinates, this.selectionOf(nodes), this.schema),
      leaf: isLeafType(bare),
      write: isLeafType(bare) && !resolve ? writerOf(bare) : null,
    };
  }

  private infoOf(
    parentType: GraphQLObjectType,
    { name, type }: { name: string; type: GraphQLOutputType },
    fieldNodes: readonly FieldNode[],
  ): GraphQLResolveInfo {
    const { schema, operation } = this;
    const fragments = Object.fromEntries(this.fragments);
    const info = { fieldName: name, fieldNodes, returnType: type, parentType, schema, fragments, operation };
    return info as unknown as GraphQLResolveInfo;
  }
}

const NO_ARGUMENTS: Arguments = Object.freeze({});

/** Coerces a field's arguments once where they name no variable, else once for each set of variables. */
function argumentsOf(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
): (variables: Variables) => Arguments {
  if (definition.args.length === 0) return () => NO_ARGUMENTS;
  if (!node.arguments?.some(({ value }) => namesVariable(value))) {
    let constant: Arguments | null = null;
    return () => (constant ??= getArgumentValues(definition, node));
  }
  const coerced = new WeakMap<Variables, Arguments>();
  return (variables) => {
    let values = coerced.get(variables);
    if (!values) {
      values = getArgumentValues(definition, node, variables);
      coerced.set(variables, values);
    }
    return values;
  };
}

function namesVariable(value: ValueNode): boolean {
  switch (value.kind) {
    case Kind.VARIABLE:
      return true;
    case Kind.LIST:
      return value.values.some(namesVariable);
    case Kind.OBJECT:
      return value.fields.some((field) => namesVariable(field.value));
    default:
      return false;
  }
}
