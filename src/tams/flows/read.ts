import type { TableReader } from '../../vast/database';
import { isIn } from '../../vast/predicate';
import type { Row } from '../../vast/table';
import type { ContentFormat, Flow, Uuid } from '../model';
import { flowsTable } from '../tables';

/** The columns that a Flow is made of. */
export const FLOW_COLUMNS = [
  'id',
  'source_id',
  'format',
  'label',
  'description',
  'codec',
  'container',
  'avg_bit_rate',
  'max_bit_rate',
  'segment_duration',
  'essence_parameters',
  'container_mapping',
  'generation',
  'read_only',
  'metadata_version',
  'created',
  'created_by',
  'metadata_updated',
  'updated_by',
  'segments_updated',
] as const;

type FlowColumn = (typeof FLOW_COLUMNS)[number];

/** The column that each property of a Flow is read from. */
const COLUMN_OF: Readonly<Record<keyof Flow, FlowColumn>> = {
  id: 'id',
  sourceId: 'source_id',
  format: 'format',
  label: 'label',
  description: 'description',
  codec: 'codec',
  container: 'container',
  avgBitRate: 'avg_bit_rate',
  maxBitRate: 'max_bit_rate',
  segmentDuration: 'segment_duration',
  essenceParameters: 'essence_parameters',
  containerMapping: 'container_mapping',
  generation: 'generation',
  readOnly: 'read_only',
  metadataVersion: 'metadata_version',
  created: 'created',
  createdBy: 'created_by',
  metadataUpdated: 'metadata_updated',
  updatedBy: 'updated_by',
  segmentsUpdated: 'segments_updated',
};

/** What to read for these properties, and for the place in lists. */
export function columnsFor(properties: readonly (keyof Flow)[]): readonly FlowColumn[] {
  const needed = new Set<FlowColumn>(['id', 'created', ...properties.map((name) => COLUMN_OF[name])]);
  return FLOW_COLUMNS.filter((column) => needed.has(column));
}

export type FlowRow = Pick<Row<typeof flowsTable>, FlowColumn>;

/** Properties whose columns were not read are undefined: whoever left them out does not look at them. */
export function flowOfRow(row: FlowRow): Flow {
  return {
    id: row.id,
    sourceId: row.source_id,
    format: row.format as ContentFormat,
    label: row.label,
    description: row.description,
    codec: row.codec,
    container: row.container,
    avgBitRate: row.avg_bit_rate,
    maxBitRate: row.max_bit_rate,
    segmentDuration: row.segment_duration,
    essenceParameters: row.essence_parameters,
    containerMapping: row.container_mapping,
    generation: row.generation,
    readOnly: row.read_only,
    metadataVersion: row.metadata_version,
    created: row.created,
    createdBy: row.created_by,
    metadataUpdated: row.metadata_updated,
    updatedBy: row.updated_by,
    segmentsUpdated: row.segments_updated,
  };
}

/** The flows of these ids in the ids' order, null where there is none. One storage read. */
export async function flowsByIds(reader: TableReader, ids: readonly Uuid[]): Promise<(Flow | null)[]> {
  if (ids.length === 0) return [];
  const rows = await reader.select(flowsTable, {
    columns: FLOW_COLUMNS,
    where: isIn('id', ids),
    limit: ids.length,
  });
  const found = new Map(rows.map((row) => [row.id, flowOfRow(row)]));
  return ids.map((id) => found.get(id) ?? null);
}
