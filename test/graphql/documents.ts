/** What the tests put: flows with everything in them. */
import { uuid } from '../tams/store-fixture';

export const PUT_FLOW = `mutation Put($input: FlowInput!) { putFlow(input: $input) { created flow { ...Whole } } }
  fragment Whole on Flow {
    __typename id format label description readOnly codec container generation avgBitRate maxBitRate containerMapping createdBy updatedBy
    segmentDuration { numerator denominator } tags { name value } source { id label format } timerange
    flowCollection { role containerMapping flow { id } } collectedBy { id }
    ... on VideoFlow { video: essenceParameters { frameWidth frameHeight bitDepth interlaceMode colorspace componentType transferCharacteristic
      frameRate { numerator denominator } avcParameters { profile level flags } uncParameters { uncType } } }
    ... on AudioFlow { audio: essenceParameters { sampleRate channels codecParameters { codedFrameSize mp4Oti } } }
    ... on ImageFlow { image: essenceParameters { frameWidth frameHeight aspectRatio { numerator denominator } } }
    ... on DataFlow { data: essenceParameters { dataType } }
  }`;

export const VIDEO = {
  id: uuid(1),
  sourceId: uuid(1001),
  format: 'VIDEO',
  label: 'camera 1',
  description: 'wide shot',
  codec: 'video/h264',
  container: 'video/mp2t',
  generation: 1,
  avgBitRate: 5000,
  maxBitRate: 9000,
  segmentDuration: { numerator: 2 },
  tags: [
    { name: 'b', value: '2' },
    { name: 'a', value: '1' },
  ],
  containerMapping: { mp2ts_container: { pid: 256 } },
  video: {
    frameWidth: 1920,
    frameHeight: 1080,
    bitDepth: 8,
    interlaceMode: 'INTERLACED_TFF',
    colorspace: 'BT709',
    componentType: 'YCBCR',
    transferCharacteristic: 'SDR',
    frameRate: { numerator: 25 },
    avcParameters: { profile: 100, level: 40, flags: 0 },
  },
} as const;

export const AUDIO = {
  id: uuid(2),
  sourceId: uuid(1002),
  format: 'AUDIO',
  codec: 'audio/mp4a',
  container: 'video/mp2t',
  audio: { sampleRate: 48000, channels: 2, codecParameters: { codedFrameSize: 1024, mp4Oti: 2 } },
} as const;

export const IMAGE = {
  id: uuid(3),
  sourceId: uuid(1003),
  format: 'IMAGE',
  codec: 'image/jpeg',
  container: 'image/jpeg',
  image: { frameWidth: 320, frameHeight: 180, aspectRatio: { numerator: 16, denominator: 9 } },
} as const;

export const DATA = {
  id: uuid(4),
  sourceId: uuid(1004),
  format: 'DATA',
  codec: 'application/ttml+xml',
  container: 'application/ttml+xml',
  data: { dataType: 'urn:x-tam:data:subtitles' },
} as const;

export const MULTI = {
  id: uuid(5),
  sourceId: uuid(1005),
  format: 'MULTI',
  container: 'video/mp2t',
  flowCollection: [
    { id: uuid(1), role: 'video', containerMapping: { mp2ts_container: { pid: 256 } } },
    { id: uuid(2), role: 'audio' },
  ],
} as const;

export const ADD_SEGMENTS = `mutation Add($flow: UUID!, $segments: [SegmentInput!]!) {
  addSegments(flowId: $flow, segments: $segments) { added failed { index objectId timerange error { type summary time } } } }`;

/** A segment of media elsewhere. */
export const external = (objectId: string, timerange: string) => ({
  objectId,
  timerange,
  getUrls: [{ url: `https://media.example/${objectId}`, label: 'elsewhere' }],
});
