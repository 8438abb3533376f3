import * as fc from 'fast-check';
import {
  contains,
  covers,
  duration,
  endOf,
  formatTimeRange,
  hull,
  intersect,
  isBounded,
  isEmpty,
  NEVER,
  overlaps,
  parseTimeRange,
  rangeOfCuts,
  rangeOfInstant,
  startOf,
  startsInclusive,
  subtract,
  type TimeRange,
} from '../../../src/tams/time/timerange';
import { cutBefore } from '../../../src/tams/time/cut';
import { fromNanoseconds, toNanoseconds, ZERO } from '../../../src/tams/time/timestamp';
import { arbNanoseconds, arbTimeRange, arbTimeRangeNearZero } from './arbitraries';
import {
  holds,
  instant,
  readTimeRange,
  span,
  tellingPoints,
  writeTimeRange,
  type Bound,
  type Span,
} from './oracle';

const spanOf = (range: TimeRange): Span | null => {
  const reading = readTimeRange(formatTimeRange(range));
  if (!reading.valid) throw new Error('The canonical text is not valid');
  return reading.span;
};

/** All of the arithmetic of two ranges, against membership point by point. */
function expectArithmetic(a: TimeRange, b: TimeRange): void {
  const [inA, inB] = [spanOf(a), spanOf(b)];
  const points = tellingPoints([inA, inB]);
  const those = (test: (point: bigint) => boolean) => points.filter(test);
  const union = those((p) => holds(inA, p) || holds(inB, p));
  const both = spanOf(intersect(a, b));
  const all = spanOf(hull([a, b]));
  const rest = subtract(a, b).map(spanOf);

  const found = {
    empty: isEmpty(a),
    overlaps: overlaps(a, b),
    overlapped: overlaps(b, a),
    covers: covers(a, b),
    intersect: those((p) => holds(both, p)),
    hull: those((p) => holds(all, p)),
    pieces: points.map((p) => rest.filter((piece) => holds(piece, p)).length),
    emptyPieces: rest.includes(null),
  };
  const shared = those((p) => holds(inA, p) && holds(inB, p));
  expect(found).toEqual({
    empty: !points.some((p) => holds(inA, p)),
    overlaps: shared.length > 0,
    overlapped: shared.length > 0,
    covers: inA !== null && inB !== null && those((p) => holds(inB, p) && !holds(inA, p)).length === 0,
    intersect: shared,
    hull: those((p) => union.some((q) => q <= p) && union.some((q) => q >= p)),
    pieces: points.map((p) => (holds(inA, p) && !holds(inB, p) ? 1 : 0)),
    emptyPieces: false,
  });
}

/** Every range with bounds at some of `times`, each inclusive, exclusive or missing; and the empty one. */
function everyRange(times: readonly bigint[]): TimeRange[] {
  const bounds: (Bound | null)[] = [null];
  for (const at of times) bounds.push({ at, inclusive: true }, { at, inclusive: false });
  const texts = bounds.flatMap((start) => bounds.map((end) => writeTimeRange(span(start, end))));
  return [...new Set(texts)].map(parseTimeRange);
}

describe('the arithmetic of timeranges', () => {
  it('is right for every pair over a small grid', () => {
    const ranges = everyRange([-1n, 0n, 1n, 10n ** 9n]);
    expect(ranges).toHaveLength(1 + 1 + 2 * 8 + 4 + 6 * 4);
    for (const a of ranges) for (const b of ranges) expectArithmetic(a, b);
  });

  it('is right for pairs over all of the range', () =>
    fc.assert(fc.property(arbTimeRange, arbTimeRange, expectArithmetic), { numRuns: 2000 }));

  it('is right for pairs that often meet', () => {
    const near = arbTimeRangeNearZero(1);
    fc.assert(fc.property(near, near, expectArithmetic), { numRuns: 2000 });
  });

  it('knows which instants a range contains', () =>
    fc.assert(
      fc.property(arbTimeRange, arbNanoseconds, (range, at) => {
        for (const t of [at, startOf(range), endOf(range)]) {
          if (t === null) continue;
          const nanoseconds = typeof t === 'bigint' ? t : toNanoseconds(t);
          expect(contains(range, fromNanoseconds(nanoseconds))).toBe(holds(spanOf(range), nanoseconds * 2n));
        }
      }),
      { numRuns: 2000 },
    ));

  it('knows both ends and the duration', () =>
    fc.assert(
      fc.property(arbTimeRange, (range) => {
        const of = spanOf(range);
        const [start, end] = [startOf(range), endOf(range)];
        expect(start && toNanoseconds(start)).toBe(of?.start?.at ?? null);
        expect(end && toNanoseconds(end)).toBe(of?.end?.at ?? null);
        expect(startsInclusive(range)).toBe(of?.start?.inclusive ?? false);
        expect(isBounded(range)).toBe(of?.start != null && of.end !== null);
        const length = of === null ? 0n : of.start && of.end && of.end.at - of.start.at;
        expect(duration(range)).toBe(length);
      }),
      { numRuns: 2000 },
    ));

  it('makes the range of one instant', () =>
    fc.assert(
      fc.property(arbNanoseconds, (at) => {
        expect(spanOf(rangeOfInstant(fromNanoseconds(at)))).toEqual(instant(at));
      }),
    ));

  it('has one empty range', () => {
    const zero = cutBefore(ZERO);
    expect(rangeOfCuts(zero, zero)).toBe(NEVER);
    expect(intersect(parseTimeRange('_0:0)'), parseTimeRange('[0:0_'))).toBe(NEVER);
    expect(hull([])).toBe(NEVER);
    expect(hull([NEVER, NEVER])).toBe(NEVER);
    expect(covers(parseTimeRange('_'), NEVER)).toBe(false);
  });

  it('takes the hull of many, gaps included', () => {
    const texts = ['[30:0_40:0]', '(5:0_6:0)', '()', '[5:0]', '[7:0_8:0)'];
    expect(formatTimeRange(hull(texts.map(parseTimeRange)))).toBe('[5:0_40:0]');
  });

  it('leaves nothing, one or two ranges', () => {
    const rest = (a: string, b: string) =>
      subtract(parseTimeRange(a), parseTimeRange(b)).map(formatTimeRange);
    expect(rest('[0:0_10:0)', '_')).toEqual([]);
    expect(rest('[0:0_10:0)', '()')).toEqual(['[0:0_10:0)']);
    expect(rest('[0:0_10:0)', '[4:0]')).toEqual(['[0:0_4:0)', '(4:0_10:0)']);
    expect(rest('_', '(4:0_')).toEqual(['_4:0]']);
  });

  it('does not let a range be written down by hand', () => {
    // @ts-expect-error a range is parsed, or made of cuts
    const forged: TimeRange = { lo: NEVER.lo, hi: NEVER.hi };
    expect(forged).not.toBe(NEVER);
  });
});
