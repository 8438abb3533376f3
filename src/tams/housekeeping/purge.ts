import { setImmediate as turn } from 'node:timers/promises';
import type { TableTransaction, VastDatabase } from '../../vast/database';
import type { RowId } from '../../vast/engine';
import { eq, le } from '../../vast/predicate';
import type { deletionColumns, TableDefinition } from '../../vast/table';
import type { Instant } from '../model';
import { purgeUrlsOfSegments } from '../objects/url-sets';
import { segmentDeletionsTable, segmentsTable } from '../tables';

/** Rows of one transaction: others wait while it runs. */
export const STEP = 500;

/**
 * Removes for good what was deleted at or before `until`, in small transactions; says how many rows. Segments go last, so
 * that a flow that can still be restored has all of its segments.
 */
export async function purgeDeleted(db: VastDatabase, until: Instant): Promise<number> {
  let purged = 0;
  for (const table of db.tables)
    if (table.softDelete && table.name !== segmentsTable.name)
      purged += await inSteps(db, (tx) => purgeRows(tx, table, until));
  return purged + (await purgeSegments(db, until));
}

type SoftDeleting = TableDefinition<typeof deletionColumns>;

async function purgeRows(tx: TableTransaction, table: TableDefinition, until: Instant): Promise<number> {
  const rows = await tx.select(table as unknown as SoftDeleting, {
    columns: [],
    where: le('deleted_at', until),
    visibility: 'deleted',
    limit: STEP,
    includeRowIds: true,
  });
  return tx.purge(table, idsOf(rows));
}

/** Deletion by deletion, oldest first: each is found by a seek, however many segments wait behind it. */
async function purgeSegments(db: VastDatabase, until: Instant): Promise<number> {
  let purged = 0;
  for (;;) {
    const oldest = await db.selectOne(segmentDeletionsTable, { columns: ['id', 'at'] });
    if (!oldest || oldest.at > until) return purged;
    purged += await inSteps(db, (tx) => purgeSegmentsOf(tx, oldest.id));
    await db.transaction(async (tx) => {
      const rows = await tx.select(segmentDeletionsTable, {
        columns: [],
        where: eq('id', oldest.id),
        limit: 1,
        includeRowIds: true,
      });
      await tx.purge(segmentDeletionsTable, idsOf(rows));
    });
  }
}

async function purgeSegmentsOf(tx: TableTransaction, deletion: number): Promise<number> {
  const rows = await tx.select(segmentsTable, {
    columns: ['object_id', 'url_set'],
    where: eq('deletion', deletion),
    visibility: 'deleted',
    limit: STEP,
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
