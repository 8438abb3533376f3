import { createHash } from 'node:crypto';
import { getIntrospectionQuery } from 'graphql';
import { uuid, videoFlow } from '../tams/store-fixture';
import { CALLER, GraphHarness } from './harness';

let graph: GraphHarness;
beforeAll(async () => {
  graph = await GraphHarness.open();
  await graph.test.store.flows.put(CALLER, videoFlow(1));
});
afterAll(() => graph.close());

const nested = (levels: number): string =>
  levels === 0 ? 'id' : `source { flows { nodes { ${nested(levels - 1)} } } }`;

describe('depth', () => {
  test('is bounded', async () => {
    const error = await graph.error(`{ flow(id: "${uuid(1)}") { ${nested(6)} } }`);
    expect(error.extensions.code).toBe('OPERATION_TOO_DEEP');
    expect(error.message).toBe('The operation is 20 levels deep; at most 15 are allowed.');
  });

  test('counts through fragments', async () => {
    const error = await graph.error(
      `query { flow(id: "${uuid(1)}") { ...A } } fragment A on Flow { source { flows { nodes { ... on Flow { ...B } } } } } fragment B on Flow { ${nested(4)} }`,
    );
    expect(error.extensions.code).toBe('OPERATION_TOO_DEEP');
  });

  test('lets introspection through', async () => {
    const { __schema } = await graph.data(getIntrospectionQuery());
    expect(__schema.types.length).toBeGreaterThan(50);
  });
});

describe('cost', () => {
  test('is told with every answer, and grows with "first"', async () => {
    const query = (first: string) =>
      `query Q${first === '$n' ? '($n: Int = 7)' : ''} { flows(first: ${first}) { nodes { id label } } }`;
    const costOf = async (first: string, n?: number) =>
      (await graph.run(query(first), n === undefined ? {} : { n })).extensions?.cost;
    expect(await costOf('10')).toEqual({ estimated: 31, limit: 100_000 });
    expect(await costOf('1000')).toEqual({ estimated: 3001, limit: 100_000 });
    expect(await costOf('$n')).toEqual({ estimated: 22, limit: 100_000 });
    expect(await costOf('$n', 20)).toEqual({ estimated: 61, limit: 100_000 });
  });

  test('is bounded before anything is read', async () => {
    const query = '{ flows(first: 1000) { nodes { segments(first: 1000) { nodes { objectId } } } } }';
    const before = graph.test.db.reads;
    const error = await graph.error(query);
    expect(error.extensions.code).toBe('OPERATION_TOO_COSTLY');
    expect(error.message).toContain('at most 100000 is allowed');
    expect(graph.test.db.reads).toBe(before);
  });

  test('lets 1000 segments with their URLs through', async () => {
    await graph.data(
      `{ flow(id: "${uuid(1)}") { segments(first: 1000) { nodes { objectId timerange start end tsOffset getUrls { url label presigned } } pageInfo { endCursor } } } }`,
    );
  });

  test('fragments that double at each level are counted in a moment, and refused', async () => {
    const levels = 30;
    const fragments = Array.from(
      { length: levels },
      (_, n) =>
        `fragment F${n} on Source { a: collectedBy { ...F${n + 1} } b: collectedBy { ...F${n + 1} } }`,
    );
    const relaxed = await GraphHarness.open({ limits: { maxDepth: 1000 } });
    const query = `{ source(id: "${uuid(1)}") { ...F0 } } ${fragments.join(' ')} fragment F${levels} on Source { id }`;
    const error = await relaxed.error(query);
    expect(error.extensions.code).toBe('OPERATION_TOO_LARGE');
    await relaxed.close();
  });
});

