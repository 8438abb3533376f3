import type { StoreContext } from '../context';
import { dateTime, getUrlDocument } from '../documents';
import type { JsonObject, UrlFilter } from '../model';
import { urlsOfSegments } from '../segments/get-urls';
import type { ToldEvent } from './seen-events';

/** What a receiver wants to read of segments' URLs. */
export interface MessageOptions extends UrlFilter {
  /** Each URL tells of its storage backend. */
  readonly verboseStorage: boolean;
}

type SegmentDocument = JsonObject & { readonly object_id: string; readonly url_set?: number };

/**
 * The event as TAMS' message for one receiver (SEMANTICS 17.3): the segments that were added come with their URLs, signed now.
 * At most two storage reads.
 */
export async function eventMessage(
  context: StoreContext,
  { at, type, payload }: ToldEvent,
  options: MessageOptions,
): Promise<JsonObject> {
  const event =
    type === 'flows/segments_added'
      ? { ...payload, segments: await withUrls(context, payload.segments as SegmentDocument[], options) }
      : payload;
  return { event_timestamp: dateTime(at), event_type: type, event };
}

async function withUrls(
  context: StoreContext,
  segments: readonly SegmentDocument[],
  options: MessageOptions,
): Promise<JsonObject[]> {
  const named = segments.map(({ object_id, url_set }) => ({ objectId: object_id, urlSet: url_set ?? null }));
  const urls = await urlsOfSegments(context, named, options);
  return segments.map(({ url_set: _, ...segment }, i) => ({
    ...segment,
    get_urls: (urls[i] ?? []).map((url) => getUrlDocument(url, options.verboseStorage)),
  }));
}
