import type { PredicateOver } from '../../vast/predicate';
import { and, isIn } from '../../vast/predicate';
import type { StoreContext } from '../context';
import { mediaRemovalsTable } from '../tables';

type Removals = (typeof mediaRemovalsTable)['columns'];
const BATCH = 500;

/**
 * Removes the bytes of forgotten objects, then their entries on the list; an entry stays when the removal failed or a crash
 * came in between, and is tried again next time (deleting bytes twice is safe). An entry of a backend that is no longer
 * configured waits for it.
 * @param objectIds only these; null for all
 * @throws the first failure of a media store, after all others were tried
 */
export async function removeBytes(
  { db, media }: StoreContext,
  objectIds: readonly string[] | null,
): Promise<void> {
  const where: PredicateOver<Removals> = objectIds === null ? and() : isIn('object_id', objectIds);
  const failures: unknown[] = [];
  let after: [string, string] | null = null;
  for (;;) {
    const rows: Awaited<ReturnType<typeof pageOf>> = await pageOf(after);
    for (const [storageId, ofStore] of byStorage(rows)) {
      try {
        const store = media.byId(storageId);
        if (!store) continue;
        await store.delete(ofStore.map(({ object_id }) => object_id));
        await db.transaction((tx) =>
          tx.purge(
            mediaRemovalsTable,
            ofStore.map(({ rowId }) => rowId),
          ),
        );
      } catch (error) {
        failures.push(error);
      }
    }
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) break;
    after = [last.object_id, last.storage_id];
  }
  if (failures.length > 0) throw failures[0];

  function pageOf(behind: [string, string] | null) {
    return db.select(mediaRemovalsTable, {
      columns: ['object_id', 'storage_id'],
      where,
      after: behind,
      limit: BATCH,
      includeRowIds: true,
    });
  }
}

function byStorage<R extends { storage_id: string }>(rows: readonly R[]): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const group = groups.get(row.storage_id) ?? [];
    group.push(row);
    groups.set(row.storage_id, group);
  }
  return groups;
}
