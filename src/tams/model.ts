import type { TimeRange } from './time/timerange';
import type { Timestamp } from './time/timestamp';

/** Lower-case UUID of version 1–5 (TAMS' pattern). */
export type Uuid = string;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;
export type JsonObject = Readonly<Record<string, unknown>>;

export const CONTENT_FORMATS = ['video', 'audio', 'image', 'data', 'multi'] as const;
export type ContentFormat = (typeof CONTENT_FORMATS)[number];

/** TAMS' URN of each format. */
export const FORMAT_URNS: Readonly<Record<ContentFormat, string>> = {
  video: 'urn:x-nmos:format:video',
  audio: 'urn:x-nmos:format:audio',
  image: 'urn:x-tam:format:image',
  data: 'urn:x-nmos:format:data',
  multi: 'urn:x-nmos:format:multi',
};

export type { Caller, Scope } from './access/caller';

export interface Tag {
  readonly name: string;
  readonly value: string;
}

export interface Rational {
  readonly numerator: number;
  /** Left out means 1. */
  readonly denominator?: number;
}

/** A piece of media; exists exactly while a flow names it (TAMS 7.0, sources). */
export interface Source {
  readonly id: Uuid;
  readonly format: ContentFormat;
  readonly label: string | null;
  readonly description: string | null;
  readonly created: Instant;
  readonly createdBy: string | null;
  readonly updated: Instant;
  readonly updatedBy: string | null;
}

/** A rendition of a source. Its tags, collection and segments are read beside it, in batches. */
export interface Flow {
  readonly id: Uuid;
  readonly sourceId: Uuid;
  readonly format: ContentFormat;
  readonly label: string | null;
  readonly description: string | null;
  readonly codec: string | null;
  /** MIME type of the media objects; its presence says that the flow has media of its own. */
  readonly container: string | null;
  /** 1000 bit/s */
  readonly avgBitRate: number | null;
  /** 1000 bit/s */
  readonly maxBitRate: number | null;
  /** Target duration in seconds. */
  readonly segmentDuration: Rational | null;
  /** As TAMS writes it (snake case), with nested extras kept verbatim; null for multi flows. */
  readonly essenceParameters: JsonObject | null;
  readonly containerMapping: JsonObject | null;
  readonly generation: number | null;
  readonly readOnly: boolean;
  readonly metadataVersion: string | null;
  readonly created: Instant;
  readonly createdBy: string | null;
  readonly metadataUpdated: Instant;
  readonly updatedBy: string | null;
  readonly segmentsUpdated: Instant | null;
}

/** A flow of which only some properties were read, besides its place in lists. */
export type PartOfFlow<K extends keyof Flow> = Pick<Flow, K | 'id' | 'created'>;

export interface CollectionItem {
  readonly id: Uuid;
  readonly role: string;
  readonly containerMapping: JsonObject | null;
}

/** An item of a source's inferred collection. */
export interface SourceCollectionItem {
  readonly id: Uuid;
  readonly role: string;
}

/** What a client sends to create or replace a flow; absent and null mean unset. */
export interface FlowInput {
  readonly id: Uuid;
  readonly sourceId: Uuid;
  readonly format: ContentFormat;
  readonly label?: string | null;
  readonly description?: string | null;
  readonly tags?: readonly Tag[] | null;
  readonly codec?: string | null;
  readonly container?: string | null;
  readonly avgBitRate?: number | null;
  readonly maxBitRate?: number | null;
  readonly segmentDuration?: Rational | null;
  /** TAMS' names (snake case). */
  readonly essenceParameters?: JsonObject | null;
  readonly containerMapping?: JsonObject | null;
  readonly generation?: number | null;
  readonly readOnly?: boolean | null;
  readonly flowCollection?:
    readonly { id: Uuid; role: string; containerMapping?: JsonObject | null }[] | null;
  /** Taken at creation only (M4). */
  readonly metadataVersion?: string | null;
  /** Taken at creation only (M2). */
  readonly createdBy?: string | null;
}

/** Only what it names changes; null clears. `tags` replaces the whole map; `tag` sets (or, with null, removes) single ones. */
export interface FlowPatch {
  readonly label?: string | null;
  readonly description?: string | null;
  readonly tags?: readonly Tag[] | null;
  readonly setTags?: readonly Tag[];
  readonly removeTags?: readonly string[];
  /** Tags that must be there already, or nothing changes (PR5). */
  readonly presentTags?: readonly string[];
  readonly codec?: string | null;
  readonly container?: string | null;
  readonly avgBitRate?: number | null;
  readonly maxBitRate?: number | null;
  readonly segmentDuration?: Rational | null;
  readonly essenceParameters?: JsonObject | null;
  readonly containerMapping?: JsonObject | null;
  readonly generation?: number | null;
  readonly readOnly?: boolean;
  readonly flowCollection?: FlowInput['flowCollection'];
}

