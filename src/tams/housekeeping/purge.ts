import { setImmediate as turn } from 'node:timers/promises';
import type { TableTransaction, VastDatabase } from '../../vast/database';
import type { RowId } from '../../vast/engine';
import { eq } from '../../vast/predicate';
import type { deletionColumns, TableDefinition } from '../../vast/table';
import { forgetEntities, forgetSegments } from '../deleted/records';
import type { Instant } from '../model';
import { purgeUrlsOfSegments } from '../objects/url-sets';
import { entityDeletionsTable, segmentDeletionsTable, segmentsTable } from '../tables';

/** Rows of one transaction: others wait while it runs. */
export const STEP = 500;
/** Deletions of one transaction: many hid a row or two. */
const DELETIONS = 50;

/**
 * Removes for good what was deleted at or before `until`, in small transactions; says how many rows. Segments go last, so
 * that a flow that can still be restored has all of its segments.
 */
export async function purgeDeleted(db: VastDatabase, until: Instant): Promise<number> {
  const tables = db.tables.filter(({ softDelete, name }) => softDelete && name !== segmentsTable.name);
  const entities = await purgeListed(db, until, {
    list: entityDeletionsTable,
    purge: (tx, deletion, most) => purgeEntities(tx, tables, deletion, most),
    forget: forgetEntities,
  });
  const segments = await purgeListed(db, until, {
    list: segmentDeletionsTable,
    purge: purgeSegments,
    forget: forgetSegments,
  });
  return entities + segments;
}

/** A list of deletions, oldest first, and what they hid. */
interface ListedDeletions {
  readonly list: typeof entityDeletionsTable | typeof segmentDeletionsTable;
  /** Removes at most so many rows that the deletion hid; says how many. */
  readonly purge: (tx: TableTransaction, deletion: number, most: number) => Promise<number>;
  /** Takes it off the list. */
  readonly forget: (tx: TableTransaction, deletion: number) => Promise<void>;
}

/** Deletion by deletion, oldest first: each is found by a seek, however much waits behind it. */
async function purgeListed(db: VastDatabase, until: Instant, deletions: ListedDeletions): Promise<number> {
  let purged = 0;
  for (;;) {
    const { rows, more } = await db.transaction((tx) => purgeStep(tx, until, deletions));
    purged += rows;
    if (!more) return purged;
    await turn();
  }
}

async function purgeStep(
  tx: TableTransaction,
  until: Instant,
  { list, purge, forget }: ListedDeletions,
): Promise<{ rows: number; more: boolean }> {
  const oldest = await tx.select(list as typeof segmentDeletionsTable, {
    columns: ['id', 'at'],
    limit: DELETIONS,
  });
  let rows = 0;
  for (const { id, at } of oldest) {
    if (at > until) return { rows, more: false };
    rows += await purge(tx, id, STEP - rows);
    if (rows >= STEP) return { rows, more: true };
    await forget(tx, id);
  }
  return { rows, more: oldest.length === DELETIONS };
}

async function purgeEntities(
  tx: TableTransaction,
  tables: readonly TableDefinition[],
  deletion: number,
  most: number,
): Promise<number> {
  let purged = 0;
  for (const table of tables) {
    const rows = await tx.select(table as unknown as TableDefinition<typeof deletionColumns>, {
      columns: [],
      where: eq('deletion', deletion),
      visibility: 'deleted',
      limit: most - purged,
      includeRowIds: true,
    });
    purged += await tx.purge(table, idsOf(rows));
  }
  return purged;
}

async function purgeSegments(tx: TableTransaction, deletion: number, most: number): Promise<number> {
  const rows = await tx.select(segmentsTable, {
    columns: ['object_id', 'url_set'],
    where: eq('deletion', deletion),
    visibility: 'deleted',
    limit: most,
    includeRowIds: true,
  });
  await purgeUrlsOfSegments(tx, rows);
  return tx.purge(segmentsTable, idsOf(rows));
}

/** Repeats a step, each in its own transaction, until it finds less than a full one; adds up what they say. */
export async function inSteps(
  db: VastDatabase,
  step: (tx: TableTransaction) => Promise<number>,
): Promise<number> {
  let total = 0;
  for (;;) {
    const done = await db.transaction(step);
    total += done;
    if (done < STEP) return total;
    await turn();
  }
}

const idsOf = (rows: readonly { rowId: RowId }[]): RowId[] => rows.map(({ rowId }) => rowId);
