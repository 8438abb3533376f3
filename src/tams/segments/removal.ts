import type { TableReader, TableTransaction } from '../../vast/database';
import type { Deletion, RowId } from '../../vast/engine';
import { and, eq, ge, le, lt, type PredicateOver } from '../../vast/predicate';
import { noteSegments } from '../deleted/records';
import { markUnreferenced } from '../objects/references';
import { segmentsTable } from '../tables';
import type { Cut } from '../time/cut';
import { hull, rangeOfCuts, type TimeRange } from '../time/timerange';

/** Rows of one step: bounds what is in memory, not what is deleted. */
const STEP = 1000;

/** Segments that a deletion hid, and the stretches they made up (E3). */
export interface HiddenSegments {
  readonly count: number;
  readonly runs: readonly TimeRange[];
}

/**
 * Whether `timerange` completely covers more than `most` segments of the timeline. One storage read, of at most one row more
 * than that, however many there are.
 */
export async function coversMoreThan(
  reader: TableReader,
  timeline: string,
  timerange: TimeRange,
  most: number,
): Promise<boolean> {
  const rows = await reader.select(segmentsTable, {
    columns: [],
    where: isCovered(timeline, timerange, null),
    limit: most + 1,
  });
  return rows.length > most;
}

/** Whether the deletion hid more than `most` segments of the timeline. One storage read, as above. */
export async function hidesMoreThan(
  reader: TableReader,
  { id, timeline }: { readonly id: number; readonly timeline: string },
  most: number,
): Promise<boolean> {
  const rows = await reader.select(segmentsTable, {
    columns: [],
    where: and(eq('deletion', id), eq('flow_id', timeline)),
    visibility: 'deleted',
    limit: most + 1,
  });
  return rows.length > most;
}

/**
 * Soft-deletes the timeline's segments that `timerange` completely covers and, if given, that name the object (TAMS 7.0,
 * deleting segments); one that reaches out of it stays whole. Objects that lose their last segment start their grace. None
 * is no error. Appends no event.
 */
export async function hideSegments(
  tx: TableTransaction,
  timeline: string,
  timerange: TimeRange,
  objectId: string | null,
  deletion: Deletion,
): Promise<HiddenSegments> {
  let count = 0;
  let hidden: TimeRange[] = [];
  for (;;) {
    const rows = await tx.select(segmentsTable, {
      columns: ['start_cut', 'end_cut', 'object_id'],
      where: isCovered(timeline, timerange, objectId),
      projection: objectId === null ? 'primary' : 'by_object',
      limit: STEP,
      includeRowIds: true,
    });
    if (rows.length === 0) break;
    await tx.delete(segmentsTable, rowIds(rows), deletion);
    await markUnreferenced(tx, distinctObjects(rows), deletion.at);
    count += rows.length;
    hidden.push(...rows.map(({ start_cut, end_cut }) => rangeOfCuts(start_cut as Cut, end_cut as Cut)));
    // All that a timerange covers leaves no survivor in between, so its extent is enough.
    if (objectId === null) hidden = [hull(hidden)];
    if (rows.length < STEP) break;
  }
  if (count > 0) await noteSegments(tx, timeline, deletion, hull(hidden));
  return { count, runs: await withoutSurvivorsBetween(tx, timeline, hidden) };
}

/** Whether a segment is completely covered (4.3): along the starts, only the last one can reach out at the end. */
export function isCovered(
  timeline: string,
  { lo, hi }: TimeRange,
  objectId: string | null,
): PredicateOver<(typeof segmentsTable)['columns']> {
  const covered = [
    eq('flow_id', timeline),
    ge('start_cut', lo),
    lt('start_cut', hi),
    le('end_cut', hi),
  ] as const;
  return objectId === null ? and(...covered) : and(eq('object_id', objectId), ...covered);
}

/**
 * Joins removed ranges, given in order, into runs with no surviving segment in between: what one
 * `segments_deleted` event may claim (E3). One storage read a run.
 */
async function withoutSurvivorsBetween(
  tx: TableTransaction,
  timeline: string,
  removed: readonly TimeRange[],
): Promise<TimeRange[]> {
  const runs: TimeRange[] = [];
  let from = 0;
  while (from < removed.length) {
    const survivor = await tx.selectOne(segmentsTable, {
      columns: ['start_cut'],
      where: and(eq('flow_id', timeline), ge('start_cut', removed[from]!.hi)),
    });
    let to = from + 1;
    while (to < removed.length && !(survivor && survivor.start_cut < removed[to]!.lo)) to += 1;
    runs.push(hull(removed.slice(from, to)));
    from = to;
  }
  return runs;
}

export const rowIds = (rows: readonly { rowId: RowId }[]): RowId[] => rows.map(({ rowId }) => rowId);

export const distinctObjects = (rows: readonly { object_id: string }[]): string[] => [
  ...new Set(rows.map(({ object_id }) => object_id)),
];
