import type { TableReader } from '../../vast/database';
import type { StoreContext } from '../context';
import { segmentDocument } from '../documents';
import type { JsonObject, PageRequest, Segment, SegmentQuery } from '../model';
import { objectsById } from '../objects/object-rows';
import { segmentsTable } from '../tables';
import { parseTimeRange, type TimeRange } from '../time/timerange';
import { pageOfTimeline, segmentsOfFlows } from './segment-reads';

/*
 * Segments as documents that were written when they were registered. A surface that shows TAMS' own documents passes them on
 * as they are, which costs a fraction of reading the rows and writing the same text anew.
 */

/** Where a segment's media are: for us alone, behind its document. */
interface Media {
  /** The backend that holds the object, which never changes; null for an external object. */
  readonly storage_id: string | null;
  /** Which of the object's sets of uncontrolled URLs it has: null for none. */
  readonly url_set: number | null;
}

/** What is kept of a segment that names an object of this backend. */
export function keptDocument(segment: Segment, storageId: string | null): JsonObject {
  const media: Media = { storage_id: storageId, url_set: segment.urlSet };
  return { ...segmentDocument(segment), media };
}

/** Between a document and its `media`. Within a text of the document the quotes of this would be escaped. */
const MEDIA = ',"media":';
/** Before the id of the object, which comes first. */
const OBJECT_ID = '{"object_id":';

/** A segment of a listing. What it is made of is read when it is asked for. */
export class ListedSegment {
  private id: string | null = null;
  private foundEnd: End | null = null;

  /** @param text a kept document */
  constructor(private readonly text: string) {}

  /** Characters of it. */
  get size(): number {
    return this.text.length;
  }

  /** The document as JSON text but for its closing brace: there may follow more. */
  get openJson(): string {
    return this.text.slice(0, this.text.length - this.end.text.length);
  }

  get objectId(): string {
    return (this.id ??= this.readObjectId());
  }

  get timerange(): TimeRange {
    return parseTimeRange(this.read().timerange);
  }

  get storageId(): string | null {
    return this.end.media.storage_id;
  }

  get urlSet(): number | null {
    return this.end.media.url_set;
  }

  private get end(): End {
    return (this.foundEnd ??= endOf(this.text));
  }

  private readObjectId(): string {
    const end = this.text.indexOf('"', OBJECT_ID.length + 1) + 1;
    const id = this.text.slice(OBJECT_ID.length, end);
    // An id with a quote or a backslash in it does not end there.
    return id.includes('\\') ? this.read().object_id : id.slice(1, -1);
  }

  private read() {
    return JSON.parse(this.text) as { readonly object_id: string; readonly timerange: string };
  }
}

/** The end of a kept document, from its `media` on. */
interface End {
  readonly text: string;
  readonly media: Media;
}

let lastEnd: End = {
  text: `${MEDIA}{"storage_id":null,"url_set":null}}`,
  media: { storage_id: null, url_set: null },
};

/** Most segments of a listing end alike: finding and reading each end anew would cost as much as reading the page. */
function endOf(text: string): End {
  // Not by `endsWith`, which goes character by character and takes twice as long.
  const asLong = text.slice(-lastEnd.text.length);
  if (asLong === lastEnd.text) return lastEnd;
  const end = text.slice(text.lastIndexOf(MEDIA));
  lastEnd = { text: end, media: JSON.parse(end.slice(MEDIA.length, -1)) as Media };
  return lastEnd;
}

/** A page of a listing: not to be changed, for others get it too. */
export interface ListedPage {
  readonly items: readonly ListedSegment[];
  readonly hasNext: boolean;
}

/** What a segment takes beside its text, in characters. */
const BESIDE_TEXT = 128;

/** Characters that a page takes. */
export const sizeOfPage = ({ items }: ListedPage): number =>
  items.reduce((sum, { size }) => sum + size + BESIDE_TEXT, 0);

/**
 * A page of the segments of a timeline, as documents, in order of time. No storage read, or one.
 * @throws TamsError `InvalidPage`
 */
export function listedSegments(
  { db, listedPages }: Pick<StoreContext, 'db' | 'listedPages'>,
  timeline: string,
  query: SegmentQuery,
  page: PageRequest,
): Promise<ListedPage> {
  const { timerange, objectId, reverse } = query;
  const question = JSON.stringify([
    timeline,
    timerange.lo,
    timerange.hi,
    objectId,
    reverse,
    page.first,
    page.after,
  ]);
  return listedPages.of(question, [[segmentsTable, timeline]], () => readPage(db, timeline, query, page));
}

async function readPage(
  reader: TableReader,
  timeline: string,
  query: SegmentQuery,
  page: PageRequest,
): Promise<ListedPage> {
  const texts = await reader.selectTexts(segmentsTable, 'document', pageOfTimeline(timeline, query, page));
  const kept = texts.includes('') ? await writtenAnew(reader, timeline, query, page) : texts;
  return {
    items: kept.slice(0, page.first).map((text) => new ListedSegment(text)),
    hasNext: texts.length > page.first,
  };
}

/** Some of the page's segments were registered before documents were kept. Two storage reads. */
async function writtenAnew(
  reader: TableReader,
  timeline: string,
  query: SegmentQuery,
  page: PageRequest,
): Promise<string[]> {
  const [found] = await segmentsOfFlows(reader, [timeline], query, page);
  const { items } = found!;
  const objects = await objectsById(reader, [...new Set(items.map(({ objectId }) => objectId))]);
  return items.map((segment) =>
    JSON.stringify(keptDocument(segment, objects.get(segment.objectId)?.storage_id ?? null)),
  );
}
