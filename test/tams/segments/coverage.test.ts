import * as fc from 'fast-check';
import type { Coverage } from '../../../src/tams/model';
import { coverageOf } from '../../../src/tams/segments/coverage';
import { formatTimeRange, isEmpty, parseTimeRange } from '../../../src/tams/time/timerange';
import type { TimeRange } from '../../../src/tams/time/timerange';
import { cutAfter, cutBefore, HIGHEST, isAfter, LOWEST, type Cut } from '../../../src/tams/time/cut';
import { fromNanoseconds } from '../../../src/tams/time/timestamp';
import { arbTimeRangeNearZero } from '../time/arbitraries';
import { CALLER, FLOW, OTHER_FLOW, Store, uuid } from './fixture';

const SECOND = 1_000_000_000n;
const shown = ({ ranges, gaps, covered, segmentCount }: Coverage) => ({
  ranges: ranges.map(formatTimeRange).join(' '),
  gaps: gaps.map(formatTimeRange).join(' '),
  covered: Number(covered) / 1e9,
  segmentCount,
});

describe('of flows', () => {
  let store: Store;
  beforeAll(async () => {
    store = await Store.open();
    await store.add(FLOW, '[0:0_10:0)', '[10:0_20:0)', '[20:0]', '[30:0_40:0]', '[40:500000000_50:0)');
    await store.add(OTHER_FLOW, '[15:0_32:0)', '[60:0_61:0)');
  });
  afterAll(() => store.close());

  const of = async (within: string, tolerance = 0n) =>
    shown((await store.coverage.ofFlows([FLOW], parseTimeRange(within), tolerance))[0]!);

  it.each([
    ['_', 0n, '[0:0_20:0] [30:0_40:0] [40:500000000_50:0)', '(20:0_30:0) (40:0_40:500000000)', 39.5, 5],
    [
      '[-5:0_55:0)',
      0n,
      '[0:0_20:0] [30:0_40:0] [40:500000000_50:0)',
      '[-5:0_0:0) (20:0_30:0) (40:0_40:500000000) [50:0_55:0)',
      39.5,
      5,
    ],
    [
      '[-5:0_',
      0n,
      '[0:0_20:0] [30:0_40:0] [40:500000000_50:0)',
      '[-5:0_0:0) (20:0_30:0) (40:0_40:500000000)',
      39.5,
      5,
    ],
    ['_35:0]', 0n, '[0:0_20:0] [30:0_35:0]', '(20:0_30:0)', 25, 4],
    ['(5:0_15:0]', 0n, '(5:0_15:0]', '', 10, 2],
    ['[22:0_28:0)', 0n, '', '[22:0_28:0)', 0, 0],
    ['[60:0_', 0n, '', '', 0, 0],
    ['()', 0n, '', '', 0, 0],
    ['_', SECOND / 2n, '[0:0_20:0] [30:0_50:0)', '(20:0_30:0)', 39.5, 5],
    ['_', 10n * SECOND - 1n, '[0:0_20:0] [30:0_50:0)', '(20:0_30:0)', 39.5, 5],
    ['_', 10n * SECOND, '[0:0_50:0)', '', 39.5, 5],
    ['[-5:0_55:0)', 100n * SECOND, '[0:0_50:0)', '[-5:0_0:0) [50:0_55:0)', 39.5, 5],
  ])('within %s, tolerance %s', async (within, tolerance, ranges, gaps, covered, segmentCount) => {
    expect(await of(within, tolerance)).toEqual({ ranges, gaps, covered, segmentCount });
  });

  it('answers each flow at its place, unknown ones with nothing', async () => {
    const answers = await store.coverage.ofFlows([uuid(99), OTHER_FLOW], parseTimeRange('_'), 0n);
    expect(answers.map(shown)).toEqual([
      { ranges: '', gaps: '', covered: 0, segmentCount: 0 },
      { ranges: '[15:0_32:0) [60:0_61:0)', gaps: '[32:0_60:0)', covered: 18, segmentCount: 2 },
    ]);
  });

  it('refuses a negative tolerance', async () => {
    const range = parseTimeRange('_');
    await expect(store.coverage.ofFlows([FLOW], range, -1n)).rejects.toMatchObject({ type: 'InvalidTime' });
    await expect(store.coverage.ofSources([FLOW], range, -1n)).rejects.toMatchObject({ type: 'InvalidTime' });
  });

  it('of a source is what any of its flows covers, with all their segments', async () => {
    const together = await Store.open();
    try {
      const flows = [
        await together.makeFlow(5, { sourceId: uuid(50) }),
        await together.makeFlow(6, { sourceId: uuid(50) }),
      ];
      const gone = await together.makeFlow(7, { sourceId: uuid(50) });
      await together.add(flows[0]!, '[0:0_10:0)', '[20:0_30:0)');
      await together.add(flows[1]!, '[5:0_20:0)', '[40:0_41:0)');
      await together.add(gone, '[100:0_200:0)');
      await together.flows.delete(CALLER, gone);
      const answers = await together.coverage.ofSources([uuid(50), uuid(99)], parseTimeRange('_'), 0n);
      expect(answers.map(shown)).toEqual([
        { ranges: '[0:0_30:0) [40:0_41:0)', gaps: '[30:0_40:0)', covered: 31, segmentCount: 4 },
        { ranges: '', gaps: '', covered: 0, segmentCount: 0 },
      ]);
    } finally {
      await together.close();
    }
  });
});

