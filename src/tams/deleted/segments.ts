import { and, eq } from '../../vast/predicate';
import type { StoreContext } from '../context';
import { deletionAtWork } from '../deletions/cancellation';
import { TamsError } from '../errors';
import type { Instant, Page, PageRequest, Segment, Uuid } from '../model';
import { ofItsFlow } from '../segments/place';
import { isCovered } from '../segments/removal';
import { SEGMENT_COLUMNS, segmentOf } from '../segments/segment-rows';
import { flowsTable, segmentsTable } from '../tables';
import type { Cut } from '../time/cut';
import { rangeOfCuts, type TimeRange } from '../time/timerange';
import { obstaclesOf, type SegmentObstacle } from './obstacles';
import { latestDeletionOf, stretchOf, type HiddenStretch } from './records';

/** A segment that was deleted and is not purged yet. */
export interface DeletedSegment {
  readonly segment: Segment;
  /** The number of its deletion: later ones have larger numbers. */
  readonly deletion: number;
  readonly deletedAt: Instant;
  readonly deletedBy: string;
  /** From then on it is purged, and cannot be restored. */
  readonly purgeAt: Instant;
  /** What keeps it from being restored by itself; null is nothing. */
  readonly obstacle: SegmentObstacle | 'flow_gone' | 'flow_read_only' | 'deletion_at_work' | null;
}

/** The place of a deleted segment in the list of its flow's. */
export const deletedSegmentPosition = ({ deletion, segment }: DeletedSegment): [number, string] => [
  deletion,
  segment.timerange.hi,
];

/**
 * A page of the deleted segments that went from this flow, or from earlier ones of its id, and that the range completely
 * covers: what restoring that range looks at. The latest deletion first, each in order of time; positions are
 * `deletedSegmentPosition`. Two storage reads for each deletion that the page meets, and few for what keeps its segments.
 * @throws TamsError `InvalidPage`
 */
export async function deletedSegments(
  context: StoreContext,
  flowId: Uuid,
  timerange: TimeRange,
  page: PageRequest,
): Promise<Page<DeletedSegment>> {
  const found: { stretch: HiddenStretch; rows: Awaited<ReturnType<typeof rowsOf>> }[] = [];
  let [through, from] = positionOf(page);
  let missing = page.first + 1;
  while (missing > 0) {
    const stretch = await stretchOf(context.db, flowId, timerange, through);
    if (!stretch) break;
    const start = stretch.id === through ? (from ?? timerange.lo) : timerange.lo;
    const rows = await rowsOf(context, stretch, rangeOfCuts(start as Cut, timerange.hi), missing);
    found.push({ stretch, rows });
    missing -= rows.length;
    through = stretch.id - 1;
    from = null;
  }
  const flow = await flowNow(context, flowId);
  const items: DeletedSegment[] = [];
  for (const { stretch, rows } of found) items.push(...(await shown(context, flow, stretch, rows)));
  return { items: items.slice(0, page.first), hasNext: missing === 0 };
}

function rowsOf({ db }: StoreContext, { id, timeline }: HiddenStretch, range: TimeRange, limit: number) {
  return db.select(segmentsTable, {
    columns: [...SEGMENT_COLUMNS, 'deleted_at', 'deleted_by'],
    where: and(eq('deletion', id), isCovered(timeline, range, null)),
    visibility: 'deleted',
    limit,
  });
}

type FlowNow = Awaited<ReturnType<typeof flowNow>>;

/** What of the flow decides about its deleted segments. */
async function flowNow({ db, timelines }: StoreContext, flowId: Uuid) {
  const [timeline = flowId] = await timelines.of([flowId]);
  const live = await db.selectOne(flowsTable, { columns: ['read_only'], where: eq('id', flowId) });
  const lastGone = (await latestDeletionOf(db, flowId))?.id ?? null;
  const atWork = await deletionAtWork(db, flowId);
  const obstacle =
    live === null ? 'flow_gone' : live.read_only ? 'flow_read_only' : atWork ? 'deletion_at_work' : null;
  return { timeline, lastGone, obstacle } as const;
}

async function shown(
  context: StoreContext,
  flow: FlowNow,
  stretch: HiddenStretch,
  rows: Awaited<ReturnType<typeof rowsOf>>,
): Promise<DeletedSegment[]> {
  const obstacles = await obstaclesOf(context.db, context, flow, stretch, rows);
  return rows.map((row, i) => {
    const deletedAt = row.deleted_at ?? stretch.at;
    return {
      segment: ofItsFlow(segmentOf(row)),
      deletion: stretch.id,
      deletedAt,
      deletedBy: row.deleted_by ?? '',
      purgeAt: deletedAt + context.options.softDeleteRetentionMs,
      // What is lost for good is said first, then what would have to be done first.
      obstacle:
        obstacles[i] === 'retention_over' ? 'retention_over' : (flow.obstacle ?? obstacles[i] ?? null),
    };
  });
}

function positionOf({ after }: PageRequest): [number, string | null] {
  if (after === null) return [Number.MAX_SAFE_INTEGER, null];
  const [deletion, cut, ...more] = after;
  if (typeof deletion !== 'number' || typeof cut !== 'string' || more.length > 0)
    throw new TamsError('InvalidPage', 'its position belongs to another listing');
  return [deletion, cut];
}
