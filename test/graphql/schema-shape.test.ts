import { isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { graphSchema } from '../../src/graphql/schema';

const PAGE = 'first: Int = 50, after: String';
const TIMED = 'timerange: TimeRange = "_"';
const COVERAGE = `(${TIMED}, tolerance: Timestamp = "0:0"): Coverage!`;

const START = 'after: String, since: DateTime';
const EVENT = { cursor: 'String!', at: 'DateTime!', type: 'String!' };

const FLOW = {
  id: 'UUID!',
  source: 'Source!',
  format: 'ContentFormat!',
  label: 'String',
  description: 'String',
  tags: '[Tag!]!',
  tag: '(name: String!): String',
  createdBy: 'String',
  updatedBy: 'String',
  created: 'DateTime',
  metadataUpdated: 'DateTime',
  segmentsUpdated: 'DateTime',
  metadataVersion: 'String',
  generation: 'SafeInt',
  readOnly: 'Boolean!',
  codec: 'MimeType',
  container: 'MimeType',
  avgBitRate: 'SafeInt',
  maxBitRate: 'SafeInt',
  segmentDuration: 'Rational',
  containerMapping: 'JSONObject',
  timerange: '(within: TimeRange = "_"): TimeRange!',
  flowCollection: '[FlowCollectionItem!]!',
  collectedBy: '[Flow!]!',
  segments: `(${TIMED}, objectId: ID, reverse: Boolean = false, ${PAGE}): SegmentConnection!`,
  segmentAt: '(timestamp: Timestamp!): Segment',
  coverage: COVERAGE,
};
const connection = (of: string, counted: boolean) => ({
  edges: `[${of}Edge!]!`,
  nodes: `[${of}!]!`,
  pageInfo: 'PageInfo!',
  ...(counted ? { totalCount: 'SafeInt!' } : {}),
});
const edge = (of: string) => ({ cursor: 'String!', node: `${of}!` });

/** What clients rely on: names, arguments with their defaults, and types. There may be more than this, never less. */
const CONTRACT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Query: {
    service: 'Service!',
    source: '(id: UUID!): Source',
    sources: `(filter: SourceFilter, ${PAGE}): SourceConnection!`,
    flow: '(id: UUID!): Flow',
    flows: `(filter: FlowFilter, ${PAGE}): FlowConnection!`,
    object: '(id: ID!): MediaObject',
    webhooks: '[Webhook!]!',
    deletionRequest: '(id: UUID!): DeletionRequest',
    deletionRequests: '[DeletionRequest!]!',
  },
  Subscription: {
    segments: `(${['flowIds: [UUID!]', 'sourceIds: [UUID!]', 'collectedBy: [UUID!]', 'formats: [ContentFormat!]', 'timerange: TimeRange', START].join(', ')}): SegmentEvent!`,
    events: `(types: [String!], flowIds: [UUID!], sourceIds: [UUID!], ${START}): Event!`,
  },
  SegmentEvent: {
    cursor: 'String!',
    at: 'DateTime!',
    kind: 'SegmentEventKind!',
    flow: 'Flow',
    flowId: 'UUID!',
    segment: 'Segment',
    timerange: 'TimeRange!',
  },
  Event: EVENT,
  ...Object.fromEntries(
    ['FlowCreated', 'FlowUpdated', 'FlowDeleted', 'SegmentsAdded', 'SegmentsDeleted'].map((name) => [
      name,
      EVENT,
    ]),
  ),
  ...Object.fromEntries(['SourceCreated', 'SourceUpdated', 'SourceDeleted'].map((name) => [name, EVENT])),
  Source: {
    id: 'UUID!',
    format: 'ContentFormat!',
    label: 'String',
    description: 'String',
    tags: '[Tag!]!',
    tag: '(name: String!): String',
    createdBy: 'String',
    updatedBy: 'String',
    created: 'DateTime',
    updated: 'DateTime',
    flows: `(filter: FlowFilter, ${PAGE}): FlowConnection!`,
    sourceCollection: '[SourceCollectionItem!]!',
    collectedBy: '[Source!]!',
    coverage: COVERAGE,
  },
  Flow: FLOW,
  VideoFlow: { ...FLOW, essenceParameters: 'VideoEssence!' },
  AudioFlow: { ...FLOW, essenceParameters: 'AudioEssence!' },
  ImageFlow: { ...FLOW, essenceParameters: 'ImageEssence!' },
  DataFlow: { ...FLOW, essenceParameters: 'DataEssence!' },
  MultiFlow: FLOW,
  VideoEssence: {
    frameRate: 'Rational',
    frameWidth: 'SafeInt!',
    frameHeight: 'SafeInt!',
    bitDepth: 'SafeInt',
    interlaceMode: 'InterlaceMode',
    aspectRatio: 'Rational',
    avcParameters: 'AvcParameters',
    uncParameters: 'UncParameters',
  },
  AudioEssence: { sampleRate: 'SafeInt!', channels: 'SafeInt!', bitDepth: 'SafeInt' },
  ImageEssence: { frameWidth: 'SafeInt!', frameHeight: 'SafeInt!', aspectRatio: 'Rational' },
  DataEssence: { dataType: 'String' },
  Rational: { numerator: 'SafeInt!', denominator: 'SafeInt!' },
  Tag: { name: 'String!', value: 'String!' },
  Coverage: {
    ranges: '[TimeRange!]!',
    gaps: '[TimeRange!]!',
    covered: 'Timestamp!',
    segmentCount: 'SafeInt!',
  },
  Segment: {
    flow: 'Flow!',
    objectId: 'ID!',
    object: 'MediaObject!',
    timerange: 'TimeRange!',
    start: 'Timestamp!',
    end: 'Timestamp!',
    tsOffset: 'Timestamp',
    lastDuration: 'Timestamp',
    sampleOffset: 'SafeInt',
    sampleCount: 'SafeInt',
    keyFrameCount: 'SafeInt',
    getUrls: '(labels: [String!], storageIds: [UUID!], presigned: Boolean): [GetUrl!]!',
  },
  GetUrl: {
    url: 'String!',
    label: 'String',
    presigned: 'Boolean!',
    controlled: 'Boolean!',
    storageBackend: 'StorageBackend',
  },
  MediaObject: {
    id: 'ID!',
    size: 'SafeInt',
    referencedByFlows: `(${PAGE}): FlowConnection!`,
    firstReferencedByFlow: 'Flow',
    segments: `(${PAGE}): SegmentConnection!`,
  },
  Service: {
    name: 'String',
    description: 'String',
    type: 'String!',
    apiVersion: 'String!',
    serviceVersion: 'String!',
    storageBackends: '[StorageBackend!]!',
  },
  SourceConnection: connection('Source', true),
  SourceEdge: edge('Source'),
  FlowConnection: connection('Flow', true),
  FlowEdge: edge('Flow'),
  SegmentConnection: connection('Segment', false),
  SegmentEdge: edge('Segment'),
  PageInfo: {
    hasNextPage: 'Boolean!',
    hasPreviousPage: 'Boolean!',
    startCursor: 'String',
    endCursor: 'String',
  },
  SourceFilter: {
    ids: '[UUID!]',
    label: 'String',
    format: 'ContentFormat',
    tags: '[TagFilter!]',
    collectedBy: 'UUID',
  },
  FlowFilter: {
    ids: '[UUID!]',
    sourceId: 'UUID',
    format: 'ContentFormat',
    codec: 'MimeType',
    container: 'MimeType',
    label: 'String',
    tags: '[TagFilter!]',
    frameWidth: 'SafeInt',
    frameHeight: 'SafeInt',
    timerange: 'TimeRange',
    readOnly: 'Boolean',
    collectedBy: 'UUID',
  },
  TagFilter: { name: 'String!', value: 'String', exists: 'Boolean' },
  Mutation: {
    putFlow: '(input: FlowInput!): PutFlowPayload!',
    updateFlow: '(id: UUID!, patch: FlowPatch!): Flow!',
    updateSource: '(id: UUID!, patch: SourcePatch!): Source!',
    deleteFlow: '(id: UUID!): DeletePayload!',
    restoreFlow: '(id: UUID!): Flow!',
    restoreSegments: `(flowId: UUID!, ${TIMED}, after: String): RestoreSegmentsPayload!`,
    allocateStorage: '(flowId: UUID!, limit: Int, objectIds: [ID!], storageId: UUID): [StorageAllocation!]!',
    addSegments: '(flowId: UUID!, segments: [SegmentInput!]!): AddSegmentsPayload!',
    deleteSegments: `(flowId: UUID!, ${TIMED}, objectId: ID): DeletePayload!`,
    updateService: '(name: String, description: String): Service!',
    putWebhook: '(input: WebhookInput!): Webhook',
    deleteWebhook: '(id: UUID!): Boolean!',
    replayWebhook: '(id: UUID!, after: String!): Webhook!',
  },
  Webhook: { id: 'UUID!', url: 'String!', events: '[String!]!', delivery: 'WebhookDelivery!' },
  WebhookDelivery: {
    position: 'String!',
    lag: 'SafeInt!',
    lastStatus: 'Int',
    lastError: 'String',
    lastAttempt: 'DateTime',
    lastSuccess: 'DateTime',
    failures: 'SafeInt!',
    nextTry: 'DateTime',
    missed: 'SafeInt!',
  },
  PutFlowPayload: { flow: 'Flow!', created: 'Boolean!' },
  DeletePayload: { deleted: 'Boolean!', segmentsDeleted: 'SafeInt!', request: 'DeletionRequest' },
  AddSegmentsPayload: { added: 'SafeInt!', failed: '[FailedSegment!]!' },
  FailedSegment: { index: 'SafeInt!', objectId: 'ID!', timerange: 'TimeRange!', error: 'ErrorReport!' },
  ErrorReport: { type: 'String!', summary: 'String!' },
  StorageAllocation: { objectId: 'ID!', putUrl: 'PutUrl!' },
  PutUrl: { url: 'String!', contentType: 'MimeType!', headers: 'JSONObject!' },
  FlowInput: {
    id: 'UUID!',
    sourceId: 'UUID!',
    format: 'ContentFormat!',
    codec: 'MimeType',
    container: 'MimeType',
    label: 'String',
    description: 'String',
    tags: '[TagInput!]',
    generation: 'SafeInt',
    metadataVersion: 'String',
    avgBitRate: 'SafeInt',
    maxBitRate: 'SafeInt',
    segmentDuration: 'RationalInput',
    readOnly: 'Boolean',
    flowCollection: '[FlowCollectionItemInput!]',
    containerMapping: 'JSONObject',
    video: 'VideoEssenceInput',
    audio: 'AudioEssenceInput',
    image: 'ImageEssenceInput',
    data: 'DataEssenceInput',
  },
  SegmentInput: {
    objectId: 'ID!',
    timerange: 'TimeRange!',
    tsOffset: 'Timestamp',
    lastDuration: 'Timestamp',
    sampleOffset: 'SafeInt',
    sampleCount: 'SafeInt',
    keyFrameCount: 'SafeInt',
    getUrls: '[GetUrlInput!]',
  },
  FlowPatch: { label: 'String', tags: '[TagInput!]', setTags: '[TagInput!]', removeTags: '[String!]' },
  SourcePatch: { label: 'String', tags: '[TagInput!]', setTags: '[TagInput!]', removeTags: '[String!]' },
};

