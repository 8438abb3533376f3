import type { TableTransaction } from '../../vast/database';
import { and, eq } from '../../vast/predicate';
import type { StoreContext } from '../context';
import { obstaclesOf, type SegmentObstacle } from '../deleted/obstacles';
import type { HiddenStretch } from '../deleted/records';
import type { Segment } from '../model';
import { markReferenced } from '../objects/references';
import { segmentsTable } from '../tables';
import { NEVER, rangeOfCuts, type TimeRange } from '../time/timerange';
import { ofItsFlow } from './place';
import { distinctObjects, isCovered, rowIds } from './removal';
import { SEGMENT_COLUMNS, segmentOf } from './segment-rows';

/** Segments of one step: others, readers too, wait while it runs. */
export const STEP = 500;

/** What became of one deleted segment. */
export interface Restoration {
  readonly segment: Segment;
  /** Why it stays deleted; null when it is back. */
  readonly obstacle: SegmentObstacle | null;
}

/**
 * Brings back the next segments that a deletion hid and `timerange` completely covers, in order of time, where nothing keeps
 * them, and ends the grace of their objects. Appends no event.
 * @param flow where the flow's segments are now, and which deletion took the flow before it
 * @returns what became of each; `behind` says what is left
 */
export async function restoreStep(
  tx: TableTransaction,
  context: StoreContext,
  flow: { readonly timeline: string; readonly lastGone: number | null },
  deletion: Pick<HiddenStretch, 'id' | 'at' | 'timeline'>,
  timerange: TimeRange,
): Promise<Restoration[]> {
  const rows = await tx.select(segmentsTable, {
    columns: SEGMENT_COLUMNS,
    where: and(eq('deletion', deletion.id), isCovered(deletion.timeline, timerange, null)),
    visibility: 'deleted',
    limit: STEP,
    includeRowIds: true,
  });
  const obstacles = await obstaclesOf(tx, context, flow, deletion, rows);
  const back = rows.filter((_, i) => obstacles[i] === null);
  await markReferenced(tx, distinctObjects(back));
  await tx.restore(segmentsTable, rowIds(back));
  return rows.map((row, i) => ({ segment: ofItsFlow(segmentOf(row)), obstacle: obstacles[i] ?? null }));
}

/** What of the range is left when the step is done. */
export function behind(step: readonly Restoration[], timerange: TimeRange): TimeRange {
  const last = step.length < STEP ? undefined : step.at(-1);
  return last ? rangeOfCuts(last.segment.timerange.hi, timerange.hi) : NEVER;
}