export interface SourcePatch {
  readonly label?: string | null;
  readonly description?: string | null;
  readonly tags?: readonly Tag[] | null;
  readonly setTags?: readonly Tag[];
  readonly removeTags?: readonly string[];
  /** Tags that must be there already, or nothing changes (PR5). */
  readonly presentTags?: readonly string[];
}

export interface TagFilter {
  readonly name: string;
  /** The tag equals it, whole and case-sensitively. */
  readonly value?: string | null;
  /** The tag is there, or is not. */
  readonly exists?: boolean | null;
}

/** All that are given must hold. */
export interface SourceFilter {
  readonly ids?: readonly Uuid[] | null;
  readonly label?: string | null;
  readonly format?: ContentFormat | null;
  readonly tags?: readonly TagFilter[] | null;
  readonly collectedBy?: Uuid | null;
}

/** All that are given must hold. */
export interface FlowFilter extends SourceFilter {
  readonly sourceId?: Uuid | null;
  readonly codec?: string | null;
  readonly container?: string | null;
  readonly frameWidth?: number | null;
  readonly frameHeight?: number | null;
  /** Flows with a segment that overlaps it; the empty range finds those without content; all time is no filter (T11, T12). */
  readonly timerange?: TimeRange | null;
  readonly readOnly?: boolean | null;
}

/** Keyset paging: up to `first` items strictly behind `after`, the order values of the last item seen. */
export interface PageRequest {
  readonly first: number;
  readonly after: readonly (string | number)[] | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** There are more behind the last item. */
  readonly hasNext: boolean;
}

/** Order of sources and flows: newest first, then id (P1). */
export const entityPosition = (entity: { created: Instant; id: Uuid }): [Instant, Uuid] => [
  entity.created,
  entity.id,
];

/** A time range of a flow, held by a media object. */
export interface Segment {
  readonly flowId: Uuid;
  readonly objectId: string;
  readonly timerange: TimeRange;
  /** As text; null where none was registered, which means 0:0 (SG1). */
  readonly tsOffset: string | null;
  readonly lastDuration: string | null;
  readonly sampleOffset: number | null;
  readonly sampleCount: number | null;
  readonly keyFrameCount: number | null;
  /** Which of the object's sets of uncontrolled URLs it has: null for none. */
  readonly urlSet: number | null;
}

/** A segment of which only some properties were read, besides its place. */
export type PartOfSegment<K extends keyof Segment> = Pick<Segment, K | 'timerange'>;

/** Order of a flow's segments. */
export const segmentPosition = (segment: PartOfSegment<never>): [string] => [segment.timerange.lo];
/** Order of an object's segments. */
export const objectSegmentPosition = (segment: Segment): [string, string] => [
  segment.flowId,
  segment.timerange.lo,
];

export interface SegmentQuery {
  readonly timerange: TimeRange;
  readonly objectId: string | null;
  readonly reverse: boolean;
}

export interface UncontrolledUrl {
  readonly url: string;
  readonly label: string | null;
}

export interface SegmentInput {
  readonly objectId: string;
  readonly timerange: TimeRange;
  readonly tsOffset?: Timestamp | null;
  readonly lastDuration?: Timestamp | null;
  readonly sampleOffset?: number | null;
  readonly sampleCount?: number | null;
  readonly keyFrameCount?: number | null;
  readonly getUrls?: readonly { url: string; label?: string | null }[] | null;
}

/** One segment of a request that was not registered. */
export interface FailedSegment {
  /** Its place in the request, from 0. */
  readonly index: number;
  readonly objectId: string;
  readonly timerange: TimeRange;
  readonly error: { readonly type: string; readonly summary: string; readonly time: Instant };
}

export interface AddedSegments {
  readonly added: number;
  readonly failed: readonly FailedSegment[];
}

export interface Coverage {
  readonly ranges: readonly TimeRange[];
  readonly gaps: readonly TimeRange[];
  /** Nanoseconds that hold media. */
  readonly covered: bigint;
  readonly segmentCount: number;
}

