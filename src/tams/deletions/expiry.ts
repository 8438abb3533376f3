import type { TableTransaction } from '../../vast/database';
import { and, eq, isIn, le } from '../../vast/predicate';
import type { StoreContext } from '../context';
import { inSteps, STEP } from '../housekeeping/purge';
import type { Instant, Uuid } from '../model';
import { deletionRequestsTable, segmentCleanupsTable } from '../tables';
import { rangeOfCuts } from '../time/timerange';
import type { Cut } from '../time/cut';
import { newRequest, rowOfRequest } from './request-rows';

/**
 * Removes the records of requests that are over for long enough (DL6). What a given-up one left of a deleted flow becomes a
 * new request: nobody sees those segments, but their media must go some day.
 */
export async function forgetRequests({ db, now, deletionAccepted }: StoreContext): Promise<void> {
  const at = now();
  let taken = 0;
  await inSteps(db, async (tx) => {
    const expired = await tx.select(deletionRequestsTable, {
      columns: ['id'],
      where: le('expiry', at),
      limit: STEP,
      includeRowIds: true,
    });
    await tx.purge(
      deletionRequestsTable,
      expired.map(({ rowId }) => rowId),
    );
    const ids = expired.map(({ id }) => id);
    taken += await takeUpAgain(tx, ids, at);
    return expired.length;
  });
  if (taken > 0) deletionAccepted();
}

async function takeUpAgain(tx: TableTransaction, expired: readonly Uuid[], at: Instant): Promise<number> {
  const left = await tx.select(segmentCleanupsTable, {
    columns: ['flow_id', 'from_cut', 'to_cut', 'buries', 'by'],
    where: and(eq('given_up', true), isIn('request_id', expired)),
    limit: STEP,
    includeRowIds: true,
  });
  for (const { rowId, flow_id, from_cut, to_cut, buries, by } of left) {
    const range = rangeOfCuts(from_cut as Cut, to_cut as Cut);
    const request = newRequest(flow_id, range, buries, { at, by });
    await tx.insert(deletionRequestsTable, [rowOfRequest(request)]);
    await tx.update(segmentCleanupsTable, [rowId], { request_id: request.id, given_up: false });
  }
  return left.length;
}
