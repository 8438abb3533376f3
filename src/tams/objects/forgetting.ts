import type { TableTransaction } from '../../vast/database';
import type { Instant } from '../model';
import { mediaRemovalsTable, objectsTable } from '../tables';
import type { StoredObject } from './object-rows';
import { purgeUrlsOfObjects } from './url-sets';

/**
 * Forgets objects: their rows and URLs go, and where the store holds bytes their removal is put on the list. Bytes go only
 * after this transaction committed (`removeBytes`), so nothing that is still known ever loses them.
 */
export async function forgetObjects(
  tx: TableTransaction,
  objects: readonly StoredObject[],
  at: Instant,
): Promise<void> {
  if (objects.length === 0) return;
  await purgeUrlsOfObjects(
    tx,
    objects.map(({ id }) => id),
  );
  await tx.purge(
    objectsTable,
    objects.map(({ rowId }) => rowId),
  );
  await tx.insert(
    mediaRemovalsTable,
    objects.flatMap(({ id, storage_id }) =>
      storage_id === null ? [] : [{ object_id: id, storage_id, since: at }],
    ),
  );
}
