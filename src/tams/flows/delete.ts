import { appendEvents, nextSequence } from '../../events/event-log';
import type { TableTransaction } from '../../vast/database';
import { isIn } from '../../vast/predicate';
import { hideCollection, leaveCollections } from '../collections';
import type { StoreContext } from '../context';
import type { Caller, DeletionOutcome, Instant, Uuid } from '../model';
import { hideSegments } from '../segments/removal';
import { segmentsDeleted } from '../segments/segment-events';
import { sourceDeleted } from '../sources/events';
import { leaveSource } from '../sources/lifecycle';
import { flowsTable } from '../tables';
import { hideTags } from '../tags';
import { ETERNITY } from '../time/timerange';
import { writableFlow } from './access';
import { flowDeleted, flowEvents } from './events';
import { metadataWrite } from './metadata';

/**
 * Deletes the flow with its segments, and its source if this was the last flow of it; the members of its collection stay
 * (TAMS 7.0, DELETE flow; SEMANTICS 16). Everything can be restored for the time of the retention. Done when it resolves (DL1).
 * Events: segments_deleted, flows/deleted, sources/deleted (16.4), then flows/updated of those that collected it (F11).
 * @throws TamsError `FlowNotFound`, `FlowReadOnly` (RO3)
 */
export async function deleteFlow(
  { db, now }: StoreContext,
  caller: Caller,
  id: Uuid,
): Promise<DeletionOutcome> {
  return db.transaction(async (tx) => {
    const at = now();
    const { rowId, flow } = await writableFlow(tx, id);
    const deletion = { id: await nextSequence(tx), at, by: caller.principal };
    const segments = await hideSegments(tx, id, ETERNITY, null, deletion);
    await hideTags(tx, 'flow', id, deletion);
    await hideCollection(tx, id, deletion);
    await tx.delete(flowsTable, [rowId], deletion);
    const sourceLeft = await leaveSource(tx, flow.sourceId, deletion);
    const collectors = await leaveCollectors(tx, id, caller, at);
    await appendEvents(tx, at, [
      ...segments.runs.map((run) => segmentsDeleted(flow, run)),
      flowDeleted(flow),
      ...(sourceLeft ? [sourceDeleted(flow.sourceId)] : []),
      ...(await flowEvents(tx, 'flows/updated', collectors)),
    ]);
    return { segmentsDeleted: segments.count, flowDeleted: true, request: null };
  });
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
