import type { EventScope } from '../../events/append';
import type { TableTransaction } from '../../vast/database';
import type { Deletion } from '../../vast/engine';
import type { DeletionRequest, Flow } from '../model';
import { extentsOfFlows } from '../segments/segment-reads';
import { deletionRequestsTable, segmentCleanupsTable } from '../tables';
import { ETERNITY, type TimeRange } from '../time/timerange';
import { newRequest, rowOfRequest } from './request-rows';

/** A deletion that concerns too many segments to be done within its call. */
export interface LargeDeletion {
  readonly flow: Pick<Flow, 'id' | 'sourceId'>;
  /** For the events of the clean-up: the flow's as it is now. */
  readonly scope: EventScope;
  readonly timeline: string;
  readonly timerange: TimeRange;
  readonly deleteFlow: boolean;
  /** Its id is the sequence of the next event: what is registered in later transactions is spared (DL3). */
  readonly deletion: Deletion;
}

/**
 * Records the deletion as a request, with the work that it stands for (DL1, DL5); the work is done later. It costs the same
 * for any number of segments: none is touched. The caller hides the flow, or gives it the barrier, in the same transaction.
 */
export async function acceptDeletion(
  tx: TableTransaction,
  { flow, scope, timeline, timerange, deleteFlow, deletion }: LargeDeletion,
): Promise<DeletionRequest> {
  const concerned = await rangeConcerned(tx, timeline, timerange);
  const request = newRequest(flow.id, concerned, deleteFlow, deletion);
  await tx.insert(deletionRequestsTable, [rowOfRequest(request)]);
  const last = await tx.selectOne(segmentCleanupsTable, { columns: ['position'], reverse: true });
  await tx.insert(segmentCleanupsTable, [
    {
      position: (last?.position ?? 0) + 1,
      barrier: deletion.id,
      request_id: request.id,
      flow_id: flow.id,
      source_id: flow.sourceId,
      timeline,
      buries: deleteFlow,
      from_cut: concerned.lo,
      to_cut: concerned.hi,
      at: deletion.at,
      by: deletion.by,
      given_up: false,
      scope,
    },
  ]);
  return request;
}

/** The requested range, or the flow's extent now when that is all time (DL5). */
async function rangeConcerned(
  tx: TableTransaction,
  timeline: string,
  timerange: TimeRange,
): Promise<TimeRange> {
  if (timerange.lo !== ETERNITY.lo || timerange.hi !== ETERNITY.hi) return timerange;
  const [extent] = await extentsOfFlows(tx, [timeline], ETERNITY);
  return extent ?? ETERNITY;
}
