import type { FailedSegment, UrlFilter } from '../../../src/tams/model';
import { formatTimeRange, hull, NEVER } from '../../../src/tams/time/timerange';
import { dateTime } from '../../../src/tams/documents';
import { RestError } from '../../layer/errors';
import type { Handlers } from '../../layer/operation';
import { allocationDocument, segmentsWithUrls } from '../documents';
import type { operations } from '../generated/contract';
import type { OperationId } from '../generated/operations';
import { segmentInputOf, timerangeOf } from '../input';
import { accepted } from './deletions';

/** Segments of flows, and storage for their media (SEMANTICS 12 to 14 and 16). */
export const segments = {
  'GET_flows-flowId-segments': async ({ store, params, query, paging }) => {
    const request = paging.request('segments', 100);
    const reverse = query.reverse_order ?? false;
    const asked = { timerange: timerangeOf(query.timerange), objectId: query.object_id ?? null, reverse };
    // A flow that is not there has no segments, which is no error.
    const { items, hasNext } = await store.segments.listed(params.flowId, asked, request);
    const urls = await store.segments.urlsOf(items, urlFilterOf(query));
    const last = items.at(-1)?.timerange ?? NEVER;
    return {
      status: 200,
      body: segmentsWithUrls(items, urls, query.verbose_storage ?? false),
      headers: {
        ...paging.headers('segments', request, hasNext ? [last.lo] : null),
        'X-Paging-Count': String(items.length),
        // From the first to the last, in whichever order they are; a page without any spans nothing (P9).
        'X-Paging-Timerange': formatTimeRange(hull([items.at(0)?.timerange ?? NEVER, last])),
        'X-Paging-Reverse-Order': String(reverse),
      },
    };
  },

  'POST_flows-flowId-segments': async ({ store, caller, params, body }) => {
    const inputs = Array.isArray(body) ? body : [body];
    const { failed } = await store.segments.add(caller, params.flowId, inputs.map(segmentInputOf));
    if (failed.length === 0) return { status: 201 };
    // A single segment fails as the request it is; of a list only those that failed are told.
    if (!Array.isArray(body)) throw new RestError(400, failed[0]!.error.type, failed[0]!.error.summary);
    return { status: 200, body: { failed_segments: failed.map(failureDocument) } };
  },

  'DELETE_flows-flowId-segments': async ({ store, caller, params, query, urlOf }) => {
    const outcome = await store.segments.delete(
      caller,
      params.flowId,
      timerangeOf(query.timerange),
      query.object_id ?? null,
    );
    return accepted(outcome, urlOf);
  },

  'POST_flows-flowId-storage': async ({ store, caller, params, body }) => {
    const allocations = await store.objects.allocate(caller, params.flowId, {
      limit: body?.limit ?? null,
      objectIds: body?.object_ids ?? null,
      storageId: body?.storage_id ?? null,
    });
    return { status: 201, body: allocationDocument(allocations) };
  },
} as const satisfies Partial<Handlers<operations, OperationId>>;

/** Which URLs a client wants (TAMS 7.0, get_urls; SEMANTICS 14). */
function urlFilterOf(query: {
  readonly accept_get_urls?: string;
  readonly accept_storage_ids?: string;
  readonly presigned?: boolean;
}): UrlFilter {
  const { accept_get_urls: labels, accept_storage_ids: storageIds, presigned } = query;
  return { labels: listOf(labels), storageIds: listOf(storageIds), presigned: presigned ?? null };
}

const listOf = (text: string | undefined) => (text === undefined ? null : text === '' ? [] : text.split(','));

const failureDocument = ({ objectId, timerange, error }: FailedSegment) => ({
  object_id: objectId,
  timerange: formatTimeRange(timerange),
  error: { type: error.type, summary: error.summary, time: dateTime(error.time) },
});
