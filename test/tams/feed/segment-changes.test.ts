import fc from 'fast-check';
import type { FeedStart } from '../../../src/tams/feed/feed-service';
import type { SegmentChange, SegmentFilter } from '../../../src/tams/feed/segment-changes';
import type { JsonObject, Segment, SegmentInput } from '../../../src/tams/model';
import { formatTimeRange, overlaps, parseTimeRange, type TimeRange } from '../../../src/tams/time/timerange';
import { parseTimestamp } from '../../../src/tams/time/timestamp';
import { ALICE, externalSegment, multiFlow, TestStore, uuid, videoFlow } from '../store-fixture';
import { BEGINNING, drained } from './feed-fixture';

const ALL: SegmentFilter = {
  flowIds: null,
  sourceIds: null,
  collectedBy: null,
  formats: null,
  timerange: null,
};
const range = (from: number, to: number) => `[${from}:0_${to}:0)`;

let test: TestStore;
beforeEach(async () => {
  test = await TestStore.open();
});
afterEach(() => test.close());

const read = (start: FeedStart, filter: SegmentFilter) =>
  drained<SegmentChange>(test, start, (feeds, place, signal) => feeds.segmentChanges(place, filter, signal));

/** Segments of a second each. */
const seconds = (from: number, count: number): SegmentInput[] =>
  Array.from({ length: count }, (_, i) => externalSegment('object', range(from + i, from + i + 1)));

async function add(n: number, inputs: readonly SegmentInput[]): Promise<void> {
  test.tick();
  const { failed } = await test.store.segments.add(ALICE, uuid(n), inputs);
  expect(failed).toEqual([]);
}

async function remove(n: number, timerange: string, objectId: string | null = null): Promise<void> {
  test.tick();
  await test.store.segments.delete(ALICE, uuid(n), parseTimeRange(timerange), objectId);
}

interface Told {
  readonly kind: string;
  readonly flowId: string;
  readonly at: number;
  readonly timerange: string;
  readonly objectId: string | null;
}

/** The same changes out of the log's payloads, one by one. */
async function oracle({
  flowIds,
  sourceIds,
  collectedBy,
  formats,
  timerange,
}: SegmentFilter): Promise<Told[]> {
  const told: Told[] = [];
  for (const { type, at, payload, ...scope } of await test.events()) {
    if (!type.startsWith('flows/segments_')) continue;
    if (flowIds && !flowIds.some((id) => id === scope.flowId)) continue;
    if (sourceIds && !sourceIds.some((id) => id === scope.sourceId)) continue;
    if (collectedBy && !collectedBy.some((id) => scope.flowCollectedBy.includes(id))) continue;
    if (formats && !formats.some((format) => format === scope.format)) continue;
    const {
      flow_id,
      segments,
      timerange: run,
    } = payload as unknown as {
      flow_id: string;
      segments?: (JsonObject & { timerange: string; object_id: string })[];
      timerange: string;
    };
    const items = segments ?? [{ timerange: run, object_id: null }];
    for (const item of items)
      if (!timerange || overlaps(parseTimeRange(item.timerange), timerange))
        told.push({
          kind: segments ? 'added' : 'deleted',
          flowId: flow_id,
          at,
          timerange: item.timerange,
          objectId: item.object_id,
        });
  }
  return told;
}

const toldBy = (changes: readonly SegmentChange[]): Told[] =>
  changes.map(({ kind, flowId, at, timerange, segment }) => ({
    kind,
    flowId,
    at,
    timerange: formatTimeRange(timerange),
    objectId: segment?.objectId ?? null,
  }));

