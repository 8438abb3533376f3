import { execute, parse, validate, type ExecutionResult } from 'graphql';
import * as fc from 'fast-check';
import { executeCompiled } from '../../src/graphql/execution/execute';
import { Compiler } from '../../src/graphql/execution/prepare';
import { graphSchema } from '../../src/graphql/schema';
import { externalSegment, multiFlow, uuid, videoFlow } from '../tams/store-fixture';
import { CALLER, GraphHarness } from './harness';
import { arbOperation } from './random-operations';

const schema = graphSchema();
const compiler = new Compiler(schema);
let harness: GraphHarness;

beforeAll(async () => {
  harness = await GraphHarness.open();
  const { store } = harness.test;
  for (const n of [1, 2, 3]) {
    const tags = n === 2 ? [] : [{ name: 'a', value: `${n}` }];
    await store.flows.put(CALLER, videoFlow(n, { label: `flow ${n}`, tags }));
    harness.test.tick();
  }
  await store.flows.put(CALLER, multiFlow(4, [1, 2]));
  await store.segments.add(CALLER, uuid(1), [
    externalSegment('x', '[0:0_10:0)'),
    externalSegment('y', '[20:0_30:0]'),
  ]);
});
afterAll(() => harness.close());

/** Errors in no order: which of two branches fails first is free (GraphQL, Errors and Non-Null Fields). */
function comparable({ data, errors }: ExecutionResult): unknown {
  const listed = (errors ?? []).map((error) => JSON.stringify([error.path, error.message, error.locations]));
  return JSON.parse(JSON.stringify({ data, errors: listed.sort() }));
}

interface Both {
  readonly ours: unknown;
  readonly theirs: unknown;
}

async function both(
  text: string,
  variables: Record<string, unknown> = {},
  operationName?: string,
): Promise<Both> {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const theirs = await execute({
    schema,
    document,
    variableValues: variables,
    contextValue: harness.context(),
    operationName: operationName ?? null,
  });
  const compiled = compiler.compile(document, operationName)!;
  const coerced = compiled.coerce(variables);
  const ours = coerced.errors
    ? { errors: coerced.errors }
    : await executeCompiled(compiled, coerced.variables, harness.context(), 10_000);
  return { ours: comparable(ours), theirs: comparable(theirs) };
}

async function agree(text: string, variables: Record<string, unknown> = {}, operationName?: string) {
  const { ours, theirs } = await both(text, variables, operationName);
  expect(ours).toEqual(theirs);
  return ours as { data: Record<string, unknown> | null; errors: string[] };
}

