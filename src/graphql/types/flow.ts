import { Field, InterfaceType, ObjectType } from 'type-graphql';
import type { ContentFormat, JsonObject, Rational, Uuid } from '../../tams/model';
import { countedConnectionTypes } from '../connections';
import { GraphQLDateTime, GraphQLJsonObject, GraphQLMimeType, GraphQLSafeInt, GraphQLUuid } from '../scalars';
import { RationalType } from './common';
import { ContentFormatEnum } from './enums';

/** The GraphQL type of a flow of each format. */
export const FLOW_TYPE_NAMES: Readonly<Record<ContentFormat, string>> = {
  video: 'VideoFlow',
  audio: 'AudioFlow',
  image: 'ImageFlow',
  data: 'DataFlow',
  multi: 'MultiFlow',
};

@InterfaceType('Flow', {
  description: 'A rendition of a source: a sequence of segments on a timeline, with technical metadata.',
})
export abstract class FlowType {
  @Field(() => GraphQLUuid, { description: 'Given by the client that registered it.', simple: true })
  id!: Uuid;

  @Field(() => ContentFormatEnum, { description: 'What it holds; that of its source.', simple: true })
  format!: ContentFormat;

  @Field(() => String, { nullable: true, description: 'A short name for people.', simple: true })
  label!: string | null;

  @Field(() => String, { nullable: true, description: 'A longer text for people.', simple: true })
  description!: string | null;

  @Field(() => String, { nullable: true, description: 'Who registered it.', simple: true })
  createdBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Who last changed its metadata.', simple: true })
  updatedBy!: string | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was registered.', simple: true })
  created!: number;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When its metadata last changed; segments do not count.',
    simple: true,
  })
  metadataUpdated!: number;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When segments were last added or deleted; null before the first.',
    simple: true,
  })
  segmentsUpdated!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Changes with every change of the metadata: equal versions mean equal metadata. Opaque.',
    simple: true,
  })
  metadataVersion!: string | null;

  @Field(() => GraphQLSafeInt, {
    nullable: true,
    description: 'How many lossy encodings lie between the original and this flow.',
    simple: true,
  })
  generation!: number | null;

  @Field(() => Boolean, {
    description: 'Metadata and segments cannot be changed until this is switched off again.',
    simple: true,
  })
  readOnly!: boolean;

  @Field(() => GraphQLMimeType, {
    nullable: true,
    description: 'The media type of the coded content, such as `video/h264`. Null only for multi flows.',
    simple: true,
  })
  codec!: string | null;

  @Field(() => GraphQLMimeType, {
    nullable: true,
    description: 'The media type of the media objects, such as `video/mp2t`. Null: no media of its own.',
    simple: true,
  })
  container!: string | null;

  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Average rate in 1000 bit/s.', simple: true })
  avgBitRate!: number | null;

  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Highest rate in 1000 bit/s.', simple: true })
  maxBitRate!: number | null;

  @Field(() => RationalType, {
    nullable: true,
    description: 'The duration in seconds that segments aim at.',
    simple: true,
  })
  segmentDuration!: Rational | null;

  @Field(() => GraphQLJsonObject, {
    nullable: true,
    description: "How the content lies in the container, in TAMS' own names.",
    simple: true,
  })
  containerMapping!: JsonObject | null;
}

@ObjectType('VideoFlow', {
  description: 'A flow of moving pictures.',
  implements: FlowType,
  simpleResolvers: true,
})
export class VideoFlowType extends FlowType {}

@ObjectType('AudioFlow', { description: 'A flow of sound.', implements: FlowType, simpleResolvers: true })
export class AudioFlowType extends FlowType {}

@ObjectType('ImageFlow', {
  description: 'A flow of still pictures.',
  implements: FlowType,
  simpleResolvers: true,
})
export class ImageFlowType extends FlowType {}

@ObjectType('DataFlow', { description: 'A flow of timed data.', implements: FlowType, simpleResolvers: true })
export class DataFlowType extends FlowType {}

@ObjectType('MultiFlow', {
  description: 'A flow that collects others, with media of its own when they are multiplexed.',
  implements: FlowType,
  simpleResolvers: true,
})
export class MultiFlowType extends FlowType {}

export const FLOW_TYPES = [VideoFlowType, AudioFlowType, ImageFlowType, DataFlowType, MultiFlowType] as const;

@ObjectType('FlowCollectionItem', { description: "A member of a flow's collection.", simpleResolvers: true })
export class FlowCollectionItemType {
  @Field(() => String, { description: 'What it is in the collection, such as `video` or `audio`.' })
  role!: string;

  @Field(() => GraphQLJsonObject, {
    nullable: true,
    description: "Where the member lies in the collecting flow's container, in TAMS' own names.",
  })
  containerMapping!: JsonObject | null;
}

export const FlowConnectionType = countedConnectionTypes('Flow', 'flows', () => FlowType);
