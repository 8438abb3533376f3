import type { InsertRow, TableReader } from '../../vast/database';
import type { RowId } from '../../vast/engine';
import { eq } from '../../vast/predicate';
import type { Row } from '../../vast/table';
import type { DeletionRequest, Instant, Uuid } from '../model';
import { deletionRequestsTable } from '../tables';
import { formatTimeRange, parseTimeRange, type TimeRange } from '../time/timerange';
import { newUuid } from '../validation/ids';

/** How long the record of a request outlives its end (DL6). */
const RECORD_LIFE_MS = 86_400_000;

export const REQUEST_COLUMNS = [
  'id',
  'flow_id',
  'to_delete',
  'remaining',
  'delete_flow',
  'status',
  'created',
  'created_by',
  'updated',
  'expiry',
  'error',
] as const;

type RequestRow = Pick<Row<typeof deletionRequestsTable>, (typeof REQUEST_COLUMNS)[number]>;

export function requestOfRow(row: RequestRow): DeletionRequest {
  return {
    id: row.id,
    flowId: row.flow_id,
    timerangeToDelete: parseTimeRange(row.to_delete),
    timerangeRemaining: parseTimeRange(row.remaining),
    deleteFlow: row.delete_flow,
    status: row.status as DeletionRequest['status'],
    created: row.created,
    createdBy: row.created_by,
    updated: row.updated,
    expiry: row.expiry,
    error: row.error as DeletionRequest['error'],
  };
}

/** A request that is accepted now and not begun (DL5). */
export function newRequest(
  flowId: Uuid,
  range: TimeRange,
  deleteFlow: boolean,
  { at, by }: { readonly at: Instant; readonly by: string },
): DeletionRequest {
  return {
    id: newUuid(),
    flowId,
    timerangeToDelete: range,
    timerangeRemaining: range,
    deleteFlow,
    status: 'created',
    created: at,
    createdBy: by,
    updated: at,
    expiry: null,
    error: null,
  };
}

export function rowOfRequest(request: DeletionRequest): InsertRow<(typeof deletionRequestsTable)['columns']> {
  return {
    id: request.id,
    flow_id: request.flowId,
    delete_flow: request.deleteFlow,
    to_delete: formatTimeRange(request.timerangeToDelete),
    created: request.created,
    created_by: request.createdBy,
    ...stateColumns(request),
  };
}

/** What of a request changes in its life. */
export type RequestState = Pick<
  DeletionRequest,
  'status' | 'timerangeRemaining' | 'updated' | 'expiry' | 'error'
>;

/** The columns of a request's state. */
export function stateColumns({ status, timerangeRemaining, updated, expiry, error }: RequestState) {
  return { status, remaining: formatTimeRange(timerangeRemaining), updated, expiry, error };
}

/** When a request that reached a final state at this time disappears (DL6). */
export const expiryOf = (at: Instant): Instant => at + RECORD_LIFE_MS;

/** The row of a request, whether expired or not; null when it is gone. */
export async function storedRequest(reader: TableReader, id: Uuid): Promise<RowId | null> {
  const [row] = await reader.select(deletionRequestsTable, {
    columns: [],
    where: eq('id', id),
    limit: 1,
    includeRowIds: true,
  });
  return row?.rowId ?? null;
}
