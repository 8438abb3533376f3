import type { TableReader } from '../../vast/database';
import { segmentDocument } from '../documents';
import type { JsonObject, PageRequest, Segment, SegmentQuery } from '../model';
import { segmentsTable } from '../tables';
import { parseTimeRange, type TimeRange } from '../time/timerange';
import { pageOfTimeline, segmentsOfFlows } from './segment-reads';

/*
 * Segments as documents that were written when they were registered. A surface that shows TAMS' own documents passes them on
 * as they are, which costs a fraction of reading the rows and writing the same text anew.
 */

/** A segment's document, and the number of its set of uncontrolled URLs, which is for us alone and comes last. */
export function keptDocument(segment: Segment): JsonObject {
  const document = segmentDocument(segment);
  return segment.urlSet === null ? document : { ...document, url_set: segment.urlSet };
}

/** A segment of a listing. */
export class ListedSegment {
  private parsed: { readonly object_id: string; readonly timerange: string } | null = null;

  private constructor(
    /** Its document as JSON text, without `get_urls`. */
    readonly json: string,
    /** Which of the object's sets of uncontrolled URLs it has: null for none. */
    readonly urlSet: number | null,
  ) {}

  /** @param text a kept document */
  static of(text: string): ListedSegment {
    // Within a text's own strings the quotes of this would be escaped.
    const at = text.lastIndexOf(URL_SET);
    if (at < 0) return new ListedSegment(text, null);
    return new ListedSegment(`${text.slice(0, at)}}`, Number(text.slice(at + URL_SET.length, -1)));
  }

  get objectId(): string {
    return this.read.object_id;
  }

  get timerange(): TimeRange {
    return parseTimeRange(this.read.timerange);
  }

  private get read() {
    return (this.parsed ??= JSON.parse(this.json) as { object_id: string; timerange: string });
  }
}

const URL_SET = ',"url_set":';

/**
 * A page of the segments of a timeline, as documents, in order of time. One storage read.
 * @throws TamsError `InvalidPage`
 */
export async function listedSegments(
  reader: TableReader,
  timeline: string,
  query: SegmentQuery,
  page: PageRequest,
): Promise<{ items: ListedSegment[]; hasNext: boolean }> {
  const texts = await reader.selectTexts(segmentsTable, 'document', pageOfTimeline(timeline, query, page));
  const kept = texts.includes('') ? await writtenAnew(reader, timeline, query, page) : texts;
  return {
    items: kept.slice(0, page.first).map((text) => ListedSegment.of(text)),
    hasNext: texts.length > page.first,
  };
}

/** Some of the page's segments were registered before documents were kept. */
async function writtenAnew(
  reader: TableReader,
  timeline: string,
  query: SegmentQuery,
  page: PageRequest,
): Promise<string[]> {
  const [segments] = await segmentsOfFlows(reader, [timeline], query, page);
  return segments!.items.map((segment) => JSON.stringify(keptDocument(segment)));
}
