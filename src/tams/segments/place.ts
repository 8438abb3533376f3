import type { TableTransaction } from '../../vast/database';
import type { Deletion } from '../../vast/engine';
import { and, eq } from '../../vast/predicate';
import type { StoredFlow } from '../flows/access';
import { ALL_ROWS } from '../limits';
import type { Segment, Uuid } from '../model';
import { flowTimelinesTable, segmentCleanupsTable } from '../tables';

/** Where a flow's segments are kept, and what new ones get so that deletions accepted before spare them (DL3). */
export interface Place {
  /** The value of `flow_id` in the segments table. */
  readonly timeline: string;
  readonly deletionBarrier: number | null;
}

/** Between a flow's id and the barrier that tells its timelines apart: sorts behind all that ids are made of. */
const SEPARATOR = '~';

/** The flow whose timeline this is or was. */
export function flowOfTimeline(timeline: string): Uuid {
  const end = timeline.indexOf(SEPARATOR);
  return end < 0 ? timeline : timeline.slice(0, end);
}

/** Where the stored flow's segments are. No storage read for nearly all flows, one for those that a deletion request concerned. */
export async function placeOf(
  tx: TableTransaction,
  { flow, deletionBarrier }: Pick<StoredFlow<never>, 'flow' | 'deletionBarrier'>,
): Promise<Place> {
  if (deletionBarrier === null) return { timeline: flow.id, deletionBarrier };
  const moved = await tx.selectOne(flowTimelinesTable, {
    columns: ['timeline'],
    where: eq('flow_id', flow.id),
  });
  return { timeline: moved?.timeline ?? flow.id, deletionBarrier };
}

/**
 * The place of a flow that is created now. Deletion requests of an earlier flow of its id may still be at work: they spare
 * its segments, and where they bury the earlier timeline it gets one of its own (DL4). One storage read.
 */
export async function newPlace(tx: TableTransaction, flowId: Uuid): Promise<Place> {
  const cleanups = await tx.select(segmentCleanupsTable, {
    columns: ['barrier', 'buries'],
    where: eq('flow_id', flowId),
    projection: 'by_flow',
    limit: ALL_ROWS,
  });
  const barriers = cleanups.map(({ barrier }) => barrier);
  const deletionBarrier = barriers.length === 0 ? null : Math.max(...barriers);
  if (!cleanups.some(({ buries }) => buries)) return { timeline: flowId, deletionBarrier };
  const timeline = `${flowId}${SEPARATOR}${deletionBarrier}`;
  await tx.insert(flowTimelinesTable, [{ flow_id: flowId, timeline }]);
  return { timeline, deletionBarrier };
}

/** Hides the flow's entry, if it has one, together with the flow. */
export async function hidePlace(
  tx: TableTransaction,
  flowId: Uuid,
  { deletionBarrier }: Place,
  deletion: Deletion,
): Promise<void> {
  if (deletionBarrier === null) return;
  const rows = await tx.select(flowTimelinesTable, {
    columns: [],
    where: eq('flow_id', flowId),
    limit: 1,
    includeRowIds: true,
  });
  await tx.delete(
    flowTimelinesTable,
    rows.map(({ rowId }) => rowId),
    deletion,
  );
}

/** Brings back what a deletion hid of the flow's place, and says where its segments were and are to be again. */
export async function restorePlace(
  tx: TableTransaction,
  flowId: Uuid,
  deletionId: number,
): Promise<{ timeline: string }> {
  const rows = await tx.select(flowTimelinesTable, {
    columns: ['timeline'],
    where: and(eq('deletion', deletionId), eq('flow_id', flowId)),
    visibility: 'deleted',
    limit: 1,
    includeRowIds: true,
  });
  await tx.restore(
    flowTimelinesTable,
    rows.map(({ rowId }) => rowId),
  );
  return { timeline: rows[0]?.timeline ?? flowId };
}

/** A segment as read from its timeline, as the flow's. */
export function ofItsFlow(segment: Segment): Segment {
  const flowId = flowOfTimeline(segment.flowId);
  return flowId === segment.flowId ? segment : { ...segment, flowId };
}
