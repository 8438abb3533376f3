import type { TableReader } from '../../vast/database';
import { and, eq, overlaps } from '../../vast/predicate';
import { segmentsTable } from '../tables';
import type { Cut } from '../time/cut';
import { hull, rangeOfCuts, type TimeRange } from '../time/timerange';
import { OccupiedTime } from './occupied-time';

/**
 * Of each timeline the live segments that one of its candidates may overlap. Candidates mostly come behind all that is there:
 * one storage read finds that out for all timelines. Others take further reads.
 * @param candidates some, by their timeline
 */
export async function occupiedNear(
  reader: TableReader,
  candidates: ReadonlyMap<string, readonly TimeRange[]>,
): Promise<Map<string, OccupiedTime>> {
  const timelines = [...candidates.keys()];
  const lasts = await reader.selectEach(segmentsTable, 'flow_id', timelines, {
    columns: ['end_cut'],
    reverse: true,
    limit: 1,
  });
  const occupied = new Map<string, OccupiedTime>();
  for (const [i, timeline] of timelines.entries()) {
    const ranges = candidates.get(timeline)!;
    const last = lasts[i]![0];
    const isBehind = !last || (last.end_cut as Cut) <= hull(ranges).lo;
    occupied.set(timeline, isBehind ? new OccupiedTime() : await occupiedAmong(reader, timeline, ranges));
  }
  return occupied;
}

/**
 * The timeline's live segments that one of the candidates may overlap. Candidates mostly follow each other, so those in
 * their hull are few; where they are more than the candidates, or there is but one, each candidate is looked up by itself.
 */
export async function occupiedAmong(
  reader: TableReader,
  timeline: string,
  candidates: readonly TimeRange[],
): Promise<OccupiedTime> {
  const overlapping = (range: TimeRange, limit: number) =>
    reader.select(segmentsTable, {
      columns: ['start_cut', 'end_cut'],
      where: and(eq('flow_id', timeline), overlaps('start_cut', 'end_cut', range)),
      limit,
    });
  const most = candidates.length;
  let rows = most > 1 ? await overlapping(hull(candidates), most + 1) : null;
  if (rows === null || rows.length > most) {
    rows = [];
    for (const range of candidates) rows.push(...(await overlapping(range, 1)));
  }
  const occupied = new OccupiedTime();
  for (const { start_cut, end_cut } of rows) {
    const stored = rangeOfCuts(start_cut as Cut, end_cut as Cut);
    // Two candidates may meet the same segment.
    if (occupied.overlapping(stored) === null) occupied.add(stored);
  }
  return occupied;
}
