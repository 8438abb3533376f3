import { Ctx, FieldResolver, Arg, Resolver, Root } from 'type-graphql';
import type { CollectionItem, Flow, Source, Tag } from '../../tams/model';
import { ETERNITY, type TimeRange } from '../../tams/time/timerange';
import type { GraphContext } from '../context';
import { ownProperties, type FieldNeeds } from '../needed-properties';
import { GraphQLTimeRange, GraphQLUuid } from '../scalars';
import { TagType } from '../types/common';
import { FlowCollectionItemType, FlowType } from '../types/flow';
import { SourceType } from '../types/source';
import { flowOf, flowsOf, sourceOf } from './related';

export const FLOW_NEEDS: FieldNeeds<Flow> = {
  ...ownProperties<Flow>([
    'id',
    'sourceId',
    'format',
    'label',
    'description',
    'codec',
    'container',
    'avgBitRate',
    'maxBitRate',
    'segmentDuration',
    'essenceParameters',
    'containerMapping',
    'generation',
    'readOnly',
    'metadataVersion',
    'created',
    'createdBy',
    'metadataUpdated',
    'updatedBy',
    'segmentsUpdated',
  ]),
  source: ['sourceId'],
  tags: ['id'],
  tag: ['id'],
  timerange: ['id'],
  flowCollection: ['id'],
  collectedBy: ['id'],
  segments: ['id'],
  segmentAt: ['id'],
  coverage: ['id'],
};

@Resolver(() => FlowType)
export class FlowResolver {
  @FieldResolver(() => GraphQLUuid, { description: 'The id of its source.' })
  sourceId(@Root() flow: Flow): string {
    return flow.sourceId;
  }

  @FieldResolver(() => SourceType, { description: 'What it renders.' })
  source(@Root() flow: Flow, @Ctx() context: GraphContext): Promise<Source> {
    return sourceOf(flow.sourceId, context);
  }

  @FieldResolver(() => [TagType], { description: 'By name.' })
  tags(@Root() flow: Flow, @Ctx() { loaders }: GraphContext): Promise<Tag[]> {
    return loaders.flowTags(flow.id);
  }

  @FieldResolver(() => String, { nullable: true, description: 'The value of one tag; null without it.' })
  async tag(
    @Root() flow: Flow,
    @Ctx() { loaders }: GraphContext,
    @Arg('name', () => String, { description: 'The name of the tag.' }) name: string,
  ): Promise<string | null> {
    return (await loaders.flowTags(flow.id)).find((tag) => tag.name === name)?.value ?? null;
  }

  @FieldResolver(() => GraphQLTimeRange, {
    description:
      'From the start of its first segment to the end of its last, gaps included; `()` without any.',
  })
  timerange(
    @Root() flow: Flow,
    @Ctx() { loaders }: GraphContext,
    @Arg('within', () => GraphQLTimeRange, {
      nullable: true,
      defaultValue: ETERNITY,
      description: 'Only what lies in this range counts.',
    })
    within: TimeRange | null,
  ): Promise<TimeRange> {
    return loaders.flowTimerange(flow.id, within ?? ETERNITY);
  }

  @FieldResolver(() => [FlowCollectionItemType], { description: 'The flows that it collects, in order.' })
  flowCollection(@Root() flow: Flow, @Ctx() { loaders }: GraphContext): Promise<CollectionItem[]> {
    return loaders.flowCollection(flow.id);
  }

  @FieldResolver(() => [FlowType], { description: 'The flows that collect it.' })
  async collectedBy(@Root() flow: Flow, @Ctx() context: GraphContext): Promise<Flow[]> {
    return flowsOf(await context.loaders.flowCollectors(flow.id), context);
  }
}

@Resolver(() => FlowCollectionItemType)
export class FlowCollectionItemResolver {
  @FieldResolver(() => GraphQLUuid, { description: 'The id of the member.' })
  flowId(@Root() item: CollectionItem): string {
    return item.id;
  }

  @FieldResolver(() => FlowType, { description: 'The member.' })
  flow(@Root() item: CollectionItem, @Ctx() context: GraphContext): Promise<Flow> {
    return flowOf(item.id, context);
  }
}
