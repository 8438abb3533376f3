import { cutAfter, cutBefore, HIGHEST, isAfter, LOWEST, timestampOfCut, type Cut } from './cut';
import { Scanner } from './scanner';
import {
  compareTimestamps,
  formatTimestamp,
  LONGEST_TIMESTAMP,
  takeTimestamp,
  toNanoseconds,
  type Timestamp,
} from './timestamp';

declare const made: unique symbol;

/**
 * A set of points of the dense time line (T5): all between two cuts. Made only in this folder, so that `lo < hi` always
 * holds, but for `NEVER`, the one empty range. A storage predicate takes it as it is.
 */
export interface TimeRange {
  readonly lo: Cut;
  readonly hi: Cut;
  /** Only a type: never set. Keeps others from writing one down. */
  readonly [made]: never;
}

const freeze = (lo: Cut, hi: Cut) => Object.freeze({ lo, hi }) as TimeRange;

/** The empty range, `()`. Its cuts are the wrong way round, so that it overlaps nothing and adds nothing to a hull. */
export const NEVER: TimeRange = freeze(HIGHEST, LOWEST);
/** All time, `_`. */
export const ETERNITY: TimeRange = freeze(LOWEST, HIGHEST);

/** All points between two cuts; `NEVER` when there are none. */
export function rangeOfCuts(lo: Cut, hi: Cut): TimeRange {
  return lo < hi ? freeze(lo, hi) : NEVER;
}

/** Two timestamps, two marks and `_`; what is longer has seconds beyond T1. */
const LONGEST_TIMERANGE = 2 * LONGEST_TIMESTAMP + 3;
const FORM =
  'TAMS writes one as two timestamps around "_", between "[" or "(" and "]" or ")", as [0:0_10:500000000)';

/**
 * Reads TAMS' notation (4.2), in which marks, timestamps and `_` may each be missing: a missing mark is inclusive (T3),
 * a mark where no timestamp is counts for nothing. Empty are a single timestamp with an exclusive mark (T4), an end
 * before the start, no timestamp and no `_`, and so the empty text (T6).
 * @throws InvalidTime
 */
export function parseTimeRange(text: string): TimeRange {
  const scanner = new Scanner('timerange', text, LONGEST_TIMERANGE, FORM);
  const startExclusive = scanner.takes('(');
  if (!startExclusive) scanner.takes('[');
  const start = takeTimestamp(scanner);
  const separated = scanner.takes('_');
  const end = separated ? takeTimestamp(scanner) : null;
  const endExclusive = scanner.takes(')');
  if (!endExclusive) scanner.takes(']');
  scanner.finish();
  if (!separated) return start && !startExclusive && !endExclusive ? rangeOfInstant(start) : NEVER;
  return rangeOfCuts(
    start ? (startExclusive ? cutAfter(start) : cutBefore(start)) : LOWEST,
    end ? (endExclusive ? cutBefore(end) : cutAfter(end)) : HIGHEST,
  );
}

/** The range of one point, `[t]`. */
export function rangeOfInstant(t: Timestamp): TimeRange {
  return freeze(cutBefore(t), cutAfter(t));
}

/** The canonical text (T7): as short as can be, so that equal ranges have equal texts. */
export function formatTimeRange(range: TimeRange): string {
  if (range === NEVER) return '()';
  const start = startOf(range);
  const end = endOf(range);
  if (start && end && compareTimestamps(start, end) === 0) return `[${formatTimestamp(start)}]`;
  const opening = start ? (isAfter(range.lo) ? '(' : '[') + formatTimestamp(start) : '';
  const closing = end ? formatTimestamp(end) + (isAfter(range.hi) ? ']' : ')') : '';
  return `${opening}_${closing}`;
}

/** Whether the range has no point. */
export function isEmpty(range: TimeRange): boolean {
  return range === NEVER;
}

/** Whether the two have a point in common. */
export function overlaps(a: TimeRange, b: TimeRange): boolean {
  return later(a.lo, b.lo) < earlier(a.hi, b.hi);
}

/** Whether `b` is completely covered by `a`. The empty range neither covers nor is covered (4.3). */
export function covers(a: TimeRange, b: TimeRange): boolean {
  return b !== NEVER && a.lo <= b.lo && b.hi <= a.hi;
}

/** Whether the instant `t` lies in the range. */
export function contains(range: TimeRange, t: Timestamp): boolean {
  return range.lo <= cutBefore(t) && cutAfter(t) <= range.hi;
}

/** The points that are in both. */
export function intersect(a: TimeRange, b: TimeRange): TimeRange {
  return rangeOfCuts(later(a.lo, b.lo), earlier(a.hi, b.hi));
}

/** The shortest range that covers all of `ranges`, gaps between them included; `NEVER` of none (4.3, 4.5). */
export function hull(ranges: Iterable<TimeRange>): TimeRange {
  let { lo, hi } = NEVER;
  for (const range of ranges) {
    lo = earlier(lo, range.lo);
    hi = later(hi, range.hi);
  }
  return rangeOfCuts(lo, hi);
}

/** The points of `a` that are not in `b`: none, one or two ranges, in order, none of them empty. */
export function subtract(a: TimeRange, b: TimeRange): TimeRange[] {
  if (!overlaps(a, b)) return isEmpty(a) ? [] : [a];
  return [rangeOfCuts(a.lo, b.lo), rangeOfCuts(b.hi, a.hi)].filter((rest) => !isEmpty(rest));
}

/** Where it starts; null when it has no start (`_5:0]`) or no point. */
export function startOf(range: TimeRange): Timestamp | null {
  return range === NEVER || range.lo === LOWEST ? null : timestampOfCut(range.lo);
}

/** Where it ends; null when it has no end (`[5:0_`) or no point. */
export function endOf(range: TimeRange): Timestamp | null {
  return range === NEVER || range.hi === HIGHEST ? null : timestampOfCut(range.hi);
}

/** Whether it has both a start and an end; the empty range has neither. */
export function isBounded(range: TimeRange): boolean {
  return range !== NEVER && range.lo !== LOWEST && range.hi !== HIGHEST;
}

/** Whether it has a start and the instant there belongs to it: it is written `[`. */
export function startsInclusive(range: TimeRange): boolean {
  return range !== NEVER && range.lo !== LOWEST && !isAfter(range.lo);
}

/** From start to end in nanoseconds, whatever the marks: 0 for an instant and for the empty range, null when open. */
export function duration(range: TimeRange): bigint | null {
  if (range === NEVER) return 0n;
  const start = startOf(range);
  const end = endOf(range);
  return start && end && toNanoseconds(end) - toNanoseconds(start);
}

const earlier = (a: Cut, b: Cut): Cut => (a < b ? a : b);
const later = (a: Cut, b: Cut): Cut => (a < b ? b : a);
