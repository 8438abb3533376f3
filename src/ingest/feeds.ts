/** Behind a cursor, or from what was committed at a time on (RFC 3339). */
export type FeedStart = { readonly after: string } | { readonly since: string };

/** What every message has. */
export interface FeedMessage {
  /** Where to continue behind it. */
  readonly cursor: string;
  /** When it was committed. */
  readonly at: string;
}

/** Something that can be followed: what to ask the gateway for, and what its answers mean. */
export interface Feed<M extends FeedMessage> {
  readonly operation: (start: FeedStart) => Operation;
  readonly messageOf: (data: unknown) => M;
}

/** One GraphQL operation. */
export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** All that are given must hold. */
export interface SegmentFilter {
  readonly flowIds?: readonly string[] | undefined;
  readonly sourceIds?: readonly string[] | undefined;
  /** Flows that collected the segment's flow when it happened. */
  readonly collectedBy?: readonly string[] | undefined;
  readonly formats?: readonly string[] | undefined;
  /** What it must overlap, as TAMS writes it. */
  readonly timerange?: string | undefined;
}

export interface EventFilter {
  /** TAMS' names, such as `flows/created`. */
  readonly types?: readonly string[] | undefined;
  readonly flowIds?: readonly string[] | undefined;
  readonly sourceIds?: readonly string[] | undefined;
}

export interface FeedOptions {
  /** Ask for the URLs of segments too: the gateway signs them, and they are secrets. */
  readonly urls?: boolean | undefined;
}

/** A segment. What it does not have is left out. */
export interface SegmentFields {
  readonly objectId: string;
  readonly timerange: string;
  readonly tsOffset?: string;
  readonly lastDuration?: string;
  readonly sampleOffset?: number;
  readonly sampleCount?: number;
  readonly keyFrameCount?: number;
  /** Where to read it from, the best first; only when asked for. */
  readonly urls?: readonly string[];
}

/** A segment that was added, or a stretch of segments that was removed, which has a timerange alone. */
export interface SegmentMessage extends FeedMessage, Partial<SegmentFields> {
  readonly kind: 'ADDED' | 'DELETED';
  readonly flowId: string;
  readonly timerange: string;
}

/** A change of the model. What does not belong to its type is left out. */
export interface EventMessage extends FeedMessage {
  readonly type: string;
  readonly flowId?: string;
  readonly sourceId?: string;
  /** Of a flow or source that was created or updated: as TAMS writes it. */
  readonly document?: Readonly<Record<string, unknown>>;
  /** Of `flows/segments_added`. */
  readonly segments?: readonly SegmentFields[];
  /** Of `flows/segments_deleted`. */
  readonly timerange?: string;
}

/** Segments as they are added and removed, one message each. */
export function segmentFeed(filter: SegmentFilter, { urls }: FeedOptions = {}): Feed<SegmentMessage> {
  const query = `subscription Follow(
    $flowIds: [UUID!], $sourceIds: [UUID!], $collectedBy: [UUID!], $formats: [ContentFormat!], $timerange: TimeRange,
    $after: String, $since: DateTime
  ) {
    segments(
      flowIds: $flowIds, sourceIds: $sourceIds, collectedBy: $collectedBy, formats: $formats, timerange: $timerange,
      after: $after, since: $since
    ) { cursor at kind flowId timerange segment { ${segmentSelection(urls)} } }
  }`;
  return {
    operation: (start) => ({ query, variables: { ...filter, ...start } }),
    messageOf: (data) => {
      const { segment, ...event } = (data as { segments: { segment: Selected | null } }).segments;
      return { ...event, ...(segment && segmentFields(segment)) } as SegmentMessage;
    },
  };
}

/** Every change of the model. */
export function eventFeed(filter: EventFilter, { urls }: FeedOptions = {}): Feed<EventMessage> {
  const query = `subscription Follow(
    $types: [String!], $flowIds: [UUID!], $sourceIds: [UUID!], $after: String, $since: DateTime
  ) {
    events(types: $types, flowIds: $flowIds, sourceIds: $sourceIds, after: $after, since: $since) {
      cursor at type
      ... on FlowEvent { flowId }
      ... on SourceEvent { sourceId }
      ... on FlowCreated { document }
      ... on FlowUpdated { document }
      ... on SourceCreated { document }
      ... on SourceUpdated { document }
      ... on SegmentsAdded { segments { ${segmentSelection(urls)} } }
      ... on SegmentsDeleted { timerange }
    }
  }`;
  return {
    operation: (start) => ({ query, variables: { ...filter, ...start } }),
    messageOf: (data) => {
      const { segments, ...event } = (data as { events: { segments?: readonly Selected[] } }).events;
      return {
        ...event,
        ...(segments && { segments: segments.map(segmentFields) }),
      } as unknown as EventMessage;
    },
  };
}

/** A segment as it was selected: null where it has nothing to tell. */
interface Selected {
  readonly getUrls?: readonly { readonly url: string }[];
}

const segmentSelection = (urls: boolean | undefined): string =>
  `objectId timerange tsOffset lastDuration sampleOffset sampleCount keyFrameCount ${urls ? 'getUrls { url }' : ''}`;

function segmentFields({ getUrls, ...fields }: Selected): SegmentFields {
  const known = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
  return { ...known, ...(getUrls && { urls: getUrls.map(({ url }) => url) }) } as unknown as SegmentFields;
}
