import { Field, ID, ObjectType } from 'type-graphql';
import type { TimeRange } from '../../tams/time/timerange';
import { GraphQLJsonObject, GraphQLMimeType, GraphQLSafeInt, GraphQLTimeRange } from '../scalars';
import { ErrorReportType } from './common';

@ObjectType('PutUrl', {
  description: 'A request that uploads bytes without credentials.',
  simpleResolvers: true,
})
export class PutUrlType {
  @Field(() => String, { description: 'Where to PUT the bytes. Signed: treat it as a secret.' })
  url!: string;

  @Field(() => GraphQLMimeType, { description: 'The content type that must be sent.' })
  contentType!: string;

  @Field(() => GraphQLJsonObject, { description: 'All headers that must be sent exactly so.' })
  headers!: Record<string, unknown>;
}

@ObjectType('StorageAllocation', {
  description: 'Room for one media object, to upload to and then to register in a segment.',
  simpleResolvers: true,
})
export class StorageAllocationType {
  @Field(() => ID, { description: 'The id to register segments with.' })
  objectId!: string;

  @Field(() => PutUrlType, { description: 'How to upload the bytes; valid for at least an hour.' })
  putUrl!: PutUrlType;
}

@ObjectType('FailedSegment', {
  description: 'A segment of a request that was not registered.',
  simpleResolvers: true,
})
export class FailedSegmentType {
  @Field(() => GraphQLSafeInt, { description: 'Its place in the request, from 0.' })
  index!: number;

  @Field(() => ID, { description: 'As it was sent.' })
  objectId!: string;

  @Field(() => GraphQLTimeRange, { description: 'As it was sent.' })
  timerange!: TimeRange;

  @Field(() => ErrorReportType, { description: 'Why it was not registered.' })
  error!: ErrorReportType;
}

@ObjectType('AddSegmentsPayload', {
  description:
    'What became of the segments of a request: those that can be registered are, whatever the others do.',
  simpleResolvers: true,
})
export class AddSegmentsPayloadType {
  @Field(() => GraphQLSafeInt, { description: 'How many were registered.' })
  added!: number;

  @Field(() => [FailedSegmentType], { description: 'Those that were not, in the order of the request.' })
  failed!: FailedSegmentType[];
}
