import type { TableReader } from '../../vast/database';
import type { RowId } from '../../vast/engine';
import { isIn } from '../../vast/predicate';
import type { RowOf } from '../../vast/table';
import { objectsTable } from '../tables';

export const OBJECT_COLUMNS = [
  'id',
  'storage_id',
  'content_type',
  'size',
  'allocated_for',
  'allocated_until',
  'first_referenced_by',
  'unreferenced_since',
] as const;

export type ObjectRow = Pick<RowOf<(typeof objectsTable)['columns']>, (typeof OBJECT_COLUMNS)[number]>;
export type StoredObject = ObjectRow & { readonly rowId: RowId };

/** The stored objects with these ids, in whatever state, by id. One storage read. */
export async function objectsById(
  reader: TableReader,
  ids: readonly string[],
): Promise<Map<string, StoredObject>> {
  const rows = await reader.select(objectsTable, {
    columns: OBJECT_COLUMNS,
    where: isIn('id', ids),
    limit: ids.length,
    includeRowIds: true,
  });
  return new Map(rows.map((row) => [row.id, row]));
}
