import { Field, InterfaceType, ObjectType } from 'type-graphql';
import type { JsonObject } from '../../tams/model';
import type { TimeRange } from '../../tams/time/timerange';
import { GraphQLDateTime, GraphQLJsonObject, GraphQLTimeRange, GraphQLUuid } from '../scalars';
import { SegmentEventKindEnum } from './enums';
import { SegmentType } from './segment';

@ObjectType('EventLog', {
  description: 'How far the log of changes reaches. What is read behind `latest` is what happens next.',
  simpleResolvers: true,
})
export class EventLogType {
  @Field(() => String, { description: 'As `after`: everything that is still known.' })
  oldest!: string;

  @Field(() => String, { description: 'As `after`: everything that happens from now on.' })
  latest!: string;
}

@InterfaceType('Event', { description: 'A change of the model.' })
export abstract class EventType {
  @Field(() => String, { description: 'Pass it as `after` to continue behind this event.', simple: true })
  cursor!: string;

  @Field(() => GraphQLDateTime, { description: 'When it was committed.', simple: true })
  at!: number;

  @Field(() => String, { description: "TAMS' name, such as `flows/created`.", simple: true })
  type!: string;
}

@InterfaceType('FlowEvent', { implements: EventType, description: 'A change of a flow or of its segments.' })
export abstract class FlowEventType extends EventType {
  @Field(() => GraphQLUuid, { description: 'The id of the flow.', simple: true })
  flowId!: string;
}

@InterfaceType('SourceEvent', { implements: EventType, description: 'A change of a source.' })
export abstract class SourceEventType extends EventType {
  @Field(() => GraphQLUuid, { description: 'The id of the source.', simple: true })
  sourceId!: string;
}

const flowDocument = {
  description: 'The flow as it was then, as TAMS writes it.',
  simple: true,
} as const;
const sourceDocument = {
  description: 'The source as it was then, as TAMS writes it.',
  simple: true,
} as const;

@ObjectType('FlowCreated', { implements: FlowEventType, description: 'A flow was registered, or restored.' })
export class FlowCreatedType extends FlowEventType {
  @Field(() => GraphQLJsonObject, flowDocument)
  document!: JsonObject;
}

@ObjectType('FlowUpdated', { implements: FlowEventType, description: "A flow's metadata changed." })
export class FlowUpdatedType extends FlowEventType {
  @Field(() => GraphQLJsonObject, flowDocument)
  document!: JsonObject;
}

@ObjectType('FlowDeleted', { implements: FlowEventType, description: 'A flow was deleted.' })
export class FlowDeletedType extends FlowEventType {}

@ObjectType('SegmentsAdded', { implements: FlowEventType, description: 'One request registered segments.' })
export class SegmentsAddedType extends FlowEventType {
  @Field(() => [SegmentType], { description: 'As they were registered.', simple: true })
  segments!: SegmentType[];
}

@ObjectType('SegmentsDeleted', {
  implements: FlowEventType,
  description: 'A stretch of segments was removed, with none in between that stayed.',
})
export class SegmentsDeletedType extends FlowEventType {
  @Field(() => GraphQLTimeRange, {
    description: 'From the start of the first removed segment to the end of the last.',
    simple: true,
  })
  timerange!: TimeRange;
}

@ObjectType('SourceCreated', {
  implements: SourceEventType,
  description: 'A source came with its first flow.',
})
export class SourceCreatedType extends SourceEventType {
  @Field(() => GraphQLJsonObject, sourceDocument)
  document!: JsonObject;
}

@ObjectType('SourceUpdated', { implements: SourceEventType, description: "A source's metadata changed." })
export class SourceUpdatedType extends SourceEventType {
  @Field(() => GraphQLJsonObject, sourceDocument)
  document!: JsonObject;
}

@ObjectType('SourceDeleted', {
  implements: SourceEventType,
  description: 'A source went with its last flow.',
})
export class SourceDeletedType extends SourceEventType {}

export const EVENT_TYPES = [
  FlowCreatedType,
  FlowUpdatedType,
  FlowDeletedType,
  SegmentsAddedType,
  SegmentsDeletedType,
  SourceCreatedType,
  SourceUpdatedType,
  SourceDeletedType,
] as const;

/** The GraphQL type of each event of TAMS. */
export const EVENT_TYPE_NAMES: Readonly<Record<string, string>> = {
  'flows/created': 'FlowCreated',
  'flows/updated': 'FlowUpdated',
  'flows/deleted': 'FlowDeleted',
  'flows/segments_added': 'SegmentsAdded',
  'flows/segments_deleted': 'SegmentsDeleted',
  'sources/created': 'SourceCreated',
  'sources/updated': 'SourceUpdated',
  'sources/deleted': 'SourceDeleted',
};

@ObjectType('SegmentEvent', {
  description: 'A segment that was added, or a stretch of segments that was removed.',
  simpleResolvers: true,
})
export class SegmentEventType {
  @Field(() => String, { description: 'Pass it as `after` to continue behind this message.' })
  cursor!: string;

  @Field(() => GraphQLDateTime, { description: 'When it was committed.' })
  at!: number;

  @Field(() => SegmentEventKindEnum, { description: 'What happened.' })
  kind!: string;

  @Field(() => GraphQLUuid, { description: 'The id of the flow on whose timeline it happened.' })
  flowId!: string;

  @Field(() => SegmentType, { nullable: true, description: 'As it was registered; null for a removal.' })
  segment!: SegmentType | null;

  @Field(() => GraphQLTimeRange, {
    description: "The segment's, or what the removed segments reached over.",
  })
  timerange!: TimeRange;
}

@ObjectType('SegmentBatch', {
  description: 'Several messages of a segment feed, in order.',
  simpleResolvers: true,
})
export class SegmentBatchType {
  @Field(() => String, { description: 'Pass it as `after` to continue behind this batch.' })
  cursor!: string;

  @Field(() => [SegmentEventType], { description: 'At least one.' })
  events!: SegmentEventType[];
}
