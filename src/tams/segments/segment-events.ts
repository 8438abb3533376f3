import type { NewEvent } from '../../events/event-log';
import { segmentDocument } from '../documents';
import type { Flow, Segment } from '../model';
import { formatTimeRange, type TimeRange } from '../time/timerange';

/**
 * One event for all that a request registered (E2). A segment whose URLs were given, not made, carries the number of their
 * set besides TAMS' properties: whoever delivers the event makes `get_urls` for its receiver and leaves the number out.
 */
export function segmentsAdded(flow: Pick<Flow, 'id' | 'sourceId'>, segments: readonly Segment[]): NewEvent {
  return {
    type: 'flows/segments_added',
    flowId: flow.id,
    sourceId: flow.sourceId,
    payload: {
      flow_id: flow.id,
      segments: segments.map((segment) =>
        segment.urlSet === null
          ? segmentDocument(segment)
          : { ...segmentDocument(segment), url_set: segment.urlSet },
      ),
    },
  };
}

/** One event a run of removed segments (E3), of the type that TAMS means rather than the one its schema misspells (E1). */
export function segmentsDeleted(flow: Pick<Flow, 'id' | 'sourceId'>, run: TimeRange): NewEvent {
  return {
    type: 'flows/segments_deleted',
    flowId: flow.id,
    sourceId: flow.sourceId,
    payload: { flow_id: flow.id, timerange: formatTimeRange(run) },
  };
}
