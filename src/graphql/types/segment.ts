import { Field, ID, ObjectType } from 'type-graphql';
import type { TimeRange } from '../../tams/time/timerange';
import { connectionTypes } from '../connections';
import { GraphQLSafeInt, GraphQLTimeRange, GraphQLTimestamp } from '../scalars';
import { StorageBackendType } from './service';

@ObjectType('Segment', {
  description: "A stretch of a flow's timeline and the media object that holds it.",
  simpleResolvers: true,
})
export class SegmentType {
  @Field(() => ID, { description: 'The id of the media object.' })
  objectId!: string;

  @Field(() => GraphQLTimeRange, { description: "Where it lies on the flow's timeline." })
  timerange!: TimeRange;

  @Field(() => GraphQLTimestamp, {
    nullable: true,
    description: 'The duration of the last sample, where its end is not known from the timerange.',
  })
  lastDuration!: string | null;

  @Field(() => GraphQLSafeInt, {
    nullable: true,
    description: 'Samples of the object to skip before it begins.',
  })
  sampleOffset!: number | null;

  @Field(() => GraphQLSafeInt, { nullable: true, description: 'How many samples it has.' })
  sampleCount!: number | null;

  @Field(() => GraphQLSafeInt, { nullable: true, description: 'How many key frames it has.' })
  keyFrameCount!: number | null;
}

@ObjectType('GetUrl', {
  description: "A URL to read a segment's media object from.",
  simpleResolvers: true,
})
export class GetUrlType {
  @Field(() => String, { description: 'Where to GET the bytes. May be signed: treat it as a secret.' })
  url!: string;

  @Field(() => String, {
    nullable: true,
    description: "To choose by: the storage backend's, or the client's own.",
  })
  label!: string | null;

  @Field(() => Boolean, { description: 'It works without credentials, for a limited time.' })
  presigned!: boolean;

  @Field(() => Boolean, { description: 'The store made it and manages the bytes behind it.' })
  controlled!: boolean;

  @Field(() => StorageBackendType, {
    nullable: true,
    description: 'Where the bytes are kept; null when the URL is not controlled.',
  })
  storageBackend!: StorageBackendType | null;
}

export const SegmentConnectionType = connectionTypes('Segment', 'segments', () => SegmentType);

@ObjectType('Coverage', {
  description: 'Which parts of a timeline hold media.',
  simpleResolvers: true,
})
export class CoverageType {
  @Field(() => [GraphQLTimeRange], { description: 'Contiguous stretches that hold media, in order.' })
  ranges!: readonly TimeRange[];

  @Field(() => [GraphQLTimeRange], { description: 'What lies between them, inside the range asked for.' })
  gaps!: readonly TimeRange[];

  @Field(() => GraphQLSafeInt, {
    description: 'How many segments lie wholly or partly in the range asked for.',
  })
  segmentCount!: number;
}