describe('computed exactly', () => {
  it('a hole of a single instant is a gap, which any tolerance closes', () => {
    const runs = [parseTimeRange('[0:0_10:0)'), parseTimeRange('(10:0_20:0)')];
    const within = parseTimeRange('_');
    expect(shown(coverageOf({ runs, segmentCount: 2 }, within, 0n))).toMatchObject({
      ranges: '[0:0_10:0) (10:0_20:0)',
      gaps: '[10:0]',
    });
    expect(shown(coverageOf({ runs, segmentCount: 2 }, within, 1n))).toMatchObject({
      ranges: '[0:0_20:0)',
      gaps: '',
    });
  });

  /** Every place between neighbouring cuts of a grid: the points of time that ranges on the grid tell apart. */
  const TENTHS = Array.from({ length: 101 }, (_, i) => BigInt(i - 50) * (SECOND / 10n)).map(fromNanoseconds);
  const PLACES: readonly (readonly [Cut, Cut])[] = (() => {
    const cuts = [LOWEST, ...TENTHS.flatMap((t) => [cutBefore(t), cutAfter(t)]), HIGHEST];
    return cuts.slice(1).map((cut, i) => [cuts[i]!, cut] as const);
  })();
  const holds = (range: TimeRange, [lo, hi]: readonly [Cut, Cut]) => range.lo <= lo && hi <= range.hi;

  it('agrees with a look at every point', () =>
    fc.assert(
      fc.property(
        fc.array(arbTimeRangeNearZero(5), { maxLength: 8 }),
        arbTimeRangeNearZero(5),
        fc.integer({ min: 0, max: 30 }).map((tenths) => BigInt(tenths) * (SECOND / 10n)),
        (all, within, tolerance) => {
          const runs = all.filter((range) => !isEmpty(range));
          const exact = coverageOf({ runs, segmentCount: runs.length }, within, 0n);
          const wrong = PLACES.filter((place) => {
            const held = holds(within, place) && runs.some((run) => holds(run, place));
            const times = exact.ranges.filter((range) => holds(range, place)).length;
            return times !== (held ? 1 : 0) || (held && exact.gaps.some((gap) => holds(gap, place)));
          });
          expect(wrong).toEqual([]);
          if (exact.ranges.every(({ lo, hi }) => lo !== LOWEST && hi !== HIGHEST)) {
            const between = PLACES.filter(
              ([lo, hi]) =>
                isAfter(lo) && !isAfter(hi) && exact.ranges.some((range) => holds(range, [lo, hi])),
            );
            expect(exact.covered).toBe(BigInt(between.length) * (SECOND / 10n));
          }
          const loose = coverageOf({ runs, segmentCount: runs.length }, within, tolerance);
          expect(loose.covered).toBe(exact.covered);
          // What the tolerance closed is exactly the inner gaps that are not longer than it.
          const closed = exact.gaps.filter(
            (gap) =>
              exact.ranges.some(({ hi }) => hi === gap.lo) &&
              exact.ranges.some(({ lo }) => lo === gap.hi) &&
              tolerance > 0n &&
              tolerance >= lengthOf(gap),
          );
          expect(loose.gaps).toEqual(exact.gaps.filter((gap) => !closed.includes(gap)));
          expect(loose.ranges).toHaveLength(exact.ranges.length - closed.length);
        },
      ),
      { numRuns: 300 },
    ));

  const lengthOf = ({ lo, hi }: TimeRange) => {
    const at = (cut: Cut) => TENTHS.findIndex((t) => cutBefore(t) === cut || cutAfter(t) === cut);
    return BigInt(at(hi) - at(lo)) * (SECOND / 10n);
  };
});
