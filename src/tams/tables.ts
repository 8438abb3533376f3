import type { EventScope } from '../events/append';
import { bool, defineTable, instant, int64, json, nullable, utf8 } from '../vast/table';
import type { DeliveryRecord, JsonObject, Rational } from './model';

/*
 * The tables of the model. Time is stored as cuts (time/cut.ts): fixed-width text that sorts as its number does.
 * Lists of sources and flows go newest first, then by id.
 */

export const sourcesTable = defineTable(
  'sources',
  {
    id: utf8(),
    format: utf8(),
    label: nullable(utf8()),
    description: nullable(utf8()),
    created: instant(),
    created_by: nullable(utf8()),
    updated: instant(),
    updated_by: nullable(utf8()),
  },
  {
    primaryKey: ['id'],
    projections: { newest: ['-created', 'id'], by_label: ['label', '-created', 'id'] },
    softDelete: true,
  },
);

export const flowsTable = defineTable(
  'flows',
  {
    id: utf8(),
    source_id: utf8(),
    format: utf8(),
    label: nullable(utf8()),
    description: nullable(utf8()),
    codec: nullable(utf8()),
    container: nullable(utf8()),
    avg_bit_rate: nullable(int64()),
    max_bit_rate: nullable(int64()),
    segment_duration: nullable(json<Rational>()),
    essence_parameters: nullable(json<JsonObject>()),
    /** Copies out of `essence_parameters`, to filter by. */
    frame_width: nullable(int64()),
    frame_height: nullable(int64()),
    container_mapping: nullable(json<JsonObject>()),
    generation: nullable(int64()),
    read_only: bool(),
    metadata_version: nullable(utf8()),
    created: instant(),
    created_by: nullable(utf8()),
    metadata_updated: instant(),
    updated_by: nullable(utf8()),
    segments_updated: nullable(instant()),
    /**
     * What GET shows of it, as JSON text, but for what changes without a metadata write (M6): `segments_updated` and
     * `collected_by`. Null in stores that are older than the column.
     */
    document: nullable(utf8()),
    /**
     * The barrier of the last deletion request that concerns this id and was accepted before now (segment_cleanups): what
     * is registered gets it. Null, which it nearly always is, also says that the flow's timeline is its id (flow_timelines).
     */
    deletion_barrier: nullable(int64()),
  },
  {
    primaryKey: ['id'],
    projections: {
      newest: ['-created', 'id'],
      by_source: ['source_id', '-created', 'id'],
      by_label: ['label', '-created', 'id'],
    },
    softDelete: true,
  },
);

/** A flow's list of members, in order. */
export const flowCollectionsTable = defineTable(
  'flow_collections',
  {
    flow_id: utf8(),
    position: int64(),
    member_id: utf8(),
    role: utf8(),
    container_mapping: nullable(json<JsonObject>()),
  },
  {
    primaryKey: ['flow_id', 'position'],
    projections: { by_member: ['member_id', 'flow_id', 'position'] },
    softDelete: true,
  },
);

/** `entity_created` is a copy of the entity's, which never changes: it lets a tag filter follow the listing's order. */
export const tagsTable = defineTable(
  'tags',
  {
    entity: utf8(),
    entity_id: utf8(),
    name: utf8(),
    value: utf8(),
    entity_created: instant(),
  },
  {
    primaryKey: ['entity', 'entity_id', 'name'],
    projections: { by_value: ['entity', 'name', 'value', '-entity_created', 'entity_id'] },
    softDelete: true,
  },
);

