import type { Relation } from '../../vast/analytics/sql';
import type { Condition } from './scope';

/** A series of a flow or a source: one value for each segment that has one, along the segments' starts. */
export type Measure = keyof typeof MEASURES;

const DURATION = '((end_s - start_s) + ((end_rest >> 1) - (start_rest >> 1)) / 1e9)';
const END_OF_THE_ONE_BEFORE =
  '(lag(end_s) OVER timeline)::HUGEINT * 1000000000 + lag(end_rest) OVER timeline // 2';
const DAY_S = 86_400;

/** How each is computed of a segment, and in which unit. A segment for which it is null has no value. */
export const MEASURES = {
  /** From start to end, whatever the marks. */
  segment_duration: { unit: 's', value: DURATION },
  /** From the end of the flow's segment before, within what is looked at, to its start; those that touch have no gap. */
  gap_length: {
    unit: 's',
    value: `CASE WHEN place > before THEN (place - before)::DOUBLE / 1e9 END`,
  },
  /** Of its whole object, where that has a known size. */
  bit_rate: { unit: 'bit/s', value: `CASE WHEN ${DURATION} > 0 THEN 8 * size / ${DURATION} END` },
  /**
   * From the media time of its end, taken as seconds since 1970-01-01T00:00:00Z, to its commit. Where they are more than a day
   * apart the timeline is no clock, or the media was not live: no value.
   */
  arrival_latency: {
    unit: 's',
    value: `CASE WHEN abs(registered / 1000 - end_s) <= ${DAY_S}
      THEN registered / 1000 - end_s - (end_rest // 2) / 1e9 END`,
  },
  /** Frames that decoding can begin with, as its client counted them. */
  key_frames: { unit: 'frames', value: 'key_frame_count' },
} as const;

/** Where the segment starts, in nanoseconds since the origin of its timeline, exact. */
export const PLACE = 'place';

/** These measures of the segments that the condition holds for. */
export function seriesRelation(condition: Condition, measures: readonly Measure[]): Relation {
  const values = measures.map((measure) => `${MEASURES[measure].value} AS ${measure}`);
  const before = measures.includes('gap_length') ? `, ${END_OF_THE_ONE_BEFORE} AS before` : '';
  const timeline = before && 'WINDOW timeline AS (PARTITION BY flow_no ORDER BY start_s, start_rest)';
  return {
    select: {
      text: `SELECT place, ${values.join(', ')} FROM (
        SELECT *, start_s::HUGEINT * 1000000000 + start_rest // 2 AS place${before}
        FROM segments WHERE ${condition.text} ${timeline})`,
      values: condition.values,
    },
    columns: {
      [PLACE]: 'whole',
      ...Object.fromEntries(measures.map((measure) => [measure, 'real' as const])),
    },
  };
}
