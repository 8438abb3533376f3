import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import type { AddedSegments, StorageAllocation } from '../../tams/model';
import { ETERNITY, type TimeRange } from '../../tams/time/timerange';
import type { GraphContext } from '../context';
import { inputError } from '../errors';
import { SegmentInputType } from '../inputs/segment';
import { GraphQLTimeRange, GraphQLUuid } from '../scalars';
import { DeletePayloadType } from '../types/deletion';
import { AddSegmentsPayloadType, StorageAllocationType } from '../types/storage';
import { deletePayload } from './flow-mutations';
import { written } from './written';

const flowIdArgument = { description: 'The id of the flow.' } as const;

@Resolver()
export class MediaMutations {
  @Mutation(() => [StorageAllocationType], {
    description:
      'Makes room for media objects of a flow: upload to each `putUrl`, then register the objects in segments.',
  })
  allocateStorage(
    @Ctx() context: GraphContext,
    @Arg('flowId', () => GraphQLUuid, flowIdArgument) flowId: string,
    @Arg('limit', () => Int, {
      nullable: true,
      description: 'How many, with ids made by the store; 10 when left out.',
    })
    limit: number | null | undefined,
    @Arg('objectIds', () => [ID], { nullable: true, description: 'These new ids, instead of `limit`.' })
    objectIds: string[] | null | undefined,
    @Arg('storageId', () => GraphQLUuid, {
      nullable: true,
      description: 'The storage backend to use; the default one when left out.',
    })
    storageId: string | null | undefined,
  ): Promise<StorageAllocation[]> {
    const request = { limit: limit ?? null, objectIds: objectIds ?? null, storageId: storageId ?? null };
    return written(context, context.store.objects.allocate(context.caller, flowId, request));
  }

  @Mutation(() => AddSegmentsPayloadType, {
    description:
      'Registers segments, in order. One that cannot be registered is listed in `failed`; the others are.',
  })
  addSegments(
    @Ctx() context: GraphContext,
    @Arg('flowId', () => GraphQLUuid, flowIdArgument) flowId: string,
    @Arg('segments', () => [SegmentInputType], { description: 'At most 10,000.' })
    segments: SegmentInputType[],
  ): Promise<AddedSegments> {
    return written(context, context.store.segments.add(context.caller, flowId, segments));
  }

  @Mutation(() => DeletePayloadType, {
    description:
      'Deletes the segments that lie completely in the range; those that reach out of it stay whole.',
  })
  async deleteSegments(
    @Ctx() context: GraphContext,
    @Arg('flowId', () => GraphQLUuid, flowIdArgument) flowId: string,
    @Arg('timerange', () => GraphQLTimeRange, {
      nullable: true,
      defaultValue: ETERNITY,
      description: 'The range to delete; `_` is all time.',
    })
    timerange: TimeRange | null,
    @Arg('objectId', () => ID, { nullable: true, description: 'Only segments of this media object.' })
    objectId: string | null | undefined,
  ) {
    // A variable that a client failed to fill must not delete everything (T6).
    if (timerange === null)
      throw inputError('`timerange` is null: leave it out, or write "_", to delete the segments of all time');
    const deletion = context.store.segments.delete(context.caller, flowId, timerange, objectId ?? null);
    return deletePayload(await written(context, deletion));
  }
}
