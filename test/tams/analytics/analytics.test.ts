import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import type { Measure } from '../../../src/tams/analytics/series';
import type { Scope } from '../../../src/tams/analytics/scope';
import {
  duration,
  formatTimeRange,
  overlaps,
  parseTimeRange,
  startOf,
  type TimeRange,
} from '../../../src/tams/time/timerange';
import { toNanoseconds } from '../../../src/tams/time/timestamp';
import { ALICE, externalSegment, TestStore, uuid, videoFlow } from '../store-fixture';

let test: TestStore;
beforeEach(async () => {
  test = await TestStore.open();
});
afterEach(() => test.close());

interface Segment {
  readonly flow: number;
  readonly range: TimeRange;
  readonly object: string;
  readonly size: number | null;
  readonly keyFrames: number | null;
  readonly registered: number;
}

const begin = ({ range }: Segment) => toNanoseconds(startOf(range)!);
const end = (segment: Segment) => begin(segment) + duration(segment.range)!;
const sum = (numbers: readonly bigint[]) => numbers.reduce((a, b) => a + b, 0n);

/** Flows 1 and 2 of source 1001, flow 3 of its own, with random segments; what there is of them. */
async function fill(
  plan: readonly {
    flow: number;
    from: number;
    ns: number;
    length: number;
    size: number | null;
    shared: boolean;
    keyFrames: number | null;
  }[],
): Promise<Segment[]> {
  await test.store.flows.put(ALICE, videoFlow(1));
  await test.store.flows.put(ALICE, videoFlow(2, { sourceId: uuid(1001), codec: 'video/h265' }));
  await test.store.flows.put(
    ALICE,
    videoFlow(3, {
      format: 'data',
      essenceParameters: {},
      codec: 'application/json',
      container: 'video/mp4',
    }),
  );
  const segments: Segment[] = [];
  const sizes = new Map<string, number | null>();
  for (const { flow, from, ns, length, size, shared, keyFrames } of plan) {
    test.tick();
    const range = parseTimeRange(`[${from}:${ns}_${from + length}:${ns})`);
    if (segments.some((other) => other.flow === flow && overlaps(other.range, range))) continue;
    const earlier = shared ? [...sizes.keys()][0] : undefined;
    let object = earlier;
    if (object === undefined) {
      const [allocated] = await test.store.objects.allocate(ALICE, uuid(flow), { limit: 1 });
      object = allocated!.objectId;
      sizes.set(object, size);
      if (size !== null) await test.store.objects.uploaded(object, { size, etag: 'e' });
    }
    const added = await test.store.segments.add(ALICE, uuid(flow), [
      { objectId: object, timerange: range, keyFrameCount: keyFrames },
    ]);
    if (added.added === 1)
      segments.push({ flow, range, object, size: sizes.get(object)!, keyFrames, registered: test.clock.now });
  }
  return segments;
}

const START = Date.UTC(2026, 0, 1) / 1000;
const plans = fc.array(
  fc.record({
    flow: fc.integer({ min: 1, max: 3 }),
    from: fc.nat(40).map((second) => START + second),
    ns: fc.constantFrom(0, 1, 999_999_999),
    length: fc.integer({ min: 1, max: 5 }),
    size: fc.option(fc.integer({ min: 0, max: 10_000_000 }), { freq: 4 }),
    shared: fc.boolean(),
    keyFrames: fc.option(fc.nat(5), { freq: 3 }),
  }),
  { maxLength: 25 },
);
const scopes: readonly [Scope, (segment: Segment) => boolean][] = [
  [{}, () => true],
  [{ flowId: uuid(1) }, ({ flow }) => flow === 1],
  [{ sourceId: uuid(1001) }, ({ flow }) => flow !== 3],
  [
    { sourceId: uuid(1001), timerange: parseTimeRange(`(${START + 10}:0_${START + 20}:5]`) },
    ({ flow, range }) => flow !== 3 && overlaps(range, parseTimeRange(`(${START + 10}:0_${START + 20}:5]`)),
  ],
];

/** Each property on random segments, in each scope. */
function onRandomSegments(check: (segments: Segment[], scope: Scope) => Promise<void>): Promise<void> {
  return fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      await test.close();
      test = await TestStore.open();
      const segments = await fill(plan);
      for (const [scope, within] of scopes) await check(segments.filter(within), scope);
    }),
    { numRuns: 8, examples: [[[]]] },
  );
}

