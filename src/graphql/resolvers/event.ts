import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { FeedEvent } from '../../tams/feed/feed-service';
import { segmentsOf, timerangeOf, type SegmentChange } from '../../tams/feed/segment-changes';
import type { Flow, JsonObject, Segment, Source } from '../../tams/model';
import type { TimeRange } from '../../tams/time/timerange';
import type { GraphContext } from '../context';
import { FlowEventType, SegmentEventType, SourceEventType } from '../types/event';
import { FlowType } from '../types/flow';
import { SourceType } from '../types/source';

/** An event as the graph shows it: what it tells is read out when it is selected. */
export class EventView {
  readonly cursor: string;
  readonly at: number;
  readonly type: string;

  constructor(private readonly of: FeedEvent) {
    this.cursor = of.cursor;
    this.at = of.event.at;
    this.type = of.event.type;
  }

  get flowId(): string | null {
    return this.of.event.flowId;
  }

  get sourceId(): string | null {
    return this.of.event.sourceId;
  }

  get document(): JsonObject {
    const { flow, source } = this.of.event.payload;
    return (flow ?? source) as JsonObject;
  }

  get segments(): Segment[] {
    return segmentsOf(this.of.event);
  }

  get timerange(): TimeRange {
    return timerangeOf(this.of.event);
  }
}

@Resolver(() => FlowEventType)
export class FlowEventResolver {
  @FieldResolver(() => FlowType, {
    nullable: true,
    description: 'The flow as it is now; null when it is gone.',
  })
  flow(@Root() { flowId }: EventView, @Ctx() { loaders }: GraphContext): Promise<Flow | null> {
    return loaders.flow(flowId!);
  }
}

@Resolver(() => SourceEventType)
export class SourceEventResolver {
  @FieldResolver(() => SourceType, {
    nullable: true,
    description: 'The source as it is now; null when it is gone.',
  })
  source(@Root() { sourceId }: EventView, @Ctx() { loaders }: GraphContext): Promise<Source | null> {
    return loaders.source(sourceId!);
  }
}

@Resolver(() => SegmentEventType)
export class SegmentEventResolver {
  @FieldResolver(() => FlowType, {
    nullable: true,
    description: 'The flow as it is now; null when it is gone.',
  })
  flow(@Root() { flowId }: SegmentChange, @Ctx() { loaders }: GraphContext): Promise<Flow | null> {
    return loaders.flow(flowId);
  }
}
