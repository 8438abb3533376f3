import { Field, ID, InputType } from 'type-graphql';
import type { TimeRange } from '../../tams/time/timerange';
import type { Timestamp } from '../../tams/time/timestamp';
import { GraphQLSafeInt, GraphQLTimeRange, GraphQLTimestamp } from '../scalars';

const optional = { nullable: true } as const;

@InputType('GetUrlInput', { description: "A URL outside the store where a segment's media can be read." })
export class GetUrlInputType {
  @Field(() => String, { description: 'An absolute http or https URL.' })
  url!: string;

  @Field(() => String, {
    ...optional,
    description: "To choose by; not the label of one of the store's backends.",
  })
  label?: string | null;
}

@InputType('SegmentInput', { description: 'A segment to register.' })
export class SegmentInputType {
  @Field(() => ID, {
    description:
      'The media object: allocated for this flow, known from another segment, or external with `getUrls`.',
  })
  objectId!: string;

  @Field(() => GraphQLTimeRange, {
    description: 'Where it lies on the timeline: bounded, with an inclusive start, not over another segment.',
  })
  timerange!: TimeRange;

  @Field(() => GraphQLTimestamp, {
    ...optional,
    description: "What to add to the object's own timestamps to get the flow's; 0:0 when left out.",
  })
  tsOffset?: Timestamp | null;

  @Field(() => GraphQLTimestamp, { ...optional, description: 'The duration of the last sample.' })
  lastDuration?: Timestamp | null;

  @Field(() => GraphQLSafeInt, {
    ...optional,
    description: 'Samples of the object to skip before it begins.',
  })
  sampleOffset?: number | null;

  @Field(() => GraphQLSafeInt, { ...optional, description: 'How many samples it has.' })
  sampleCount?: number | null;

  @Field(() => GraphQLSafeInt, { ...optional, description: 'How many key frames it has.' })
  keyFrameCount?: number | null;

  @Field(() => [GetUrlInputType], {
    ...optional,
    description: 'URLs outside the store that hold the same bytes.',
  })
  getUrls?: GetUrlInputType[] | null;
}
