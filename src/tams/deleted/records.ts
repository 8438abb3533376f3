import type { TableReader, TableTransaction } from '../../vast/database';
import type { Deletion } from '../../vast/engine';
import { and, eq, gt, le, lt } from '../../vast/predicate';
import type { Row } from '../../vast/table';
import type { Instant, Uuid } from '../model';
import { flowOfTimeline } from '../segments/place';
import { entityDeletionsTable, hiddenStretchesTable, segmentDeletionsTable } from '../tables';
import type { Cut } from '../time/cut';
import { hull, rangeOfCuts, type TimeRange } from '../time/timerange';

/*
 * What is kept of deletions themselves, until the purge: so that whoever asks for what they hid need not walk all deleted rows.
 */

const STRETCH_COLUMNS = ['id', 'timeline', 'at', 'from_cut', 'to_cut'] as const;

/** Where one deletion hid segments of a flow. */
export type HiddenStretch = Pick<Row<typeof hiddenStretchesTable>, (typeof STRETCH_COLUMNS)[number]>;

/** Notes that the deletion hid a flow with all that is its own, a source or both; null is none. */
export function noteEntities(
  tx: TableTransaction,
  { id, at }: Omit<Deletion, 'by'>,
  { flowId, sourceId }: { readonly flowId: Uuid | null; readonly sourceId: Uuid | null },
): Promise<void> {
  return tx.insert(entityDeletionsTable, [{ id, at, flow_id: flowId, source_id: sourceId }]);
}

/** The deletion that hides the flow that had this id last; null when there is none, or none that is not undone. */
export async function latestDeletionOf(
  reader: TableReader,
  flowId: Uuid,
): Promise<{ readonly id: number; readonly at: Instant } | null> {
  return reader.selectOne(entityDeletionsTable, {
    columns: ['id', 'at'],
    where: eq('flow_id', flowId),
    projection: 'by_flow',
    reverse: true,
  });
}

/** The deletion that hid the source of this id last; null when there is none. */
export async function latestDeletionOfSource(reader: TableReader, sourceId: Uuid): Promise<number | null> {
  const noted = await reader.selectOne(entityDeletionsTable, {
    columns: ['id'],
    where: eq('source_id', sourceId),
    projection: 'by_source',
    reverse: true,
  });
  return noted?.id ?? null;
}

/** Notes that the flow is back. The record stays for the rest of what the deletion hid. */
export async function noteFlowIsBack(tx: TableTransaction, deletionId: number): Promise<void> {
  const rows = await tx.select(entityDeletionsTable, {
    columns: [],
    where: eq('id', deletionId),
    limit: 1,
    includeRowIds: true,
  });
  await tx.update(
    entityDeletionsTable,
    rows.map(({ rowId }) => rowId),
    { flow_id: null },
  );
}

/** Notes that the deletion hid segments within `extent`, besides what it may have hidden of the timeline before. */
export async function noteSegments(
  tx: TableTransaction,
  timeline: string,
  { id, at }: Omit<Deletion, 'by'>,
  extent: TimeRange,
): Promise<void> {
  const listed = await tx.selectOne(segmentDeletionsTable, { columns: ['id'], where: eq('id', id) });
  if (!listed) await tx.insert(segmentDeletionsTable, [{ id, at }]);
  const flowId = flowOfTimeline(timeline);
  const [noted] = await tx.select(hiddenStretchesTable, {
    columns: ['from_cut', 'to_cut'],
    where: and(eq('flow_id', flowId), eq('id', id)),
    limit: 1,
    includeRowIds: true,
  });
  const { lo, hi } = noted ? hull([extentOf(noted), extent]) : extent;
  if (noted) await tx.update(hiddenStretchesTable, [noted.rowId], { from_cut: lo, to_cut: hi });
  else
    await tx.insert(hiddenStretchesTable, [{ flow_id: flowId, id, timeline, at, from_cut: lo, to_cut: hi }]);
}

export const extentOf = ({ from_cut, to_cut }: Pick<HiddenStretch, 'from_cut' | 'to_cut'>): TimeRange =>
  rangeOfCuts(from_cut as Cut, to_cut as Cut);

/**
 * The latest deletion up to `through` that hid segments of the flow within the range, or null. The flow's deletions in between
 * that hid others are walked.
 */
export function stretchOf(
  reader: TableReader,
  flowId: Uuid,
  { lo, hi }: TimeRange,
  through: number,
): Promise<HiddenStretch | null> {
  return reader.selectOne(hiddenStretchesTable, {
    columns: STRETCH_COLUMNS,
    where: and(eq('flow_id', flowId), le('id', through), lt('from_cut', hi), gt('to_cut', lo)),
    reverse: true,
  });
}

/** Takes a deletion off the list: all that it hid but segments is purged. */
export function forgetEntities(tx: TableTransaction, deletionId: number): Promise<void> {
  return forget(tx, entityDeletionsTable, deletionId, 'primary');
}

/** Takes a deletion off the lists of those that hid segments: all of them are purged. */
export async function forgetSegments(tx: TableTransaction, deletionId: number): Promise<void> {
  await forget(tx, segmentDeletionsTable, deletionId, 'primary');
  await forget(tx, hiddenStretchesTable, deletionId, 'by_deletion');
}

async function forget(
  tx: TableTransaction,
  list: typeof entityDeletionsTable | typeof segmentDeletionsTable | typeof hiddenStretchesTable,
  deletionId: number,
  projection: string,
): Promise<void> {
  const rows = await tx.select(list as typeof segmentDeletionsTable, {
    columns: [],
    where: eq('id', deletionId),
    projection,
    limit: 1,
    includeRowIds: true,
  });
  await tx.purge(
    list,
    rows.map(({ rowId }) => rowId),
  );
}
