import { Field, ObjectType } from 'type-graphql';
import type { Rational } from '../../tams/model';
import { GraphQLSafeInt } from '../scalars';
import { RationalType } from './common';
import { ColorspaceEnum, ComponentTypeEnum, InterlaceModeEnum, TransferCharacteristicEnum } from './enums';

const optional = { nullable: true } as const;

@ObjectType('AvcParameters', { description: 'What an H.264 stream says of itself.', simpleResolvers: true })
export class AvcParametersType {
  @Field(() => GraphQLSafeInt, { description: 'The profile_idc.' })
  profile!: number;

  @Field(() => GraphQLSafeInt, { description: 'The level_idc.' })
  level!: number;

  @Field(() => GraphQLSafeInt, { description: 'The constraint flags, as one number.' })
  flags!: number;
}

@ObjectType('UncParameters', { description: 'How uncompressed samples are laid out.', simpleResolvers: true })
export class UncParametersType {
  @Field(() => String, {
    ...optional,
    description:
      'The layout: `planar`, `UYVY`, `v210` … for video; `interleaved`, `planar` or `pairs` for audio.',
  })
  uncType!: string | null;
}

@ObjectType('AudioCodecParameters', {
  description: 'What a coded audio stream needs.',
  simpleResolvers: true,
})
export class AudioCodecParametersType {
  @Field(() => GraphQLSafeInt, { ...optional, description: 'Samples in each coded frame.' })
  codedFrameSize!: number | null;

  @Field(() => GraphQLSafeInt, { ...optional, description: 'The MPEG-4 object type indication.' })
  mp4Oti!: number | null;
}

@ObjectType('VideoEssence', { description: 'Technical facts of moving pictures.', simpleResolvers: true })
export class VideoEssenceType {
  @Field(() => RationalType, { ...optional, description: 'Frames in a second.' })
  frameRate!: Rational | null;

  @Field(() => GraphQLSafeInt, { description: 'In pixels.' })
  frameWidth!: number;

  @Field(() => GraphQLSafeInt, { description: 'In pixels.' })
  frameHeight!: number;

  @Field(() => GraphQLSafeInt, { ...optional, description: 'Bits of each component.' })
  bitDepth!: number | null;

  @Field(() => InterlaceModeEnum, { ...optional, description: 'How the lines follow in time.' })
  interlaceMode!: string | null;

  @Field(() => ColorspaceEnum, { ...optional, description: 'The colour space.' })
  colorspace!: string | null;

  @Field(() => TransferCharacteristicEnum, { ...optional, description: 'How values map to light.' })
  transferCharacteristic!: string | null;

  @Field(() => RationalType, { ...optional, description: 'Width to height of the picture as shown.' })
  aspectRatio!: Rational | null;

  @Field(() => RationalType, { ...optional, description: 'Width to height of one pixel as shown.' })
  pixelAspectRatio!: Rational | null;

  @Field(() => ComponentTypeEnum, { ...optional, description: 'What the components of a pixel are.' })
  componentType!: string | null;

  @Field(() => GraphQLSafeInt, { ...optional, description: 'Horizontal chroma subsampling factor.' })
  horizChromaSubs!: number | null;

  @Field(() => GraphQLSafeInt, { ...optional, description: 'Vertical chroma subsampling factor.' })
  vertChromaSubs!: number | null;

  @Field(() => UncParametersType, { ...optional, description: 'For uncompressed video.' })
  uncParameters!: UncParametersType | null;

  @Field(() => AvcParametersType, { ...optional, description: 'For H.264 video.' })
  avcParameters!: AvcParametersType | null;
}

@ObjectType('AudioEssence', { description: 'Technical facts of sound.', simpleResolvers: true })
export class AudioEssenceType {
  @Field(() => GraphQLSafeInt, { description: 'Samples of each channel in a second.' })
  sampleRate!: number;

  @Field(() => GraphQLSafeInt, { description: 'How many channels.' })
  channels!: number;

  @Field(() => GraphQLSafeInt, { ...optional, description: 'Bits of each sample.' })
  bitDepth!: number | null;

  @Field(() => AudioCodecParametersType, { ...optional, description: 'For coded audio.' })
  codecParameters!: AudioCodecParametersType | null;

  @Field(() => UncParametersType, { ...optional, description: 'For uncompressed audio.' })
  uncParameters!: UncParametersType | null;
}

@ObjectType('ImageEssence', { description: 'Technical facts of still pictures.', simpleResolvers: true })
export class ImageEssenceType {
  @Field(() => GraphQLSafeInt, { description: 'In pixels.' })
  frameWidth!: number;

  @Field(() => GraphQLSafeInt, { description: 'In pixels.' })
  frameHeight!: number;

  @Field(() => RationalType, { ...optional, description: 'Width to height of the picture as shown.' })
  aspectRatio!: Rational | null;
}

@ObjectType('DataEssence', { description: 'Technical facts of timed data.', simpleResolvers: true })
export class DataEssenceType {
  @Field(() => String, {
    ...optional,
    description: 'What the data is, as a URN, such as `urn:x-tam:data:bounding-box`.',
  })
  dataType!: string | null;
}
