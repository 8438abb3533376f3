import { registerEnumType } from 'type-graphql';

/** Names on the graph; values are the domain's. */
export const ContentFormatEnum = {
  VIDEO: 'video',
  AUDIO: 'audio',
  IMAGE: 'image',
  DATA: 'data',
  MULTI: 'multi',
} as const;

registerEnumType(ContentFormatEnum, {
  name: 'ContentFormat',
  description: 'What kind of content a source or flow holds.',
  valuesConfig: {
    VIDEO: { description: 'Moving pictures.' },
    AUDIO: { description: 'Sound.' },
    IMAGE: { description: 'Still pictures.' },
    DATA: { description: 'Timed data, such as subtitles or metadata.' },
    MULTI: { description: 'A collection of several flows, possibly multiplexed in one container.' },
  },
});

export const InterlaceModeEnum = {
  PROGRESSIVE: 'progressive',
  INTERLACED_TFF: 'interlaced_tff',
  INTERLACED_BFF: 'interlaced_bff',
  INTERLACED_PSF: 'interlaced_psf',
} as const;

registerEnumType(InterlaceModeEnum, {
  name: 'InterlaceMode',
  description: 'How the lines of a frame follow in time.',
  valuesConfig: {
    PROGRESSIVE: { description: 'All lines of a frame at once.' },
    INTERLACED_TFF: { description: 'Two fields, the top one first.' },
    INTERLACED_BFF: { description: 'Two fields, the bottom one first.' },
    INTERLACED_PSF: { description: 'A progressive frame carried as two fields (segmented frame).' },
  },
});

export const ColorspaceEnum = { BT601: 'BT601', BT709: 'BT709', BT2020: 'BT2020', BT2100: 'BT2100' } as const;

registerEnumType(ColorspaceEnum, {
  name: 'Colorspace',
  description: 'The colour space of the pictures, by the number of its ITU-R recommendation.',
  valuesConfig: {
    BT601: { description: 'ITU-R BT.601, standard definition.' },
    BT709: { description: 'ITU-R BT.709, high definition.' },
    BT2020: { description: 'ITU-R BT.2020, ultra high definition.' },
    BT2100: { description: 'ITU-R BT.2100, high dynamic range.' },
  },
});

export const TransferCharacteristicEnum = { SDR: 'SDR', HLG: 'HLG', PQ: 'PQ' } as const;

registerEnumType(TransferCharacteristicEnum, {
  name: 'TransferCharacteristic',
  description: 'How sample values map to light.',
  valuesConfig: {
    SDR: { description: 'Standard dynamic range.' },
    HLG: { description: 'Hybrid log-gamma.' },
    PQ: { description: 'Perceptual quantiser.' },
  },
});

export const ComponentTypeEnum = { YCBCR: 'YCbCr', RGB: 'RGB' } as const;

registerEnumType(ComponentTypeEnum, {
  name: 'ComponentType',
  description: 'What the components of a pixel are.',
  valuesConfig: {
    YCBCR: { description: 'Luma and two colour differences.' },
    RGB: { description: 'Red, green and blue.' },
  },
});

export const SegmentEventKindEnum = { ADDED: 'added', DELETED: 'deleted' } as const;

registerEnumType(SegmentEventKindEnum, {
  name: 'SegmentEventKind',
  description: 'What happened on a timeline.',
  valuesConfig: {
    ADDED: { description: 'A segment was registered.' },
    DELETED: { description: 'A stretch of segments was removed.' },
  },
});

export const DeletionStatusEnum = {
  CREATED: 'created',
  STARTED: 'started',
  DONE: 'done',
  ERROR: 'error',
} as const;

registerEnumType(DeletionStatusEnum, {
  name: 'DeletionStatus',
  description: 'How far a deletion request has come.',
  valuesConfig: {
    CREATED: { description: 'Accepted, not yet begun.' },
    STARTED: { description: 'In progress.' },
    DONE: { description: 'Everything asked for is deleted.' },
    ERROR: { description: 'Given up; `error` says why.' },
  },
});

export const SeriesMeasureEnum = {
  SEGMENT_DURATION: 'segment_duration',
  GAP_LENGTH: 'gap_length',
  BIT_RATE: 'bit_rate',
  ARRIVAL_LATENCY: 'arrival_latency',
  KEY_FRAMES: 'key_frames',
} as const;

registerEnumType(SeriesMeasureEnum, {
  name: 'SeriesMeasure',
  description: 'What is measured of each segment.',
  valuesConfig: {
    SEGMENT_DURATION: { description: 'From its start to its end, in seconds.' },
    GAP_LENGTH: {
      description:
        "From the end of the flow's segment before, among those that are looked at, to its start, in seconds; segments that touch have none.",
    },
    BIT_RATE: {
      description: 'Bits of its whole media object for each second of it. None where the size is not known.',
    },
    ARRIVAL_LATENCY: {
      description:
        'From the media time of its end, taken as seconds since 1970-01-01T00:00:00Z, to its commit, in seconds. None where they are more than a day apart: such a timeline is no clock, or the media was not live.',
    },
    KEY_FRAMES: { description: 'Its key frames, where its client counted them.' },
  },
});

export const TrendDirectionEnum = { RISING: 'rising', FALLING: 'falling', FLAT: 'flat' } as const;

registerEnumType(TrendDirectionEnum, {
  name: 'TrendDirection',
  description: 'Where a series tends.',
  valuesConfig: {
    RISING: { description: 'Upwards.' },
    FALLING: { description: 'Downwards.' },
    FLAT: { description: 'Neither, but for rounding.' },
  },
});

export const UsageOrderEnum = { SEGMENTS: 'segments', DURATION: 'duration', BYTES: 'bytes' } as const;

registerEnumType(UsageOrderEnum, {
  name: 'UsageOrder',
  description: 'Which flows come first.',
  valuesConfig: {
    SEGMENTS: { description: 'Those with most segments.' },
    DURATION: { description: 'Those with most media.' },
    BYTES: { description: 'Those with most bytes.' },
  },
});

export const SegmentPropertyEnum = {
  FORMAT: 'format',
  CODEC: 'codec',
  CONTAINER: 'container',
  STORAGE: 'storage_id',
  OBJECT: 'object_id',
  FLOW: 'flow_id',
  SOURCE: 'source_id',
} as const;

registerEnumType(SegmentPropertyEnum, {
  name: 'SegmentProperty',
  description: 'What segments can be counted by.',
  valuesConfig: {
    FORMAT: { description: "Its flow's content format." },
    CODEC: { description: "Its flow's codec." },
    CONTAINER: { description: "Its flow's container." },
    STORAGE: { description: 'The id of the storage backend of its media.' },
    OBJECT: { description: 'The id of its media object.' },
    FLOW: { description: 'The id of its flow.' },
    SOURCE: { description: "The id of its flow's source." },
  },
});
