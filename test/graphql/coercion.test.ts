import * as fc from 'fast-check';
import {
  getVariableValues,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  parse,
  typeFromAST,
  type GraphQLInputType,
  type NamedTypeNode,
  type OperationDefinitionNode,
} from 'graphql';
import { VariableCoercion } from '../../src/graphql/execution/coercion';
import { graphSchema } from '../../src/graphql/schema';
import { uuid } from '../tams/store-fixture';

const schema = graphSchema();
const INPUTS = Object.values(schema.getTypeMap())
  .filter(isInputType)
  .map(({ name }) => name)
  .filter((name) => !name.startsWith('__'));

/** Some of these are right for each scalar. */
const SCALARS = [
  uuid(7),
  '[0:0_10:0)',
  '5:0',
  '2026-01-01T00:00:00Z',
  'video/mp2t',
  'some text',
  0,
  42,
  1.5,
  true,
  { any: ['json', null] },
];
const WRONG = [
  null,
  '',
  'rubbish',
  -1,
  1e300,
  [],
  {},
  [[1]],
  { unknown: 1 },
  JSON.parse('{"__proto__":{"a":1}}'),
];

type Pick = <T>(options: readonly T[]) => T;

/** A value for the type that is right, but for what is chosen wrong now and then. */
function valueFor(type: GraphQLInputType, pick: Pick, depth = 0): unknown {
  if (pick(ODDS)) return pick<unknown>(WRONG);
  if (isNonNullType(type)) return valueFor(type.ofType, pick, depth);
  if (isListType(type)) {
    const items = Array.from({ length: pick([0, 1, 2, 3]) }, () => valueFor(type.ofType, pick, depth));
    return pick(ODDS) ? items[0] : items;
  }
  if (isEnumType(type)) return pick(type.getValues()).name;
  if (!isInputObjectType(type)) return pick<unknown>(SCALARS.filter((value) => accepts(type, value)));
  const fields = Object.values(type.getFields()).filter(
    (field) => isNonNullType(field.type) || (depth < 3 && pick([true, false])),
  );
  const object = Object.fromEntries(
    fields.map((field) => [field.name, valueFor(field.type, pick, depth + 1)]),
  );
  return pick(ODDS) ? { ...object, unknown: 1 } : object;
}

const ODDS = [...Array<boolean>(40).fill(false), true];

function accepts(type: GraphQLInputType, value: unknown): boolean {
  try {
    return 'parseValue' in type && type.parseValue(value) !== undefined;
  } catch {
    return false;
  }
}

const definitionsOf = (text: string) =>
  (parse(text).definitions[0] as OperationDefinitionNode).variableDefinitions ?? [];
const WRAPPED = (name: string) => [name, `${name}!`, `[${name}]`, `[${name}!]!`, `[[${name}!]]`];

it('variables are coerced as graphql-js does; what it refuses is left to it, and hardly anything else', () => {
  let quick = 0;
  let right = 0;
  fc.assert(
    fc.property(fc.constantFrom(...INPUTS), fc.nat(4), fc.gen(), (name, wrapping, gen) => {
      const pick: Pick = (options) => options[gen(fc.nat, { max: options.length - 1 })]!;
      const definitions = definitionsOf(`query Q($value: ${WRAPPED(name)[wrapping]!}) { __typename }`);
      const coercion = new VariableCoercion(schema, definitions);
      const type = typeFromAST(schema, definitions[0]!.type as NamedTypeNode) as unknown as GraphQLInputType;
      const raw = pick(ODDS) ? {} : { value: valueFor(type, pick) };
      const wanted = getVariableValues(schema, definitions, raw);
      const got = coercion.coerce(raw);
      if (wanted.errors) expect(got).toBeNull();
      else {
        right += 1;
        if (got) {
          quick += 1;
          expect(got).toEqual(wanted.coerced);
          expect(Object.keys(got)).toEqual(Object.keys(wanted.coerced));
        }
      }
    }),
    { numRuns: 1_500 },
  );
  expect(right).toBeGreaterThan(300);
  expect(quick / right).toBeGreaterThan(0.9);
});

it.each([
  ['defaults', true, 'query Q($a: Int = 5, $b: [String!] = ["x"], $c: UUID) { a }', {}],
  ['defaults that are replaced', true, 'query Q($a: Int = 5) { a }', { a: null }],
  ['undefined', true, 'query Q($a: Int) { a }', { a: undefined }],
  ['what nobody declared', true, 'query Q($a: Int) { a }', { a: 1, b: 2 }],
  ['names of what objects have', true, 'query Q($__proto__: Int = 3, $constructor: Int) { a }', {}],
  ['what is not there', false, 'query Q($a: Int!) { a }', {}],
  ['null where something must be', false, 'query Q($a: Int! = 5) { a }', { a: null }],
  ['types that are not there', false, 'query Q($a: Nothing, $b: Flow) { a }', { a: 1 }],
  ['one for a list', false, 'query Q($a: [Int!]!) { a }', { a: 1 }],
])('%s: coerced here, %s', (_name, here, text, raw) => {
  const definitions = definitionsOf(text);
  const got = new VariableCoercion(schema, definitions).coerce(raw);
  const { coerced } = getVariableValues(schema, definitions, raw);
  expect(got).toEqual(here ? coerced : null);
  expect(got && Object.keys(got)).toEqual(here ? Object.keys(coerced!) : null);
});
