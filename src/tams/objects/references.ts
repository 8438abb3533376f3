import type { TableReader, TableTransaction } from '../../vast/database';
import { and, isIn, isNotNull, isNull } from '../../vast/predicate';
import type { Instant } from '../model';
import { objectsTable, segmentsTable } from '../tables';

/**
 * Starts the grace of those of the objects that no live segment names any more (ST11). The count is taken in the transaction
 * that changed the segments (TAMS 7.0, storage and media objects).
 */
export async function markUnreferenced(
  tx: TableTransaction,
  objectIds: readonly string[],
  at: Instant,
): Promise<void> {
  const named = await areNamed(tx, objectIds);
  const rows = await tx.select(objectsTable, {
    columns: [],
    where: and(
      isIn(
        'id',
        objectIds.filter((_, i) => !named[i]),
      ),
      isNull('unreferenced_since'),
    ),
    limit: objectIds.length,
    includeRowIds: true,
  });
  await tx.update(
    objectsTable,
    rows.map(({ rowId }) => rowId),
    { unreferenced_since: at },
  );
}

/** Ends the grace of the objects: restored segments name them again. */
export async function markReferenced(tx: TableTransaction, objectIds: readonly string[]): Promise<void> {
  const rows = await tx.select(objectsTable, {
    columns: [],
    where: and(isIn('id', objectIds), isNotNull('unreferenced_since')),
    limit: objectIds.length,
    includeRowIds: true,
  });
  await tx.update(
    objectsTable,
    rows.map(({ rowId }) => rowId),
    { unreferenced_since: null },
  );
}

async function areNamed(reader: TableReader, objectIds: readonly string[]): Promise<boolean[]> {
  const found = await reader.selectEach(segmentsTable, 'object_id', objectIds, {
    columns: ['flow_id'],
    projection: 'by_object',
    limit: 1,
  });
  return found.map((rows) => rows.length > 0);
}
