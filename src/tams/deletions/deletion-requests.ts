import { and, eq, gt, isIn, isNull, or } from '../../vast/predicate';
import { flowsLastSeen } from '../access/last-seen';
import type { StoreContext } from '../context';
import { ALL_ROWS } from '../limits';
import type { DeletionRequest, Uuid } from '../model';
import { deletionRequestsTable, segmentCleanupsTable } from '../tables';
import { REQUEST_COLUMNS, requestOfRow } from './request-rows';

/** Records of deletions that take longer than a request (TAMS 7.0, flow-delete-requests). Expired ones are gone (DL6). */
export class DeletionRequestService {
  constructor(private readonly context: StoreContext) {}

  /** In the ids' order, null where there is none. One storage read. */
  async byIds(ids: readonly Uuid[]): Promise<(DeletionRequest | null)[]> {
    if (ids.length === 0) return [];
    const rows = await this.context.db.select(deletionRequestsTable, {
      columns: REQUEST_COLUMNS,
      where: and(isIn('id', ids), this.unexpired()),
      limit: ids.length,
    });
    const requests = await this.seen(rows.map(requestOfRow));
    const found = new Map(requests.map((request) => [request.id, request]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** Newest first (P1). */
  async list(): Promise<DeletionRequest[]> {
    const rows = await this.context.db.select(deletionRequestsTable, {
      columns: REQUEST_COLUMNS,
      where: this.unexpired(),
      projection: 'newest',
      limit: ALL_ROWS,
    });
    return this.seen(rows.map(requestOfRow));
  }

  /** Requests with work left, and those that were given up with segments left. */
  async unfinished(): Promise<{ readonly pending: number; readonly givenUp: number }> {
    const { db } = this.context;
    const [pending, givenUp] = await Promise.all([
      db.count(segmentCleanupsTable, eq('given_up', false)),
      db.count(segmentCleanupsTable, eq('given_up', true)),
    ]);
    return { pending, givenUp };
  }

  private async seen(requests: DeletionRequest[]): Promise<DeletionRequest[]> {
    const { db, sight } = this.context;
    if (!sight) return requests;
    const flowIds = requests.map(({ flowId }) => flowId);
    const seen = await flowsLastSeen(db, sight, flowIds);
    return requests.filter(({ flowId }) => seen.has(flowId));
  }

  private unexpired() {
    return or(isNull('expiry'), gt('expiry', this.context.now()));
  }
}
