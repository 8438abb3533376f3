import { FeedHarness } from './harness';

let feed: FeedHarness;
beforeEach(async () => (feed = await FeedHarness.open()));
afterEach(() => feed.close());

const EDGE = 'end age live committed';

describe('the live edge of a flow', () => {
  it('is where its last segment ends, with its age since commit and whether that is recent', async () => {
    const flow = await feed.flow(1);
    const ask = async (window = '') =>
      (await feed.mutate(`{ flow(id: "${flow}") { liveEdge${window} { ${EDGE} } } }`)).flow.liveEdge;
    expect(await ask()).toBeNull();
    const before = Date.now();
    await feed.add(flow, 4, 8);
    const edge = await ask();
    expect(edge).toMatchObject({ end: '9:0', live: true });
    expect(Date.parse(edge.committed)).toBeGreaterThanOrEqual(before);
    expect(edge.age).toMatch(/^\d+:\d+$/);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await ask('(window: "0:1000000")')).toMatchObject({ end: '9:0', live: false });
    // Removing the last segment moves the edge back to one that was committed with it.
    await feed.remove(flow, '[8:0_9:0)');
    expect(await ask()).toMatchObject({ end: '5:0', committed: edge.committed });
    // A segment that fills a gap is no new edge.
    await feed.add(flow, 0);
    expect(await ask()).toMatchObject({ end: '5:0', committed: edge.committed });
  });

  it('costs as many storage reads for fifty flows as for one', async () => {
    const flows = [];
    for (let n = 0; n < 50; n += 1) flows.push(await feed.flow(n));
    for (const flow of flows) await feed.add(flow, 0);
    const readsOf = async (ids: string[]) => {
      const before = feed.gateway.database.reads;
      await feed.mutate(
        'query ($ids: [UUID!]) { flows(filter: { ids: $ids }) { nodes { liveEdge { end } } } }',
        {
          ids,
        },
      );
      return feed.gateway.database.reads - before;
    };
    expect(await readsOf(flows)).toBe(await readsOf(flows.slice(0, 1)));
  });
});

it('of a source is that of its flow that reaches furthest', async () => {
  const one = await feed.flow(1);
  const source = feed.source(1);
  const other = '00000000-0000-4000-8000-0000000000bb';
  await feed.mutate('mutation ($input: FlowInput!) { putFlow(input: $input) { created } }', {
    input: {
      id: other,
      sourceId: source,
      format: 'VIDEO',
      codec: 'video/h264',
      container: 'video/mp2t',
      video: { frameWidth: 640, frameHeight: 360 },
    },
  });
  const ask = async () =>
    (await feed.mutate(`{ source(id: "${source}") { liveEdge { end live } } }`)).source.liveEdge;
  expect(await ask()).toBeNull();
  await feed.add(one, 10);
  await feed.add(other, 3);
  expect(await ask()).toEqual({ end: '11:0', live: true });
});

describe('following live edges', () => {
  it('tells where they are, when they move, when a flow falls silent, begins again, and goes', async () => {
    const flow = await feed.flow(1);
    const unknown = '00000000-0000-4000-8000-0000000000cc';
    const following = await feed.follow(
      'liveEdges',
      `liveEdges(flowIds: ["${flow}", "${unknown}"], window: "2:0") { flowId edge { end live } }`,
    );
    await following.first(2);
    await feed.add(flow, 0);
    await following.first(4);
    await feed.add(flow, 1);
    await following.first(6);
    await feed.mutate(`mutation { deleteFlow(id: "${flow}") { deleted } }`);
    const edges = (await following.first(7)).map(({ flowId, edge }) => [
      flowId === flow ? 'flow' : 'unknown',
      edge && `${edge.end} ${edge.live ? 'live' : 'silent'}`,
    ]);
    expect(edges).toEqual([
      ['flow', null],
      ['unknown', null],
      ['flow', '1:0 live'],
      ['flow', '1:0 silent'],
      ['flow', '2:0 live'],
      ['flow', '2:0 silent'],
      ['flow', null],
    ]);
  });

  it('says nothing of other flows, nor of segments that do not move the edge', async () => {
    const flow = await feed.flow(1);
    const other = await feed.flow(2);
    await feed.add(flow, 5);
    const following = await feed.follow(
      'liveEdges',
      `liveEdges(flowIds: ["${flow}"], window: "3600:0") { edge { end } }`,
    );
    await following.first(1);
    await feed.add(other, 0);
    await feed.add(flow, 0);
    await feed.add(flow, 6);
    expect(await following.first(2)).toEqual([{ edge: { end: '6:0' } }, { edge: { end: '7:0' } }]);
  });

  it('refuses to watch more than a thousand flows', async () => {
    const ids = Array.from(
      { length: 1001 },
      (_, i) => `"00000000-0000-4000-8000-${String(i).padStart(12, '0')}"`,
    );
    const [error] = await feed.refusal(`subscription { liveEdges(flowIds: [${ids.join()}]) { flowId } }`);
    expect(error.extensions.code).toBe('INVALID_FILTER');
  });
});
