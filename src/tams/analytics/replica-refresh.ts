import type { DuckSession } from '../../vast/analytics/session';
import { sql } from '../../vast/analytics/sql';
import type { TableReader, VastDatabase } from '../../vast/database';
import { and, eq, ge, isIn, lt } from '../../vast/predicate';
import type { Row } from '../../vast/table';
import type { Uuid } from '../model';
import { objectsById } from '../objects/object-rows';
import { NOWHERE, Timelines } from '../segments/timelines';
import { flowsTable, segmentsTable } from '../tables';
import { ETERNITY, hull, type TimeRange } from '../time/timerange';
import {
  FLOW_TYPES,
  placeOfCut,
  READ_OF_FLOW,
  READ_OF_SEGMENT,
  SEGMENT_TYPES,
  SegmentColumns,
} from './replica-tables';
import type { Touched } from './touched';

/** Segments of one read: what is in memory, and how long others wait. */
const PAGE = 4_096;

type FlowRow = Pick<Row<typeof flowsTable>, (typeof READ_OF_FLOW)[number]>;
type SegmentRow = Pick<Row<typeof segmentsTable>, (typeof READ_OF_SEGMENT)[number]>;

/** A stretch of a flow's timeline that is read anew. */
interface Stretch {
  readonly flowNo: number;
  readonly timeline: string;
  readonly range: TimeRange;
  /** Its segments, where they have been read already. */
  readonly rows: readonly SegmentRow[] | null;
}

/**
 * Makes the replica, in the session's transaction, what the system of record is now wherever `touched` says that they may differ.
 * Events tell where, never what: so it does not matter how often a place is refreshed, nor that something newer may be read
 * than the events tell of; its own event comes later, and leads here again.
 */
export async function refresh(db: VastDatabase, session: DuckSession, touched: Touched): Promise<void> {
  const ids = [...touched.flows];
  const flows = await db.select(flowsTable, {
    columns: READ_OF_FLOW,
    where: isIn('id', ids),
    limit: ids.length,
  });
  const { numbers, stale } = await refreshFlows(session, ids, flows, touched.whole);
  // As stored, not as kept in memory: what a commit changes is kept in memory a moment later.
  const timelines = new Timelines(db);
  const present = [...numbers.keys()];
  const places = await timelines.of(present);
  const stretches: Stretch[] = [];
  for (const [i, id] of present.entries()) {
    const of = { flowNo: numbers.get(id)!, timeline: places[i]! };
    if (stale.has(id)) stretches.push({ ...of, range: ETERNITY, rows: null });
    else stretches.push(...(await stretchesOf(db, of, touched.ranges.get(id) ?? [])));
  }
  await removeStretches(session, stretches);
  for (const stretch of stretches) await fillStretch(db, session, stretch);
}

/**
 * Puts the flows in as they are. Those that are gone go with their segments.
 * @returns the numbers of those that are there, and which of them have none of their segments yet
 */
async function refreshFlows(
  session: DuckSession,
  ids: readonly Uuid[],
  flows: readonly FlowRow[],
  whole: ReadonlySet<Uuid>,
): Promise<{ numbers: Map<Uuid, number>; stale: Set<Uuid> }> {
  const known = await session.rows<{ id: Uuid; flow_no: number }>(
    sql('SELECT id, flow_no FROM flows WHERE id IN (SELECT unnest(?))', [ids]),
  );
  const knownNumbers = new Map(known.map(({ id, flow_no }) => [id, flow_no]));
  const present = new Set(flows.map(({ id }) => id));
  const emptied = known.filter(({ id }) => whole.has(id) || !present.has(id)).map(({ flow_no }) => flow_no);
  if (emptied.length > 0)
    await session.run(sql(`DELETE FROM segments WHERE flow_no IN (${emptied.join(', ')})`));
  await session.run(sql('DELETE FROM flows WHERE id IN (SELECT unnest(?))', [ids]));
  const [last] = await session.rows<{ flow_no: number | null }>(
    sql('SELECT max(flow_no) AS flow_no FROM flows'),
  );
  let next = Math.max(last?.flow_no ?? 0, ...knownNumbers.values()) + 1;
  const numbers = new Map(flows.map(({ id }) => [id, knownNumbers.get(id) ?? next++]));
  await session.append('flows', FLOW_TYPES, [
    [...numbers.values()],
    ...READ_OF_FLOW.map((name) => flows.map((flow) => flow[name])),
  ]);
  return { numbers, stale: new Set([...present].filter((id) => whole.has(id) || !knownNumbers.has(id))) };
}

