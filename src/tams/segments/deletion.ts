import { appendEvents, nextSequence } from '../../events/append';
import type { TableTransaction } from '../../vast/database';
import type { StoreContext } from '../context';
import { acceptDeletion } from '../deletions/acceptance';
import { writableFlow } from '../flows/access';
import type { Caller, DeletionOutcome, Uuid } from '../model';
import { flowsTable } from '../tables';
import type { TimeRange } from '../time/timerange';
import { placeOf } from './place';
import { coversMoreThan, hideSegments } from './removal';
import { segmentsDeleted } from './segment-events';

/**
 * Removes the segments that `timerange` completely covers and, if given, that name the object (TAMS 7.0, deleting segments;
 * SEMANTICS 16). More than the configured number become a deletion request (DL1), unless an object is named: a request could
 * not say so (DL2).
 * @throws TamsError `FlowNotFound`, `FlowReadOnly`
 */
export async function deleteSegments(
  context: StoreContext,
  caller: Caller,
  flowId: Uuid,
  timerange: TimeRange,
  objectId: string | null,
): Promise<DeletionOutcome> {
  const outcome = await context.db.transaction((tx) =>
    deleteIn(tx, context, caller, flowId, timerange, objectId),
  );
  if (outcome.request) context.deletionAccepted();
  return outcome;
}

async function deleteIn(
  tx: TableTransaction,
  { now, options, scopes }: StoreContext,
  caller: Caller,
  flowId: Uuid,
  timerange: TimeRange,
  objectId: string | null,
): Promise<DeletionOutcome> {
  const stored = await writableFlow(tx, flowId);
  const { rowId, flow } = stored;
  const { timeline } = await placeOf(tx, stored);
  const at = now();
  const deletion = { id: await nextSequence(tx), at, by: caller.principal };
  if (objectId === null && (await coversMoreThan(tx, timeline, timerange, options.deleteAsyncAbove))) {
    const request = await acceptDeletion(tx, {
      flow,
      scope: await scopes.ofFlow(tx, flow),
      timeline,
      timerange,
      deleteFlow: false,
      deletion,
    });
    await tx.update(flowsTable, [rowId], { deletion_barrier: deletion.id });
    return { segmentsDeleted: 0, flowDeleted: false, request };
  }
  const { count, runs } = await hideSegments(tx, timeline, timerange, objectId, deletion);
  if (count > 0) {
    await tx.update(flowsTable, [rowId], { segments_updated: at });
    const scope = await scopes.ofFlow(tx, flow);
    await appendEvents(
      tx,
      at,
      runs.map((run) => segmentsDeleted(scope, flowId, run)),
    );
  }
  return { segmentsDeleted: count, flowDeleted: false, request: null };
}
