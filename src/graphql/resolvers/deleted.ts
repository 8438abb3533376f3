import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver } from 'type-graphql';
import { deletedFlowPosition, type DeletedFlow } from '../../tams/deleted/flows';
import { deletedSegmentPosition, type DeletedSegment } from '../../tams/deleted/segments';
import { ETERNITY, type TimeRange } from '../../tams/time/timerange';
import { afterArgument, Connection, firstArgument, pageRequest } from '../connections';
import type { GraphContext } from '../context';
import { decodeCursor, encodeCursor } from '../cursors';
import { inputError } from '../errors';
import { GraphQLTimeRange, GraphQLUuid } from '../scalars';
import { AdministrationType } from '../types/administration';
import {
  DeletedFlowConnectionType,
  DeletedSegmentConnectionType,
  RestoreSegmentsPayloadType,
} from '../types/deleted';
import { written } from './written';

const flowIdArgument = { description: 'The id of the flow.' } as const;

/** What was deleted, for those who run the store. */
@Resolver(() => AdministrationType)
export class DeletedResolver {
  @FieldResolver(() => DeletedFlowConnectionType, {
    description: 'The flows that were deleted and are not purged yet, the last one first.',
  })
  async deletedFlows(
    @Ctx() { store }: GraphContext,
    @Arg('first', () => Int, firstArgument) first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null | undefined,
  ) {
    const page = pageRequest('deletedFlows', first, after);
    const flows = await store.administration.deletedFlows(page);
    return Connection.ofPage({ ...flows, items: flows.items.map(flowView) }, page, {
      kind: 'deletedFlows',
      positionOf: deletedFlowPosition,
    });
  }

  @FieldResolver(() => DeletedSegmentConnectionType, {
    description:
      'The segments that were deleted from a flow, there or gone, and are not purged yet: the latest deletion first, each in order of time.',
  })
  async deletedSegments(
    @Ctx() { store }: GraphContext,
    @Arg('flowId', () => GraphQLUuid, flowIdArgument) flowId: string,
    @Arg('timerange', () => GraphQLTimeRange, {
      nullable: true,
      defaultValue: ETERNITY,
      description: 'Only segments that lie completely in this range.',
    })
    timerange: TimeRange | null,
    @Arg('first', () => Int, firstArgument) first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null | undefined,
  ) {
    const page = pageRequest('deletedSegments', first, after);
    const segments = await store.administration.deletedSegments(flowId, timerange ?? ETERNITY, page);
    return Connection.ofPage({ ...segments, items: segments.items.map(segmentView) }, page, {
      kind: 'deletedSegments',
      positionOf: deletedSegmentPosition,
    });
  }
}

const flowView = (deleted: DeletedFlow) => ({
  ...deleted.flow,
  ...deleted,
  restorable: deleted.obstacle === null,
});

const segmentView = (deleted: DeletedSegment) => ({
  ...deleted.segment,
  ...deleted,
  restorable: deleted.obstacle === null,
});

@Resolver()
export class RestoreMutations {
  @Mutation(() => RestoreSegmentsPayloadType, {
    description:
      'Brings deleted segments of a flow back that lie completely in the range: where several were at the same time, the last one deleted. What cannot come back is listed.',
  })
  async restoreSegments(
    @Ctx() context: GraphContext,
    @Arg('flowId', () => GraphQLUuid, flowIdArgument) flowId: string,
    @Arg('timerange', () => GraphQLTimeRange, {
      nullable: true,
      defaultValue: ETERNITY,
      description: 'The range to restore; `_` is all time.',
    })
    timerange: TimeRange | null,
    @Arg('after', () => String, {
      nullable: true,
      description: 'Go on where an earlier call stopped: its `endCursor`, with the same range.',
    })
    after: string | null | undefined,
  ) {
    // As with `deleteSegments`: a variable that a client failed to fill must not mean all time.
    if (timerange === null)
      throw inputError(
        '`timerange` is null: leave it out, or write "_", to restore the segments of all time',
      );
    const from = after === null || after === undefined ? null : decodeCursor('restoreSegments', after);
    const restoring = context.store.segments.restore(context.caller, flowId, timerange, from);
    const { ranges, left, next, ...outcome } = await written(context, restoring);
    return {
      ...outcome,
      restoredRanges: ranges,
      unrestoredRanges: left,
      endCursor: next && encodeCursor('restoreSegments', next),
    };
  }
}
