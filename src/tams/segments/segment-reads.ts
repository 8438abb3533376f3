import type { TableReader } from '../../vast/database';
import { and, eq, ge, gt, lt, or, overlaps } from '../../vast/predicate';
import type { Page, PageRequest, PartOfSegment, Segment, SegmentQuery, Uuid } from '../model';
import { textPosition } from '../page-position';
import { segmentsTable } from '../tables';
import { cutAfter, cutBefore } from '../time/cut';
import { ETERNITY, hull, intersect, rangeOfCuts, type TimeRange } from '../time/timerange';
import type { Timestamp } from '../time/timestamp';
import { columnsFor, SEGMENT_COLUMNS, segmentOf, type SegmentRow } from './segment-rows';

/**
 * A page of each flow's segments that overlap the query's timerange, in order of time. One storage read. A flow that is not
 * there has none (TAMS 7.0, listing segments).
 * @param properties read of each segment, besides its place: all when left out
 * @throws TamsError `InvalidPage`
 */
export async function segmentsOfFlows<K extends keyof Segment = keyof Segment>(
  reader: TableReader,
  flowIds: readonly Uuid[],
  query: SegmentQuery,
  page: PageRequest,
  properties?: readonly K[],
): Promise<Page<PartOfSegment<K>>[]> {
  const rows = await reader.selectEach(segmentsTable, 'flow_id', flowIds, {
    columns: properties ? columnsFor(properties) : SEGMENT_COLUMNS,
    ...pageOfEach(query, page),
  });
  return rows.map((found) => pageOf(found, page.first));
}

/** Every segment overlaps all time: to seek where the first that does begins would be for nothing. */
const overlapping = (range: TimeRange) =>
  range.lo === ETERNITY.lo && range.hi === ETERNITY.hi ? and() : overlaps('start_cut', 'end_cut', range);

/** What to read for a page of one timeline. @throws TamsError `InvalidPage` */
export function pageOfTimeline(timeline: string, query: SegmentQuery, page: PageRequest) {
  const { where, ...rest } = pageOfEach(query, page);
  return { ...rest, where: and(eq('flow_id', timeline), where) };
}

function pageOfEach(query: SegmentQuery, page: PageRequest) {
  const [after] = textPosition(page, 1);
  const where = and(
    overlapping(query.timerange),
    // A bound on the start, not `after`: its first column would be the flow, which differs.
    ...(after === undefined ? [] : [query.reverse ? lt('start_cut', after) : gt('start_cut', after)]),
    ...(query.objectId === null ? [] : [eq('object_id', query.objectId)]),
  );
  return {
    where,
    // An object is named by few of a flow's segments, mostly by one, while the timerange is mostly all time: following
    // the object reads those few, following time would read the flow.
    projection: query.objectId === null ? 'primary' : 'by_object',
    reverse: query.reverse,
    limit: page.first + 1,
  };
}

/** The segment of each flow at an instant, or null in a gap. One storage read. */
export async function segmentsAt(
  reader: TableReader,
  flowIds: readonly Uuid[],
  timestamp: Timestamp,
): Promise<(Segment | null)[]> {
  const instant = rangeOfCuts(cutBefore(timestamp), cutAfter(timestamp));
  const rows = await reader.selectEach(segmentsTable, 'flow_id', flowIds, {
    columns: SEGMENT_COLUMNS,
    where: overlaps('start_cut', 'end_cut', instant),
    limit: 1,
  });
  return rows.map(([row]) => (row ? segmentOf(row) : null));
}

/**
 * The extent of each flow's segments, each cut to `within` (T10); empty where none is (T8: its own segments only). Segments
 * of a flow do not overlap, so it lies between the first that overlaps `within` and the last. Two storage reads.
 */
export async function extentsOfFlows(
  reader: TableReader,
  flowIds: readonly Uuid[],
  within: TimeRange,
): Promise<TimeRange[]> {
  const outermost = (reverse: boolean) =>
    reader.selectEach(segmentsTable, 'flow_id', flowIds, {
      columns: SEGMENT_COLUMNS,
      where: overlapping(within),
      reverse,
      limit: 1,
    });
  const firsts = await outermost(false);
  const lasts = await outermost(true);
  return flowIds.map((_, i) => {
    const rows = [...(firsts[i] ?? []), ...(lasts[i] ?? [])];
    return hull(rows.map((row) => intersect(segmentOf(row).timerange, within)));
  });
}

/**
 * A page of the segments that name each object, by flow and then time. One storage read.
 * @throws TamsError `InvalidPage`
 */
export async function segmentsOfObjects(
  reader: TableReader,
  objectIds: readonly string[],
  page: PageRequest,
): Promise<Page<Segment>[]> {
  const [flowId, start] = textPosition(page, 2);
  const rows = await reader.selectEach(segmentsTable, 'object_id', objectIds, {
    columns: SEGMENT_COLUMNS,
    where:
      flowId === undefined || start === undefined
        ? and()
        : and(
            // Implied by the rest, and what the projection can be followed from.
            ge('flow_id', flowId),
            or(gt('flow_id', flowId), gt('start_cut', start)),
          ),
    projection: 'by_object',
    limit: page.first + 1,
  });
  return rows.map((found) => pageOf(found, page.first));
}

function pageOf(rows: readonly SegmentRow[], first: number): Page<Segment> {
  return { items: rows.slice(0, first).map(segmentOf), hasNext: rows.length > first };
}