export const segmentsTable = defineTable(
  'segments',
  {
    /** The flow's timeline: its id, but for the few flows in flow_timelines. */
    flow_id: utf8(),
    start_cut: utf8(),
    end_cut: utf8(),
    object_id: utf8(),
    ts_offset: nullable(utf8()),
    last_duration: nullable(utf8()),
    sample_offset: nullable(int64()),
    sample_count: nullable(int64()),
    key_frame_count: nullable(int64()),
    /** Which set of the object's uncontrolled URLs it shows (object_urls). */
    url_set: nullable(int64()),
    /**
     * What listings show of it, with its `url_set`: a segment never changes, so it is written once, when it is registered.
     * Null in stores that are older than the column.
     */
    document: nullable(json()),
    /** When it was committed. Null in stores that are older than the column. */
    registered: nullable(instant()),
    /** The flow's at registration: deletion requests of this barrier and of earlier ones spare the segment (DL3). */
    deletion_barrier: nullable(int64()),
  },
  {
    primaryKey: ['flow_id', 'start_cut'],
    projections: { by_object: ['object_id', 'flow_id', 'start_cut'] },
    softDelete: true,
    disjoint: { within: ['flow_id'], start: 'start_cut', end: 'end_cut' },
  },
);

/** Deletions that hid segments, oldest first: what tells the purge where to look without walking all deleted segments. */
export const segmentDeletionsTable = defineTable(
  'segment_deletions',
  { id: int64(), at: instant() },
  { primaryKey: ['id'] },
);

/**
 * Where the deletions of `segment_deletions` hid segments, for each flow in their order: what restoring and looking at a flow's
 * deleted segments follow. Those of stores that are older than the table have none: they come back with their flow only.
 */
export const hiddenStretchesTable = defineTable(
  'hidden_stretches',
  {
    flow_id: utf8(),
    id: int64(),
    timeline: utf8(),
    at: instant(),
    /** The extent of what it hid. */
    from_cut: utf8(),
    to_cut: utf8(),
  },
  { primaryKey: ['flow_id', 'id'], projections: { by_deletion: ['id'] } },
);

/**
 * Deletions that hid a flow, a source or both, oldest first: what the purge, restoring and the list of deleted flows follow,
 * so that none of them walks what is deleted. Stores that are older than the table hold deleted rows without one.
 */
export const entityDeletionsTable = defineTable(
  'entity_deletions',
  {
    id: int64(),
    at: instant(),
    /** The flow that it hides; null when that is back, or when only a source went. */
    flow_id: nullable(utf8()),
    /** The source that it hid; null when none went. */
    source_id: nullable(utf8()),
  },
  {
    primaryKey: ['id'],
    projections: { by_flow: ['flow_id', 'id'], by_source: ['source_id', 'id'] },
    sparse: ['by_flow', 'by_source'],
  },
);

/**
 * Flows whose segments are not kept under their id: those made while the segments of an earlier flow of the same id were
 * still being cleaned up (DL4). The two never meet, and nothing has to be moved.
 */
export const flowTimelinesTable = defineTable(
  'flow_timelines',
  { flow_id: utf8(), timeline: utf8() },
  { primaryKey: ['flow_id'], softDelete: true },
);

/**
 * What is left to do of deletion requests, in the order in which they were accepted. A row goes when its work is done.
 * The barrier is the sequence that the next event had at acceptance: whatever is registered later is beyond it.
 */
export const segmentCleanupsTable = defineTable(
  'segment_cleanups',
  {
    position: int64(),
    barrier: int64(),
    request_id: utf8(),
    flow_id: utf8(),
    source_id: utf8(),
    timeline: utf8(),
    /** The flow is gone and nobody may see the timeline; the barrier is the flow's deletion, which its segments join. */
    buries: bool(),
    /** What is not looked through yet. */
    from_cut: utf8(),
    to_cut: utf8(),
    at: instant(),
    by: utf8(),
    /** The request ended in an error; a buried timeline still waits. */
    given_up: bool(),
    /** Whom the events of the clean-up concern, as things stood at acceptance; null in stores that are older than the column. */
    scope: nullable(json<EventScope>()),
  },
  { primaryKey: ['position'], projections: { by_flow: ['flow_id'] } },
);

/**
 * Media objects in every state of their life (TAMS 7.0, section on storage; SEMANTICS 12.3): allocated (`allocated_until` set),
 * referenced (both null), in grace after the last reference (`unreferenced_since` set).
 */
