import { Arg, Int, Resolver, Root, Subscription } from 'type-graphql';
import { ALL_EVENTS } from '../../tams/feed/event-filter';
import type { SegmentChange, SegmentFilter } from '../../tams/feed/segment-changes';
import type { FlowLiveEdge } from '../../tams/feed/live-edges';
import type { ContentFormat, Uuid } from '../../tams/model';
import type { TimeRange } from '../../tams/time/timerange';
import type { Timestamp } from '../../tams/time/timestamp';
import { EVENT_TYPES } from '../../tams/webhooks/registration';
import { inputError } from '../errors';
import { GraphQLDateTime, GraphQLTimeRange, GraphQLTimestamp, GraphQLUuid } from '../scalars';
import { batches, type Batch } from '../subscriptions/batches';
import { Feed } from '../subscriptions/feed';
import type { SubscriptionContext } from '../subscriptions/source-stream';
import { ContentFormatEnum } from '../types/enums';
import { EventType, SegmentBatchType, SegmentEventType } from '../types/event';
import { FlowLiveEdgeType } from '../types/live-edge';
import { EventView } from './event';
import { windowArgument, windowOf } from './live-edge';

/** What a root field of `Subscription` is called with. */
interface Call<A> {
  readonly args: A;
  readonly context: SubscriptionContext;
}

/** type-graphql asks for an iterable; `eventsOf` takes a `Feed` too. */
type Subscribed = Promise<never>;

interface StartArguments {
  readonly after?: string | null;
  readonly since?: number | null;
}

interface SegmentArguments extends StartArguments {
  readonly flowIds?: readonly Uuid[] | null;
  readonly sourceIds?: readonly Uuid[] | null;
  readonly collectedBy?: readonly Uuid[] | null;
  readonly formats?: readonly ContentFormat[] | null;
  readonly timerange?: TimeRange | null;
}

interface EventArguments extends StartArguments {
  readonly types?: readonly string[] | null;
  readonly flowIds?: readonly Uuid[] | null;
  readonly sourceIds?: readonly Uuid[] | null;
}

interface EdgeArguments {
  readonly flowIds: readonly Uuid[];
  readonly window: Timestamp | null;
}

interface BatchArguments extends SegmentArguments {
  readonly maxSize: number | null;
  readonly maxWait: number | null;
}

const AFTER = {
  nullable: true,
  description: 'Continue strictly behind this cursor: nothing is missed, nothing comes twice.',
} as const;
const SINCE = {
  nullable: true,
  description: 'Begin with what was committed at this time or later, then go on live.',
} as const;
const FLOW_IDS = { nullable: true, description: 'Only of these flows.' } as const;
const SOURCE_IDS = { nullable: true, description: 'Only of these sources.' } as const;
const COLLECTED_BY = {
  nullable: true,
  description: 'Only of flows that these flows collected when it happened.',
} as const;
const FORMATS = { nullable: true, description: 'Only of flows of these formats.' } as const;
const TIMERANGE = { nullable: true, description: 'Only what overlaps this range.' } as const;

const MAX_BATCH_SIZE = 1_000;
const MAX_WAIT_MS = 60_000;

@Resolver()
export class FeedSubscriptions {
  @Subscription(() => SegmentEventType, {
    description: 'Segments as they are added and removed, one message each, in commit order.',
    subscribe: (call: Call<SegmentArguments>) => segments(call) as Subscribed,
  })
  segments(
    @Root() change: SegmentChange,
    @Arg('flowIds', () => [GraphQLUuid], FLOW_IDS) _flowIds: unknown,
    @Arg('sourceIds', () => [GraphQLUuid], SOURCE_IDS) _sourceIds: unknown,
    @Arg('collectedBy', () => [GraphQLUuid], COLLECTED_BY) _collectedBy: unknown,
    @Arg('formats', () => [ContentFormatEnum], FORMATS) _formats: unknown,
    @Arg('timerange', () => GraphQLTimeRange, TIMERANGE) _timerange: unknown,
    @Arg('after', () => String, AFTER) _after: unknown,
    @Arg('since', () => GraphQLDateTime, SINCE) _since: unknown,
  ): SegmentChange {
    return change;
  }

