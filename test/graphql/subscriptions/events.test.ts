import { FeedHarness } from './harness';

let feed: FeedHarness;
beforeEach(async () => (feed = await FeedHarness.open()));
afterEach(() => feed.close());

const SELECTION = `__typename cursor at type
  ... on FlowEvent { flowId flow { id } }
  ... on SourceEvent { sourceId source { id } }
  ... on FlowCreated { document }
  ... on FlowUpdated { document }
  ... on SegmentsAdded { segments { objectId timerange } }
  ... on SegmentsDeleted { timerange }
  ... on SourceCreated { document }
  ... on SourceUpdated { document }`;

it('brings all eight changes of the model, each as its own type, as things were then and as they are now', async () => {
  const following = await feed.follow('events', `events { ${SELECTION} }`);
  const flow = await feed.flow(1);
  const source = feed.source(1);
  const [objectId] = await feed.add(flow, 0);
  await feed.mutate(`mutation { updateFlow(id: "${flow}", patch: { label: "New" }) { id } }`);
  await feed.mutate(`mutation { updateSource(id: "${source}", patch: { label: "Newer" }) { id } }`);
  await feed.remove(flow);
  await feed.mutate(`mutation { deleteFlow(id: "${flow}") { deleted } }`);
  const messages = await following.first(8);
  expect(messages).toMatchObject([
    { __typename: 'SourceCreated', type: 'sources/created', sourceId: source, document: { id: source } },
    { __typename: 'FlowCreated', type: 'flows/created', flowId: flow, document: { label: 'Camera 1' } },
    { __typename: 'SegmentsAdded', flowId: flow, segments: [{ objectId, timerange: '[0:0_1:0)' }] },
    { __typename: 'FlowUpdated', flowId: flow, document: { label: 'New' } },
    { __typename: 'SourceUpdated', sourceId: source, document: { label: 'Newer' } },
    { __typename: 'SegmentsDeleted', flowId: flow, timerange: '[0:0_1:0)' },
    { __typename: 'FlowDeleted', type: 'flows/deleted', flowId: flow, flow: null },
    { __typename: 'SourceDeleted', type: 'sources/deleted', sourceId: source, source: null },
  ]);
  const cursors = messages.map(({ cursor }) => Number(/-(\d+)$/.exec(cursor)![1]));
  expect(cursors).toEqual(cursors.map((_, i) => cursors[0]! + i));
});

it('lets only events through that concern the flows and sources, and are of the types', async () => {
  const one = await feed.flow(1);
  const two = await feed.flow(2);
  await feed.add(one, 0);
  await feed.add(two, 0);
  const since = 'since: "1970-01-01T00:00:00Z"';
  const ofFlow = await feed.follow('events', `events(flowIds: ["${two}"], ${since}) { type }`);
  expect(await ofFlow.first(2)).toEqual([{ type: 'flows/created' }, { type: 'flows/segments_added' }]);
  const ofSource = await feed.follow('events', `events(sourceIds: ["${feed.source(1)}"], ${since}) { type }`);
  expect((await ofSource.first(3)).map(({ type }) => type)).toEqual([
    'sources/created',
    'flows/created',
    'flows/segments_added',
  ]);
  const typed = await feed.follow('events', `events(types: ["sources/created"], ${since}) { type }`);
  await typed.first(2);
  await feed.flow(3);
  expect((await typed.first(3)).map(({ type }) => type)).toEqual(Array(3).fill('sources/created'));
});

it('gives a state and what follows it without a gap: the log is read first', async () => {
  const flow = await feed.flow(1);
  const { eventLog, flow: state } = await feed.mutate(
    `{ eventLog { latest } flow(id: "${flow}") { label } }`,
  );
  await feed.mutate(`mutation { updateFlow(id: "${flow}", patch: { label: "Changed" }) { id } }`);
  expect(state.label).toBe('Camera 1');
  const following = await feed.follow(
    'events',
    `events(after: "${eventLog.latest}") { ... on FlowUpdated { document } }`,
  );
  expect((await following.first(1))[0].document.label).toBe('Changed');
});
