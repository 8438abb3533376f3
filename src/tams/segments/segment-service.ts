import { appendEvents, nextSequence } from '../../events/event-log';
import type { StoreContext } from '../context';
import { writableFlow } from '../flows/access';
import type {
  AddedSegments,
  Caller,
  DeletionOutcome,
  GetUrl,
  Page,
  PageRequest,
  Segment,
  SegmentInput,
  SegmentQuery,
  UrlFilter,
  Uuid,
} from '../model';
import { flowsTable } from '../tables';
import type { TimeRange } from '../time/timerange';
import type { Timestamp } from '../time/timestamp';
import { urlsOfSegments } from './get-urls';
import { addSegments } from './registration';
import { hideSegments } from './removal';
import { segmentsDeleted } from './segment-events';
import { extentsOfFlows, segmentsAt, segmentsOfFlows, segmentsOfObjects } from './segment-reads';

/**
 * The segments of flows. Reads take many keys at once and answer in their order, with the same number of storage reads for
 * one key as for many.
 */
export class SegmentService {
  constructor(private readonly context: StoreContext) {}

  /** A page of each flow's segments; positions are `segmentPosition`. @throws TamsError `InvalidPage` */
  ofFlows(flowIds: readonly Uuid[], query: SegmentQuery, page: PageRequest): Promise<Page<Segment>[]> {
    return segmentsOfFlows(this.context.db, flowIds, query, page);
  }

  /** The segment of each flow at an instant, or null in a gap. */
  at(flowIds: readonly Uuid[], timestamp: Timestamp): Promise<(Segment | null)[]> {
    return segmentsAt(this.context.db, flowIds, timestamp);
  }

  /** The extent of each flow's segments, each cut to `within` (T8, T10). */
  timerangesOf(flowIds: readonly Uuid[], within: TimeRange): Promise<TimeRange[]> {
    return extentsOfFlows(this.context.db, flowIds, within);
  }

  /** A page of the segments that name each object; positions are `objectSegmentPosition`. @throws TamsError `InvalidPage` */
  ofObjects(objectIds: readonly string[], page: PageRequest): Promise<Page<Segment>[]> {
    return segmentsOfObjects(this.context.db, objectIds, page);
  }

  /** The URLs of each segment's media that the filter lets through. */
  urlsOf(segments: readonly Segment[], filter: UrlFilter): Promise<GetUrl[][]> {
    return urlsOfSegments(this.context, segments, filter);
  }

  /**
   * Registers segments in the order given; each that breaks a rule is reported and the rest goes on.
   * @throws TamsError `TooLarge`, `FlowNotFound`, `FlowReadOnly`, `NoContainer`: nothing is registered then.
   */
  add(_caller: Caller, flowId: Uuid, inputs: readonly SegmentInput[]): Promise<AddedSegments> {
    return addSegments(this.context, flowId, inputs);
  }

  /**
   * Removes the segments that `timerange` completely covers and, if given, that name the object. They can be restored only
   * with their flow. Nothing to remove changes nothing.
   * @throws TamsError `FlowNotFound`, `FlowReadOnly`
   */
  async delete(
    caller: Caller,
    flowId: Uuid,
    timerange: TimeRange,
    objectId: string | null,
  ): Promise<DeletionOutcome> {
    return this.context.db.transaction(async (tx) => {
      const { rowId, flow } = await writableFlow(tx, flowId);
      const at = this.context.now();
      const deletion = { id: await nextSequence(tx), at, by: caller.principal };
      const { count, runs } = await hideSegments(tx, flowId, timerange, objectId, deletion);
      if (count > 0) {
        await tx.update(flowsTable, [rowId], { segments_updated: at });
        await appendEvents(
          tx,
          at,
          runs.map((run) => segmentsDeleted(flow, run)),
        );
      }
      return { segmentsDeleted: count, flowDeleted: false, request: null };
    });
  }
}
