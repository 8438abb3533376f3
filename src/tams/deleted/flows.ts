import { eq, isIn, isNotNull } from '../../vast/predicate';
import type { StoreContext } from '../context';
import { TamsError } from '../errors';
import { FLOW_COLUMNS, flowOfRow } from '../flows/read';
import type { Flow, Instant, Page, PageRequest } from '../model';
import { sourcesByIds } from '../sources/read';
import { entityDeletionsTable, flowsTable, hiddenStretchesTable, segmentCleanupsTable } from '../tables';
import { NEVER, type TimeRange } from '../time/timerange';
import { extentOf } from './records';

/** What keeps a deleted flow from coming back. */
export type FlowObstacle =
  'retention_over' | 'flow_exists' | 'deleted_again' | 'deletion_at_work' | 'source_format';

/** A flow that was deleted and is not purged yet. */
export interface DeletedFlow {
  /** As it was. */
  readonly flow: Flow;
  /** The number of its deletion: later ones have larger numbers. */
  readonly deletion: number;
  /** From the first to the last of the segments that went with it; `NEVER` without any. */
  readonly timerange: TimeRange;
  readonly deletedAt: Instant;
  readonly deletedBy: string;
  /** From then on it is purged, and cannot be restored. */
  readonly purgeAt: Instant;
  readonly obstacle: FlowObstacle | null;
}

/** The place of a deleted flow in the list. */
export const deletedFlowPosition = ({ deletion }: DeletedFlow): [number] => [deletion];

/**
 * A page of the deleted flows, the last one first; one that was made anew and deleted again is there twice. Positions are
 * `deletedFlowPosition`. Seven storage reads.
 * @throws TamsError `InvalidPage`
 */
export async function deletedFlows(context: StoreContext, page: PageRequest): Promise<Page<DeletedFlow>> {
  const { db, options } = context;
  const noted = await db.select(entityDeletionsTable, {
    columns: ['id'],
    where: isNotNull('flow_id'),
    reverse: true,
    after: positionOf(page),
    limit: page.first + 1,
  });
  const deletions = noted.slice(0, page.first).map(({ id }) => id);
  const groups = await db.selectEach(flowsTable, 'deletion', deletions, {
    columns: [...FLOW_COLUMNS, 'deletion', 'deleted_at', 'deleted_by'],
    visibility: 'deleted',
    limit: 1,
  });
  // A purge may have taken it since its deletion was read.
  const rows = groups.flat();
  const stretches = await db.selectEach(
    hiddenStretchesTable,
    'id',
    rows.map(({ deletion }) => deletion ?? 0),
    { columns: ['from_cut', 'to_cut'], projection: 'by_deletion', limit: 1 },
  );
  const deleted = rows.map((row, i) => {
    const deletedAt = row.deleted_at ?? 0;
    const [stretch] = stretches[i] ?? [];
    return {
      flow: flowOfRow(row),
      deletion: row.deletion ?? 0,
      timerange: stretch ? extentOf(stretch) : NEVER,
      deletedAt,
      deletedBy: row.deleted_by ?? '',
      purgeAt: deletedAt + options.softDeleteRetentionMs,
    };
  });
  const obstacles = await obstaclesOfFlows(context, deleted);
  const items = deleted.map((flow, i) => ({ ...flow, obstacle: obstacles[i] ?? null }));
  return { items, hasNext: noted.length > page.first };
}

/** What keeps each of them, in their order. Four storage reads. */
async function obstaclesOfFlows(
  { db, now }: StoreContext,
  deleted: readonly Omit<DeletedFlow, 'obstacle'>[],
): Promise<(FlowObstacle | null)[]> {
  const ids = deleted.map(({ flow }) => flow.id);
  const at = now();
  const rows = await db.select(flowsTable, { columns: ['id'], where: isIn('id', ids), limit: ids.length });
  const live = new Set(rows.map(({ id }) => id));
  const latest = await db.selectEach(entityDeletionsTable, 'flow_id', ids, {
    columns: ['id'],
    projection: 'by_flow',
    reverse: true,
    limit: 1,
  });
  const atWork = await db.selectEach(segmentCleanupsTable, 'flow_id', ids, {
    columns: ['position'],
    where: eq('given_up', false),
    projection: 'by_flow',
    limit: 1,
  });
  const sources = await sourcesByIds(
    db,
    deleted.map(({ flow }) => flow.sourceId),
  );
  return deleted.map(({ flow, deletion, purgeAt }, i) => {
    if (purgeAt <= at) return 'retention_over';
    if (live.has(flow.id)) return 'flow_exists';
    if (latest[i]?.[0]?.id !== deletion) return 'deleted_again';
    if (atWork[i]?.length) return 'deletion_at_work';
    return sources[i] && sources[i].format !== flow.format ? 'source_format' : null;
  });
}

function positionOf({ after }: PageRequest): readonly [number] | null {
  if (after === null) return null;
  const [deletion, ...more] = after;
  if (typeof deletion !== 'number' || more.length > 0)
    throw new TamsError('InvalidPage', 'its position belongs to another listing');
  return [deletion];
}
