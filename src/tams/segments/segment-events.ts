import type { EventScope, NewEvent } from '../../events/append';
import { segmentDocument } from '../documents';
import type { Segment, Uuid } from '../model';
import { formatTimeRange, type TimeRange } from '../time/timerange';

/**
 * One event for all that a request registered (E2). A segment whose URLs were given, not made, carries the number of their
 * set besides TAMS' properties: whoever delivers the event makes `get_urls` for its receiver and leaves the number out.
 */
export function segmentsAdded(scope: EventScope, flowId: Uuid, segments: readonly Segment[]): NewEvent {
  return {
    ...scope,
    type: 'flows/segments_added',
    payload: {
      flow_id: flowId,
      segments: segments.map((segment) =>
        segment.urlSet === null
          ? segmentDocument(segment)
          : { ...segmentDocument(segment), url_set: segment.urlSet },
      ),
    },
  };
}

/** One event a run of removed segments (E3), of the type that TAMS means rather than the one its schema misspells (E1). */
export function segmentsDeleted(scope: EventScope, flowId: Uuid, run: TimeRange): NewEvent {
  return {
    ...scope,
    type: 'flows/segments_deleted',
    payload: { flow_id: flowId, timerange: formatTimeRange(run) },
  };
}
