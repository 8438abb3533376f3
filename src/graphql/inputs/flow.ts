import { Field, InputType } from 'type-graphql';
import type { ContentFormat, JsonObject } from '../../tams/model';
import { GraphQLJsonObject, GraphQLMimeType, GraphQLSafeInt, GraphQLUuid } from '../scalars';
import { ContentFormatEnum } from '../types/enums';
import { RationalInputType, TagInputType } from './common';
import {
  AudioEssenceInputType,
  DataEssenceInputType,
  ImageEssenceInputType,
  VideoEssenceInputType,
} from './essence';

const optional = { nullable: true } as const;

@InputType('FlowCollectionItemInput', { description: "A member of a flow's collection." })
export class FlowCollectionItemInputType {
  @Field(() => GraphQLUuid, { description: 'The member, a registered flow.' })
  id!: string;

  @Field(() => String, { description: 'What it is in the collection, such as `video` or `audio`.' })
  role!: string;

  @Field(() => GraphQLJsonObject, {
    ...optional,
    description: "Where the member lies in the collecting flow's container, in TAMS' own names.",
  })
  containerMapping?: JsonObject | null;
}

/** What can be said of a flow both when it is put and when it is patched. */
@InputType({ description: 'Shared by FlowInput and FlowPatch.' })
export abstract class FlowPropertiesInput {
  @Field(() => String, { ...optional, description: 'A short name for people.' })
  label?: string | null;

  @Field(() => String, { ...optional, description: 'A longer text for people.' })
  description?: string | null;

  @Field(() => [TagInputType], {
    ...optional,
    description: 'All of its tags: they replace those that are there.',
  })
  tags?: TagInputType[] | null;

  @Field(() => GraphQLMimeType, { ...optional, description: 'The media type of the coded content.' })
  codec?: string | null;

  @Field(() => GraphQLMimeType, {
    ...optional,
    description: 'The media type of the media objects; needed before segments can be added.',
  })
  container?: string | null;

  @Field(() => GraphQLSafeInt, { ...optional, description: 'How many lossy encodings lie before this flow.' })
  generation?: number | null;

  @Field(() => GraphQLSafeInt, { ...optional, description: 'Average rate in 1000 bit/s.' })
  avgBitRate?: number | null;

  @Field(() => GraphQLSafeInt, { ...optional, description: 'Highest rate in 1000 bit/s.' })
  maxBitRate?: number | null;

  @Field(() => RationalInputType, {
    ...optional,
    description: 'The duration in seconds that segments aim at.',
  })
  segmentDuration?: RationalInputType | null;

  @Field(() => Boolean, { ...optional, description: 'Forbid changes of its metadata and segments.' })
  readOnly?: boolean | null;

  @Field(() => [FlowCollectionItemInputType], {
    ...optional,
    description: 'The flows it collects, in order; they replace those that are there.',
  })
  flowCollection?: FlowCollectionItemInputType[] | null;

  @Field(() => GraphQLJsonObject, {
    ...optional,
    description: "How the content lies in the container, in TAMS' own names.",
  })
  containerMapping?: JsonObject | null;

  @Field(() => VideoEssenceInputType, { ...optional, description: 'For the format VIDEO, and only for it.' })
  video?: VideoEssenceInputType | null;

  @Field(() => AudioEssenceInputType, { ...optional, description: 'For the format AUDIO, and only for it.' })
  audio?: AudioEssenceInputType | null;

  @Field(() => ImageEssenceInputType, { ...optional, description: 'For the format IMAGE, and only for it.' })
  image?: ImageEssenceInputType | null;

  @Field(() => DataEssenceInputType, { ...optional, description: 'For the format DATA, and only for it.' })
  data?: DataEssenceInputType | null;
}

@InputType('FlowInput', {
  description:
    'A whole flow, to create it or to replace the one of this id: what is left out becomes unset. The essence is given in the one field that the format names.',
})
export class FlowInputType extends FlowPropertiesInput {
  @Field(() => GraphQLUuid, { description: 'Chosen by the client.' })
  id!: string;

  @Field(() => GraphQLUuid, { description: 'The source it renders; registered with it when new.' })
  sourceId!: string;

  @Field(() => ContentFormatEnum, { description: 'What it holds; cannot change.' })
  format!: ContentFormat;

  @Field(() => String, {
    ...optional,
    description: 'Taken when the flow is created; later ones are made by the store.',
  })
  metadataVersion?: string | null;
}

@InputType('FlowPatch', {
  description:
    'What to change of a flow: only what is named changes, null clears. On a read-only flow only `readOnly` can be changed.',
})
export class FlowPatchType extends FlowPropertiesInput {
  @Field(() => [TagInputType], { ...optional, description: 'Tags to add or change; the others stay.' })
  setTags?: TagInputType[] | null;

  @Field(() => [String], { ...optional, description: 'Names of tags to remove; the others stay.' })
  removeTags?: string[] | null;
}

@InputType('SourcePatch', {
  description: 'What to change of a source: only what is named changes, null clears.',
})
export class SourcePatchType {
  @Field(() => String, { ...optional, description: 'A short name for people.' })
  label?: string | null;

  @Field(() => String, { ...optional, description: 'A longer text for people.' })
  description?: string | null;

  @Field(() => [TagInputType], {
    ...optional,
    description: 'All of its tags: they replace those that are there.',
  })
  tags?: TagInputType[] | null;

  @Field(() => [TagInputType], { ...optional, description: 'Tags to add or change; the others stay.' })
  setTags?: TagInputType[] | null;

  @Field(() => [String], { ...optional, description: 'Names of tags to remove; the others stay.' })
  removeTags?: string[] | null;
}
