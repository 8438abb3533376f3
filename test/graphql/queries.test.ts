import { uuid } from '../tams/store-fixture';
import { ADD_SEGMENTS, AUDIO, external, MULTI, PUT_FLOW, VIDEO } from './documents';
import { GraphHarness } from './harness';

let graph: GraphHarness;
beforeAll(async () => {
  graph = await GraphHarness.open();
  for (const input of [VIDEO, AUDIO, MULTI]) {
    await graph.data(PUT_FLOW, { input });
    graph.test.tick();
  }
  await graph.data(ADD_SEGMENTS, {
    flow: uuid(1),
    segments: [
      external('a', '[0:0_10:0)'),
      {
        ...external('b', '[10:0_20:0)'),
        tsOffset: '-1:0',
        sampleCount: 9007199254740991,
        lastDuration: '0:40000000',
      },
      external('a', '[30:0_40:0]'),
    ],
  });
  await graph.data(ADD_SEGMENTS, { flow: uuid(2), segments: [{ objectId: 'a', timerange: '[0:0_10:0)' }] });
});
afterAll(() => graph.close());

const flow1 = (selection: string) => graph.data(`{ flow(id: "${uuid(1)}") { ${selection} } }`);

test('what is not there is null', async () => {
  const missing = uuid(404);
  expect(
    await graph.data(
      `{ flow(id: "${missing}") { id } source(id: "${missing}") { id } object(id: "none") { id } deletionRequest(id: "${missing}") { id } deletionRequests { id } }`,
    ),
  ).toEqual({ flow: null, source: null, object: null, deletionRequest: null, deletionRequests: [] });
});

test('lists go newest first and filter', async () => {
  const ids = async (filter: string) =>
    (await graph.data(`{ flows(filter: ${filter}) { nodes { id } } }`)).flows.nodes.map(
      ({ id }: { id: string }) => id,
    );
  expect(await ids('null')).toEqual([uuid(5), uuid(2), uuid(1)]);
  expect(await ids('{ format: AUDIO }')).toEqual([uuid(2)]);
  expect(await ids('{ codec: "video/h264", frameWidth: 1920 }')).toEqual([uuid(1)]);
  expect(await ids('{ label: "camera 1" }')).toEqual([uuid(1)]);
  expect(await ids('{ tags: [{ name: "a", value: "1" }, { name: "z", exists: false }] }')).toEqual([uuid(1)]);
  expect(await ids('{ timerange: "()" }')).toEqual([uuid(5)]);
  expect(await ids('{ timerange: "[35:0_" }')).toEqual([uuid(1)]);
  expect(await ids(`{ collectedBy: "${uuid(5)}" }`)).toEqual([uuid(2), uuid(1)]);
  expect(await ids(`{ ids: ["${uuid(2)}", "${uuid(9)}"] }`)).toEqual([uuid(2)]);
  expect(await ids(`{ sourceId: "${uuid(1001)}", readOnly: false, container: "video/mp2t" }`)).toEqual([
    uuid(1),
  ]);
  const { sources } = await graph.data(
    '{ sources(filter: { format: VIDEO, label: "camera 1" }) { totalCount nodes { id tag(name: "b") flows(filter: { format: VIDEO }) { totalCount nodes { id } } } } }',
  );
  expect(sources).toEqual({
    totalCount: 1,
    nodes: [{ id: uuid(1001), tag: '2', flows: { totalCount: 1, nodes: [{ id: uuid(1) }] } }],
  });
});

test('segments: order, range, object, reverse, and their facts', async () => {
  const { flow } = await flow1(`
    timerange cut: timerange(within: "[15:0_35:0)")
    all: segments { nodes { timerange } }
    some: segments(timerange: "[5:0_15:0)", reverse: true) { nodes { flowId objectId start end tsOffset lastDuration sampleCount sampleOffset } }
    ofObject: segments(objectId: "a") { nodes { timerange } }
    inside: segmentAt(timestamp: "40:0") { objectId } gap: segmentAt(timestamp: "25:0") { objectId }`);
  expect(flow).toEqual({
    timerange: '[0:0_40:0]',
    cut: '[15:0_35:0)',
    all: { nodes: [{ timerange: '[0:0_10:0)' }, { timerange: '[10:0_20:0)' }, { timerange: '[30:0_40:0]' }] },
    some: {
      nodes: [
        {
          flowId: uuid(1),
          objectId: 'b',
          start: '10:0',
          end: '20:0',
          tsOffset: '-1:0',
          lastDuration: '0:40000000',
          sampleCount: 9007199254740991,
          sampleOffset: null,
        },
        {
          flowId: uuid(1),
          objectId: 'a',
          start: '0:0',
          end: '10:0',
          tsOffset: '0:0',
          lastDuration: null,
          sampleCount: null,
          sampleOffset: null,
        },
      ],
    },
    ofObject: { nodes: [{ timerange: '[0:0_10:0)' }, { timerange: '[30:0_40:0]' }] },
    inside: { objectId: 'a' },
    gap: null,
  });
});

