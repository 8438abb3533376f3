import type { TableReader } from '../../vast/database';
import type { StoreContext } from '../context';
import { objectsById } from '../objects/object-rows';
import { stateOf } from '../objects/object-state';
import { occupiedAmong } from '../segments/occupied-near';
import type { Cut } from '../time/cut';
import { rangeOfCuts } from '../time/timerange';
import type { HiddenStretch } from './records';

/** What keeps deleted segments from coming back to their flow. */
export type SegmentObstacle = 'overlapped' | 'media_gone' | 'with_flow' | 'retention_over';

/** What of a deleted segment's row tells. */
interface DeletedRow {
  readonly start_cut: string;
  readonly end_cut: string;
  readonly object_id: string;
}

/**
 * What keeps each segment that the deletion hid from coming back to the flow, in their order; null is nothing. At most one read
 * for the time they take, where that is free or taken by few, and one for their objects.
 * @param flow where the flow's segments are now, and which deletion took the flow before it
 */
export async function obstaclesOf(
  reader: TableReader,
  { now, options }: Pick<StoreContext, 'now' | 'options'>,
  flow: { readonly timeline: string; readonly lastGone: number | null },
  deletion: Pick<HiddenStretch, 'id' | 'at' | 'timeline'>,
  rows: readonly DeletedRow[],
): Promise<(SegmentObstacle | null)[]> {
  const at = now();
  if (deletion.at <= at - options.softDeleteRetentionMs) return rows.map(() => 'retention_over');
  if (deletion.timeline !== flow.timeline || (flow.lastGone !== null && deletion.id <= flow.lastGone))
    return rows.map(() => 'with_flow');
  if (rows.length === 0) return [];
  const ranges = rows.map(({ start_cut, end_cut }) => rangeOfCuts(start_cut as Cut, end_cut as Cut));
  const occupied = await occupiedAmong(reader, flow.timeline, ranges);
  const objects = await objectsById(reader, [...new Set(rows.map(({ object_id }) => object_id))]);
  return rows.map(({ object_id }, i) => {
    if (occupied.overlapping(ranges[i]!)) return 'overlapped';
    const state = stateOf(objects.get(object_id) ?? null, at, options);
    return state === 'referenced' || state === 'grace' ? null : 'media_gone';
  });
}
