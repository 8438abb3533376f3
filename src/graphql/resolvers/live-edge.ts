import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { FlowLiveEdge } from '../../tams/feed/live-edges';
import type { Flow, LiveEdge, Source } from '../../tams/model';
import { fromNanoseconds, toNanoseconds, type Timestamp } from '../../tams/time/timestamp';
import type { GraphContext } from '../context';
import { inputError } from '../errors';
import { GraphQLTimestamp } from '../scalars';
import { FlowType } from '../types/flow';
import { FlowLiveEdgeType, LiveEdgeType } from '../types/live-edge';
import { SourceType } from '../types/source';

const NANOSECONDS_A_MILLISECOND = 1_000_000n;
/** A year: longer than anything that could be called live. */
const LONGEST_WINDOW_MS = 366 * 86_400_000;

export const windowArgument = {
  nullable: true,
  defaultValue: { seconds: 30, nanoseconds: 0 },
  description: 'How long after its last segment was committed a timeline counts as live.',
} as const;

/** In milliseconds. @throws GraphQLError `BAD_USER_INPUT` when it is negative or longer than a year */
export function windowOf(window: Timestamp | null): number {
  const milliseconds = toNanoseconds(window ?? windowArgument.defaultValue) / NANOSECONDS_A_MILLISECOND;
  if (milliseconds < 0n || milliseconds > LONGEST_WINDOW_MS)
    throw inputError('"window" must be from 0:0 to 31622400:0, which is a year.');
  return Number(milliseconds);
}

@Resolver(() => FlowType)
export class FlowLiveEdgeResolver {
  @FieldResolver(() => LiveEdgeType, {
    nullable: true,
    description: 'How far its timeline has come; null without segments.',
  })
  liveEdge(
    @Root() flow: Flow,
    @Ctx() { loaders }: GraphContext,
    @Arg('window', () => GraphQLTimestamp, windowArgument) window: Timestamp | null,
  ): Promise<LiveEdge | null> {
    return loaders.flowLiveEdge(flow.id, windowOf(window));
  }
}

@Resolver(() => SourceType)
export class SourceLiveEdgeResolver {
  @FieldResolver(() => LiveEdgeType, {
    nullable: true,
    description:
      'That of its flow that reaches furthest; live if one of its flows is. Null without segments.',
  })
  liveEdge(
    @Root() source: Source,
    @Ctx() { loaders }: GraphContext,
    @Arg('window', () => GraphQLTimestamp, windowArgument) window: Timestamp | null,
  ): Promise<LiveEdge | null> {
    return loaders.sourceLiveEdge(source.id, windowOf(window));
  }
}

@Resolver(() => LiveEdgeType)
export class LiveEdgeResolver {
  @FieldResolver(() => GraphQLTimestamp, { description: 'How long ago that segment was committed.' })
  age(@Root() { ageMs }: LiveEdge): Timestamp {
    return fromNanoseconds(BigInt(ageMs) * NANOSECONDS_A_MILLISECOND);
  }
}

@Resolver(() => FlowLiveEdgeType)
export class FlowLiveEdgeEventResolver {
  @FieldResolver(() => FlowType, { nullable: true, description: 'The flow; null when it is gone.' })
  flow(@Root() { flowId }: FlowLiveEdge, @Ctx() { loaders }: GraphContext): Promise<Flow | null> {
    return loaders.flow(flowId);
  }
}