export const objectsTable = defineTable(
  'objects',
  {
    id: utf8(),
    /** Null for an external object: its bytes are elsewhere. */
    storage_id: nullable(utf8()),
    content_type: nullable(utf8()),
    size: nullable(int64()),
    created: instant(),
    /** The flow it was allocated for, or that brought it (external). */
    allocated_for: utf8(),
    allocated_until: nullable(instant()),
    first_referenced_by: nullable(utf8()),
    unreferenced_since: nullable(instant()),
  },
  {
    primaryKey: ['id'],
    projections: {
      by_allocation_end: ['allocated_until', 'id'],
      by_unreferenced: ['unreferenced_since', 'id'],
    },
    // Objects in use, which are nearly all, are in neither.
    sparse: ['by_allocation_end', 'by_unreferenced'],
  },
);

/** Objects whose bytes came after a segment had named them (objects/late-uploads.ts), in order. */
export const lateUploadsTable = defineTable(
  'late_uploads',
  { position: int64(), object_id: utf8() },
  { primaryKey: ['position'] },
);

/** Uncontrolled URLs: set 0 came with an external object's first registration, further sets with later segments (G3). */
export const objectUrlsTable = defineTable(
  'object_urls',
  { object_id: utf8(), url_set: int64(), position: int64(), url: utf8(), label: nullable(utf8()) },
  { primaryKey: ['object_id', 'url_set', 'position'] },
);

/**
 * Media objects that are forgotten while their bytes may still be there. A row is written in the transaction that forgets
 * the object and goes when the bytes are gone, so that a crash in between leaves no bytes behind for ever; until then the id
 * is not given out again.
 */
export const mediaRemovalsTable = defineTable(
  'media_removals',
  { object_id: utf8(), storage_id: utf8(), since: instant() },
  { primaryKey: ['object_id', 'storage_id'] },
);

/** One row. */
export const serviceTable = defineTable(
  'service',
  { id: utf8(), name: nullable(utf8()), description: nullable(utf8()) },
  { primaryKey: ['id'] },
);

export const webhooksTable = defineTable(
  'webhooks',
  {
    id: utf8(),
    /** Digest of what identifies a registration: URL, key name and key value (W2). */
    identity: utf8(),
    api_key_value: nullable(utf8()),
    registration: json<JsonObject>(),
    created: instant(),
    created_by: nullable(utf8()),
    /**
     * The event up to which its deliveries are over. Null in registrations that are older than deliveries: they begin with
     * what comes after the server's start, which stores a position.
     */
    position: nullable(int64()),
    /** How often its owner moved the position: whoever delivers from an older one does not store theirs. Null is never. */
    replays: nullable(int64()),
    /** How deliveries went (webhooks/delivery-state.ts); null before the first that says something. */
    deliveries: nullable(json<DeliveryRecord>()),
  },
  { primaryKey: ['id'], projections: { by_identity: ['identity'], registered: ['created', 'id'] } },
);

export const deletionRequestsTable = defineTable(
  'deletion_requests',
  {
    id: utf8(),
    flow_id: utf8(),
    to_delete: utf8(),
    remaining: utf8(),
    delete_flow: bool(),
    status: utf8(),
    created: instant(),
    created_by: nullable(utf8()),
    updated: instant(),
    expiry: nullable(instant()),
    error: nullable(json<JsonObject>()),
  },
  { primaryKey: ['id'], projections: { newest: ['-created', 'id'] } },
);

export const MODEL_TABLES = [
  sourcesTable,
  flowsTable,
  flowCollectionsTable,
  tagsTable,
  segmentsTable,
  segmentDeletionsTable,
  hiddenStretchesTable,
  entityDeletionsTable,
  flowTimelinesTable,
  segmentCleanupsTable,
  objectsTable,
  lateUploadsTable,
  objectUrlsTable,
  mediaRemovalsTable,
  serviceTable,
  webhooksTable,
  deletionRequestsTable,
] as const;
