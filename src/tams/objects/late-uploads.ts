import type { TableReader, TableTransaction } from '../../vast/database';
import { gt } from '../../vast/predicate';
import { lateUploadsTable } from '../tables';

/*
 * Bytes mostly come before a segment names their object, whose event then tells consumers to look. What comes later has no
 * event; it is listed here, so that the columnar replica hears of it.
 */

/** How many of the newest are kept. */
const KEPT_LATE_UPLOADS = 10_000;

/** Notes that the size of an object that segments name has changed. */
export async function noteLateUpload(tx: TableTransaction, objectId: string): Promise<void> {
  const position = (await latestLateUpload(tx)) + 1;
  await tx.insert(lateUploadsTable, [{ position, object_id: objectId }]);
  const old = await tx.select(lateUploadsTable, { columns: ['position'], limit: 2, includeRowIds: true });
  await tx.purge(
    lateUploadsTable,
    old.filter((row) => row.position <= position - KEPT_LATE_UPLOADS).map(({ rowId }) => rowId),
  );
}

/** The position of the newest; 0 when there was none yet. */
export async function latestLateUpload(reader: TableReader): Promise<number> {
  const last = await reader.selectOne(lateUploadsTable, { columns: ['position'], reverse: true });
  return last?.position ?? 0;
}

/** Those behind a position, in order; null when some of them are no longer kept. */
export async function lateUploadsBehind(
  reader: TableReader,
  position: number,
): Promise<{ position: number; objectId: string }[] | null> {
  const rows = await reader.select(lateUploadsTable, {
    columns: ['position', 'object_id'],
    where: gt('position', position),
    limit: KEPT_LATE_UPLOADS,
  });
  if (rows[0] && rows[0].position !== position + 1) return null;
  return rows.map((row) => ({ position: row.position, objectId: row.object_id }));
}
