import type {
  CollectionItem,
  DeletionRequest,
  Flow,
  GetUrl,
  Instant,
  JsonObject,
  Segment,
  Source,
  SourceCollectionItem,
  StorageBackendInfo,
  Tag,
  Uuid,
} from './model';
import { FORMAT_URNS } from './model';
import { formatTimeRange } from './time/timerange';

/*
 * The JSON documents of TAMS 7.0: snake case, formats as URNs, optional properties that have no value left out (H25).
 * Event payloads are made of them.
 */

/** A flow with what is stored beside it. */
export interface FlowWithRelations {
  readonly flow: Flow;
  readonly tags: readonly Tag[];
  readonly collection: readonly CollectionItem[];
  readonly collectedBy: readonly Uuid[];
}

/** A source with what is stored beside it or inferred. */
export interface SourceWithRelations {
  readonly source: Source;
  readonly tags: readonly Tag[];
  readonly collection: readonly SourceCollectionItem[];
  readonly collectedBy: readonly Uuid[];
}

/** RFC 3339 in UTC with milliseconds (H24). */
export function dateTime(at: Instant): string {
  return new Date(at).toISOString();
}

/** A flow as GET shows it without its timerange. */
export function flowDocument({ flow, tags, collection, collectedBy }: FlowWithRelations): JsonObject {
  return present({
    id: flow.id,
    source_id: flow.sourceId,
    format: FORMAT_URNS[flow.format],
    label: flow.label,
    description: flow.description,
    created_by: flow.createdBy,
    updated_by: flow.updatedBy,
    created: dateTime(flow.created),
    metadata_updated: dateTime(flow.metadataUpdated),
    segments_updated: flow.segmentsUpdated === null ? null : dateTime(flow.segmentsUpdated),
    metadata_version: flow.metadataVersion,
    generation: flow.generation,
    read_only: flow.readOnly ? true : null,
    codec: flow.codec,
    container: flow.container,
    avg_bit_rate: flow.avgBitRate,
    max_bit_rate: flow.maxBitRate,
    segment_duration: flow.segmentDuration,
    essence_parameters: flow.essenceParameters,
    container_mapping: flow.containerMapping,
    tags: tagsDocument(tags),
    flow_collection: someOf(collection.map(collectionItemDocument)),
    collected_by: someOf(collectedBy),
  });
}

export function collectionItemDocument(item: CollectionItem): JsonObject {
  return present({ id: item.id, role: item.role, container_mapping: item.containerMapping });
}

export function sourceDocument({ source, tags, collection, collectedBy }: SourceWithRelations): JsonObject {
  return present({
    id: source.id,
    format: FORMAT_URNS[source.format],
    label: source.label,
    description: source.description,
    created_by: source.createdBy,
    updated_by: source.updatedBy,
    created: dateTime(source.created),
    updated: dateTime(source.updated),
    tags: tagsDocument(tags),
    source_collection: someOf(collection.map(({ id, role }) => ({ id, role }))),
    collected_by: someOf(collectedBy),
  });
}

/** A segment as registered, without its `get_urls`, which depend on who asks. `ts_offset` is always there (SG1). */
export function segmentDocument(segment: Segment): JsonObject {
  // Property by property, unlike the others: every segment registered or listed passes here.
  const document: Record<string, unknown> = {
    object_id: segment.objectId,
    timerange: formatTimeRange(segment.timerange),
    ts_offset: segment.tsOffset ?? '0:0',
  };
  if (segment.lastDuration !== null) document.last_duration = segment.lastDuration;
  if (segment.sampleOffset !== null) document.sample_offset = segment.sampleOffset;
  if (segment.sampleCount !== null) document.sample_count = segment.sampleCount;
  if (segment.keyFrameCount !== null) document.key_frame_count = segment.keyFrameCount;
  return document;
}

/**
 * A segment's URL.
 * @param verbose whether it tells of its storage (TAMS 7.0, get_urls; SEMANTICS 14)
 */
export function getUrlDocument({ url, ...facts }: GetUrl, verbose: boolean): JsonObject {
  return { url, ...getUrlFacts(facts, verbose) };
}

/** What is said of a URL beside itself. */
export function getUrlFacts(
  { presigned, label, controlled, storageBackend }: Omit<GetUrl, 'url'>,
  verbose: boolean,
): JsonObject {
  const named = label === null ? {} : { label };
  const storage = storageBackend ? storageFacts(storageBackend) : {};
  return verbose ? { presigned, ...named, ...storage, controlled } : { presigned, ...named };
}

/** What URLs and listings of backends tell alike of a storage backend. */
export function storageFacts(backend: StorageBackendInfo): JsonObject & { readonly storage_id: Uuid } {
  return {
    storage_id: backend.id,
    store_type: backend.storeType,
    provider: backend.provider,
    store_product: backend.storeProduct,
    ...(backend.region === null ? {} : { region: backend.region }),
    ...(backend.availabilityZone === null ? {} : { availability_zone: backend.availabilityZone }),
  };
}

/** A deletion request (DL5); an error only where it ended in one. */
export function deletionRequestDocument(request: DeletionRequest): JsonObject {
  const { error, expiry } = request;
  return present({
    id: request.id,
    flow_id: request.flowId,
    timerange_to_delete: formatTimeRange(request.timerangeToDelete),
    timerange_remaining: formatTimeRange(request.timerangeRemaining),
    delete_flow: request.deleteFlow,
    created: dateTime(request.created),
    created_by: request.createdBy,
    updated: dateTime(request.updated),
    expiry: expiry === null ? null : dateTime(expiry),
    status: request.status,
    error: error && { type: error.type, summary: error.summary, time: dateTime(error.time) },
  });
}

/** Tags as a map; null for none. Any text may be a name, `__proto__` too: fromEntries makes plain own properties. */
function tagsDocument(tags: readonly Tag[]): JsonObject | null {
  return tags.length === 0 ? null : Object.fromEntries(tags.map(({ name, value }) => [name, value]));
}

function someOf<T>(items: readonly T[]): readonly T[] | null {
  return items.length === 0 ? null : items;
}

function present(properties: Record<string, unknown>): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}
