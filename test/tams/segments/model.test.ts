import * as fc from 'fast-check';
import { cutAfter, cutBefore } from '../../../src/tams/time/cut';
import {
  covers,
  formatTimeRange,
  hull,
  intersect,
  overlaps,
  rangeOfCuts,
  type TimeRange,
} from '../../../src/tams/time/timerange';
import { fromNanoseconds } from '../../../src/tams/time/timestamp';
import { arbTimeRangeNearZero } from '../time/arbitraries';
import { CALLER, FLOW, OTHER_FLOW, Store } from './fixture';

/** What a segment is in the model: nothing but its facts, in a plain array. */
interface Stored {
  readonly flow: string;
  readonly range: TimeRange;
  readonly object: string;
}
interface Model {
  live: Stored[];
  /** What the latest deletion of each flow took; null while the flow is there. */
  deleted: Map<string, Stored[] | null>;
}

const FLOWS = [FLOW, OTHER_FLOW];
const OBJECTS = ['ext-a', 'ext-b', 'ext-c'];
const arbFlow = fc.constantFrom(...FLOWS);
const arbObject = fc.constantFrom(...OBJECTS);
const arbSegmentTime = fc
  .tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 0, max: 6 }), fc.boolean())
  .map(([start, length, inclusive]) => {
    const [from, to] = [start, start + length].map((n) => fromNanoseconds(BigInt(n) * 100_000_000n));
    return rangeOfCuts(cutBefore(from!), inclusive || length === 0 ? cutAfter(to!) : cutBefore(to!));
  });
const arbStep = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      flow: arbFlow,
      items: fc.array(fc.record({ range: arbSegmentTime, object: arbObject }), {
        minLength: 1,
        maxLength: 5,
      }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('delete' as const),
      flow: arbFlow,
      range: arbTimeRangeNearZero(3),
      object: fc.option(arbObject),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleteFlow' as const), flow: arbFlow }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restoreFlow' as const), flow: arbFlow }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('housekeeping' as const) }) },
);
type Step = typeof arbStep extends fc.Arbitrary<infer T> ? T : never;

const present = (model: Model, flow: string) => !model.deleted.get(flow);
const byTime = (a: Stored, b: Stored) => (a.range.lo < b.range.lo ? -1 : 1);
const shown = ({ range, object }: { range: TimeRange; object: string }) =>
  `${formatTimeRange(range)} ${object}`;

/** Does the step to both; says what the store answered and what the model expects. */
async function take(store: Store, model: Model, step: Step): Promise<[got: unknown, want: unknown]> {
  switch (step.kind) {
    case 'add': {
      const { flow } = step;
      const inputs = step.items.map(({ range, object }) => ({
        timerange: range,
        objectId: object,
        getUrls: [{ url: `https://cdn/${object}` }],
      }));
      if (!present(model, flow))
        return [await failure(store.segments.add(CALLER, flow, inputs)), 'FlowNotFound'];
      const failed: number[] = [];
      step.items.forEach(({ range, object }, i) => {
        const taken = model.live.some((stored) => stored.flow === flow && overlaps(stored.range, range));
        if (taken) failed.push(i);
        else model.live.push({ flow, range, object });
      });
      const outcome = await store.segments.add(CALLER, flow, inputs);
      return [
        { added: outcome.added, failed: outcome.failed.map(({ index }) => index) },
        { added: step.items.length - failed.length, failed },
      ];
    }
    case 'delete': {
      const { flow, range, object } = step;
      if (!present(model, flow))
        return [await failure(store.segments.delete(CALLER, flow, range, object)), 'FlowNotFound'];
      const before = model.live.length;
      model.live = model.live.filter(
        (stored) =>
          !(
            stored.flow === flow &&
            covers(range, stored.range) &&
            (object === null || stored.object === object)
          ),
      );
      const { segmentsDeleted } = await store.segments.delete(CALLER, flow, range, object);
      return [segmentsDeleted, before - model.live.length];
    }
    case 'deleteFlow': {
      const { flow } = step;
      if (!present(model, flow)) return [await failure(store.flows.delete(CALLER, flow)), 'FlowNotFound'];
      const taken = model.live.filter((stored) => stored.flow === flow);
      model.deleted.set(flow, taken);
      model.live = model.live.filter((stored) => stored.flow !== flow);
      return [(await store.flows.delete(CALLER, flow)).segmentsDeleted, taken.length];
    }
    case 'restoreFlow': {
      const { flow } = step;
      const taken = model.deleted.get(flow);
      if (!taken) return [await failure(store.flows.restore(CALLER, flow)), 'RestoreConflict'];
      model.live.push(...taken);
      model.deleted.set(flow, null);
      return [(await store.flows.restore(CALLER, flow)).id, flow];
    }
    case 'housekeeping':
      return [(await store.housekeeping.runOnce()).purgedRows, 0];
  }
}

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no failure',
    (error: unknown) => (error as { type: string }).type,
  );
}

/** Everything that can be read about segments says what the array says. */
async function agree(store: Store, model: Model, window: TimeRange): Promise<void> {
  for (const flow of FLOWS) {
    const all = model.live.filter((stored) => stored.flow === flow).sort(byTime);
    const within = all.filter(({ range }) => overlaps(range, window));
    const listed = (await store.list(flow, formatTimeRange(window))).map(({ timerange, objectId }) => ({
      range: timerange,
      object: objectId,
    }));
    expect(listed.map(shown)).toEqual(within.map(shown));
    const [extent] = await store.segments.timerangesOf([flow], window);
    expect(extent).toEqual(hull(within.map(({ range }) => intersect(range, window))));
    const [coverage] = await store.coverage.ofFlows([flow], window, 0n);
    expect(coverage!.segmentCount).toBe(within.length);
    for (const { range } of within)
      expect(coverage!.ranges.some((covered) => covers(covered, intersect(range, window)))).toBe(true);
  }
  const objects = await store.objects.byIds(OBJECTS);
  expect(objects.map((object) => object !== null)).toEqual(
    OBJECTS.map((id) => model.live.some(({ object }) => object === id)),
  );
  const flows = await store.objects.flowsOf(OBJECTS, { first: 10, after: null });
  expect(flows.map(({ items }) => items)).toEqual(
    OBJECTS.map((id) => FLOWS.filter((flow) => model.live.some((s) => s.flow === flow && s.object === id))),
  );
}

it('any sequence of adding, deleting and restoring leaves what a plain array would hold', async () => {
  const steps = fc.array(fc.tuple(arbStep, arbTimeRangeNearZero(3)), { minLength: 5, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const store = await Store.open();
      try {
        const model: Model = { live: [], deleted: new Map() };
        for (const [step, window] of sequence) {
          const [got, want] = await take(store, model, step);
          expect(got).toEqual(want);
          await agree(store, model, window);
        }
        const sequences = (await store.events()).map(({ sequence: n }) => n);
        expect(sequences).toEqual(sequences.map((_, i) => sequences[0]! + i));
      } finally {
        await store.close();
      }
    }),
    { numRuns: 15 },
  );
}, 120_000);
