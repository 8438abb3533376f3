import { TamsError } from '../../src/tams/errors';
import { uuid } from '../tams/store-fixture';
import { PUT_FLOW, VIDEO } from './documents';
import { GraphHarness, type GraphAnswer } from './harness';

let graph: GraphHarness;
beforeAll(async () => {
  graph = await GraphHarness.open();
  await graph.data(PUT_FLOW, { input: VIDEO });
});
afterAll(() => graph.close());

const REQUEST_ID = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;

describe('errors of the domain', () => {
  test('keep their message, code and kind', async () => {
    const error = await graph.error(`mutation { deleteFlow(id: "${uuid(9)}") { deleted } }`);
    expect(error).toMatchObject({
      message: expect.stringContaining('No such flow') as string,
      path: ['deleteFlow'],
      extensions: { code: 'FLOW_NOT_FOUND', kind: 'not_found', requestId: REQUEST_ID },
    });
  });

  test('say where in the input the trouble is', async () => {
    const input = { ...VIDEO, id: uuid(2), video: { frameWidth: -1, frameHeight: 0 } };
    const error = await graph.error(PUT_FLOW, { input });
    expect(error.extensions).toMatchObject({ code: 'INVALID_FLOW', kind: 'invalid' });
    expect(error.extensions.details).toHaveLength(2);
    expect(await graph.data(`{ flow(id: "${uuid(2)}") { id } }`)).toEqual({ flow: null });
  });

  test.each(['a cycle', 'an unknown member'])('refuse %s in a collection', async (what) => {
    const member = what === 'a cycle' ? uuid(1) : uuid(999);
    const error = await graph.error(
      `mutation { updateFlow(id: "${uuid(1)}", patch: { flowCollection: [{ id: "${member}", role: "x" }] }) { id } }`,
    );
    expect(error.extensions.code).toBe('INVALID_COLLECTION');
  });
});

describe('what nobody foresaw', () => {
  afterEach(() => jest.restoreAllMocks());

  const failing = async (error: unknown): Promise<GraphAnswer> => {
    jest.spyOn(graph.test.store.flows, 'byIds').mockRejectedValueOnce(error);
    return graph.run(`{ flow(id: "${uuid(1)}") { id } }`);
  };

  test.each([
    ['an error', new Error('connect ECONNREFUSED /secret/path password=hunter2')],
    ['something that is no error', 'a plain string with hunter2'],
  ])('%s is masked, and logged with the request id', async (_what, cause) => {
    graph.log.length = 0;
    const answer = await failing(cause);
    expect(answer.data).toEqual({ flow: null });
    expect(answer.errors).toMatchObject([
      {
        message: 'Internal server error',
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: REQUEST_ID },
      },
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/hunter2|secret|stack|node_modules/);
    expect(graph.log).toHaveLength(1);
    expect(graph.log[0]!.facts.requestId).toBe(answer.errors![0]!.extensions.requestId);

    expect(String(graph.log[0]!.facts.err)).toContain('hunter2');
  });

  test('an error of the domain is not logged', async () => {
    graph.log.length = 0;
    expect((await failing(new TamsError('StoreUnavailable', 'later'))).errors).toMatchObject([
      { extensions: { code: 'STORE_UNAVAILABLE', kind: 'unavailable' } },
    ]);
    expect(graph.log).toEqual([]);
  });
});

describe('operations that are not right', () => {
  test.each([
    ['a syntax error', '{ flow(', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nope }', 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown argument', '{ flows(limit: 1) { nodes { id } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a missing argument', '{ flow { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a subscription', 'subscription { x }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s', async (_what, query, code) => {
    const { errors, data } = await graph.run(query);
    expect(data).toBeUndefined();
    expect(errors![0]!.extensions.requestId).toEqual(REQUEST_ID);
    expect(errors![0]!.extensions.code).toBe(code);
    expect(JSON.stringify(errors)).not.toContain('stack');
  });

  test('unknown operation names', async () => {
    const { body } = await graph.post({
      query: 'query A { __typename } query B { __typename }',
      operationName: 'C',
    });
    expect(body.errors[0]).toMatchObject({
      message: 'Unknown operation named "C".',
      extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
    });
  });
});

describe('values that scalars refuse name the value and the rule', () => {
  const QUERY = `query Q($v: TYPE) { __typename flows(filter: FILTER) { nodes { id } } }`;
  const VALUES: readonly [type: string, field: string, value: unknown, message: RegExp][] = [
    ['UUID', 'sourceId', 'ABC', /"ABC" is not a UUID: it must be a lower-case UUID/],
    ['UUID', 'sourceId', uuid(1).toUpperCase().replace('0', 'A'), /lower-case/],
    ['UUID', 'sourceId', 5, /5 is not a UUID/],
    ['TimeRange', 'timerange', '[0:0__1:0)', /is not a timerange/],
    ['TimeRange', 'timerange', '[281474976710656:0_', /2\^48/],
    ['TimeRange', 'timerange', 12, /12 is not a TimeRange/],
    ['MimeType', 'codec', 'video h264', /exactly one "\/"/],
    ['MimeType', 'codec', 'a/b/c', /exactly one "\/"/],
    ['SafeInt', 'frameWidth', 9007199254740992, /integer from/],
    ['SafeInt', 'frameWidth', 1.5, /integer from/],
    ['SafeInt', 'frameWidth', '7', /integer from/],
  ];

  test.each(VALUES)('%s %s %j as a variable', async (type, field, value, message) => {
    const query = QUERY.replace('TYPE', type).replace('FILTER', `{ ${field}: $v }`);
    const { errors, data } = await graph.run(query, { v: value });
    expect(data).toBeUndefined();
    expect(errors![0]!.message).toMatch(message);
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', requestId: REQUEST_ID });
  });

  test.each(VALUES)('%s %s %j as a literal', async (_type, field, value, message) => {
    const { errors } = await graph.run(
      `{ flows(filter: { ${field}: ${JSON.stringify(value)} }) { nodes { id } } }`,
    );
    expect(errors![0]!.message).toMatch(message);
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', requestId: REQUEST_ID });
  });

  test('Timestamp and JSONObject', async () => {
    const at = await graph.run(
      `{ flow(id: "${uuid(1)}") { segmentAt(timestamp: "5:1000000000") { objectId } } }`,
    );
    expect(at.errors![0]!.message).toContain('"5:1000000000" is not a timestamp');
    const mapping = await graph.run(
      `mutation { updateFlow(id: "${uuid(1)}", patch: { containerMapping: [1] }) { id } }`,
    );
    expect(mapping.errors![0]!.message).toContain('it must be a JSON object');
  });

  test('what is quoted of a huge value is short', async () => {
    const { errors } = await graph.run(`query Q($v: UUID!) { flow(id: $v) { id } }`, {
      v: 'x'.repeat(100_000),
    });
    expect(errors![0]!.message.length).toBeLessThan(1_100);
  });

  test('input that no type has is refused, and nothing is stored', async () => {
    const answer = await graph.run(PUT_FLOW, { input: { ...VIDEO, id: uuid(3), colour: 'red' } });
    expect(answer.errors![0]!.message).toContain('"colour" is not defined');
    expect(await graph.data(`{ flow(id: "${uuid(3)}") { id } }`)).toEqual({ flow: null });
  });
});
