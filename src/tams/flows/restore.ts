import { appendEvents, type EventScope } from '../../events/append';
import type { TableTransaction } from '../../vast/database';
import type { RowId } from '../../vast/engine';
import { and, eq, ge } from '../../vast/predicate';
import { restoreCollection } from '../collections';
import type { StoreContext } from '../context';
import { TamsError } from '../errors';
import { scopeOfFlow } from '../event-scopes';
import type { Caller, Flow, Instant, Uuid } from '../model';
import { cancelCleanup, deletionsHaveEnded } from '../deletions/cancellation';
import { restorePlace } from '../segments/place';
import { restoreSegments } from '../segments/removal';
import { segmentsAdded } from '../segments/segment-events';
import { SEGMENT_COLUMNS, segmentOf } from '../segments/segment-rows';
import { sourceEvents } from '../sources/events';
import { rejoinSource } from '../sources/lifecycle';
import { flowsTable, segmentsTable } from '../tables';
import { restoreTags, tagsOf } from '../tags';
import { storedFlow } from './access';
import { recordFlows } from './events';
import { metadataWrite } from './metadata';
import { FLOW_COLUMNS, flowOfRow, flowsByIds } from './read';
import { registeredFlows } from './rules/collection';

/** Segments of one segments_added event of a restored flow: bounds the event, and the memory that writing it takes. */
const SEGMENTS_PER_EVENT = 1000;

/**
 * Undoes the latest deletion of the flow (not in TAMS 7.0): the flow with its tags, the members of its own collection that
 * still exist, its segments and, if it is gone, its source come back as they were. Its place in the collections of other
 * flows does not. If members are lost its metadata differs, so that is a metadata write (M4); else it keeps its version.
 * Events: sources/created, flows/created, flows/segments_added, the last in pieces of 1,000 segments.
 * @throws TamsError `NothingToRestore`, also when the retention is over; `RestoreConflict` when a new flow has its id,
 * and while a deletion request of the flow is at work
 */
export async function restoreFlow(
  { now, options, timelines, scopes }: StoreContext,
  caller: Caller,
  id: Uuid,
): Promise<Flow> {
  await timelines.ready();
  const { restored, timeline } = await scopes.changing(async (tx) => {
    const at = now();
    if (await storedFlow(tx, id))
      throw new TamsError(
        'RestoreConflict',
        `a flow ${id} exists; delete it first to go back to the older one`,
      );
    const { rowId, flow, deletion } = await deletedFlow(tx, id, at - options.softDeleteRetentionMs);
    await deletionsHaveEnded(tx, id);
    await tx.restore(flowsTable, [rowId]);
    const { timeline } = await restorePlace(tx, id, deletion);
    await cancelCleanup(tx, deletion);
    await restoreTags(tx, 'flow', id, deletion);
    const exist = (ids: readonly Uuid[]) => registeredFlows(tx, ids);
    const { membersLost } = await restoreCollection(tx, id, deletion, exist);
    if (membersLost) await touch(tx, id, caller, at);
    const [tags = []] = await tagsOf(tx, 'flow', [id]);
    const sourceBack = await rejoinSource(tx, { ...flow, tags }, caller, at);
    await restoreSegments(tx, timeline, deletion);
    await appendEvents(tx, at, [
      ...(sourceBack ? await sourceEvents(tx, 'sources/created', flow.sourceId) : []),
      ...(await recordFlows(tx, 'flows/created', [id])),
    ]);
    await appendSegmentEvents(tx, await scopeOfFlow(tx, flow), timeline, at);
    const [restored] = await flowsByIds(tx, [id]);
    if (!restored) throw new Error('A flow just restored is not there');
    return { restored, timeline };
  });
  timelines.unbury(timeline);
  timelines.place(id, timeline);
  return restored;
}

/** The row that the latest deletion of this flow hid, and which deletion that was. */
async function deletedFlow(
  tx: TableTransaction,
  id: Uuid,
  earliest: Instant,
): Promise<{ rowId: RowId; flow: Flow; deletion: number }> {
  const [row] = await tx.select(flowsTable, {
    columns: [...FLOW_COLUMNS, 'deletion'],
    where: and(eq('id', id), ge('deleted_at', earliest)),
    visibility: 'deleted',
    reverse: true,
    limit: 1,
    includeRowIds: true,
  });
  const deletion = row?.deletion ?? null;
  if (!row || deletion === null) throw new TamsError('NothingToRestore', `no flow ${id} was deleted lately`);
  return { rowId: row.rowId, flow: flowOfRow(row), deletion };
}

async function touch(tx: TableTransaction, id: Uuid, caller: Caller, at: Instant): Promise<void> {
  const stored = await storedFlow(tx, id);
  if (stored) await tx.update(flowsTable, [stored.rowId], metadataWrite(caller, at));
}

async function appendSegmentEvents(
  tx: TableTransaction,
  scope: EventScope & { readonly flowId: Uuid },
  timeline: string,
  at: Instant,
): Promise<void> {
  let after: readonly [string, string] | null = null;
  for (;;) {
    const rows: Awaited<ReturnType<typeof segmentRows>> = await segmentRows(tx, timeline, after);
    const last = rows.at(-1);
    if (!last) return;
    await appendEvents(tx, at, [segmentsAdded(scope, scope.flowId, rows.map(segmentOf))]);
    after = [timeline, last.start_cut];
  }
}

function segmentRows(tx: TableTransaction, timeline: string, after: readonly [string, string] | null) {
  return tx.select(segmentsTable, {
    columns: SEGMENT_COLUMNS,
    where: eq('flow_id', timeline),
    after,
    limit: SEGMENTS_PER_EVENT,
  });
}
