import { and, gt, isIn, isNull, or } from '../../vast/predicate';
import type { Row } from '../../vast/table';
import type { StoreContext } from '../context';
import { ALL_ROWS } from '../limits';
import type { DeletionRequest, Uuid } from '../model';
import { deletionRequestsTable } from '../tables';
import { parseTimeRange } from '../time/timerange';

const COLUMNS = [
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

/** Records of deletions that take longer than a request (TAMS 7.0, flow-delete-requests). Expired ones are gone (DL6). */
export class DeletionRequestService {
  constructor(private readonly context: StoreContext) {}

  /** In the ids' order, null where there is none. One storage read. */
  async byIds(ids: readonly Uuid[]): Promise<(DeletionRequest | null)[]> {
    if (ids.length === 0) return [];
    const rows = await this.context.db.select(deletionRequestsTable, {
      columns: COLUMNS,
      where: and(isIn('id', ids), this.unexpired()),
      limit: ids.length,
    });
    const found = new Map(rows.map((row) => [row.id, requestOfRow(row)]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** Newest first (P1). */
  async list(): Promise<DeletionRequest[]> {
    const rows = await this.context.db.select(deletionRequestsTable, {
      columns: COLUMNS,
      where: this.unexpired(),
      projection: 'newest',
      limit: ALL_ROWS,
    });
    return rows.map(requestOfRow);
  }

  private unexpired() {
    return or(isNull('expiry'), gt('expiry', this.context.now()));
  }
}

function requestOfRow(
  row: Pick<Row<typeof deletionRequestsTable>, (typeof COLUMNS)[number]>,
): DeletionRequest {
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
