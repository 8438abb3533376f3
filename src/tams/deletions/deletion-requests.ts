import { and, eq, gt, isIn, isNull, or } from '../../vast/predicate';
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
    const found = new Map(rows.map((row) => [row.id, requestOfRow(row)]));
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
    return rows.map(requestOfRow);
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

  private unexpired() {
    return or(isNull('expiry'), gt('expiry', this.context.now()));
  }
}
