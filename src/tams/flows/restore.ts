import { appendEvents, type EventScope } from '../../events/append';
import type { TableTransaction } from '../../vast/database';
import type { RowId } from '../../vast/engine';
import { and, eq } from '../../vast/predicate';
import { flowsLastSeen } from '../access/last-seen';
import { restoreCollection } from '../collections';
import type { StoreContext } from '../context';
import { latestDeletionOf, noteFlowIsBack, type HiddenStretch } from '../deleted/records';
import { cancelCleanup, deletionsHaveEnded } from '../deletions/cancellation';
import { TamsError } from '../errors';
import { scopeOfFlow } from '../event-scopes';
import type { Caller, Flow, Instant, Uuid } from '../model';
import { restorePlace } from '../segments/place';
import { hidesMoreThan } from '../segments/removal';
import { restoreStretch } from '../segments/restore';
import { RestoreReport } from '../segments/restore-report';
import { behind, restoreStep } from '../segments/restore-step';
import { segmentsAdded } from '../segments/segment-events';
import { SEGMENT_COLUMNS, segmentOf } from '../segments/segment-rows';
import { sourceEvents } from '../sources/events';
import { rejoinSource } from '../sources/lifecycle';
import { flowsTable, segmentsTable } from '../tables';
import { restoreTags, tagsOf } from '../tags';
import { ETERNITY, NEVER } from '../time/timerange';
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
 * All in one transaction, but for the segments of a flow that has very many (more than `deleteAsyncAbove`): those follow in
 * steps, as if they were registered. If that ends early, restoring the flow's segments goes on with it.
 * Events: sources/created, flows/created, flows/segments_added, the last in pieces of at most 1,000 segments.
 * @throws TamsError `NothingToRestore`, also when the retention is over; `RestoreConflict` when a new flow has its id, while
 * a deletion request of the flow is at work, and when the flow is back but some of its very many segments cannot be
 */
export async function restoreFlow(context: StoreContext, caller: Caller, id: Uuid): Promise<Flow> {
  const { timelines, scopes } = context;
  await timelines.ready();
  const { flow, stretch, segmentsFollow } = await scopes.changing((tx) => restoreIn(tx, context, caller, id));
  timelines.unbury(stretch.timeline);
  timelines.place(id, stretch.timeline);
  if (!segmentsFollow) return flow;
  const report = new RestoreReport();
  await restoreStretch(context, id, stretch, ETERNITY, report, Infinity);
  const { restored, unrestored, left, interruption } = report.result(null);
  if (interruption || unrestored > 0)
    throw new TamsError(
      'RestoreConflict',
      `flow ${id} is back with ${restored} of its segments; the others were kept by: ` +
        (interruption?.summary ?? left[0]?.reason ?? 'nothing known'),
    );
  return (await flowsByIds(context.db, [id]))[0] ?? flow;
}

interface RestoredFlow {
  readonly flow: Flow;
  /** What its deletion hid of its timeline. */
  readonly stretch: Pick<HiddenStretch, 'id' | 'at' | 'timeline'>;
  /** They are too many for one transaction. */
  readonly segmentsFollow: boolean;
}

async function restoreIn(
  tx: TableTransaction,
  context: StoreContext,
  caller: Caller,
  id: Uuid,
): Promise<RestoredFlow> {
  const { now, options, sight } = context;
  const at = now();
  if (sight && !(await flowsLastSeen(tx, sight, [id])).has(id)) throw nothingToRestore(id);
  if (await storedFlow(tx, id))
    throw new TamsError(
      'RestoreConflict',
      `a flow ${id} exists; delete it first to go back to the older one, or restore its segments`,
    );
  const { rowId, flow, deletion } = await deletedFlow(tx, id, at - options.softDeleteRetentionMs);
  await deletionsHaveEnded(tx, id);
  await tx.restore(flowsTable, [rowId]);
  await noteFlowIsBack(tx, deletion.id);
  const { timeline } = await restorePlace(tx, id, deletion.id);
  await cancelCleanup(tx, deletion.id);
  await restoreTags(tx, 'flow', id, deletion.id);
  const exist = (ids: readonly Uuid[]) => registeredFlows(tx, ids);
  const { membersLost } = await restoreCollection(tx, id, deletion.id, exist);
  if (membersLost) await touch(tx, id, caller, at);
  const [tags = []] = await tagsOf(tx, 'flow', [id]);
  const sourceBack = await rejoinSource(tx, { ...flow, tags }, caller, at);
  const stretch = { ...deletion, timeline };
  const segmentsFollow = await hidesMoreThan(tx, stretch, options.deleteAsyncAbove);
  if (!segmentsFollow) await restoreAll(tx, context, stretch);
  await appendEvents(tx, at, [
    ...(sourceBack ? await sourceEvents(tx, 'sources/created', flow.sourceId) : []),
    ...(await recordFlows(tx, 'flows/created', [id])),
  ]);
  await appendSegmentEvents(tx, await scopeOfFlow(tx, flow), timeline, at);
  const [restored] = await flowsByIds(tx, [id]);
  if (!restored) throw new Error('A flow just restored is not there');
  return { flow: restored, stretch, segmentsFollow };
}

const nothingToRestore = (id: Uuid) => new TamsError('NothingToRestore', `no flow ${id} was deleted lately`);

/** The row that the latest deletion of this flow hid, and which deletion that was. */
async function deletedFlow(
  tx: TableTransaction,
  id: Uuid,
  earliest: Instant,
): Promise<{ rowId: RowId; flow: Flow; deletion: { id: number; at: Instant } }> {
  const deletion = await latestDeletionOf(tx, id);
  if (!deletion || deletion.at <= earliest) throw nothingToRestore(id);
  const [row] = await tx.select(flowsTable, {
    columns: FLOW_COLUMNS,
    where: and(eq('deletion', deletion.id), eq('id', id)),
    visibility: 'deleted',
    limit: 1,
    includeRowIds: true,
  });
  if (!row) throw new Error('A deletion is noted, but not what it hid');
  return { rowId: row.rowId, flow: flowOfRow(row), deletion };
}

/** Brings back all that the deletion hid of the timeline. @throws TamsError `RestoreConflict` when something keeps one of them. */
async function restoreAll(
  tx: TableTransaction,
  context: StoreContext,
  stretch: RestoredFlow['stretch'],
): Promise<void> {
  for (let rest = ETERNITY; rest !== NEVER;) {
    const step = await restoreStep(tx, context, { ...stretch, lastGone: null }, stretch, rest);
    const kept = step.find(({ obstacle }) => obstacle !== null);
    if (kept)
      throw new TamsError(
        'RestoreConflict',
        kept.obstacle === 'overlapped'
          ? 'other segments have been registered for the same time'
          : 'a media object of the deleted segments is forgotten',
      );
    rest = behind(step, rest);
  }
}

async function touch(tx: TableTransaction, id: Uuid, caller: Caller, at: Instant): Promise<void> {
  const stored = await storedFlow(tx, id);
  if (stored) await tx.update(flowsTable, [stored.rowId], metadataWrite(caller, at));
}

/** Tells of the timeline's live segments: those just restored, and those that a given-up deletion left. */
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
