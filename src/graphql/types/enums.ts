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
