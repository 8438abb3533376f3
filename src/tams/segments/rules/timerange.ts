import { formatTimeRange, isBounded, startsInclusive, type TimeRange } from '../../time/timerange';
import { refuse, type Refusal } from './refusal';

/**
 * A segment has a start and an end, and its start belongs to it: an empty or endless one has no place on a timeline
 * (SG2; TAMS 7.0, registering segments).
 */
export function isBoundedWithInclusiveStart(timerange: TimeRange): Refusal | null {
  if (isBounded(timerange) && startsInclusive(timerange)) return null;
  return refuse(
    'InvalidSegment',
    `its timerange ${formatTimeRange(timerange)} must be bounded and not empty, with an inclusive start`,
  );
}
