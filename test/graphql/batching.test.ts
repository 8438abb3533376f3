import { externalSegment, multiFlow, uuid, videoFlow } from '../tams/store-fixture';
import { CALLER, GraphHarness } from './harness';

const FLOWS = 50;
let graph: GraphHarness;

beforeAll(async () => {
  graph = await GraphHarness.open();
  const { store } = graph.test;
  for (let n = 1; n <= FLOWS; n += 1) {
    await store.flows.put(CALLER, videoFlow(n, { tags: [{ name: 'n', value: `${n}` }] }));
    await store.segments.add(CALLER, uuid(n), [
      externalSegment(`a${n}`, '[0:0_1:0)'),
      externalSegment(`b${n}`, '[1:0_2:0)'),
    ]);
  }
  const members = Array.from({ length: FLOWS }, (_, index) => index + 1);
  await store.flows.put(CALLER, multiFlow(100, members));
  await store.flows.put(CALLER, multiFlow(101, [100]));
});
afterAll(() => graph.close());

const ids = (count: number) => Array.from({ length: count }, (_, index) => uuid(index + 1));

const readsOver = (count: number, selection: string) =>
  graph.readsOf(
    `query Q($ids: [UUID!]) { flows(filter: { ids: $ids }, first: 50) { nodes { ${selection} } } }`,
    { ids: ids(count) },
  );

describe('storage reads do not depend on the number of parents', () => {
  const SELECTIONS: Readonly<Record<string, [selection: string, most: number]>> = {
    'source, tags and one tag': ['source { label tags { name } } tags { name value } tag(name: "n")', 4],
    'segments, their URLs, objects and flows': [
      'segments(first: 2) { nodes { objectId getUrls { url } object { id size firstReferencedByFlow { id } } flow { id label } } }',
      6,
    ],
    'three levels and back': [
      'source { flows(first: 2) { nodes { tags { name } segments(first: 2) { nodes { object { segments(first: 2) { nodes { flow { source { id } } } } } } } } } }',
      8,
    ],
    'collections, both ways': [
      'collectedBy { id flowCollection { role flow { label } } } source { collectedBy { id } }',
      14,
    ],
    'extent, instants and counts': [
      'timerange within: timerange(within: "[0:0_1:0)") segmentAt(timestamp: "1:0") { objectId } source { flows { totalCount } }',
      9,
    ],
    'one relation with two sets of arguments': [
      'first: segments(first: 1) { nodes { objectId } } last: segments(first: 1, reverse: true) { nodes { objectId } }',
      3,
    ],
  };

  test.each(Object.entries(SELECTIONS))('%s', async (_name, [selection, most]) => {
    const one = await readsOver(1, selection);
    expect(await readsOver(FLOWS, selection)).toBe(one);
    expect(one).toBeLessThanOrEqual(most);
  });

  test('coverage reads by flow, never by segment', async () => {
    const before = await readsOver(1, 'coverage { ranges gaps segmentCount }');
    await graph.test.store.segments.add(
      CALLER,
      uuid(1),
      Array.from({ length: 500 }, (_, n) => externalSegment(`c${n}`, `[${n + 2}:0_${n + 3}:0)`)),
    );
    expect(await readsOver(1, 'coverage { ranges gaps segmentCount }')).toBe(before);
  });
});

test('segmentAt is one read, and timerange two, besides the flow', async () => {
  const flow = await readsOver(1, 'id');
  expect((await readsOver(1, 'segmentAt(timestamp: "1:0") { objectId }')) - flow).toBe(1);
  expect((await readsOver(1, 'timerange')) - flow).toBe(2);
});

test('URLs are signed only when they are selected', async () => {
  const { objects, segments, media } = {
    objects: graph.test.store.objects,
    segments: graph.test.store.segments,
    media: graph.test.store.context.media.default!,
  };
  await objects.allocate(CALLER, uuid(2), { objectIds: ['own'] });
  await segments.add(CALLER, uuid(2), [{ ...externalSegment('own', '[9:0_10:0)'), getUrls: null }]);
  const signed = jest.spyOn(media, 'presignedGetUrls');
  const select = (what: string) =>
    graph.data(`{ flow(id: "${uuid(2)}") { segments { nodes { ${what} } } } }`);
  await select('objectId object { id }');
  expect(signed).not.toHaveBeenCalled();
  await select('getUrls(presigned: false) { url }');
  expect(signed).not.toHaveBeenCalled();
  await select('getUrls { url }');
  expect(signed).toHaveBeenCalledTimes(1);
  signed.mockRestore();
});
