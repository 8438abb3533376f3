import type { Row } from '../../vast/table';
import type { Caller, Instant } from '../model';
import type { flowsTable } from '../tables';
import { newUuid } from '../validation/ids';
import type { FlowContent } from './flow-document';

type FlowRecord = Row<typeof flowsTable>;

/** Its client-settable columns, of a flow that is created or replaced: what the content leaves unset becomes null. */
export function contentColumns(content: FlowContent) {
  return {
    source_id: content.sourceId,
    format: content.format,
    label: content.label,
    description: content.description,
    codec: content.codec,
    container: content.container,
    avg_bit_rate: content.avgBitRate,
    max_bit_rate: content.maxBitRate,
    segment_duration: content.segmentDuration,
    essence_parameters: content.essenceParameters,
    frame_width: dimension(content, 'frame_width'),
    frame_height: dimension(content, 'frame_height'),
    container_mapping: content.containerMapping,
    generation: content.generation,
    read_only: content.readOnly,
  } satisfies Partial<FlowRecord>;
}

function dimension({ essenceParameters }: FlowContent, name: string): number | null {
  const value = essenceParameters?.[name];
  return typeof value === 'number' ? value : null;
}

/**
 * Book-keeping of a new flow. It counts as updated from the start (M1); the client may say who created it (M2) and which
 * version a replica has (M4). (TAMS 7.0, flow core; SEMANTICS 10)
 */
export function creationColumns(content: FlowContent, caller: Caller, at: Instant) {
  return {
    ...metadataWrite(caller, at),
    metadata_version: content.metadataVersion ?? newUuid(),
    created: at,
    created_by: content.createdBy ?? caller.principal,
  } satisfies Partial<FlowRecord>;
}

/** Every later metadata write gets a new version, whatever the client sent (M4), its time (M1) and its author (M3). */
export function metadataWrite(caller: Caller, at: Instant) {
  return {
    metadata_version: newUuid(),
    metadata_updated: at,
    updated_by: caller.principal,
  } satisfies Partial<FlowRecord>;
}