describe('our executor and graphql-js give the same answers', () => {
  test('named and inline fragments over the interface, merged with plain fields', async () => {
    await agree(`
      query { flows { nodes { ...A ... on VideoFlow { essenceParameters { frameWidth } } ... on MultiFlow { flowCollection { role flow { ...A } } } ... on Flow { label __typename } } } }
      fragment A on Flow { id source { id } ...B } fragment B on Flow { source { label tags { name } } }`);
  });

  test('one fragment in several places with different conditions', async () => {
    const text = `query Q($yes: Boolean!, $no: Boolean! = false) { flows { nodes {
      one: source @skip(if: $yes) { ...S } two: source @include(if: $yes) { ...S } three: source @include(if: $no) { ...S }
      ...F @include(if: $yes) ... @skip(if: $yes) { label } tags { name @skip(if: $yes) } } } }
      fragment S on Source { ... on Source { id label @include(if: $yes) } } fragment F on Flow { created }`;
    const first = await agree(text, { yes: true });
    const second = await agree(text, { yes: false, no: true });
    expect(first).not.toEqual(second);
  });

  test('aliases, also ones that objects treat specially', async () => {
    const { data } = await agree(
      `query { __proto__: flow(id: "${uuid(1)}") { constructor: id toString: label __proto__: format } }`,
    );
    expect(Object.keys(data!)).toEqual(['__proto__']);
  });

  test('arguments: literals, defaults, variables in lists and objects, null', async () => {
    await agree(
      `query Q($id: UUID!, $name: String!, $none: String, $range: TimeRange = "()", $first: Int = 2) {
        flows(first: $first, filter: { ids: [$id, "${uuid(2)}"], label: $none, tags: [{ name: $name, exists: true }] }) { nodes { id timerange(within: $range) } }
        flow(id: $id) { all: timerange cut: timerange(within: "[5:0_25:0)") none: timerange(within: null)
          segments(timerange: "[5:0_", reverse: true, first: 1) { nodes { timerange start end tsOffset } pageInfo { hasNextPage } } } }`,
      { id: uuid(1), name: 'a' },
    );
  });

  test('errors where null may stand, and where it may not', async () => {
    const text = `query { good: flow(id: "${uuid(1)}") { label bad: segments(first: 0) { nodes { objectId } } }
      flows { nodes { id } } inList: flows { nodes { id segments(after: "x") { edges { cursor } } } } }`;
    const { errors, data } = await agree(text);
    expect(errors.length).toBeGreaterThan(0);
    expect(data).toBeNull();
    const nullable = await agree(
      `query { flow(id: "${uuid(1)}") { label segments(first: 0) { nodes { objectId } } } }`,
    );
    expect(nullable).toMatchObject({ data: { flow: null } });
  });

  test('variables that are wrong', async () => {
    for (const variables of [
      {},
      { id: 5 },
      { id: 'X' },
      { id: null },
      { id: uuid(1), filter: { label: 5, nope: 1 } },
    ])
      await agree(
        `query Q($id: UUID!, $filter: FlowFilter) { flow(id: $id) { id } flows(filter: $filter) { nodes { id } } }`,
        variables,
      );
  });

  test('a variable that is null where its argument may not be', async () => {
    await agree(`query Q($name: String = "a") { flow(id: "${uuid(1)}") { tag(name: $name) } }`, {
      name: null,
    });
    await agree(`query Q($name: String = "a") { flow(id: "${uuid(1)}") { tag(name: $name) } }`, {});
  });

  test('introspection and type names', async () => {
    await agree(`query { __typename __schema { queryType { name } types { name kind fields { name args { name defaultValue type { name ofType { name } } } } possibleTypes { name } } }
      __type(name: "Flow") { description interfaces { name } possibleTypes { name } } }`);
  });

  test('several operations', async () => {
    const text = `query A { service { type } } query B { flows { totalCount } }`;
    expect(await agree(text, {}, 'A')).not.toEqual(await agree(text, {}, 'B'));
  });

  test('operations at random', async () => {
    await fc.assert(
      fc.asyncProperty(arbOperation(schema), async ({ text, variables }) => {
        const { ours, theirs } = await both(text, variables);
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 150 },
    );
  });
});

describe('mutations', () => {
  test('run one after the other, in the order of the document', async () => {
    const patch = (label: string) =>
      `updateFlow(id: "${uuid(3)}", patch: { label: "${label}" }) { label source { flows { nodes { label } } } }`;
    const answer = await agree(`mutation { a: ${patch('1')} b: ${patch('2')} c: ${patch('3')} }`);
    expect(answer.data).toMatchObject({ a: { label: '1' }, b: { label: '2' }, c: { label: '3' } });
  });

  test('stop at the first that fails where null may not stand, with what went before done', async () => {
    const missing = uuid(99);
    const bad = `deleteFlow(id: "${missing}") { deleted }`;
    const good = (label: string) => `updateFlow(id: "${uuid(3)}", patch: { label: "${label}" }) { label }`;
    const { data } = await agree(`mutation { ${good('before')} bad: ${bad} later: ${good('after')} }`);
    expect(data).toBeNull();
    const flow = await harness.data(`{ flow(id: "${uuid(3)}") { label } }`);
    expect(flow).toEqual({ flow: { label: 'before' } });
  });
});
