import { KnownDocuments } from '../../src/graphql/known-documents';
import { parse } from 'graphql';
import { uuid } from '../tams/store-fixture';
import { PUT_FLOW, VIDEO } from './documents';
import { GraphHarness } from './harness';

let graph: GraphHarness;
let pipeline: jest.SpyInstance;
beforeAll(async () => {
  graph = await GraphHarness.open({ introspection: false });
  await graph.data(PUT_FLOW, { input: VIDEO });
  pipeline = jest.spyOn(graph.server, 'executeHTTPGraphQLRequest');
});
beforeEach(() => pipeline.mockClear());
afterAll(() => graph.close());

interface Request {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a client sees of an answer, but for what is different each time. */
async function answerTo({ body, headers = {} }: Request) {
  const response = await fetch(await graph.url(), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = (await response.text()).replace(/"requestId":"[0-9a-f-]{36}"/g, '"requestId":"…"');
  const names = [...response.headers.keys()].filter((name) => name !== 'date').sort();
  return { status: response.status, names, type: response.headers.get('content-type'), text };
}

/** Asks twice: the first answer is Apollo Server's, for the document is new to it. */
async function twice(request: Request) {
  const whole = await answerTo(request);
  expect(pipeline).toHaveBeenCalledTimes(1);
  const again = await answerTo(request);
  return { whole, again, wentShort: pipeline.mock.calls.length === 1 };
}

let documents = 0;
/** A document that was never sent before. */
const fresh = (text: string): string => `# ${(documents += 1)}\n${text}`;

const FLOW = 'query One($id: UUID!) { flow(id: $id) { id label tags { name } } }';
const id = uuid(1);

describe('a document that is known is answered the short way, and as before', () => {
  test.each<[string, (text: (of: string) => string) => Request]>([
    ['a query', (text) => ({ body: { query: text(FLOW), variables: { id } } })],
    ['null for no variables', (text) => ({ body: { query: text('{ __typename }'), variables: null } })],
    [
      'one of several operations',
      (text) => ({
        body: { query: text(`${FLOW} query Two { __typename }`), operationName: 'Two', extensions: {} },
      }),
    ],
    [
      'a mutation that fails',
      (text) => ({
        body: { query: text(`mutation { deleteFlow(id: "${uuid(99)}") { deleted } }`) },
      }),
    ],
    [
      'data beside errors',
      (text) => ({
        body: { query: text(`{ a: flows(first: 0) { nodes { id } } }`), extensions: null },
      }),
    ],
    [
      'an argument that its scalar refuses',
      (text) => ({
        body: { query: text('query($f: Int) { flows(first: $f) { nodes { id } } }'), variables: { f: -1 } },
      }),
    ],
  ])('%s', async (_what, request) => {
    const { whole, again, wentShort } = await twice(request(fresh));
    expect(wentShort).toBe(true);
    expect(again).toEqual(whole);
  });

  test.each([
    undefined,
    '*/*',
    'application/json',
    'application/json, text/plain, */*',
    'application/json, multipart/mixed',
    'application/graphql-response+json',
    'application/graphql-response+json,application/json;q=0.9',
    'application/graphql-response+json, application/json',
  ])('for "accept: %s"', async (accept) => {
    const { whole, again, wentShort } = await twice({
      body: { query: fresh(`mutation { deleteFlow(id: "${uuid(99)}") { deleted } }`) },
      headers: accept === undefined ? {} : { accept },
    });
    expect(wentShort).toBe(true);
    expect(again).toEqual(whole);
  });
});

describe('what is unusual is left to Apollo Server, and answered as before', () => {
  test.each<[string, (text: (of: string) => string) => Request]>([
    ['a document that is not valid', (text) => ({ body: { query: text('{ nothing }') } })],
    ['introspection, which is off', (text) => ({ body: { query: text('{ __schema { types { name } } }') } })],
    ['variables that are no object', (text) => ({ body: { query: text(FLOW), variables: 'x' } })],
    ['variables that do not fit', (text) => ({ body: { query: text(FLOW), variables: { id: 7 } } })],
    ['an operation that is not there', (text) => ({ body: { query: text(FLOW), operationName: 'Three' } })],
    [
      'a media type that nobody serves',
      (text) => ({ body: { query: text('{ __typename }') }, headers: { accept: 'image/png' } }),
    ],
    [
      'one that must be negotiated',
      (text) => ({
        body: { query: text('{ __typename }') },
        headers: { accept: 'image/png;q=0.3, application/json;q=0.2' },
      }),
    ],
    [
      'a persisted query with the wrong hash',
      (text) => ({
        body: {
          query: text('{ __typename }'),
          extensions: { persistedQuery: { version: 1, sha256Hash: 'no' } },
        },
      }),
    ],
  ])('%s', async (_what, request) => {
    const asked = request(fresh);
    const { whole, again, wentShort } = await twice(asked);
    expect(wentShort).toBe(false);
    expect(again).toEqual(whole);
  });

  test('variables that do not fit a document that is known', async () => {
    const query = fresh(FLOW);
    await twice({ body: { query, variables: { id } } });
    pipeline.mockClear();
    const { status, text } = await answerTo({ body: { query, variables: {} } });
    expect(pipeline).toHaveBeenCalledTimes(1);
    expect({ status, text }).toEqual({
      status: 200,
      text: expect.stringContaining('BAD_USER_INPUT') as string,
    });
  });

  test('an operation that costs too much with these variables only', async () => {
    const query = fresh(
      'query($n: Int) { flows(first: $n) { nodes { segments(first: $n) { nodes { objectId timerange } } } } }',
    );
    await twice({ body: { query, variables: { n: 1 } } });
    pipeline.mockClear();
    const { text } = await answerTo({ body: { query, variables: { n: 1000 } } });
    expect(pipeline).toHaveBeenCalledTimes(1);
    expect(text).toContain('OPERATION_TOO_COSTLY');
  });
});

describe('known documents', () => {
  const documentOf = (name: string, length: number) => {
    const text = `{ ${name} }`.padEnd(length);
    return { text, document: parse(text) };
  };

  test('let the least recently used go when there are too many characters', () => {
    const known = new KnownDocuments();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => documentOf(name, 90_000));
    known.add(a!.text, a!.document);
    known.add(b!.text, b!.document);
    expect(known.get(a!.text)).toBe(a!.document);
    known.add(c!.text, c!.document);
    expect([a!, b!, c!].map(({ text }) => known.get(text) !== undefined)).toEqual([true, false, true]);
  });

  test('count a document once, and keep none that is too long by itself', () => {
    const known = new KnownDocuments();
    const short = documentOf('short', 50_000);
    for (let i = 0; i < 10; i += 1) known.add(short.text, short.document);
    const long = documentOf('long', 200_001);
    known.add(long.text, long.document);
    expect(known.get(short.text)).toBe(short.document);
    expect(known.get(long.text)).toBeUndefined();
  });
});
