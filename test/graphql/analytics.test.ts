import { parseTimeRange } from '../../src/tams/time/timerange';
import { ALICE, externalSegment, uuid, videoFlow } from '../tams/store-fixture';
import { GraphHarness } from './harness';

let graph: GraphHarness;
beforeAll(async () => {
  graph = await GraphHarness.open();
  const { store } = graph.test;
  for (const n of [1, 2]) await store.flows.put(ALICE, videoFlow(n));
  await store.segments.add(
    ALICE,
    uuid(1),
    [0, 2, 4, 8].map((at, i) => ({
      ...externalSegment(`o${at}`, `[${at}:0_${at + 2}:0)`),
      keyFrameCount: [9, 1, 5, 6][i]!,
    })),
  );
});
afterAll(() => graph.close());

const FLOW = uuid(1);

describe('analytics', () => {
  it('give statistics of a flow, as of everything that is committed', async () => {
    const data = await graph.data(
      `query ($flow: UUID!) { analytics { behind
        durations: series(measure: SEGMENT_DURATION, scope: { flowId: $flow }) {
          unit summary { n min max mean deviation } trend { periods slope direction changePercent }
          percentiles(at: [50]) { percent value } distribution(bins: 3) { n bins { from to n } }
          correlation(with: KEY_FRAMES) { n coefficient } }
        gaps: series(measure: GAP_LENGTH, scope: { flowId: $flow }) { movingAverage(window: "5:0") { at value average n } }
        keys: series(measure: KEY_FRAMES, scope: { flowId: $flow, timerange: "[2:0_" }) {
          trend { slope rSquared } anomalies(threshold: 1) { at value score } } } }`,
      { flow: FLOW },
    );
    expect(data.analytics).toMatchObject({
      behind: 0,
      durations: {
        unit: 's',
        summary: { n: 4, min: 2, max: 2, mean: 2, deviation: 0 },
        trend: { periods: 4, slope: 0, direction: 'FLAT', changePercent: 0 },
        percentiles: [{ percent: 50, value: 2 }],
        distribution: { n: 4, bins: [{ from: 2, to: 2, n: 4 }] },
        correlation: { n: 4, coefficient: null },
      },
      gaps: { movingAverage: [{ at: '8:0', value: 2, average: 2, n: 1 }] },
      keys: {
        anomalies: [{ at: '2:0', value: 1 }],
      },
    });
  });

  it('of a flow without segments are empty, not an error', async () => {
    const data = await graph.data(
      `query ($flow: UUID!) { analytics { series(measure: BIT_RATE, scope: { flowId: $flow }) {
        summary { n min mean deviation } trend { periods slope rSquared direction } percentiles(at: [50]) { value }
        movingAverage(window: "1:0") { at } anomalies { at } distribution { n bins { n } }
        correlation(with: KEY_FRAMES) { n coefficient } }
        timeRangeAnalysis(scope: { flowId: $flow }) { timerange formats { value } slices { segments } } } }`,
      { flow: uuid(2) },
    );
    expect(data.analytics).toEqual({
      series: {
        summary: { n: 0, min: null, mean: null, deviation: null },
        trend: { periods: 0, slope: null, rSquared: null, direction: null },
        percentiles: [{ value: null }],
        movingAverage: [],
        anomalies: [],
        distribution: { n: 0, bins: [] },
        correlation: { n: 0, coefficient: null },
      },
      timeRangeAnalysis: { timerange: null, formats: [], slices: [] },
    });
  });

  it('tell what flows, storage and time hold', async () => {
    const data = await graph.data(
      `{ analytics { flowUsage(order: DURATION) { flowId sourceId segments duration bytes unknownSizes }
        storageUsage { objects segments reusedObjects backends { storageId objects unknownSizes } mostReused { objectId } }
        timeRangeAnalysis(scope: { timerange: "[0:0_10:0)" }, slices: 2) {
          codecs { value flows segments duration } slices { timerange segments covered missing } }
        topValues(of: CONTAINER) { value n } } }`,
    );
    expect(data.analytics).toEqual({
      flowUsage: [
        { flowId: FLOW, sourceId: uuid(1001), segments: 4, duration: '8:0', bytes: 0, unknownSizes: 4 },
      ],
      storageUsage: {
        objects: 4,
        segments: 4,
        reusedObjects: 0,
        backends: [{ storageId: null, objects: 4, unknownSizes: 4 }],
        mostReused: [],
      },
      timeRangeAnalysis: {
        codecs: [{ value: 'video/h264', flows: 1, segments: 4, duration: '8:0' }],
        slices: [
          { timerange: '[0:0_5:0)', segments: 3, covered: '5:0', missing: '0:0' },
          { timerange: '[5:0_10:0)', segments: 2, covered: '3:0', missing: '2:0' },
        ],
      },
      topValues: [{ value: 'video/mp2t', n: 4 }],
    });
  });

  it.each([
    ['series(measure: BIT_RATE) { movingAverage(window: "0:0") { at } }', 'a window of more than 0'],
    ['series(measure: BIT_RATE) { movingAverage(window: "-1:0") { at } }', 'a window of more than 0'],
    ['series(measure: BIT_RATE) { movingAverage(window: "1:0", limit: 100001) { at } }', 'limit must be'],
    ['series(measure: BIT_RATE) { anomalies(threshold: 0) { at } }', 'threshold'],
    ['series(measure: BIT_RATE) { distribution(bins: 0) { n } }', 'bins must be'],
    ['series(measure: BIT_RATE) { distribution(bins: 1, edges: [1, 2]) { n } }', 'not both'],
    ['series(measure: BIT_RATE) { percentiles(at: [-1]) { value } }', 'from 0 to 100'],
    ['flowUsage(limit: 1001) { flowId }', 'limit must be'],
    ['storageUsage(mostReused: -1) { objects }', 'mostReused must be'],
    ['timeRangeAnalysis(slices: 0) { timerange }', 'slices must be'],
    ['timeRangeAnalysis(scope: { timerange: "()" }) { timerange }', 'empty'],
    [
      `flowUsage(scope: { flowId: "${FLOW}", sourceId: "${FLOW}" }) { flowId }`,
      'name a flow or a source, not both',
    ],
  ])('refuse %s', async (selection, message) => {
    const { errors } = await graph.run(`{ analytics { ${selection} } }`);
    expect(errors?.[0]?.extensions.code).toBe('INVALID_ANALYSIS');
    expect(errors?.[0]?.message).toContain(message);
  });

  it('say that a flow is not there', async () => {
    const { errors } = await graph.run(
      `{ analytics { flowUsage(scope: { flowId: "${uuid(99)}" }) { flowId } } }`,
    );
    expect(errors?.[0]?.extensions.code).toBe('FLOW_NOT_FOUND');
  });

  it('answer at once when nobody waits, and say how far behind they are', async () => {
    await graph.data('{ analytics { behind } }');
    await graph.test.store.segments.add(ALICE, uuid(2), [externalSegment('late', '[0:0_1:0)')]);
    const { analytics } = await graph.data('{ analytics(wait: false) { behind } }');
    expect(analytics.behind).toBe(1);
    const waited = await graph.data('{ analytics { behind flowUsage { flowId } } }');
    expect(waited.analytics).toMatchObject({ behind: 0, flowUsage: [{ flowId: FLOW }, { flowId: uuid(2) }] });
    await graph.test.store.segments.delete(ALICE, uuid(2), parseTimeRange('_'), null);
  });

  it('are filled anew by a mutation; who does not wait meanwhile is told', async () => {
    const { errors, data } = await graph.run('mutation { rebuildAnalytics }');
    expect([errors, data]).toEqual([undefined, { rebuildAnalytics: true }]);
    const hasty = await graph.run('{ analytics(wait: false) { behind } }');
    expect(hasty.errors?.[0]?.extensions.code).toBe('ANALYTICS_UNAVAILABLE');
    expect((await graph.data('{ analytics { flowUsage { segments } } }')).analytics.flowUsage).toEqual([
      { segments: 4 },
    ]);
  });
});
