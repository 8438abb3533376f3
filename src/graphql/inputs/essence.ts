import { Field, InputType } from 'type-graphql';
import { GraphQLSafeInt } from '../scalars';
import {
  ColorspaceEnum,
  ComponentTypeEnum,
  InterlaceModeEnum,
  TransferCharacteristicEnum,
} from '../types/enums';
import { RationalInputType } from './common';

const optional = { nullable: true } as const;

@InputType('AvcParametersInput', { description: 'What an H.264 stream says of itself.' })
export class AvcParametersInputType {
  @Field(() => GraphQLSafeInt, { description: 'The profile_idc.' })
  profile!: number;

  @Field(() => GraphQLSafeInt, { description: 'The level_idc.' })
  level!: number;

  @Field(() => GraphQLSafeInt, { description: 'The constraint flags, as one number.' })
  flags!: number;
}

@InputType('UncParametersInput', { description: 'How uncompressed samples are laid out.' })
export class UncParametersInputType {
  @Field(() => String, {
    ...optional,
    description:
      'The layout: `planar`, `UYVY`, `v210` … for video; `interleaved`, `planar` or `pairs` for audio.',
  })
  uncType?: string | null;
}

@InputType('AudioCodecParametersInput', { description: 'What a coded audio stream needs.' })
export class AudioCodecParametersInputType {
  @Field(() => GraphQLSafeInt, { ...optional, description: 'Samples in each coded frame.' })
  codedFrameSize?: number | null;

  @Field(() => GraphQLSafeInt, { ...optional, description: 'The MPEG-4 object type indication.' })
  mp4Oti?: number | null;
}

@InputType('VideoEssenceInput', { description: 'Technical facts of moving pictures.' })
export class VideoEssenceInputType {
  @Field(() => RationalInputType, { ...optional, description: 'Frames in a second.' })
  frameRate?: RationalInputType | null;

  @Field(() => GraphQLSafeInt, { description: 'In pixels.' })
  frameWidth!: number;

  @Field(() => GraphQLSafeInt, { description: 'In pixels.' })
  frameHeight!: number;

  @Field(() => GraphQLSafeInt, { ...optional, description: 'Bits of each component.' })
  bitDepth?: number | null;

  @Field(() => InterlaceModeEnum, { ...optional, description: 'How the lines follow in time.' })
  interlaceMode?: string | null;

  @Field(() => ColorspaceEnum, { ...optional, description: 'The colour space.' })
  colorspace?: string | null;

  @Field(() => TransferCharacteristicEnum, { ...optional, description: 'How values map to light.' })
  transferCharacteristic?: string | null;

  @Field(() => RationalInputType, { ...optional, description: 'Width to height of the picture as shown.' })
  aspectRatio?: RationalInputType | null;

  @Field(() => RationalInputType, { ...optional, description: 'Width to height of one pixel as shown.' })
  pixelAspectRatio?: RationalInputType | null;

  @Field(() => ComponentTypeEnum, { ...optional, description: 'What the components of a pixel are.' })
  componentType?: string | null;

  @Field(() => GraphQLSafeInt, { ...optional, description: 'Horizontal chroma subsampling factor.' })
  horizChromaSubs?: number | null;

  @Field(() => GraphQLSafeInt, { ...optional, description: 'Vertical chroma subsampling factor.' })
  vertChromaSubs?: number | null;

  @Field(() => UncParametersInputType, { ...optional, description: 'For uncompressed video.' })
  uncParameters?: UncParametersInputType | null;

  @Field(() => AvcParametersInputType, { ...optional, description: 'For H.264 video.' })
  avcParameters?: AvcParametersInputType | null;
}

@InputType('AudioEssenceInput', { description: 'Technical facts of sound.' })
export class AudioEssenceInputType {
  @Field(() => GraphQLSafeInt, { description: 'Samples of each channel in a second.' })
  sampleRate!: number;

  @Field(() => GraphQLSafeInt, { description: 'How many channels.' })
  channels!: number;

  @Field(() => GraphQLSafeInt, { ...optional, description: 'Bits of each sample.' })
  bitDepth?: number | null;

  @Field(() => AudioCodecParametersInputType, { ...optional, description: 'For coded audio.' })
  codecParameters?: AudioCodecParametersInputType | null;

  @Field(() => UncParametersInputType, { ...optional, description: 'For uncompressed audio.' })
  uncParameters?: UncParametersInputType | null;
}

@InputType('ImageEssenceInput', { description: 'Technical facts of still pictures.' })
export class ImageEssenceInputType {
  @Field(() => GraphQLSafeInt, { description: 'In pixels.' })
  frameWidth!: number;

  @Field(() => GraphQLSafeInt, { description: 'In pixels.' })
  frameHeight!: number;

  @Field(() => RationalInputType, { ...optional, description: 'Width to height of the picture as shown.' })
  aspectRatio?: RationalInputType | null;
}

@InputType('DataEssenceInput', { description: 'Technical facts of timed data.' })
export class DataEssenceInputType {
  @Field(() => String, {
    ...optional,
    description: 'What the data is, as a URN, such as `urn:x-tam:data:bounding-box`.',
  })
  dataType?: string | null;
}