it('tells each segment as the flow lists it', async () => {
  await test.store.flows.put(ALICE, videoFlow(1));
  const object = 'allocated';
  await test.store.objects.allocate(ALICE, uuid(1), { objectIds: [object] });
  await add(1, [
    externalSegment('a', range(0, 1)),
    {
      ...externalSegment('b', '[1:0_2:5)'),
      tsOffset: parseTimestamp('-3:7'),
      lastDuration: parseTimestamp('0:40000000'),
    },
    {
      objectId: object,
      timerange: parseTimeRange('[3:0_3:0]'),
      sampleOffset: 0,
      sampleCount: 25,
      keyFrameCount: 0,
    },
  ]);
  const { items } = await read(BEGINNING, ALL);
  const query = { timerange: parseTimeRange('_'), objectId: null, reverse: false };
  const [page] = await test.store.segments.ofFlows([uuid(1)], query, { first: 10, after: null });
  expect(page!.items).toHaveLength(3);
  expect(items.map(({ segment }) => facts(segment!))).toEqual(page!.items.map(facts));
});

/** What is told of a segment; no offset means 0:0 (SG1). */
const facts = ({ timerange, tsOffset, ...rest }: Segment): unknown[] => [
  rest.flowId,
  rest.objectId,
  formatTimeRange(timerange),
  tsOffset ?? '0:0',
  rest.lastDuration,
  rest.sampleOffset,
  rest.sampleCount,
  rest.keyFrameCount,
  rest.urlSet,
];

it('tells each run of removed segments once', async () => {
  await test.store.flows.put(ALICE, videoFlow(1));
  await add(
    1,
    [0, 1, 2, 3, 4].map((n) => externalSegment(n === 2 ? 'stays' : 'goes', range(n, n + 1))),
  );
  await remove(1, '_', 'goes');
  await remove(1, '[2:5_2:6)');
  const { items } = await read(BEGINNING, ALL);
  expect(toldBy(items).slice(5)).toMatchObject([
    { kind: 'deleted', timerange: range(0, 2), objectId: null },
    { kind: 'deleted', timerange: range(3, 5), objectId: null },
  ]);
  expect((await read(BEGINNING, { ...ALL, timerange: parseTimeRange('[4:0_4:1)') })).items).toHaveLength(2);
});

it('tells an event of thousands of segments in slices, from one read of it', async () => {
  await test.store.flows.put(ALICE, videoFlow(1));
  await add(1, seconds(0, 3000));
  const { items, steps } = await read(BEGINNING, ALL);
  expect(items).toHaveLength(3000);
  for (const step of steps) expect(step.items.length).toBeLessThanOrEqual(128);
  const again = test.readsOf(() => read({ after: items[1500]!.cursor }, ALL));
  // The oldest sequence, for the cursor: the event itself is still in memory.
  expect(await again).toBe(1);
});

const change = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      op: fc.constant('add' as const),
      flow: fc.integer({ min: 1, max: 3 }),
      count: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 100, max: 400 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('remove' as const),
      flow: fc.integer({ min: 1, max: 3 }),
      from: fc.nat({ max: 500 }),
      length: fc.integer({ min: 1, max: 60 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('collect' as const), flows: fc.subarray([1, 2, 3]) }),
  },
);

const ids = (of: readonly number[]) => fc.option(fc.subarray(of.map(uuid), { minLength: 1 }), { freq: 1 });

const filters: fc.Arbitrary<SegmentFilter> = fc.record({
  flowIds: ids([1, 2, 3]),
  sourceIds: ids([1001, 1002, 1003]),
  collectedBy: fc.option(fc.constant([uuid(9)]), { freq: 1 }),
  formats: fc.option(fc.constantFrom(['video' as const], ['audio' as const, 'video' as const]), { freq: 1 }),
  timerange: fc.option(
    fc
      .tuple(fc.nat({ max: 500 }), fc.nat({ max: 300 }))
      .map(([from, length]): TimeRange => parseTimeRange(`[${from}:0_${from + length}:0]`)),
    { freq: 3 },
  ),
});

