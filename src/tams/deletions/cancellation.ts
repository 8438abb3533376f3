import type { TableReader, TableTransaction } from '../../vast/database';
import { and, eq } from '../../vast/predicate';
import { TamsError } from '../errors';
import type { Uuid } from '../model';
import { segmentCleanupsTable } from '../tables';

/** The deletion request that hides segments of the flow, or of an earlier one of its id, one batch after another; or null. */
export async function deletionAtWork(reader: TableReader, flowId: Uuid): Promise<Uuid | null> {
  const working = await reader.selectOne(segmentCleanupsTable, {
    columns: ['request_id'],
    where: and(eq('flow_id', flowId), eq('given_up', false)),
    projection: 'by_flow',
  });
  return working?.request_id ?? null;
}

/**
 * Nothing of a flow is restored while a deletion request hides its segments one batch after another.
 * @throws TamsError `RestoreConflict`
 */
export async function deletionsHaveEnded(tx: TableTransaction, flowId: Uuid): Promise<void> {
  const working = await deletionAtWork(tx, flowId);
  if (working)
    throw new TamsError(
      'RestoreConflict',
      `deletion request ${working} is still at work on the flow; restore it when that has ended`,
    );
}

/** What a given-up deletion left is not to be removed any more: the flow that it deleted is back. */
export async function cancelCleanup(tx: TableTransaction, deletionId: number): Promise<void> {
  const rows = await tx.select(segmentCleanupsTable, {
    columns: [],
    where: and(eq('barrier', deletionId), eq('buries', true)),
    limit: 1,
    includeRowIds: true,
  });
  await tx.purge(
    segmentCleanupsTable,
    rows.map(({ rowId }) => rowId),
  );
}