describe('aliases and documents', () => {
  test('aliases by the thousand end in the parser', async () => {
    const aliases = Array.from({ length: 5_000 }, (_, n) => `a${n}: __typename`).join(' ');
    const { status, body } = await graph.post({ query: `{ ${aliases} }` });
    expect(status).toBe(200);
    expect(body.errors).toMatchObject([
      {
        message: 'The document has more than 4000 tokens, which is the most allowed.',
        extensions: { code: 'DOCUMENT_TOO_LARGE' },
      },
    ]);
  });

  test('as many aliases as tokens allow are refused by their cost, or their number with fragments written out', async () => {
    const answer = async (aliases: string[]) =>
      (await graph.post({ query: `{ ${aliases.join(' ')} }` })).body;
    const costly = Array.from({ length: 250 }, (_, n) => `a${n}: flows(first: 200) { nodes { id label } }`);
    expect((await answer(costly)).errors[0].extensions.code).toBe('OPERATION_TOO_COSTLY');
    const many = Array.from({ length: 250 }, (_, n) => `a${n}: service { ...S }`);
    const fragment =
      'fragment S on Service { a: name b: name c: name d: name e: name f: name g: name h: name }';
    const { body } = await graph.post({ query: `{ ${many.join(' ')} } ${fragment}` });
    expect(body.errors[0].extensions.code).toBe('OPERATION_TOO_LARGE');
  });

  test('the same field thousands of times does not keep the server busy', async () => {
    const began = Date.now();
    await graph.post({ query: `{ ${'__typename '.repeat(3_900)} }` });
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  test('a giant document is refused unread', async () => {
    const { status, body } = await graph.post({ query: `{ __typename } #${'x'.repeat(200_000)}` });
    expect(status).toBe(400);
    expect(body.errors[0]).toMatchObject({
      message: 'The document has 200016 characters; at most 100000 are allowed.',
      extensions: { code: 'DOCUMENT_TOO_LARGE' },
    });
  });

  test('a body that is too large, no JSON, or of another type is a clear error', async () => {
    const large = await GraphHarness.open();
    await large.url(1_000);
    const tooLarge = await large.post({ query: '{ __typename }', variables: { x: 'y'.repeat(2_000) } });
    expect([tooLarge.status, tooLarge.body.errors[0].extensions.code]).toEqual([413, 'BODY_TOO_LARGE']);
    await large.close();
    const broken = await graph.post('{"query": ');
    expect([broken.status, broken.body.errors[0].extensions.code]).toEqual([400, 'BAD_REQUEST']);
    const poisoned = await graph.post('{"query":"{ __typename }","__proto__":{"a":1}}');
    expect([poisoned.status, poisoned.body.data]).toEqual([200, { __typename: 'Query' }]);
    expect({}).not.toHaveProperty('a');
    const text = await graph.post('{ __typename }', { 'content-type': 'text/plain' });
    expect([text.status, text.body.errors[0].extensions.code]).toEqual([415, 'BAD_REQUEST']);
  });
});

describe('batches', () => {
  const operation = { query: `{ flow(id: "${uuid(1)}") { id } }` };

  test('are answered in order, and share their reads', async () => {
    await graph.url();
    const before = graph.test.db.reads;
    const { body } = await graph.post([operation, { query: '{ nope }' }, operation]);
    expect(body).toMatchObject([
      { data: { flow: { id: uuid(1) } } },
      { errors: [{}] },
      { data: { flow: { id: uuid(1) } } },
    ]);
    expect(graph.test.db.reads - before).toBe(1);
  });

  test('are bounded', async () => {
    const { status, body } = await graph.post(Array.from({ length: 11 }, () => operation));
    expect(status).toBe(400);
    expect(body.errors[0]).toMatchObject({
      message: 'A batch may hold 10 operations; this one has 11.',
      extensions: { code: 'BATCH_TOO_LARGE' },
    });
    expect((await graph.post([])).status).toBe(400);
  });
});

describe('time', () => {
  test('an operation that takes too long is answered with an error, and asks no more of the store', async () => {
    const slow = await GraphHarness.open({ limits: { timeoutMs: 50 } });
    await slow.test.store.flows.put(CALLER, videoFlow(1));
    const { flows } = slow.test.store;
    const read = flows.byIds.bind(flows);
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    jest.spyOn(flows, 'byIds').mockImplementation(async (ids) => (await held, read(ids)));
    const tags = jest.spyOn(flows, 'tagsOf');
    const answer = await slow.run(`{ flow(id: "${uuid(1)}") { tags { name } } }`);
    expect(answer.data).toBeNull();
    expect(answer.errors).toMatchObject([
      {
        message: expect.stringContaining('longer than 0.05 s') as string,
        extensions: { code: 'OPERATION_TIMEOUT' },
      },
    ]);
    finish();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(tags).not.toHaveBeenCalled();
    jest.restoreAllMocks();
    await slow.close();
  });
});

describe('what can be switched, and what is kept', () => {
  test('introspection can be switched off', async () => {
    const closed = await GraphHarness.open({ introspection: false });
    const { errors } = await closed.run('{ __schema { types { name } } }');
    expect(errors![0]!.message).toContain('introspection is not allowed');
    expect(await closed.data('{ __typename }')).toEqual({ __typename: 'Query' });
    await closed.close();
  });

  test('persisted queries: unknown, registered, then by their hash alone', async () => {
    const query = `{ flow(id: "${uuid(1)}") { id } }`;
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    expect((await graph.post({ extensions })).body.errors[0].extensions.code).toBe(
      'PERSISTED_QUERY_NOT_FOUND',
    );
    expect((await graph.post({ query, extensions })).body.data).toEqual({ flow: { id: uuid(1) } });
    expect((await graph.post({ extensions })).body.data).toEqual({ flow: { id: uuid(1) } });
    const forged = { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } };
    expect((await graph.post({ query, extensions: forged })).body.errors[0].message).toContain(
      'does not match',
    );
  });

  test('a GET that a browser marks as coming from another site needs a header that such a site cannot set', async () => {
    const url = `${await graph.url()}?query=${encodeURIComponent('{ __typename }')}`;
    const statusOf = async (headers: Record<string, string>) => (await fetch(url, { headers })).status;
    expect(await statusOf({ 'sec-fetch-site': 'cross-site' })).toBe(400);
    expect(await statusOf({ 'sec-fetch-site': 'cross-site', 'apollo-require-preflight': 'true' })).toBe(200);
    expect(await statusOf({ 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await statusOf({})).toBe(200);
  });
});