/** How far a timeline has come. */
export interface LiveEdge {
  /** Where its last segment ends. */
  readonly end: Timestamp;
  /** When that segment was committed. */
  readonly committed: Instant;
  /** Since then, in milliseconds. */
  readonly ageMs: number;
  /** It is no older than was asked. */
  readonly live: boolean;
}

/** A media object that a segment refers to now. */
export interface MediaObject {
  readonly id: string;
  /** Bytes, when known. */
  readonly size: number | null;
  readonly firstReferencedByFlow: Uuid | null;
}

/** Public facts of a storage backend. */
export interface StorageBackendInfo {
  readonly id: Uuid;
  readonly label: string;
  readonly storeType: string;
  readonly provider: string;
  readonly storeProduct: string;
  readonly region: string | null;
  readonly availabilityZone: string | null;
  readonly defaultStorage: boolean;
}

export interface GetUrl {
  readonly url: string;
  readonly label: string | null;
  readonly presigned: boolean;
  readonly controlled: boolean;
  /** Null for an uncontrolled URL. */
  readonly storageBackend: StorageBackendInfo | null;
}

/** Null means no filter; an empty `labels` removes all, an empty `storageIds` filters nothing (TAMS 7.0, get_urls). */
export interface UrlFilter {
  readonly labels: readonly string[] | null;
  readonly storageIds: readonly Uuid[] | null;
  readonly presigned: boolean | null;
}

export interface StorageRequest {
  readonly limit?: number | null;
  readonly objectIds?: readonly string[] | null;
  readonly storageId?: Uuid | null;
}

export interface StorageAllocation {
  readonly objectId: string;
  readonly putUrl: {
    readonly url: string;
    readonly contentType: string;
    readonly headers: Readonly<Record<string, string>>;
  };
}

export interface ServiceInfo {
  readonly name: string | null;
  readonly description: string | null;
  /** Begins with urn:x-tams:service. */
  readonly type: string;
  readonly apiVersion: string;
  readonly serviceVersion: string;
  readonly storageBackends: readonly StorageBackendInfo[];
}

export interface DeletionRequest {
  readonly id: Uuid;
  readonly flowId: Uuid;
  readonly timerangeToDelete: TimeRange;
  readonly timerangeRemaining: TimeRange;
  readonly deleteFlow: boolean;
  readonly status: 'created' | 'started' | 'done' | 'error';
  readonly created: Instant;
  readonly createdBy: string | null;
  readonly updated: Instant;
  readonly expiry: Instant | null;
  readonly error: { readonly type: string; readonly summary: string; readonly time: Instant } | null;
}

/** `request` is null when the deletion was done within the call (DL1). */
export interface DeletionOutcome {
  /** Segments removed, and the flow itself counts by `flowDeleted`. */
  readonly segmentsDeleted: number;
  readonly flowDeleted: boolean;
  readonly request: DeletionRequest | null;
}

export interface WebhookInput {
  readonly url: string;
  readonly apiKeyName?: string | null;
  readonly apiKeyValue?: string | null;
  readonly events: readonly string[];
  readonly flowIds?: readonly Uuid[] | null;
  readonly sourceIds?: readonly Uuid[] | null;
  readonly flowCollectedByIds?: readonly Uuid[] | null;
  readonly sourceCollectedByIds?: readonly Uuid[] | null;
  readonly acceptGetUrls?: readonly string[] | null;
  readonly acceptStorageIds?: readonly Uuid[] | null;
  readonly presigned?: boolean | null;
  readonly verboseStorage?: boolean | null;
}

/** A registration; the key's value is never shown. */
export interface Webhook extends Omit<WebhookInput, 'apiKeyValue'> {
  readonly id: Uuid;
  readonly created: Instant;
  readonly createdBy: string | null;
}

/** How the deliveries of a registration went. */
export interface DeliveryRecord {
  /** Tries that failed since the last that succeeded. */
  readonly failures: number;
  /** The HTTP status of the last try; null when there was none. */
  readonly lastStatus: number | null;
  /** Why the last try failed; null when it did not. Nothing secret. */
  readonly lastError: string | null;
  readonly lastAttempt: Instant | null;
  readonly lastSuccess: Instant | null;
  /** When what failed is tried again. */
  readonly nextTry: Instant | null;
  /** Events it wanted and that went out of the log before they could be delivered. */
  readonly missed: number;
}

/** A registration's deliveries, as its owner sees them. */
export interface WebhookDelivery extends DeliveryRecord {
  /** A cursor of the event log: everything up to it is over. */
  readonly position: string;
  /** Events behind the position, wanted or not. */
  readonly lag: number;
}
