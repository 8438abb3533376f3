import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { TimeRange } from '../../tams/time/timerange';
import { connectionTypes } from '../connections';
import { GraphQLDateTime, GraphQLMimeType, GraphQLSafeInt, GraphQLTimeRange, GraphQLUuid } from '../scalars';
import { ErrorReportType } from './common';
import { ContentFormatEnum } from './enums';

/** Names on the graph; values are the domain's. */
export const RestoreObstacleEnum = {
  RETENTION_OVER: 'retention_over',
  DELETION_AT_WORK: 'deletion_at_work',
  FLOW_EXISTS: 'flow_exists',
  DELETED_AGAIN: 'deleted_again',
  SOURCE_FORMAT: 'source_format',
  FLOW_GONE: 'flow_gone',
  FLOW_READ_ONLY: 'flow_read_only',
  WITH_FLOW: 'with_flow',
  OVERLAPPED: 'overlapped',
  MEDIA_GONE: 'media_gone',
} as const;

registerEnumType(RestoreObstacleEnum, {
  name: 'RestoreObstacle',
  description: 'What keeps a deleted flow or segment from being restored.',
  valuesConfig: {
    RETENTION_OVER: { description: 'It was deleted too long ago, and is purged next.' },
    DELETION_AT_WORK: { description: 'A deletion request is still at work on its flow.' },
    FLOW_EXISTS: { description: 'There is a flow of its id again: delete that first.' },
    DELETED_AGAIN: { description: 'A later flow of its id was deleted: that comes back first.' },
    SOURCE_FORMAT: { description: 'Its source has another format by now.' },
    FLOW_GONE: { description: 'Its flow is deleted: restore that first.' },
    FLOW_READ_ONLY: { description: 'Its flow is read-only.' },
    WITH_FLOW: { description: 'It went with an earlier flow of this id, and comes back only with that.' },
    OVERLAPPED: { description: 'Live segments have taken its time.' },
    MEDIA_GONE: { description: 'Its media object is forgotten.' },
  },
});

@ObjectType('DeletedFlow', {
  description: 'A flow that was deleted and is not purged yet, as it was.',
  simpleResolvers: true,
})
export class DeletedFlowType {
  @Field(() => GraphQLUuid, { description: 'Its id: what `restoreFlow` takes.' })
  id!: string;

  @Field(() => GraphQLUuid, { description: 'The id of its source.' })
  sourceId!: string;

  @Field(() => ContentFormatEnum, { description: 'What kind of content it held.' })
  format!: string;

  @Field(() => String, { nullable: true, description: 'A short name for people.' })
  label!: string | null;

  @Field(() => String, { nullable: true, description: 'What it was, for people.' })
  description!: string | null;

  @Field(() => GraphQLMimeType, { nullable: true, description: 'How its content was coded.' })
  codec!: string | null;

  @Field(() => GraphQLTimeRange, {
    description: 'From the first to the last of the segments that went with it; `()` without any.',
  })
  timerange!: TimeRange;

  @Field(() => GraphQLDateTime, { description: 'When it was made.' })
  created!: number;

  @Field(() => GraphQLDateTime, { description: 'When it was deleted.' })
  deletedAt!: number;

  @Field(() => String, { description: 'Who deleted it.' })
  deletedBy!: string;

  @Field(() => GraphQLDateTime, {
    description: 'From then on it cannot be restored, and is removed for good with media that only it names.',
  })
  purgeAt!: number;

  @Field(() => Boolean, { description: '`restoreFlow` would bring it back now.' })
  restorable!: boolean;

  @Field(() => RestoreObstacleEnum, { nullable: true, description: 'What keeps it; null when nothing does.' })
  obstacle!: string | null;
}

export const DeletedFlowConnectionType = connectionTypes(
  'DeletedFlow',
  'deleted flows',
  () => DeletedFlowType,
);

@ObjectType('DeletedSegment', {
  description: 'A segment that was deleted and is not purged yet.',
  simpleResolvers: true,
})
export class DeletedSegmentType {
  @Field(() => ID, { description: 'The id of the media object.' })
  objectId!: string;

  @Field(() => GraphQLTimeRange, { description: "Where it lay on the flow's timeline." })
  timerange!: TimeRange;

  @Field(() => GraphQLDateTime, { description: 'When it was deleted.' })
  deletedAt!: number;

  @Field(() => String, { description: 'Who deleted it.' })
  deletedBy!: string;

  @Field(() => GraphQLDateTime, {
    description: 'From then on it cannot be restored, and is removed for good.',
  })
  purgeAt!: number;

  @Field(() => Boolean, { description: '`restoreSegments` would bring it back now.' })
  restorable!: boolean;

  @Field(() => RestoreObstacleEnum, { nullable: true, description: 'What keeps it; null when nothing does.' })
  obstacle!: string | null;
}

export const DeletedSegmentConnectionType = connectionTypes(
  'DeletedSegment',
  'deleted segments',
  () => DeletedSegmentType,
);

@ObjectType('UnrestoredSegments', {
  description: 'Deleted segments, one behind the other, that stay deleted for the same reason.',
  simpleResolvers: true,
})
export class UnrestoredSegmentsType {
  @Field(() => GraphQLTimeRange, { description: 'From the first to the last of them.' })
  timerange!: TimeRange;

  @Field(() => GraphQLSafeInt, { description: 'How many they are.' })
  count!: number;

  @Field(() => RestoreObstacleEnum, { description: 'What keeps them.' })
  reason!: string;
}

@ObjectType('RestoreSegmentsPayload', {
  description: 'What became of deleted segments that were to be restored.',
  simpleResolvers: true,
})
export class RestoreSegmentsPayloadType {
  @Field(() => GraphQLSafeInt, { description: 'How many are back.' })
  restored!: number;

  @Field(() => [GraphQLTimeRange], {
    description:
      'Where those are: each from the first to the last of some that were deleted together, with none in between that stayed deleted. At most 1,000.',
  })
  restoredRanges!: readonly TimeRange[];

  @Field(() => GraphQLSafeInt, { description: 'How many stay deleted.' })
  unrestored!: number;

  @Field(() => [UnrestoredSegmentsType], { description: 'Those that stay deleted, and why. At most 1,000.' })
  unrestoredRanges!: readonly UnrestoredSegmentsType[];

  @Field(() => Boolean, { description: 'Both lists are complete; the counts always are.' })
  listsAll!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'There is more to look at: pass it as `after` of the next call. Null when all was looked at.',
  })
  endCursor!: string | null;

  @Field(() => ErrorReportType, {
    nullable: true,
    description: 'What ended the call early, such as the flow becoming read-only; what is back stays.',
  })
  interruption!: ErrorReportType | null;
}
