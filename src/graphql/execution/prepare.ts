import {
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { CODES } from '../errors';
import { VariableCoercion } from './coercion';
import { estimateOf, type Estimate } from './estimate';
import { OperationPlan } from './plan';
import { conditionVariables, fragmentsOf, operationOf, type Variables } from './selection';

const MAX_VARIABLE_ERRORS = 20;
/** Outcomes of `@skip` and `@include` that a document keeps plans for; rarer ones are planned when they come. */
const MAX_KEPT_PLANS = 16;
const NO_VARIABLES: Variables = Object.freeze({});

/** An operation of a document that has been validated, ready to run again and again. */
export class CompiledOperation {
  /** As the document calls it; null for an anonymous one. */
  readonly name: string | null;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly estimate: Estimate;
  readonly isMutation: boolean;
  readonly isSubscription: boolean;
  private readonly fragments;
  private readonly conditions: readonly string[];
  private readonly plans = new Map<string, OperationPlan>();
  private readonly coercion: VariableCoercion;

  constructor(
    private readonly schema: GraphQLSchema,
    readonly document: DocumentNode,
    readonly operation: OperationDefinitionNode,
    private readonly rootType: GraphQLObjectType,
  ) {
    this.type = operation.operation;
    this.name = operation.name?.value ?? null;
    this.fragments = fragmentsOf(document);
    this.conditions = conditionVariables(document);
    this.coercion = new VariableCoercion(schema, operation.variableDefinitions ?? []);
    this.isMutation = operation.operation === OperationTypeNode.MUTATION;
    this.isSubscription = operation.operation === OperationTypeNode.SUBSCRIPTION;
    this.estimate = estimateOf(schema, this.fragments, operation, rootType);
  }

  /** The variables as graphql-js coerces them, or what is wrong with them. */
  coerce(
    raw: Readonly<Record<string, unknown>> | undefined,
  ): { variables: Variables; errors: null } | { variables: null; errors: GraphQLError[] } {
    const definitions = this.operation.variableDefinitions ?? [];
    if (definitions.length === 0) return { variables: NO_VARIABLES, errors: null };
    const quick = this.coercion.coerce(raw ?? {});
    if (quick) return { variables: quick, errors: null };
    const options = { maxErrors: MAX_VARIABLE_ERRORS };
    const { coerced, errors } = getVariableValues(this.schema, definitions, raw ?? {}, options);
    return errors
      ? { variables: null, errors: errors.map(badVariable) }
      : { variables: coerced, errors: null };
  }

  planFor(variables: Variables): OperationPlan {
    const key = this.conditions.map((name) => String(variables[name])).join();
    const known = this.plans.get(key);
    if (known) return known;
    const plan = new OperationPlan(this.schema, this.fragments, this.operation, variables, this.rootType);
    if (this.plans.size < MAX_KEPT_PLANS) this.plans.set(key, plan);
    return plan;
  }
}

/** Keeps what was compiled as long as its document is kept, which Apollo Server's bounded store decides. */
export class Compiler {
  private readonly compiled = new WeakMap<DocumentNode, Map<string, CompiledOperation | null>>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** Null when the request names no operation of the document, or one of a kind that the schema does not have. */
  compile(document: DocumentNode, operationName: string | null | undefined): CompiledOperation | null {
    let operations = this.compiled.get(document);
    if (!operations) this.compiled.set(document, (operations = new Map<string, CompiledOperation | null>()));
    const operation = operationOf(document, operationName);
    const name = operation?.name?.value ?? '';
    const known = operation ? operations.get(name) : null;
    if (known !== undefined) return known;
    const rootType = operation && this.schema.getRootType(operation.operation);
    const made = rootType ? new CompiledOperation(this.schema, document, operation, rootType) : null;
    operations.set(name, made);
    return made;
  }
}

function badVariable(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    extensions: { ...error.extensions, code: error.extensions.code ?? CODES.badUserInput },
  });
}
