import { Field, InputType } from 'type-graphql';
import type { TimeRange } from '../../tams/time/timerange';
import type { ContentFormat } from '../../tams/model';
import { GraphQLMimeType, GraphQLSafeInt, GraphQLTimeRange, GraphQLUuid } from '../scalars';
import { ContentFormatEnum } from '../types/enums';

@InputType('TagFilter', {
  description: 'A condition on one tag. With neither `value` nor `exists`: the tag is there.',
})
export class TagFilterType {
  @Field(() => String, { description: 'The name of the tag.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The tag has exactly this value.' })
  value?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'The tag is there (true), or is not (false).' })
  exists?: boolean | null;
}

@InputType('SourceFilter', { description: 'Conditions on sources; all that are given must hold.' })
export class SourceFilterType {
  @Field(() => [GraphQLUuid], { nullable: true, description: 'One of these ids.' })
  ids?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Exactly this label.' })
  label?: string | null;

  @Field(() => ContentFormatEnum, { nullable: true, description: 'This format.' })
  format?: ContentFormat | null;

  @Field(() => [TagFilterType], { nullable: true, description: 'All of these conditions on tags.' })
  tags?: TagFilterType[] | null;

  @Field(() => GraphQLUuid, {
    nullable: true,
    description: 'Part of the collection of the source with this id.',
  })
  collectedBy?: string | null;
}

@InputType('FlowFilter', { description: 'Conditions on flows; all that are given must hold.' })
export class FlowFilterType {
  @Field(() => [GraphQLUuid], { nullable: true, description: 'One of these ids.' })
  ids?: string[] | null;

  @Field(() => GraphQLUuid, { nullable: true, description: 'A flow of the source with this id.' })
  sourceId?: string | null;

  @Field(() => ContentFormatEnum, { nullable: true, description: 'This format.' })
  format?: ContentFormat | null;

  @Field(() => GraphQLMimeType, { nullable: true, description: 'Exactly this codec.' })
  codec?: string | null;

  @Field(() => GraphQLMimeType, { nullable: true, description: 'Exactly this container.' })
  container?: string | null;

  @Field(() => String, { nullable: true, description: 'Exactly this label.' })
  label?: string | null;

  @Field(() => [TagFilterType], { nullable: true, description: 'All of these conditions on tags.' })
  tags?: TagFilterType[] | null;

  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Pictures exactly this wide, in pixels.' })
  frameWidth?: number | null;

  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Pictures exactly this high, in pixels.' })
  frameHeight?: number | null;

  @Field(() => GraphQLTimeRange, {
    nullable: true,
    description: 'A segment overlaps this range; `()` finds the flows without content, `_` is no condition.',
  })
  timerange?: TimeRange | null;

  @Field(() => Boolean, { nullable: true, description: 'Is, or is not, read-only.' })
  readOnly?: boolean | null;

  @Field(() => GraphQLUuid, {
    nullable: true,
    description: 'Part of the collection of the flow with this id.',
  })
  collectedBy?: string | null;
}
