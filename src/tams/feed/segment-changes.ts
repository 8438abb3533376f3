import type { EventHead } from '../../events/event-log';
import type { Instant, Segment, Uuid } from '../model';
import { overlaps, parseTimeRange, type TimeRange } from '../time/timerange';
import type { ToldEvent } from './seen-events';
import { eventPasses, type EventFilter } from './event-filter';

/** One segment registered, or a stretch of segments removed. */
export interface SegmentChange {
  readonly cursor: string;
  /** When it was committed. */
  readonly at: Instant;
  readonly kind: 'added' | 'deleted';
  readonly flowId: Uuid;
  /** As it was registered; null for a removal. */
  readonly segment: Segment | null;
  /** The segment's, or from the first to the last removed one with none in between that stayed (E3). */
  readonly timerange: TimeRange;
}

/** Which changes; null is no condition, and all conditions must hold. */
export interface SegmentFilter extends Omit<EventFilter, 'types'> {
  /** Only changes that overlap it. */
  readonly timerange: TimeRange | null;
}

const ADDED = 'flows/segments_added';
const DELETED = 'flows/segments_deleted';

/** Items of one event that are read at once. */
const ITEMS = 128;

/** Whether the event may tell of changes that pass. */
export function segmentEventPasses(filter: SegmentFilter): (head: EventHead) => boolean {
  return eventPasses({ ...filter, types: [ADDED, DELETED] });
}

interface SegmentsAdded {
  readonly segments: readonly SegmentItem[];
}

interface SegmentsDeleted {
  readonly timerange: string;
}

/** As `segment-events.ts` writes it. */
interface SegmentItem {
  readonly object_id: string;
  readonly timerange: string;
  readonly ts_offset: string;
  readonly last_duration?: string;
  readonly sample_offset?: number;
  readonly sample_count?: number;
  readonly key_frame_count?: number;
  readonly url_set?: number;
}

/**
 * The changes that pass among an event's items from `from` on, and where to continue; null behind the last item. The item that
 * ends an event has the event's own cursor, so that where one feed stops, any other can continue.
 */
export function segmentChangesOf(
  event: ToldEvent,
  from: number,
  { timerange }: SegmentFilter,
  cursorOf: (item: number | null) => string,
): { readonly changes: SegmentChange[]; readonly next: number | null } {
  const flowId = event.flowId!;
  const wanted = (range: TimeRange) => timerange === null || overlaps(range, timerange);
  if (event.type === DELETED) {
    const range = timerangeOf(event);
    const change = { at: event.at, kind: 'deleted', flowId, segment: null, timerange: range } as const;
    return { changes: wanted(range) ? [{ ...change, cursor: cursorOf(null) }] : [], next: null };
  }
  const segments = itemsOf(event);
  const to = Math.min(from + ITEMS, segments.length);
  const changes: SegmentChange[] = [];
  for (let item = from; item < to; item += 1) {
    const segment = segmentOf(flowId, segments[item]!);
    if (!wanted(segment.timerange)) continue;
    const cursor = cursorOf(item === segments.length - 1 ? null : item);
    changes.push({ cursor, at: event.at, kind: 'added', flowId, segment, timerange: segment.timerange });
  }
  return { changes, next: to < segments.length ? to : null };
}

/** The segments that a `flows/segments_added` tells of. */
export function segmentsOf(event: ToldEvent): Segment[] {
  return itemsOf(event).map((item) => segmentOf(event.flowId!, item));
}

/** What a `flows/segments_deleted` tells of. */
export function timerangeOf(event: ToldEvent): TimeRange {
  return parseTimeRange((event.payload as unknown as SegmentsDeleted).timerange);
}

const itemsOf = (event: ToldEvent) => (event.payload as unknown as SegmentsAdded).segments;

function segmentOf(flowId: Uuid, item: SegmentItem): Segment {
  return {
    flowId,
    objectId: item.object_id,
    timerange: parseTimeRange(item.timerange),
    tsOffset: item.ts_offset,
    lastDuration: item.last_duration ?? null,
    sampleOffset: item.sample_offset ?? null,
    sampleCount: item.sample_count ?? null,
    keyFrameCount: item.key_frame_count ?? null,
    urlSet: item.url_set ?? null,
  };
}