it('tells what the log does, and resumes behind any of its items and steps without a gap or a repeat', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 2, maxLength: 7 }),
      fc.array(filters, { minLength: 1, maxLength: 3 }),
      fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
      async (changes, wanted, stops) => {
        await test.close();
        test = await TestStore.open();
        for (const n of [1, 2, 3]) await test.store.flows.put(ALICE, videoFlow(n));
        await test.store.flows.put(ALICE, multiFlow(9, [1]));
        const ends = [0, 0, 0, 0];
        for (const made of changes)
          if (made.op === 'add') {
            await add(made.flow, seconds(ends[made.flow]!, made.count));
            ends[made.flow]! += made.count;
          } else if (made.op === 'remove') await remove(made.flow, range(made.from, made.from + made.length));
          else await test.store.flows.put(ALICE, multiFlow(9, made.flows));
        for (const filter of [ALL, ...wanted]) {
          const { items, steps } = await read(BEGINNING, filter);
          expect(toldBy(items)).toEqual(await oracle(filter));
          expect(new Set(items.map(({ cursor }) => cursor)).size).toBe(items.length);
          for (const stop of stops) {
            const last = items[stop % items.length];
            if (last)
              expect((await read({ after: last.cursor }, filter)).items).toEqual(
                items.slice((stop % items.length) + 1),
              );
            const step = stop % steps.length;
            const rest = steps.slice(step + 1).flatMap((behind) => behind.items);
            expect((await read({ after: steps[step]!.cursor }, filter)).items).toEqual(rest);
          }
        }
      },
    ),
    { numRuns: 8 },
  ));

it('leaves its place to a feed of events, which begins with the event that was told in part', async () => {
  await test.store.flows.put(ALICE, videoFlow(1));
  await add(1, seconds(0, 3));
  await add(1, seconds(3, 1));
  const { items } = await read(BEGINNING, ALL);
  const filter = { types: null, flowIds: null, sourceIds: null, collectedBy: null, formats: null };
  const eventsBehind = async (after: string) => {
    const feed = await drained(test, { after }, (feeds, place, signal) =>
      feeds.events(place, filter, signal),
    );
    return feed.items.map(({ event }) => event.sequence);
  };
  const latest = await test.store.context.log.latest();
  expect(await eventsBehind(items[1]!.cursor)).toEqual([latest - 1, latest]);
  expect(await eventsBehind(items[2]!.cursor)).toEqual([latest]);
  expect(await eventsBehind(items[3]!.cursor)).toEqual([]);
});

it('tells a reader that is in the middle of an event that it was trimmed', async () => {
  await test.store.flows.put(ALICE, videoFlow(1));
  await add(1, seconds(0, 400));
  await add(1, seconds(400, 1));
  const { feeds, context } = test.store;
  const end = new AbortController();
  const feed = feeds.segmentChanges(await feeds.placeOf(BEGINNING), ALL, end.signal);
  const first = await feed.next();
  expect(first.value!.items.length).toBe(128);
  const now = test.clock.now + context.options.eventRetention.maxAgeMs + 1;
  test.clock.now = now;
  await test.store.housekeeping.runOnce();
  const oldestCursor = (await feeds.reach()).oldest;
  await expect(feed.next()).rejects.toMatchObject({ type: 'CursorExpired', facts: { oldestCursor } });
  await expect(feeds.placeOf({ after: first.value!.cursor })).rejects.toMatchObject({
    facts: { oldestCursor },
  });
  expect((await read({ after: oldestCursor }, ALL)).items).toHaveLength(1);
});

describe('ends by the signal', () => {
  it.each(['before it begins', 'between slices of an event', 'while it waits'])('%s', async (when) => {
    await test.store.flows.put(ALICE, videoFlow(1));
    if (when !== 'while it waits') await add(1, seconds(0, 400));
    const end = new AbortController();
    const { feeds } = test.store;
    const feed = feeds.segmentChanges(await feeds.placeOf(BEGINNING), ALL, end.signal);
    if (when === 'before it begins') end.abort();
    else expect((await feed.next()).done).toBe(false);
    const next = feed.next();
    end.abort();
    expect((await next).done).toBe(true);
  });
});