describe('series', () => {
  const valueOf: Record<Measure, (segment: Segment, all: readonly Segment[]) => number | null> = {
    segment_duration: (segment) => Number(duration(segment.range)) / 1e9,
    gap_length: (segment, all) => {
      const before = all.filter((other) => other.flow === segment.flow && begin(other) < begin(segment));
      if (before.length === 0) return null;
      const gap = begin(segment) - before.map(end).reduce((a, b) => (a > b ? a : b));
      return gap > 0n ? Number(gap) / 1e9 : null;
    },
    bit_rate: ({ size, range }) => (size === null ? null : (8 * size * 1e9) / Number(duration(range))),
    arrival_latency: (segment) => segment.registered / 1000 - Number(end(segment)) / 1e9,
    key_frames: ({ keyFrames }) => keyFrames,
  };

  it('of each segment', () =>
    onRandomSegments(async (segments, scope) => {
      const analytics = await test.store.analytics.look(true);
      for (const measure of Object.keys(valueOf) as Measure[]) {
        const wanted = segments
          .map((segment) => ({ place: begin(segment), value: valueOf[measure](segment, segments) }))
          .filter(({ value }) => value !== null)
          .sort((a, b) => Number(a.place - b.place) || a.value! - b.value!);
        const series = await analytics.series(measure, scope);
        const points = await series.movingAverage(1n, 1000);
        expect(points.map(({ place }) => place)).toEqual(wanted.map(({ place }) => place));
        points.forEach(({ value }, i) => expect(value).toBeCloseTo(wanted[i]!.value!, 5));
        expect((await series.summary()).n).toBe(wanted.length);
        expect((await series.trend()).periods).toBe(wanted.length);
      }
    }));

  it('of a segment beyond what 64 bits of nanoseconds hold are exact', async () => {
    await test.store.flows.put(ALICE, videoFlow(1));
    const at = 281_474_976_000_000;
    const add = (timerange: string) =>
      test.store.segments.add(ALICE, uuid(1), [
        {
          objectId: timerange,
          timerange: parseTimeRange(timerange),
          getUrls: [{ url: 'https://media.example/x' }],
        },
      ]);
    await add(`[-${at}:3_-${at}:1)`);
    await add(`[${at}:1_${at}:2)`);
    const analytics = await test.store.analytics.look(true);
    const series = await analytics.series('gap_length', { flowId: uuid(1) });
    expect(await series.movingAverage(1n, 10)).toMatchObject([
      { place: BigInt(at) * 1_000_000_000n + 1n, n: 1 },
    ]);
    const durations = await analytics.series('segment_duration', { flowId: uuid(1) });
    expect((await durations.movingAverage(1n, 10)).map(({ value }) => value)).toEqual([2e-9, 1e-9]);
  });
});

describe('usage', () => {
  it('of flows', () =>
    onRandomSegments(async (segments, scope) => {
      const flows = [1, 2, 3].flatMap((flow) => {
        const own = segments.filter((segment) => segment.flow === flow);
        if (own.length === 0) return [];
        return {
          flowId: uuid(flow),
          sourceId: uuid(flow === 2 ? 1001 : 1000 + flow),
          segments: own.length,
          duration: sum(own.map(({ range }) => duration(range)!)),
          bytes: own.reduce((bytes, { size }) => bytes + (size ?? 0), 0),
          unknownSizes: own.filter(({ size }) => size === null).length,
          lastRegistered: Math.max(...own.map(({ registered }) => registered)),
        };
      });
      const analytics = await test.store.analytics.look(true);
      for (const order of ['segments', 'duration', 'bytes'] as const) {
        const wanted = flows.toSorted((a, b) => Number(b[order]) - Number(a[order]));
        expect(await analytics.flowUsage(scope, { order, limit: 10 })).toEqual(wanted);
      }
    }));

  it('of storage', () =>
    onRandomSegments(async (segments, scope) => {
      const objects = [...new Set(segments.map(({ object }) => object))].map((object) => {
        const uses = segments.filter((segment) => segment.object === object);
        return { object, size: uses[0]!.size, uses };
      });
      const known = objects.filter(({ size }) => size !== null);
      const found = await (await test.store.analytics.look(true)).storageUsage(scope, { mostReused: 5 });
      expect(found).toMatchObject({
        objects: objects.length,
        segments: segments.length,
        reusedObjects: objects.filter(({ uses }) => uses.length > 1).length,
        savedBytes: known.reduce((bytes, { size, uses }) => bytes + size! * (uses.length - 1), 0),
      });
      if (objects.length > 0)
        expect(found.backends).toMatchObject([
          {
            objects: objects.length,
            bytes: known.reduce((bytes, { size }) => bytes + size!, 0),
            unknownSizes: objects.length - known.length,
          },
        ]);
      else expect(found.backends).toEqual([]);
      expect(found.mostReused).toEqual(
        objects
          .filter(({ uses }) => uses.length > 1)
          .map(({ object, uses }) => ({
            objectId: object,
            segments: uses.length,
            flows: new Set(uses.map(({ flow }) => flow)).size,
          })),
      );
    }));
});