  @Subscription(() => SegmentBatchType, {
    description: 'The same feed in batches, for those who want throughput.',
    subscribe: (call: Call<BatchArguments>) => segmentBatches(call),
  })
  segmentBatches(
    @Root() { items, cursor }: Batch<SegmentChange>,
    @Arg('flowIds', () => [GraphQLUuid], FLOW_IDS) _flowIds: unknown,
    @Arg('sourceIds', () => [GraphQLUuid], SOURCE_IDS) _sourceIds: unknown,
    @Arg('collectedBy', () => [GraphQLUuid], COLLECTED_BY) _collectedBy: unknown,
    @Arg('formats', () => [ContentFormatEnum], FORMATS) _formats: unknown,
    @Arg('timerange', () => GraphQLTimeRange, TIMERANGE) _timerange: unknown,
    @Arg('maxSize', () => Int, {
      nullable: true,
      defaultValue: 100,
      description: `Most messages of a batch, 1 to ${MAX_BATCH_SIZE}.`,
    })
    _maxSize: unknown,
    @Arg('maxWait', () => Int, {
      nullable: true,
      defaultValue: 1_000,
      description: `Longest a message waits for others, in milliseconds, 0 to ${MAX_WAIT_MS}.`,
    })
    _maxWait: unknown,
    @Arg('after', () => String, AFTER) _after: unknown,
    @Arg('since', () => GraphQLDateTime, SINCE) _since: unknown,
  ): { events: readonly SegmentChange[]; cursor: string } {
    return { events: items, cursor };
  }

  @Subscription(() => EventType, {
    description: 'Every change of the model, in commit order.',
    subscribe: (call: Call<EventArguments>) => events(call) as Subscribed,
  })
  events(
    @Root() event: EventView,
    @Arg('types', () => [String], {
      nullable: true,
      description: `Only events of these types: ${EVENT_TYPES.join(', ')}.`,
    })
    _types: unknown,
    @Arg('flowIds', () => [GraphQLUuid], FLOW_IDS) _flowIds: unknown,
    @Arg('sourceIds', () => [GraphQLUuid], SOURCE_IDS) _sourceIds: unknown,
    @Arg('after', () => String, AFTER) _after: unknown,
    @Arg('since', () => GraphQLDateTime, SINCE) _since: unknown,
  ): EventView {
    return event;
  }
}

@Resolver()
export class LiveEdgeSubscriptions {
  @Subscription(() => FlowLiveEdgeType, {
    description:
      'The live edge of each flow as it is, then whenever one changes: when it moves, and when a flow falls silent or begins again.',
    subscribe: (call: Call<EdgeArguments>) => liveEdges(call),
  })
  liveEdges(
    @Root() edge: FlowLiveEdge,
    @Arg('flowIds', () => [GraphQLUuid], { description: 'The flows to watch, at most 1,000.' })
    _flowIds: unknown,
    @Arg('window', () => GraphQLTimestamp, windowArgument) _window: unknown,
  ): FlowLiveEdge {
    return edge;
  }
}

async function segments({ args, context }: Call<SegmentArguments>): Promise<Feed<SegmentChange>> {
  const { feeds } = context.store;
  const filter = segmentFilter(args);
  return new Feed(feeds, await feeds.placeOf(args), (behind, signal, live) =>
    feeds.segmentChanges(behind, filter, signal, live),
  );
}

async function segmentBatches(
  call: Call<BatchArguments>,
): Promise<AsyncGenerator<Batch<SegmentChange>, void, void>> {
  const maxSize = call.args.maxSize ?? 100;
  const maxWaitMs = call.args.maxWait ?? 1_000;
  if (maxSize < 1 || maxSize > MAX_BATCH_SIZE)
    throw inputError(`"maxSize" must be from 1 to ${MAX_BATCH_SIZE}.`);
  if (maxWaitMs < 0 || maxWaitMs > MAX_WAIT_MS)
    throw inputError(`"maxWait" must be from 0 to ${MAX_WAIT_MS} milliseconds.`);
  const { read, start } = await segments(call);
  return batches(read(start, call.context.signal, true), { maxSize, maxWaitMs });
}

async function events({ args, context }: Call<EventArguments>): Promise<Feed<EventView>> {
  const { feeds } = context.store;
  const { types = null, flowIds = null, sourceIds = null } = args;
  const unknown = types?.find((type) => !(EVENT_TYPES as readonly string[]).includes(type));
  if (unknown !== undefined)
    throw inputError(`There are no events of type "${unknown}"; the types are ${EVENT_TYPES.join(', ')}.`);
  const filter = { ...ALL_EVENTS, types, flowIds, sourceIds };
  return new Feed(feeds, await feeds.placeOf(args), async function* (behind, signal, live) {
    for await (const { items, cursor } of feeds.events(behind, filter, signal, live))
      yield { items: items.map((item) => new EventView(item)), cursor };
  });
}

function liveEdges({ args, context }: Call<EdgeArguments>) {
  return context.store.liveEdges.changes(args.flowIds, windowOf(args.window), context.signal);
}

function segmentFilter(args: SegmentArguments): SegmentFilter {
  const { flowIds = null, sourceIds = null, collectedBy = null, formats = null, timerange = null } = args;
  return { flowIds, sourceIds, collectedBy, formats, timerange };
}
