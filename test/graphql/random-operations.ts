import * as fc from 'fast-check';
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { uuid } from '../tams/store-fixture';

/** Arguments for fields that need or take some; each choice is valid text for its field. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  'Query.flow': [`(id: "${uuid(1)}")`, `(id: $id)`, `(id: "${uuid(77)}")`],
  'Query.source': [`(id: "${uuid(1001)}")`],
  'Query.object': ['(id: "x")', '(id: "nothing")'],
  'Query.deletionRequest': [`(id: "${uuid(5)}")`],
  tag: ['(name: "a")', '(name: $name)'],
  segmentAt: ['(timestamp: "5:0")', '(timestamp: "15:0")'],
  segments: ['', '(first: 1)', '(first: 0)', '(timerange: $range)', '(after: "rubbish")'],
  flows: ['', '(first: 2)', '(first: 2000)'],
  timerange: ['', '(within: $range)'],
  coverage: ['', '(tolerance: "15:0")'],
};

/** Whose answers change with each look: what queries cost, how far a copy has come. */
const LEFT_OUT: readonly string[] = ['Query.administration', 'Query.analytics'];

const DIRECTIVES = ['', '', '', ' @skip(if: $yes)', ' @include(if: $yes)', ' @include(if: true)'];
const MAX_DEPTH = 6;

interface RandomOperation {
  readonly text: string;
  readonly variables: Record<string, unknown>;
}

/** Valid queries over the schema: fields, aliases, inline and named fragments, conditions, and arguments that fail. */
export function arbOperation(schema: GraphQLSchema): fc.Arbitrary<RandomOperation> {
  const query = schema.getQueryType()!;
  return fc.gen().map((gen) => {
    const writer = new Writer(schema, (options) => options[gen(fc.nat, { max: options.length - 1 })]!);
    const selection = writer.selection(query, 0);
    const yes = gen(fc.boolean);
    const text = `query Q($id: UUID! = "${uuid(2)}", $name: String! = "a", $range: TimeRange = "[5:0_25:0)", $yes: Boolean!) ${selection} ${writer.fragments.join(' ')}
      fragment Uses on Query { uses: flow(id: $id) { tag(name: $name) timerange(within: $range) id @skip(if: $yes) } }`;
    return { text: text.replace('{', '{ ...Uses '), variables: { yes } };
  });
}

type Pick = <T>(options: readonly T[]) => T;

class Writer {
  readonly fragments: string[] = [];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly pick: Pick,
  ) {}

  selection(type: GraphQLCompositeType, depth: number): string {
    const parts = Array.from({ length: this.pick([1, 2, 3]) }, () => this.part(type, depth));
    return `{ __typename ${parts.join(' ')} }`;
  }

  private part(type: GraphQLCompositeType, depth: number): string {
    const kind = this.pick(['field', 'field', 'field', 'inline', 'spread']);
    if (kind === 'field' || depth >= MAX_DEPTH) return this.field(type, depth);
    const on = isAbstractType(type) ? this.pick([type, ...this.schema.getPossibleTypes(type)]) : type;
    const condition = this.pick(DIRECTIVES);
    if (kind === 'inline') return `... on ${on.name}${condition} ${this.selection(on, depth + 1)}`;
    const name = `F${this.fragments.length}`;
    const place = this.fragments.push('') - 1;
    this.fragments[place] = `fragment ${name} on ${on.name} ${this.selection(on, depth + 1)}`;
    return `...${name}${condition}`;
  }

  private field(type: GraphQLCompositeType, depth: number): string {
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const usable = fields.filter(
      (field) =>
        !LEFT_OUT.includes(`${type.name}.${field.name}`) &&
        (depth < MAX_DEPTH || !isCompositeType(getNamedType(field.type))),
    );
    if (usable.length === 0) return '__typename';
    const field = this.pick(usable);
    const of = getNamedType(field.type);
    const below = isCompositeType(of) ? this.selection(of, depth + 1) : '';
    // A fresh alias for each: what is merged has to be the same field with the same arguments.
    this.aliases += 1;
    return `a${this.aliases}: ${field.name}${this.argumentsOf(type, field)}${this.pick(DIRECTIVES)} ${below}`;
  }

  private aliases = 0;

  private argumentsOf(type: GraphQLCompositeType, field: GraphQLField<unknown, unknown>): string {
    const choices =
      ARGUMENTS[`${type.name}.${field.name}`] ?? (field.args.length ? ARGUMENTS[field.name] : undefined);
    const fitting =
      type.name === 'MediaObject' ? choices?.filter((text) => !text.includes('$range')) : choices;
    return fitting ? this.pick(fitting) : '';
  }
}
