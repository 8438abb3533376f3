import {
  CONTENT_FORMATS,
  FORMAT_URNS,
  type ContentFormat,
  type FlowInput,
  type JsonObject,
  type Rational,
  type SegmentInput,
  type Tag,
  type TagFilter,
} from '../../src/tams/model';
import { ETERNITY, parseTimeRange, type TimeRange } from '../../src/tams/time/timerange';
import { parseTimestamp } from '../../src/tams/time/timestamp';
import type { components } from './generated/contract';

/*
 * What requests of the contract ask of the domain. The contract has checked their forms; properties that it does not know
 * are dropped here, by not being named (H17).
 */

type Documents = components['schemas'];

/** @throws TamsError `InvalidTime` */
export const timerangeOf = (text: string | undefined): TimeRange =>
  text === undefined ? ETERNITY : parseTimeRange(text);

export function formatOf(urn: Documents['contentformat'] | undefined): ContentFormat | null {
  return CONTENT_FORMATS.find((format) => FORMAT_URNS[format] === urn) ?? null;
}

/** All must hold (TAMS 7.0, tag filters; SEMANTICS 9.3). */
export function tagFiltersOf(query: {
  readonly 'tag.{name}'?: readonly (readonly [string, string])[];
  readonly 'tag_exists.{name}'?: readonly (readonly [string, boolean])[];
}): TagFilter[] {
  return [
    ...(query['tag.{name}'] ?? []).map(([name, value]) => ({ name, value })),
    ...(query['tag_exists.{name}'] ?? []).map(([name, exists]) => ({ name, exists })),
  ];
}

export function flowInputOf(body: Documents['flow']): FlowInput {
  const format = formatOf(body.format)!;
  return {
    id: body.id,
    sourceId: body.source_id,
    format,
    label: body.label ?? null,
    description: body.description ?? null,
    tags: tagsOf(body.tags),
    codec: body.codec ?? null,
    container: body.container ?? null,
    avgBitRate: body.avg_bit_rate ?? null,
    maxBitRate: body.max_bit_rate ?? null,
    segmentDuration: (body.segment_duration as Rational | undefined) ?? null,
    // A multi flow has no such property, so what is sent of it is dropped.
    essenceParameters:
      'essence_parameters' in body && format !== 'multi' ? jsonOf(body.essence_parameters) : null,
    containerMapping: jsonOf(body.container_mapping),
    generation: body.generation ?? null,
    readOnly: body.read_only ?? false,
    flowCollection: collectionOf(body.flow_collection),
    metadataVersion: body.metadata_version ?? null,
    createdBy: body.created_by ?? null,
  };
}

export function collectionOf(
  items: Documents['flow-collection'] | undefined,
): NonNullable<FlowInput['flowCollection']> {
  return (items ?? []).map(({ id, role, container_mapping: mapping }) => ({
    id,
    role,
    containerMapping: jsonOf(mapping),
  }));
}

/** @throws TamsError `InvalidTime` for a time beyond the range of timestamps */
export function segmentInputOf(body: Documents['flow-segment-post']): SegmentInput {
  return {
    objectId: body.object_id,
    timerange: parseTimeRange(body.timerange),
    tsOffset: body.ts_offset === undefined ? null : parseTimestamp(body.ts_offset),
    lastDuration: body.last_duration === undefined ? null : parseTimestamp(body.last_duration),
    sampleOffset: body.sample_offset ?? null,
    sampleCount: body.sample_count ?? null,
    keyFrameCount: body.key_frame_count ?? null,
    getUrls: body.get_urls?.map(({ url, label }) => ({ url, label: label ?? null })) ?? null,
  };
}

const tagsOf = (tags: Documents['tags'] | undefined): Tag[] =>
  Object.entries(tags ?? {}).map(([name, value]) => ({ name, value }));

const jsonOf = (value: object | undefined): JsonObject | null => (value as JsonObject | undefined) ?? null;
