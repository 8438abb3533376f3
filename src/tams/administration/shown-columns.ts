import type { TableDefinition } from '../../vast/table';

/**
 * What administrators may compute statistics of, and select by. Whatever is not here is not shown, so that what a table gains
 * stays unseen until somebody decides: never passwords, hashes and keys, nor what they could be guessed from; no URLs, which may
 * hold some; and no JSON, which has no statistics.
 */
export const SHOWN: Readonly<Record<string, readonly string[]>> = {
  sources: ['id', 'format', 'label', 'description', 'created', 'created_by', 'updated', 'updated_by'],
  flows: [
    ...[
      'id',
      'source_id',
      'format',
      'label',
      'description',
      'codec',
      'container',
      'avg_bit_rate',
      'max_bit_rate',
    ],
    ...[
      'frame_width',
      'frame_height',
      'generation',
      'read_only',
      'metadata_version',
      'created',
      'created_by',
    ],
    ...['metadata_updated', 'updated_by', 'segments_updated', 'deletion_barrier'],
  ],
  flow_collections: ['flow_id', 'position', 'member_id', 'role'],
  tags: ['entity', 'entity_id', 'name', 'value', 'entity_created'],
  segments: [
    ...[
      'flow_id',
      'start_cut',
      'end_cut',
      'object_id',
      'ts_offset',
      'last_duration',
      'sample_offset',
      'sample_count',
    ],
    ...['key_frame_count', 'url_set', 'registered', 'deletion_barrier'],
  ],
  segment_deletions: ['id', 'at'],
  hidden_stretches: ['flow_id', 'id', 'timeline', 'at', 'from_cut', 'to_cut'],
  entity_deletions: ['id', 'at', 'flow_id', 'source_id'],
  flow_timelines: ['flow_id', 'timeline'],
  segment_cleanups: [
    ...[
      'position',
      'barrier',
      'request_id',
      'flow_id',
      'source_id',
      'timeline',
      'buries',
      'from_cut',
      'to_cut',
    ],
    ...['at', 'by', 'given_up'],
  ],
  objects: [
    ...['id', 'storage_id', 'content_type', 'size', 'created', 'allocated_for', 'allocated_until'],
    ...['first_referenced_by', 'unreferenced_since'],
  ],
  late_uploads: ['position', 'object_id'],
  object_urls: ['object_id', 'url_set', 'position', 'label'],
  media_removals: ['object_id', 'storage_id', 'since'],
  service: ['id', 'name', 'description'],
  webhooks: ['id', 'created', 'created_by', 'position', 'replays'],
  deletion_requests: [
    ...[
      'id',
      'flow_id',
      'to_delete',
      'remaining',
      'delete_flow',
      'status',
      'created',
      'created_by',
      'updated',
    ],
    'expiry',
  ],
  events: ['sequence', 'at', 'type', 'flow_id', 'source_id', 'format', 'size'],
  event_log: ['id'],
  auth_users: ['name', 'disabled', 'created', 'created_by', 'updated', 'updated_by'],
  auth_tokens: ['id', 'user_name', 'label', 'created', 'created_by', 'expires', 'revoked', 'last_used'],
  auth_audit: ['sequence', 'at', 'principal', 'action', 'subject', 'outcome'],
};

/** The table with the columns that are shown, and no others. */
export function shown(table: TableDefinition): TableDefinition {
  const columns = Object.entries(table.columns).filter(([name]) => SHOWN[table.name]?.includes(name));
  return { ...table, columns: Object.fromEntries(columns) };
}
