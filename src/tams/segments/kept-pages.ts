import type { StoreContext } from '../context';
import type { Page, PageRequest, PartOfSegment, Segment, SegmentQuery } from '../model';
import { segmentsTable } from '../tables';
import { segmentsOfFlows } from './segment-reads';

/** A page of some properties of segments: not to be changed, for others get it too. */
export type SegmentPage = Page<PartOfSegment<never>>;

/** What a segment takes in memory, about, in characters. */
const SEGMENT = 320;

/** Characters that a page takes. */
export const sizeOfSegments = ({ items }: SegmentPage): number => items.length * SEGMENT;

/** `segmentsOfFlows`, in memory until a segment of its timeline is written. No storage read, or one. */
export async function pagesOfTimelines<K extends keyof Segment = keyof Segment>(
  { db, segmentPages }: Pick<StoreContext, 'db' | 'segmentPages'>,
  timelines: readonly string[],
  query: SegmentQuery,
  page: PageRequest,
  properties?: readonly K[],
): Promise<Page<PartOfSegment<K>>[]> {
  const { timerange, objectId, reverse } = query;
  const { first, after } = page;
  const asked = JSON.stringify([timerange.lo, timerange.hi, objectId, reverse, first, after, properties]);
  return segmentPages.ofEach(
    timelines,
    (timeline) => [`${timeline} ${asked}`, [[segmentsTable, timeline]]],
    (missing) => segmentsOfFlows(db, missing, query, page, properties),
  );
}