test('coverage of flows and sources', async () => {
  const { flow } = await flow1(`coverage(timerange: "[0:0_50:0)") { ranges gaps covered segmentCount }
    joined: coverage(tolerance: "10:0") { ranges gaps } source { coverage { ranges covered segmentCount } }`);
  expect(flow.coverage).toEqual({
    ranges: ['[0:0_20:0)', '[30:0_40:0]'],
    gaps: ['[20:0_30:0)', '(40:0_50:0)'],
    covered: '30:0',
    segmentCount: 3,
  });
  expect(flow.joined).toEqual({ ranges: ['[0:0_40:0]'], gaps: [] });
  expect(flow.source.coverage).toEqual({
    ranges: ['[0:0_20:0)', '[30:0_40:0]'],
    covered: '30:0',
    segmentCount: 3,
  });
  const error = await graph.error(`{ flow(id: "${uuid(1)}") { coverage(tolerance: "-1:0") { gaps } } }`);
  expect(error.message).toContain('cannot be negative');
});

test('media objects: who refers to them, and their URLs', async () => {
  const { object } = await graph.data(
    '{ object(id: "a") { id size firstReferencedByFlow { id } referencedByFlows(first: 1) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } segments { nodes { flow { id } timerange } } } }',
  );
  expect(object).toMatchObject({
    id: 'a',
    size: null,
    firstReferencedByFlow: { id: uuid(1) },
    referencedByFlows: { totalCount: 2, nodes: [{ id: uuid(1) }], pageInfo: { hasNextPage: true } },
    segments: {
      nodes: [
        { flow: { id: uuid(1) }, timerange: '[0:0_10:0)' },
        { flow: { id: uuid(1) }, timerange: '[30:0_40:0]' },
        { flow: { id: uuid(2) }, timerange: '[0:0_10:0)' },
      ],
    },
  });
  const { endCursor } = object.referencedByFlows.pageInfo;
  const next = await graph.data(
    `{ object(id: "a") { referencedByFlows(first: 1, after: "${endCursor}") { nodes { id } pageInfo { hasNextPage hasPreviousPage } } } }`,
  );
  expect(next.object.referencedByFlows).toEqual({
    nodes: [{ id: uuid(2) }],
    pageInfo: { hasNextPage: false, hasPreviousPage: true },
  });
});

test('URLs: external ones as given, those of the store signed, filtered before anything is signed', async () => {
  const { flow } = await flow1(
    'segments(first: 1) { nodes { all: getUrls { url label presigned controlled storageBackend { id } } none: getUrls(labels: []) { url } signed: getUrls(presigned: true) { url } } }',
  );
  expect(flow.segments.nodes).toEqual([
    {
      all: [
        {
          url: 'https://media.example/a',
          label: 'elsewhere',
          presigned: false,
          controlled: false,
          storageBackend: null,
        },
      ],
      none: [],
      signed: [],
    },
  ]);
  await graph.data(`mutation { allocateStorage(flowId: "${uuid(1)}", objectIds: ["own"]) { objectId } }`);
  await graph.data(ADD_SEGMENTS, {
    flow: uuid(1),
    segments: [{ objectId: 'own', timerange: '[50:0_60:0)' }],
  });
  const own = (
    await flow1(
      'segmentAt(timestamp: "50:0") { object { id } getUrls { url presigned controlled storageBackend { label } } }',
    )
  ).flow.segmentAt;
  expect(own.object).toEqual({ id: 'own' });
  expect(own.getUrls).toMatchObject([
    {
      url: expect.stringMatching(/signature=/) as string,
      presigned: true,
      controlled: true,
      storageBackend: { label: 'embedded' },
    },
    { presigned: false, controlled: true },
  ]);
});
