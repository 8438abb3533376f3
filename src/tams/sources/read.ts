import type { TableReader } from '../../vast/database';
import { isIn } from '../../vast/predicate';
import type { Row } from '../../vast/table';
import type { ContentFormat, Source, Uuid } from '../model';
import { sourcesTable } from '../tables';

/** The columns that a Source is made of. */
export const SOURCE_COLUMNS = [
  'id',
  'format',
  'label',
  'description',
  'created',
  'created_by',
  'updated',
  'updated_by',
] as const;

export type SourceRow = Pick<Row<typeof sourcesTable>, (typeof SOURCE_COLUMNS)[number]>;

export function sourceOfRow(row: SourceRow): Source {
  return {
    id: row.id,
    format: row.format as ContentFormat,
    label: row.label,
    description: row.description,
    created: row.created,
    createdBy: row.created_by,
    updated: row.updated,
    updatedBy: row.updated_by,
  };
}

/** The sources of these ids in the ids' order, null where there is none. One storage read. */
export async function sourcesByIds(reader: TableReader, ids: readonly Uuid[]): Promise<(Source | null)[]> {
  if (ids.length === 0) return [];
  const rows = await reader.select(sourcesTable, {
    columns: SOURCE_COLUMNS,
    where: isIn('id', ids),
    limit: ids.length,
  });
  const found = new Map(rows.map((row) => [row.id, sourceOfRow(row)]));
  return ids.map((id) => found.get(id) ?? null);
}

/** Characters that a source takes, about. */
export const sizeOfSource = ({ label, description }: Source): number =>
  400 + (label?.length ?? 0) + (description?.length ?? 0);
