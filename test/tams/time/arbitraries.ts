import * as fc from 'fast-check';
import { NEVER, parseTimeRange, type TimeRange } from '../../../src/tams/time/timerange';
import { formatTimestamp, fromNanoseconds, type Timestamp } from '../../../src/tams/time/timestamp';

const LAST = 2n ** 48n * 10n ** 9n - 1n;

/** Any timestamp of TAMS in nanoseconds: anywhere, near zero, near a whole second, and at the very ends. */
export const arbNanoseconds: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt({ min: -LAST, max: LAST }),
  fc.bigInt({ min: -3n, max: 3n }),
  fc
    .tuple(fc.bigInt({ min: -20n, max: 20n }), fc.bigInt({ min: -1n, max: 1n }))
    .map(([seconds, off]) => seconds * 10n ** 9n + off),
  fc.constantFrom(-LAST, -LAST + 1n, LAST - 1n, LAST),
);

export const arbTimestamp: fc.Arbitrary<Timestamp> = arbNanoseconds.map(fromNanoseconds);

const open = fc.constantFrom('[', '(', '');
const close = fc.constantFrom(']', ')', '');

/** Any text that TAMS accepts as a timerange, also in its odd spellings, made of timestamps of `times`. */
export function arbTimeRangeTextOf(times: fc.Arbitrary<Timestamp>): fc.Arbitrary<string> {
  const end = fc.option(times.map(formatTimestamp), { nil: '', freq: 6 });
  return fc
    .oneof(
      { weight: 8, arbitrary: fc.tuple(open, end, fc.constant('_'), end, close) },
      { weight: 1, arbitrary: fc.tuple(open, end, close) },
    )
    .map((parts) => parts.join(''));
}

export const arbTimeRangeText = arbTimeRangeTextOf(arbTimestamp);

/** Any timerange, the empty one and open ones included. */
export const arbTimeRange: fc.Arbitrary<TimeRange> = arbTimeRangeText.map(parseTimeRange);

/** Timeranges within `seconds` seconds of zero, at tenths of seconds: these often meet, touch and cover each other. */
export const arbTimeRangeNearZero = (seconds: number): fc.Arbitrary<TimeRange> =>
  arbTimeRangeTextOf(
    fc
      .integer({ min: -10 * seconds, max: 10 * seconds })
      .map((tenths) => fromNanoseconds(BigInt(tenths) * 10n ** 8n)),
  ).map(parseTimeRange);

/** Ranges as a segment can have: not empty, with a start and an end. */
export const arbSegmentRange: fc.Arbitrary<TimeRange> = fc
  .tuple(open, arbNanoseconds, arbNanoseconds, close)
  .map(([left, a, b, right]) => {
    const [start, end] = a < b ? [a, b] : [b, a];
    const text = (at: bigint) => formatTimestamp(fromNanoseconds(at));
    return parseTimeRange(`${left}${text(start)}_${text(end)}${right}`);
  })
  .filter((range) => range !== NEVER);
