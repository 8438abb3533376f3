import { appendEvents, nextSequence } from '../../events/append';
import type { TableTransaction } from '../../vast/database';
import { isIn } from '../../vast/predicate';
import { hideCollection, leaveCollections } from '../collections';
import type { StoreContext } from '../context';
import { noteEntities } from '../deleted/records';
import { acceptDeletion } from '../deletions/acceptance';
import { scopeOfFlow, scopeOfSource } from '../event-scopes';
import type { Caller, DeletionOutcome, Instant, Uuid } from '../model';
import { hidePlace, placeOf } from '../segments/place';
import { coversMoreThan, hideSegments } from '../segments/removal';
import { segmentsDeleted } from '../segments/segment-events';
import { sourceDeleted } from '../sources/events';
import { leaveSource } from '../sources/lifecycle';
import { flowsTable } from '../tables';
import { hideTags } from '../tags';
import { ETERNITY } from '../time/timerange';
import { writableFlow } from './access';
import { flowDeleted, recordFlows } from './events';
import { metadataWrite } from './metadata';

/**
 * Deletes the flow with its segments, and its source if this was the last flow of it; the members of its collection stay
 * (TAMS 7.0, DELETE flow; SEMANTICS 16). Everything can be restored for the time of the retention. Done when it resolves, but
 * for the segments of a flow that has very many: those are out of everybody's sight at once and are cleaned up by a deletion
 * request (DL1, DL4).
 * Events: segments_deleted, flows/deleted, sources/deleted (16.4), then flows/updated of those that collected it (F11); with a
 * request the first come as the clean-up goes on.
 * @throws TamsError `FlowNotFound`, `FlowReadOnly` (RO3)
 */
export async function deleteFlow(context: StoreContext, caller: Caller, id: Uuid): Promise<DeletionOutcome> {
  const { timelines, scopes } = context;
  await timelines.ready();
  const { timeline, ...outcome } = await scopes.changing((tx) => deleteIn(tx, context, caller, id));
  timelines.leave(id);
  if (outcome.request) {
    timelines.bury(timeline);
    context.deletionAccepted();
  }
  return outcome;
}

async function deleteIn(
  tx: TableTransaction,
  { now, options }: StoreContext,
  caller: Caller,
  id: Uuid,
): Promise<DeletionOutcome & { readonly timeline: string }> {
  const at = now();
  const stored = await writableFlow(tx, id);
  const { rowId, flow } = stored;
  const deletion = { id: await nextSequence(tx), at, by: caller.principal };
  const place = await placeOf(tx, stored);
  const { timeline } = place;
  const scope = await scopeOfFlow(tx, flow);
  const sourceScope = await scopeOfSource(tx, { id: flow.sourceId, format: flow.format });
  const request = (await coversMoreThan(tx, timeline, ETERNITY, options.deleteAsyncAbove))
    ? await acceptDeletion(tx, { flow, scope, timeline, timerange: ETERNITY, deleteFlow: true, deletion })
    : null;
  const segments = request
    ? { count: 0, runs: [] }
    : await hideSegments(tx, timeline, ETERNITY, null, deletion);
  await hidePlace(tx, id, place, deletion);
  await hideTags(tx, 'flow', id, deletion);
  await hideCollection(tx, id, deletion);
  await tx.delete(flowsTable, [rowId], deletion);
  const sourceLeft = await leaveSource(tx, flow.sourceId, deletion);
  await noteEntities(tx, deletion, { flowId: id, sourceId: sourceLeft ? flow.sourceId : null });
  const collectors = await leaveCollectors(tx, id, caller, at);
  await appendEvents(tx, at, [
    ...segments.runs.map((run) => segmentsDeleted(scope, id, run)),
    flowDeleted(scope, id),
    ...(sourceLeft ? [sourceDeleted(sourceScope, flow.sourceId)] : []),
    ...(await recordFlows(tx, 'flows/updated', collectors)),
  ]);
  return { segmentsDeleted: segments.count, flowDeleted: true, request, timeline };
}

/**
 * A deleted flow leaves the collections it is in. That is a metadata write of each collector, even of a read-only one (F11).
 * Says which they are.
 */
async function leaveCollectors(
  tx: TableTransaction,
  memberId: Uuid,
  caller: Caller,
  at: Instant,
): Promise<Uuid[]> {
  const collectors = await leaveCollections(tx, memberId);
  const rows = await tx.select(flowsTable, {
    columns: ['id'],
    where: isIn('id', collectors),
    limit: collectors.length,
    includeRowIds: true,
  });
  for (const { rowId } of rows) await tx.update(flowsTable, [rowId], metadataWrite(caller, at));
  return collectors;
}
