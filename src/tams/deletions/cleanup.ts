import { appendEvents, nextSequence } from '../../events/append';
import type { TableReader, TableTransaction } from '../../vast/database';
import type { Deletion, RowId } from '../../vast/engine';
import { and, eq } from '../../vast/predicate';
import type { Row } from '../../vast/table';
import type { StoreContext } from '../context';
import { noteSegments } from '../deleted/records';
import { scopeOfFlow } from '../event-scopes';
import { storedFlow } from '../flows/access';
import type { Instant, Uuid } from '../model';
import { markUnreferenced } from '../objects/references';
import { placeOf } from '../segments/place';
import { distinctObjects, isCovered, rowIds } from '../segments/removal';
import { segmentsDeleted } from '../segments/segment-events';
import { deletionRequestsTable, flowsTable, segmentCleanupsTable, segmentsTable } from '../tables';
import type { Cut } from '../time/cut';
import { hull, NEVER, rangeOfCuts, type TimeRange } from '../time/timerange';
import { expiryOf, storedRequest, stateColumns, type RequestState } from './request-rows';

/** Segments of one transaction: others, readers too, wait while it runs. */
export const BATCH = 500;

const CLEANUP_COLUMNS = [
  'position',
  'barrier',
  'request_id',
  'flow_id',
  'source_id',
  'timeline',
  'buries',
  'from_cut',
  'to_cut',
  'at',
  'by',
  'scope',
] as const;

/** What is left to do of one deletion request. */
export type Cleanup = Pick<Row<typeof segmentCleanupsTable>, (typeof CLEANUP_COLUMNS)[number]>;

/** The oldest that is not given up, or null. */
export function nextCleanup(reader: TableReader): Promise<Cleanup | null> {
  return reader.selectOne(segmentCleanupsTable, {
    columns: CLEANUP_COLUMNS,
    where: eq('given_up', false),
  });
}

/** Says that the work has begun (DL5). */
export async function startCleanup({ db, now }: StoreContext, cleanup: Cleanup): Promise<void> {
  await db.transaction((tx) =>
    recordState(tx, cleanup.request_id, {
      status: 'started',
      timerangeRemaining: remainingOf(cleanup),
      updated: now(),
      expiry: null,
      error: null,
    }),
  );
}

/**
 * Removes the next segments that the deletion concerns, in order of time: rows, object references (12.3), events (E3) and the
 * request's progress in one transaction. Nothing is lost, nor done twice, when the process ends in between.
 * @returns whether that was the rest
 */
export async function cleanUpBatch(context: StoreContext, current: Cleanup): Promise<boolean> {
  const at = context.now();
  await context.timelines.ready();
  const done = await context.db.transaction(async (tx) => {
    const stored = await storedCleanup(tx, current);
    if (!stored) return null;
    const { rowId, ...cleanup } = stored;
    const { remaining, removed } = await hideNext(tx, cleanup, at);
    await recordRemoval(tx, cleanup, removed, at);
    if (remaining === NEVER) await tx.purge(segmentCleanupsTable, [rowId]);
    else await tx.update(segmentCleanupsTable, [rowId], { from_cut: remaining.lo });
    await recordState(tx, cleanup.request_id, {
      status: remaining === NEVER ? 'done' : 'started',
      timerangeRemaining: remaining,
      updated: at,
      expiry: remaining === NEVER ? expiryOf(at) : null,
      error: null,
    });
    return remaining === NEVER ? cleanup : false;
  });
  if (done && done.buries) context.timelines.unbury(done.timeline);
  return done !== false;
}

/** Ends the request in an error (DL5). A buried timeline stays out of sight until it is cleaned up all the same. */
export async function giveUp(
  { db, now }: StoreContext,
  current: Cleanup,
  { type, summary }: { readonly type: string; readonly summary: string },
): Promise<void> {
  const at = now();
  await db.transaction(async (tx) => {
    const stored = await storedCleanup(tx, current);
    if (!stored) return;
    if (stored.buries) await tx.update(segmentCleanupsTable, [stored.rowId], { given_up: true });
    else await tx.purge(segmentCleanupsTable, [stored.rowId]);
    await recordState(tx, stored.request_id, {
      status: 'error',
      timerangeRemaining: remainingOf(stored),
      updated: at,
      expiry: expiryOf(at),
      error: { type, summary, time: at },
    });
  });
}