describe('time ranges', () => {
  /** Nanoseconds of the range that lie in one of the others: by what is left when they are taken away. */
  function coveredBy(segments: readonly Segment[], lo: bigint, hi: bigint): bigint {
    let covered = 0n;
    let at = lo;
    for (const segment of segments.toSorted((a, b) => Number(begin(a) - begin(b)))) {
      const from = begin(segment) > at ? begin(segment) : at;
      const to = end(segment) < hi ? end(segment) : hi;
      if (to > from) {
        covered += to - from;
        at = to;
      }
    }
    return covered;
  }

  it('by format, codec and container, and in slices', () =>
    onRandomSegments(async (segments, scope) => {
      const found = await (await test.store.analytics.look(true)).timeRangeAnalysis(scope, { slices: 7 });
      const codecs = ['video/h264', 'video/h265', 'application/json'].map((value, i) => {
        const own = segments.filter(({ flow }) => flow === i + 1);
        return {
          value,
          flows: 1,
          segments: own.length,
          duration: sum(own.map(({ range }) => duration(range)!)),
          bytes: own.reduce((bytes, { size }) => bytes + (size ?? 0), 0),
        };
      });
      const byValue = (a: { value: string | null }, b: { value: string | null }) =>
        a.value! < b.value! ? -1 : 1;
      expect(found.codecs.toSorted(byValue)).toEqual(
        codecs.filter((group) => group.segments > 0).sort(byValue),
      );
      expect(found.formats.reduce((n, group) => n + group.segments, 0)).toBe(segments.length);
      expect(found.containers.reduce((n, group) => n + group.flows, 0)).toBe(
        new Set(segments.map(({ flow }) => flow)).size,
      );
      if (segments.length === 0 && !scope.timerange) {
        expect(found).toMatchObject({ timerange: null, slices: [] });
        return;
      }
      const lo = toNanoseconds(startOf(found.timerange!)!);
      const hi = lo + duration(found.timerange!)!;
      const within = segments.filter((segment) => end(segment) > lo && begin(segment) < hi);
      expect(found.slices).toHaveLength(7);
      let at = lo;
      for (const slice of found.slices) {
        expect(toNanoseconds(startOf(slice.timerange)!)).toBe(at);
        const to = at + duration(slice.timerange)!;
        const inside = within.filter((segment) => end(segment) > at && begin(segment) < to);
        const from = at;
        const lengths = inside.map(
          (segment) =>
            (end(segment) < to ? end(segment) : to) - (begin(segment) > from ? begin(segment) : from),
        );
        const covered = coveredBy(inside, from, to);
        expect(slice).toMatchObject({
          segments: inside.length,
          flows: new Set(inside.map(({ flow }) => flow)).size,
          duration: sum(lengths),
          covered,
          missing: to - from - covered,
        });
        at = to;
      }
      expect(at).toBe(hi);
    }));

  it('say what cannot be', async () => {
    await fill([]);
    const analytics = await test.store.analytics.look(true);
    const refused = (scope: Scope, slices: number) =>
      expect(analytics.timeRangeAnalysis(scope, { slices })).rejects;
    await refused({ timerange: parseTimeRange('()') }, 3).toMatchObject({ type: 'InvalidAnalysis' });
    await refused({ timerange: parseTimeRange('[0:0_0:2)') }, 3).toThrow(
      '2 nanoseconds cannot be cut into 3 slices',
    );
    await refused({}, 0).toThrow('slices must be a whole number from 1 to 1000');
    await refused({ flowId: uuid(99) }, 1).toMatchObject({ type: 'FlowNotFound' });
    await refused({ sourceId: uuid(99) }, 1).toMatchObject({ type: 'SourceNotFound' });
    await refused({ flowId: uuid(1), sourceId: uuid(1001) }, 1).toThrow('name a flow or a source, not both');
    expect(
      formatTimeRange(
        (await analytics.timeRangeAnalysis({ timerange: parseTimeRange('[0:0_0:2)') }, { slices: 2 }))
          .slices[1]!.timerange,
      ),
    ).toBe('[0:1_0:2)');
  });
});

it('counts segments by what they and their flows are', async () => {
  await fill(
    [1, 1, 2, 3].map((flow, i) => ({
      flow,
      from: START + 9 * i,
      ns: 0,
      length: 1,
      size: 1,
      shared: false,
      keyFrames: 1,
    })),
  );
  const analytics = await test.store.analytics.look(true);
  expect(await analytics.topValues('format', {}, 10)).toEqual([
    { value: 'video', n: 3 },
    { value: 'data', n: 1 },
  ]);
  expect(await analytics.topValues('flow_id', { sourceId: uuid(1001) }, 1)).toEqual([
    { value: uuid(1), n: 2 },
  ]);
});

it('an export that has begun has no segments of flows that come after it, which its dictionary does not name', async () => {
  const add = async (n: number) => {
    await test.store.flows.put(ALICE, videoFlow(n));
    await test.store.segments.add(ALICE, uuid(n), [externalSegment(`o${n}`, '[0:0_1:0)')]);
    // The replica takes it in.
    await test.store.analytics.look(true);
  };
  await add(1);
  const pieces = await test.store.analytics.export(
    { table: 'segments', scope: {}, format: 'arrow' },
    new AbortController().signal,
  );
  await add(2);
  const bytes: Uint8Array[] = [];
  for await (const piece of pieces) bytes.push(piece);
  const table = tableFromIPC(Buffer.concat(bytes));
  expect([...table.getChild('flow_id')!]).toEqual([uuid(1)]);
});
