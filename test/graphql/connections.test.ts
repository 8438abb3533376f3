import { encodeCursor } from '../../src/graphql/cursors';
import { externalSegment, uuid, videoFlow } from '../tams/store-fixture';
import { CALLER, GraphHarness } from './harness';

let graph: GraphHarness;
beforeEach(async () => {
  graph = await GraphHarness.open();
});
afterEach(() => graph.close());

const putFlow = async (n: number) => {
  await graph.test.store.flows.put(CALLER, videoFlow(n, { sourceId: uuid(1000) }));
  graph.test.tick();
};
const addSegment = (second: number) =>
  graph.test.store.segments.add(CALLER, uuid(1), [
    externalSegment(`o${second}`, `[${second}:0_${second + 1}:0)`),
  ]);

/** Walks a connection by pages of two, doing something before each next page. */
async function walk(
  page: (after: string | null) => string,
  pick: (data: GraphHarness extends never ? never : Record<string, any>) => any,
  between: (page: number) => Promise<unknown>,
): Promise<string[]> {
  const seen: string[] = [];
  let after: string | null = null;
  for (let number = 1; ; number += 1) {
    const { edges, nodes, pageInfo } = pick(await graph.data(page(after)));
    expect(edges.map(({ node }: { node: unknown }) => node)).toEqual(nodes);
    expect(pageInfo.hasPreviousPage).toBe(after !== null);
    expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
    expect(pageInfo.startCursor).toBe(edges[0]?.cursor ?? null);
    seen.push(...nodes.map((node: { id?: string; timerange?: string }) => node.id ?? node.timerange));
    if (!pageInfo.hasNextPage) return seen;
    after = pageInfo.endCursor;
    await between(number);
  }
}

const PAGE_INFO = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const argsOf = (after: string | null) => `first: 2${after ? `, after: "${after}"` : ''}`;

describe('a connection under concurrent writes neither repeats nor skips what was there all along', () => {
  test('flows: newer ones come, seen and unseen ones go', async () => {
    for (const n of [1, 2, 3, 4, 5, 6]) await putFlow(n);
    const seen = await walk(
      (after) => `{ flows(${argsOf(after)}) { edges { cursor node { id } } nodes { id } ${PAGE_INFO} } }`,
      ({ flows }) => flows,
      async (page) => {
        await putFlow(10 + page);
        // The one that the cursor stands on goes, and one that is still to come.
        if (page === 1) for (const n of [5, 2]) await graph.test.store.flows.delete(CALLER, uuid(n));
      },
    );
    expect(seen).toEqual([6, 5, 4, 3, 1].map(uuid));
  });

  test('flows of a source, and sources', async () => {
    for (const n of [1, 2, 3]) await putFlow(n);
    const seen = await walk(
      (after) =>
        `{ source(id: "${uuid(1000)}") { flows(${argsOf(after)}) { edges { cursor node { id } } nodes { id } ${PAGE_INFO} } } }`,
      ({ source }) => source.flows,
      () => putFlow(9),
    );
    expect(seen).toEqual([3, 2, 1].map(uuid));
    const sources = await walk(
      (after) => `{ sources(${argsOf(after)}) { edges { cursor node { id } } nodes { id } ${PAGE_INFO} } }`,
      (data) => data.sources,
      () => Promise.resolve(),
    );
    expect(sources).toEqual([uuid(1000)]);
  });

  test.each([
    [false, [0, 2, 4, 6, 8, 9]],
    [true, [8, 6, 4, 2, 0]],
  ])('segments, reverse: %s', async (reverse, expected) => {
    await putFlow(1);
    for (const second of [0, 2, 4, 6, 8]) await addSegment(second);
    const seen = await walk(
      (after) =>
        `{ flow(id: "${uuid(1)}") { segments(reverse: ${reverse}, ${argsOf(after)}) { edges { cursor node { timerange } } nodes { timerange } ${PAGE_INFO} } } }`,
      ({ flow }) => flow.segments,
      (page) => (page === 1 ? addSegment(9) : Promise.resolve()),
    );
    expect(seen).toEqual(expected.map((second) => `[${second}:0_${second + 1}:0)`));
  });

  test('an exactly full last page announces no next one', async () => {
    for (const n of [1, 2]) await putFlow(n);
    const { flows } = await graph.data('{ flows(first: 2) { pageInfo { hasNextPage } } }');
    expect(flows.pageInfo.hasNextPage).toBe(false);
  });
});

describe('"first"', () => {
  test.each([0, -1, 1001, 2147483647])('%d is refused', async (first) => {
    const error = await graph.error(`{ flows(first: ${first}) { nodes { id } } }`);
    expect(error.message).toBe(
      `"first" must be from 1 to 1000, but is ${first}: ask for more by further pages.`,
    );
    expect(error.extensions.code).toBe('BAD_USER_INPUT');
  });

  test('null is the default', async () => {
    expect(await graph.data('{ flows(first: null, after: null) { nodes { id } } }')).toEqual({
      flows: { nodes: [] },
    });
  });
});

describe('cursors that cannot be used', () => {
  const flows = encodeCursor('flows', [1, uuid(1)]);
  const cut = '0'.repeat(21);
  test.each([
    ['of another connection', encodeCursor('segments', [cut]), 'another connection'],
    ['of sources', encodeCursor('sources', [1, uuid(1)]), 'another connection'],
    ['rubbish', 'rubbish!', 'not made by this server'],
    ['empty', '', 'not made by this server'],
    ['not canonical', `${flows}==`, 'not made by this server'],
    ['JSON that is no list', Buffer.from('{"a":1}').toString('base64url'), 'not made by this server'],
    ['too few values', encodeCursor('flows', [1]), 'not made by this server'],
    ['values of the wrong type', encodeCursor('flows', ['1', uuid(1)]), 'not made by this server'],
    ['an id that is none', encodeCursor('flows', [1, "' OR 1=1 --"]), 'not made by this server'],
    ['a time that is no integer', encodeCursor('flows', [1.5, uuid(1)]), 'not made by this server'],
    ['far too long', 'A'.repeat(100_000), 'longer than 256 characters'],
  ])('%s', async (_what, after, message) => {
    const error = await graph.error('query Q($after: String!) { flows(after: $after) { nodes { id } } }', {
      after,
    });
    expect(error.extensions.code).toBe('BAD_CURSOR');
    expect(error.message).toContain(message);
    expect(error.message.length).toBeLessThan(300);
  });

  test('a cursor needs nothing kept: it works behind a restart and when its item never was', async () => {
    await putFlow(1);
    const { flows: page } = await graph.data(
      `{ flows(after: "${encodeCursor('flows', [Date.UTC(2100, 0, 1), uuid(77)])}") { nodes { id } } }`,
    );
    expect(page.nodes).toEqual([{ id: uuid(1) }]);
  });
});

describe('totalCount', () => {
  test('counts what the filter leaves, on every page', async () => {
    for (const n of [1, 2, 3]) await putFlow(n);
    expect(
      await graph.data(
        '{ flows(first: 1) { totalCount } none: flows(filter: { format: AUDIO }) { totalCount } }',
      ),
    ).toEqual({ flows: { totalCount: 3 }, none: { totalCount: 0 } });
  });

  test('costs no read unless it is selected', async () => {
    await putFlow(1);
    const without = await graph.readsOf('{ flows { nodes { id } } }');
    const withCount = await graph.readsOf('{ flows { nodes { id } totalCount } }');
    expect(without).toBe(1);
    expect(withCount).toBe(2);
  });
});
