import type { StoreContext } from '../context';
import type {
  AddedSegments,
  Caller,
  DeletionOutcome,
  GetUrl,
  Page,
  PageRequest,
  PartOfSegment,
  Segment,
  SegmentInput,
  SegmentQuery,
  UrlFilter,
  Uuid,
} from '../model';
import type { TimeRange } from '../time/timerange';
import type { Timestamp } from '../time/timestamp';
import { urlsOfSegments, type WithMedia } from './get-urls';
import { listedSegments, type ListedPage } from './kept-documents';
import { pagesOfTimelines } from './kept-pages';
import { RegistrationQueue } from './registration-queue';
import { deleteSegments } from './deletion';
import { livingSegmentsOfObjects } from './living-references';
import { ofItsFlow } from './place';
import { restoreSegments } from './restore';
import type { RestoredSegments } from './restore-report';
import { extentsOfFlows, segmentsAt } from './segment-reads';

/**
 * The segments of flows. Reads take many keys at once and answer in their order, with the same number of storage reads for
 * one key as for many.
 */
export class SegmentService {
  private readonly registrations: RegistrationQueue;

  constructor(private readonly context: StoreContext) {
    this.registrations = new RegistrationQueue(context);
  }

  /**
   * A page of each flow's segments; positions are `segmentPosition`. Which `properties` are read besides, all when left out,
   * decides what it costs.
   * @throws TamsError `InvalidPage`
   */
  async ofFlows<K extends keyof Segment = keyof Segment>(
    flowIds: readonly Uuid[],
    query: SegmentQuery,
    page: PageRequest,
    properties?: readonly K[],
  ): Promise<Page<PartOfSegment<K>>[]> {
    const timelines = await this.context.timelines.of(flowIds);
    const pages = await pagesOfTimelines(this.context, timelines, query, page, properties);
    if (timelines === flowIds) return pages;
    return pages.map(({ items, hasNext }, i) => {
      const flowId = flowIds[i]!;
      return { items: items.map((segment) => ({ ...segment, flowId })), hasNext };
    });
  }

  /** A page of the flow's segments as TAMS' documents, which costs less than `ofFlows`. @throws TamsError `InvalidPage` */
  async listed(flowId: Uuid, query: SegmentQuery, page: PageRequest): Promise<ListedPage> {
    const [timeline] = await this.context.timelines.of([flowId]);
    return listedSegments(this.context, timeline!, query, page);
  }

  /** The segment of each flow at an instant, or null in a gap. */
  async at(flowIds: readonly Uuid[], timestamp: Timestamp): Promise<(Segment | null)[]> {
    const timelines = await this.context.timelines.of(flowIds);
    const segments = await segmentsAt(this.context.db, timelines, timestamp);
    return segments.map((segment) => segment && ofItsFlow(segment));
  }

  /** The extent of each flow's segments, each cut to `within` (T8, T10). */
  async timerangesOf(flowIds: readonly Uuid[], within: TimeRange): Promise<TimeRange[]> {
    return extentsOfFlows(this.context.db, await this.context.timelines.of(flowIds), within);
  }

  /** A page of the segments that name each object; positions are `objectSegmentPosition`. @throws TamsError `InvalidPage` */
  ofObjects(objectIds: readonly string[], page: PageRequest): Promise<Page<Segment>[]> {
    return livingSegmentsOfObjects(this.context, objectIds, page);
  }

  /** The URLs of each segment's media that the filter lets through. */
  urlsOf(segments: readonly WithMedia[], filter: UrlFilter): Promise<GetUrl[][]> {
    return urlsOfSegments(this.context, segments, filter);
  }

  /**
   * Registers segments in the order given; each that breaks a rule is reported and the rest goes on.
   * @throws TamsError `TooLarge`, `FlowNotFound`, `FlowReadOnly`, `NoContainer`: nothing is registered then.
   */
  add(_caller: Caller, flowId: Uuid, inputs: readonly SegmentInput[]): Promise<AddedSegments> {
    return this.registrations.register(flowId, inputs);
  }

  /**
   * Removes the segments that `timerange` completely covers and, if given, that name the object. Nothing to remove changes
   * nothing. Very many become a deletion request, unless an object is named (DL1, DL2).
   * @throws TamsError `FlowNotFound`, `FlowReadOnly`
   */
  delete(
    caller: Caller,
    flowId: Uuid,
    timerange: TimeRange,
    objectId: string | null,
  ): Promise<DeletionOutcome> {
    return deleteSegments(this.context, caller, flowId, timerange, objectId);
  }

  /**
   * Brings back segments that were deleted and that `timerange` completely covers, and says which could not come back.
   * @param after `next` of an earlier call's answer
   * @throws TamsError `FlowNotFound`, `FlowReadOnly`, `RestoreConflict`, `InvalidPage`
   */
  restore(
    _caller: Caller,
    flowId: Uuid,
    timerange: TimeRange,
    after: readonly unknown[] | null = null,
  ): Promise<RestoredSegments> {
    return restoreSegments(this.context, flowId, timerange, after);
  }
}
