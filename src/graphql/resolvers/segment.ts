import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Int, Resolver, Root } from 'type-graphql';
import { TamsError } from '../../tams/errors';
import { segmentPosition, type Flow, type GetUrl, type MediaObject, type Segment } from '../../tams/model';
import { endOf, ETERNITY, startOf, type TimeRange } from '../../tams/time/timerange';
import type { Timestamp } from '../../tams/time/timestamp';
import { afterArgument, Connection, firstArgument, pageRequest } from '../connections';
import type { GraphContext } from '../context';
import { neededProperties, ownProperties, type FieldNeeds } from '../needed-properties';
import { GraphQLTimeRange, GraphQLTimestamp, GraphQLUuid } from '../scalars';
import { FlowType } from '../types/flow';
import { MediaObjectType } from '../types/object';
import { GetUrlType, SegmentConnectionType, SegmentType } from '../types/segment';
import { flowOf } from './related';

const SEGMENT_NEEDS: FieldNeeds<Segment> = {
  ...ownProperties<Segment>([
    'objectId',
    'timerange',
    'tsOffset',
    'lastDuration',
    'sampleOffset',
    'sampleCount',
    'keyFrameCount',
    'flowId',
  ]),
  flow: ['flowId'],
  object: ['objectId'],
  start: ['timerange'],
  end: ['timerange'],
  getUrls: ['objectId', 'urlSet'],
};

@Resolver(() => FlowType)
export class FlowSegmentsResolver {
  @FieldResolver(() => SegmentConnectionType, {
    description:
      'Its segments in the order of their start; a segment that lies partly in the range is there as a whole.',
  })
  async segments(
    @Root() flow: Flow,
    @Ctx() { loaders }: GraphContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('timerange', () => GraphQLTimeRange, {
      nullable: true,
      defaultValue: ETERNITY,
      description: 'Only segments that overlap this range.',
    })
    timerange: TimeRange | null,
    @Arg('objectId', () => ID, { nullable: true, description: 'Only segments of this media object.' })
    objectId: string | null | undefined,
    @Arg('reverse', () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: 'The last one first.',
    })
    reverse: boolean | null,
    @Arg('first', () => Int, firstArgument) first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null | undefined,
  ) {
    const page = pageRequest('segments', first, after);
    const query = {
      timerange: timerange ?? ETERNITY,
      objectId: objectId ?? null,
      reverse: reverse ?? false,
    };
    const segments = await loaders.segments(flow.id, query, page, neededProperties(info, SEGMENT_NEEDS));
    return Connection.ofPage(segments, page, { kind: 'segments', positionOf: segmentPosition });
  }

  @FieldResolver(() => SegmentType, {
    nullable: true,
    description: 'The segment that holds this instant; null in a gap.',
  })
  segmentAt(
    @Root() flow: Flow,
    @Ctx() { loaders }: GraphContext,
    @Arg('timestamp', () => GraphQLTimestamp, { description: "A point on the flow's timeline." })
    timestamp: Timestamp,
  ): Promise<Segment | null> {
    return loaders.segmentAt(flow.id, timestamp);
  }
}

@Resolver(() => SegmentType)
export class SegmentResolver {
  @FieldResolver(() => GraphQLUuid, { description: 'The id of its flow.' })
  flowId(@Root() segment: Segment): string {
    return segment.flowId;
  }

  @FieldResolver(() => FlowType, { description: 'The flow on whose timeline it lies.' })
  flow(@Root() segment: Segment, @Ctx() context: GraphContext): Promise<Flow> {
    return flowOf(segment.flowId, context);
  }

  @FieldResolver(() => MediaObjectType, { description: 'The media object that holds it.' })
  async object(@Root() segment: Segment, @Ctx() { loaders }: GraphContext): Promise<MediaObject> {
    const object = await loaders.object(segment.objectId);
    if (!object) throw new TamsError('ObjectNotFound', segment.objectId);
    return object;
  }

  @FieldResolver(() => GraphQLTimestamp, { description: 'Where its timerange starts.' })
  start(@Root() segment: Segment): Timestamp | null {
    return startOf(segment.timerange);
  }

  @FieldResolver(() => GraphQLTimestamp, {
    description: 'Where its timerange ends, whether that is part of it or not.',
  })
  end(@Root() segment: Segment): Timestamp | null {
    return endOf(segment.timerange);
  }

  // Left out at registration means 0:0 (SG1).
  @FieldResolver(() => GraphQLTimestamp, {
    nullable: true,
    description: "What to add to the object's own timestamps to get the flow's.",
  })
  tsOffset(@Root() segment: Segment): string {
    return segment.tsOffset ?? '0:0';
  }

  @FieldResolver(() => [GetUrlType], {
    description: 'Where to read the media from, the best first. URLs are signed only when this is selected.',
  })
  getUrls(
    @Root() segment: Segment,
    @Ctx() { loaders }: GraphContext,
    @Arg('labels', () => [String], {
      nullable: true,
      description: 'Only URLs with one of these labels; an empty list gives none.',
    })
    labels: string[] | null | undefined,
    @Arg('storageIds', () => [GraphQLUuid], {
      nullable: true,
      description: 'Only URLs of these storage backends; an empty list is no condition.',
    })
    storageIds: string[] | null | undefined,
    @Arg('presigned', () => Boolean, {
      nullable: true,
      description: 'Only URLs that need no credentials (true), or only the others (false).',
    })
    presigned: boolean | null | undefined,
  ): Promise<GetUrl[]> {
    return loaders.getUrls(segment, {
      labels: labels ?? null,
      storageIds: storageIds ?? null,
      presigned: presigned ?? null,
    });
  }
}
