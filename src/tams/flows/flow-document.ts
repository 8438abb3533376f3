import { z } from 'zod';
import type { ErrorDetail } from '../errors';
import { documentFits } from '../limits';
import { CONTENT_FORMATS, type CollectionItem, type FlowInput, type JsonObject, type Tag } from '../model';
import { jsonProblems } from '../validation/json';
import { reject, schemaProblems } from '../validation/problems';
import {
  containerMapping,
  count,
  ESSENCE_SCHEMAS,
  mimeType,
  rational,
  uuidSchema,
} from '../validation/schemas';
import { tagListProblems } from '../validation/tag-list';

/** What a client sets of a flow, checked: unset properties are null, lists are there. */
export interface FlowContent extends Required<{
  readonly [K in Exclude<keyof FlowInput, 'tags' | 'flowCollection' | 'readOnly'>]: Exclude<
    FlowInput[K],
    undefined
  >;
}> {
  readonly tags: readonly Tag[];
  readonly flowCollection: readonly CollectionItem[];
  readonly readOnly: boolean;
}

const core = {
  id: uuidSchema,
  source_id: uuidSchema,
  format: z.enum(CONTENT_FORMATS),
  label: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.looseObject({ name: z.string(), value: z.string() })).optional(),
  codec: mimeType.optional(),
  container: mimeType.optional(),
  avg_bit_rate: count.optional(),
  max_bit_rate: count.optional(),
  segment_duration: rational.optional(),
  container_mapping: containerMapping.optional(),
  generation: count.optional(),
  read_only: z.boolean().optional(),
  flow_collection: z
    .array(
      z.looseObject({
        id: uuidSchema,
        role: z.string(),
        container_mapping: containerMapping.optional(),
      }),
    )
    .optional(),
  metadata_version: z.string().optional(),
  created_by: z.string().optional(),
};

const essential = (schema: z.ZodType) => z.object({ ...core, codec: mimeType, essence_parameters: schema });

/** One schema for each format (TAMS 7.0, flow schemas): all but multi need a codec and essence parameters. */
const SCHEMAS = {
  video: essential(ESSENCE_SCHEMAS.video),
  audio: essential(ESSENCE_SCHEMAS.audio),
  image: essential(ESSENCE_SCHEMAS.image),
  data: essential(ESSENCE_SCHEMAS.data),
  multi: z.object({ ...core, essence_parameters: z.undefined('belongs to no multi flow').optional() }),
};

/**
 * The content of a flow document (TAMS 7.0, PUT flow; SEMANTICS 8.2, 2.3). Every problem is reported, at its TAMS name.
 * @throws TamsError `InvalidFlow`, `TooLarge`
 */
export function checkedFlow(input: FlowInput): FlowContent {
  const document = inputDocument(input);
  const problems = jsonProblems(document);
  // Only what JSON can hold is measured, and read by a schema.
  if (problems.length === 0) documentFits(document, 'The flow');
  const tags = input.tags ?? [];
  const schema = CONTENT_FORMATS.includes(input.format) ? SCHEMAS[input.format] : SCHEMAS.multi;
  reject('InvalidFlow', [
    ...problems,
    ...withoutRepeats(schemaProblems(schema, document), problems),
    ...tagListProblems(tags, 'tags'),
  ]);
  return contentOf(input);
}

function withoutRepeats(found: readonly ErrorDetail[], earlier: readonly ErrorDetail[]): ErrorDetail[] {
  const paths = new Set(earlier.map(({ path }) => path));
  return found.filter(({ path }) => !paths.has(path));
}

/** The input by TAMS' names, so that problems are told by them; what is unset is left out. */
function inputDocument(input: FlowInput): JsonObject {
  return given({
    id: input.id,
    source_id: input.sourceId,
    format: input.format,
    label: input.label,
    description: input.description,
    tags: input.tags,
    codec: input.codec,
    container: input.container,
    avg_bit_rate: input.avgBitRate,
    max_bit_rate: input.maxBitRate,
    segment_duration: input.segmentDuration,
    essence_parameters: input.essenceParameters,
    container_mapping: input.containerMapping,
    generation: input.generation,
    read_only: input.readOnly,
    flow_collection: input.flowCollection?.map((item) =>
      given({ id: item.id, role: item.role, container_mapping: item.containerMapping }),
    ),
    metadata_version: input.metadataVersion,
    created_by: input.createdBy,
  });
}

function given(properties: Record<string, unknown>): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined && value !== null),
  );
}

function contentOf(input: FlowInput): FlowContent {
  return {
    id: input.id,
    sourceId: input.sourceId,
    format: input.format,
    label: input.label ?? null,
    description: input.description ?? null,
    tags: (input.tags ?? []).map(({ name, value }) => ({ name, value })),
    codec: input.codec ?? null,
    container: input.container ?? null,
    avgBitRate: input.avgBitRate ?? null,
    maxBitRate: input.maxBitRate ?? null,
    segmentDuration: input.segmentDuration ?? null,
    essenceParameters: input.essenceParameters ?? null,
    containerMapping: input.containerMapping ?? null,
    generation: input.generation ?? null,
    readOnly: input.readOnly ?? false,
    flowCollection: (input.flowCollection ?? []).map(({ id, role, containerMapping: mapping }) => ({
      id,
      role,
      containerMapping: mapping ?? null,
    })),
    metadataVersion: input.metadataVersion ?? null,
    createdBy: input.createdBy ?? null,
  };
}
