import type { Range } from '../../vast/predicate';
import type { Coverage } from '../model';
import type { Cut } from '../time/cut';
import { HIGHEST, LOWEST } from '../time/cut';
import { duration, intersect, isEmpty, rangeOfCuts, type TimeRange } from '../time/timerange';

/** Stretches that hold media, in any order, overlapping or not, and how many segments they are of. */
export interface Stretches {
  readonly runs: readonly Range[];
  readonly segmentCount: number;
}

/**
 * What of `within` holds media. `ranges` are the stretches, joined over gaps of at most `tolerance`; `gaps` are the rest of
 * `within`, but for what lies before the first or behind the last stretch on a side where `within` is open; `covered` counts
 * only what holds media. Exact: a hole of a single instant is a gap, and without tolerance it separates.
 */
export function coverageOf(
  { runs, segmentCount }: Stretches,
  within: TimeRange,
  tolerance: bigint,
): Coverage {
  const stretches = union(runs.map(({ lo, hi }) => intersect(rangeOfCuts(lo as Cut, hi as Cut), within)));
  const ranges = joinedOver(stretches, tolerance);
  return {
    ranges,
    gaps: gapsOf(ranges, within),
    covered: stretches.reduce((total, stretch) => total + (duration(stretch) ?? 0n), 0n),
    segmentCount,
  };
}

/** The same points as disjoint ranges in order, none of which touch. */
function union(ranges: readonly TimeRange[]): TimeRange[] {
  const sorted = ranges.filter((range) => !isEmpty(range)).sort((a, b) => (a.lo < b.lo ? -1 : 1));
  return merged(sorted, (end, start) => start <= end);
}

function joinedOver(stretches: readonly TimeRange[], tolerance: bigint): TimeRange[] {
  if (tolerance <= 0n) return [...stretches];
  return merged(stretches, (end, start) => (duration(rangeOfCuts(end, start)) ?? 0n) <= tolerance);
}

/** Ranges in order, each joined to the one before where `join` says so of the end of that and the start of this. */
function merged(ranges: readonly TimeRange[], join: (end: Cut, start: Cut) => boolean): TimeRange[] {
  const result: TimeRange[] = [];
  let current: TimeRange | null = null;
  for (const range of ranges) {
    if (current && join(current.hi, range.lo))
      current = rangeOfCuts(current.lo, range.hi > current.hi ? range.hi : current.hi);
    else {
      if (current) result.push(current);
      current = range;
    }
  }
  if (current) result.push(current);
  return result;
}

function gapsOf(ranges: readonly TimeRange[], within: TimeRange): TimeRange[] {
  if (isEmpty(within)) return [];
  const first = ranges[0];
  if (first === undefined) return within.lo === LOWEST || within.hi === HIGHEST ? [] : [within];
  const ends = [
    ...(within.lo === LOWEST ? [] : [within.lo]),
    ...ranges.flatMap(({ lo, hi }) => [lo, hi]),
    ...(within.hi === HIGHEST ? [] : [within.hi]),
  ];
  // An open side has no gap: there the cuts begin with a stretch's start instead of a gap's.
  const gaps: TimeRange[] = [];
  for (let i = within.lo === LOWEST ? 1 : 0; i + 1 < ends.length; i += 2)
    gaps.push(rangeOfCuts(ends[i]!, ends[i + 1]!));
  return gaps.filter((gap) => !isEmpty(gap));
}