const schema = graphSchema();

function shapeOf(typeName: string): Record<string, string> {
  const type = schema.getType(typeName);
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields()).map((field) => [field.name, String(field.type)]),
    );
  if (!isObjectType(type) && !isInterfaceType(type)) throw new Error(`no such type: ${typeName}`);
  return Object.fromEntries(
    Object.values(type.getFields()).map((field) => {
      const args = field.args.map(
        (arg) => `${arg.name}: ${String(arg.type)}${defaultText(arg.name, arg.defaultValue)}`,
      );
      return [field.name, `${args.length > 0 ? `(${args.join(', ')}): ` : ''}${String(field.type)}`];
    }),
  );
}

const DEFAULTS: Readonly<Record<string, string>> = { timerange: '"_"', within: '"_"', tolerance: '"0:0"' };
const defaultText = (name: string, value: unknown): string =>
  value === undefined ? '' : ` = ${DEFAULTS[name] ?? JSON.stringify(value)}`;

describe('the graph offers what clients rely on', () => {
  for (const [type, fields] of Object.entries(CONTRACT))
    test(type, () => {
      const shape = shapeOf(type);
      for (const [name, expected] of Object.entries(fields))
        expect([name, ordered(shape[name])]).toEqual([name, ordered(expected)]);
    });

  test('and its statistics, which nothing need be given for', () => {
    expect(shapeOf('Query').analytics).toBe('(wait: Boolean = true): Analytics!');
  });
});

/** The order of arguments means nothing. */
function ordered(shape: string | undefined): string | undefined {
  const [, args, type] = /^\((.*)\): (.*)$/.exec(shape ?? '') ?? [];
  return args === undefined ? shape : `(${args.split(', ').sort().join(', ')}): ${type}`;
}
