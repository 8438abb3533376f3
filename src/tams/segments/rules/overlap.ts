import { formatTimeRange, type TimeRange } from '../../time/timerange';
import type { OccupiedTime } from '../occupied-time';
import { refuse, type Refusal } from './refusal';

/**
 * A segment shares no point in time with another of its flow, stored or accepted earlier in the same request; an
 * identical one is refused too, touching ones are fine (SG3; TAMS 7.0, registering segments).
 */
export function doesNotOverlap(timerange: TimeRange, occupied: OccupiedTime): Refusal | null {
  const met = occupied.overlapping(timerange);
  if (met === null) return null;
  return refuse(
    'SegmentOverlap',
    `${formatTimeRange(timerange)} overlaps the segment ${formatTimeRange(met)}`,
  );
}