/**
 * What to read anew for these ranges: mostly segments follow each other, so all are read at once, with what lies in between; only
 * where that is more than they can hold, each half by itself.
 */
async function stretchesOf(
  db: TableReader,
  of: Pick<Stretch, 'flowNo' | 'timeline'>,
  ranges: readonly TimeRange[],
): Promise<Stretch[]> {
  if (ranges.length === 0) return [];
  const range = hull(ranges);
  if (of.timeline === NOWHERE) return [{ ...of, range, rows: [] }];
  const rows = await segmentsIn(db, of.timeline, range, null);
  if (rows.length < PAGE) return [{ ...of, range, rows }];
  if (ranges.length === 1) return [{ ...of, range, rows: null }];
  const middle = ranges.length >> 1;
  return [
    ...(await stretchesOf(db, of, ranges.slice(0, middle))),
    ...(await stretchesOf(db, of, ranges.slice(middle))),
  ];
}

function segmentsIn(
  db: TableReader,
  timeline: string,
  { lo, hi }: TimeRange,
  after: readonly [string, string] | null,
): Promise<SegmentRow[]> {
  return db.select(segmentsTable, {
    columns: READ_OF_SEGMENT,
    where: and(eq('flow_id', timeline), ge('start_cut', lo), lt('start_cut', hi)),
    after,
    limit: PAGE,
  });
}

/** Removes the segments that begin in the stretches. The bounds of all of them let DuckDB pass over most of its blocks. */
async function removeStretches(session: DuckSession, stretches: readonly Stretch[]): Promise<void> {
  if (stretches.length === 0) return;
  const places = stretches.map(({ range }) => [...placeOfCut(range.lo), ...placeOfCut(range.hi)] as const);
  await session.run(
    sql(
      'CREATE OR REPLACE TEMP TABLE stretches (flow_no INTEGER, lo_s BIGINT, lo_rest INTEGER, hi_s BIGINT, hi_rest INTEGER)',
    ),
  );
  await session.append(
    'stretches',
    ['INTEGER', 'BIGINT', 'INTEGER', 'BIGINT', 'INTEGER'],
    [
      stretches.map(({ flowNo }) => flowNo),
      ...[0, 1, 2, 3].map((column) => places.map((place) => place[column]!)),
    ],
  );
  const numbers = stretches.map(({ flowNo }) => flowNo);
  await session.run(
    sql(
      `DELETE FROM segments USING stretches WHERE segments.flow_no = stretches.flow_no
         AND (start_s > lo_s OR (start_s = lo_s AND start_rest >= lo_rest))
         AND (start_s < hi_s OR (start_s = hi_s AND start_rest < hi_rest))
         AND segments.flow_no BETWEEN ?::INTEGER AND ?::INTEGER AND start_s BETWEEN ?::BIGINT AND ?::BIGINT`,
      [
        numbers.reduce((a, b) => Math.min(a, b)),
        numbers.reduce((a, b) => Math.max(a, b)),
        places.reduce((low, [seconds]) => Math.min(low, seconds), Infinity),
        places.reduce((high, [, , seconds]) => Math.max(high, seconds), -Infinity),
      ],
    ),
  );
}

async function fillStretch(
  db: VastDatabase,
  session: DuckSession,
  { flowNo, timeline, range, rows }: Stretch,
): Promise<void> {
  if (rows) return appendSegments(db, session, flowNo, rows);
  if (timeline === NOWHERE) return;
  let after: readonly [string, string] | null = null;
  for (;;) {
    const page: SegmentRow[] = await segmentsIn(db, timeline, range, after);
    await appendSegments(db, session, flowNo, page);
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = [timeline, last.start_cut];
  }
}

async function appendSegments(
  db: VastDatabase,
  session: DuckSession,
  flowNo: number,
  rows: readonly SegmentRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const objects = await objectsById(db, [...new Set(rows.map(({ object_id }) => object_id))]);
  const columns = new SegmentColumns(2);
  for (const row of rows) {
    const object = objects.get(row.object_id);
    columns.add(flowNo, (index) => row[READ_OF_SEGMENT[index]!], [
      object?.storage_id ?? null,
      object?.size ?? null,
    ]);
  }
  await session.append('segments', SEGMENT_TYPES, columns.columns);
}