const remainingOf = ({ from_cut, to_cut }: Cleanup): TimeRange => rangeOfCuts(from_cut as Cut, to_cut as Cut);

async function storedCleanup(
  tx: TableTransaction,
  { position, request_id }: Cleanup,
): Promise<(Cleanup & { rowId: RowId }) | null> {
  const [row] = await tx.select(segmentCleanupsTable, {
    columns: CLEANUP_COLUMNS,
    where: and(eq('position', position), eq('request_id', request_id)),
    limit: 1,
    includeRowIds: true,
  });
  return row ?? null;
}

/** Hides the next batch and says in which runs it lay, with no segment in between that stayed (E3), and what is left. */
async function hideNext(
  tx: TableTransaction,
  cleanup: Cleanup,
  at: Instant,
): Promise<{ remaining: TimeRange; removed: TimeRange[] }> {
  const range = remainingOf(cleanup);
  const rows = await tx.select(segmentsTable, {
    columns: ['start_cut', 'end_cut', 'object_id', 'deletion_barrier'],
    where: isCovered(cleanup.timeline, range, null),
    limit: BATCH,
    includeRowIds: true,
  });
  const concerned = rows.filter((row) => isConcerned(cleanup, row));
  const removed = runsOf(rows, (row) => isConcerned(cleanup, row));
  if (concerned.length > 0) {
    const deletion = await deletionOf(tx, cleanup, at);
    await tx.delete(segmentsTable, rowIds(concerned), deletion);
    await noteSegments(tx, cleanup.timeline, deletion, hull(removed));
    await markUnreferenced(tx, distinctObjects(concerned), at);
  }
  const last = rows.length < BATCH ? undefined : rows.at(-1);
  return {
    remaining: last ? rangeOfCuts(last.end_cut as Cut, range.hi) : NEVER,
    removed,
  };
}

/** A deletion concerns what was registered before it was accepted (DL3). */
function isConcerned(
  { barrier }: Cleanup,
  { deletion_barrier }: { readonly deletion_barrier: number | null },
): boolean {
  return deletion_barrier === null || deletion_barrier < barrier;
}

/** A flow's segments join its deletion, so that they can be restored with it; other batches are deletions of their own. */
async function deletionOf(
  tx: TableTransaction,
  { barrier, buries, at: accepted, by }: Cleanup,
  at: Instant,
): Promise<Deletion> {
  return buries ? { id: barrier, at: accepted, by } : { id: await nextSequence(tx), at, by };
}

/** The extents of the stretches of rows that pass, given in order of time. */
function runsOf<R extends { readonly start_cut: string; readonly end_cut: string }>(
  rows: readonly R[],
  passes: (row: R) => boolean,
): TimeRange[] {
  const runs: TimeRange[] = [];
  let run: TimeRange = NEVER;
  for (const row of rows) {
    if (passes(row)) run = hull([run, rangeOfCuts(row.start_cut as Cut, row.end_cut as Cut)]);
    else {
      runs.push(run);
      run = NEVER;
    }
  }
  return [...runs, run].filter((found) => found !== NEVER);
}

/** What others see of removed segments: their events and, where the flow is still the same, when its segments changed. */
async function recordRemoval(
  tx: TableTransaction,
  { flow_id, source_id, timeline, buries, scope }: Cleanup,
  removed: readonly TimeRange[],
  at: Instant,
): Promise<void> {
  if (removed.length === 0) return;
  const stored = buries ? null : await storedFlow(tx, flow_id);
  const same = stored !== null && (await placeOf(tx, stored)).timeline === timeline;
  if (same) await tx.update(flowsTable, [stored.rowId], { segments_updated: at });
  const unknown = {
    flowId: flow_id,
    sourceId: source_id,
    format: null,
    flowCollectedBy: [],
    sourceCollectedBy: [],
  };
  const scopeNow = same ? await scopeOfFlow(tx, stored.flow) : (scope ?? unknown);
  await appendEvents(
    tx,
    at,
    removed.map((run) => segmentsDeleted(scopeNow, flow_id, run)),
  );
}

async function recordState(tx: TableTransaction, requestId: Uuid, state: RequestState): Promise<void> {
  const rowId = await storedRequest(tx, requestId);
  if (rowId) await tx.update(deletionRequestsTable, [rowId], stateColumns(state));
}
