import { isIn } from '../../vast/predicate';
import type { StoreContext } from '../context';
import type { Uuid, WebhookDelivery } from '../model';
import { webhooksTable } from '../tables';
import { stateOfRow } from './delivery-state';
import type { DeliveryWorker } from './delivery-worker';

/**
 * How the deliveries of each registration go, in the order of the ids: as the worker knows it, else as it is stored. One
 * storage read. Of a registration that is gone nothing is left to do.
 */
export async function deliveriesOf(
  { db, log }: StoreContext,
  worker: DeliveryWorker,
  ids: readonly Uuid[],
): Promise<WebhookDelivery[]> {
  const rows = await db.select(webhooksTable, {
    columns: ['id', 'position', 'replays', 'deliveries'],
    where: isIn('id', [...new Set(ids)]),
    limit: ids.length,
  });
  const latest = await log.latest();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = byId.get(id) ?? { position: null, replays: null, deliveries: null };
    const state = worker.stateOf(id, row.replays ?? 0) ?? stateOfRow(row, latest);
    const { position, ...record } = state;
    return {
      ...record,
      position: log.cursor({ sequence: position, item: null }),
      // The worker may have seen what came after `latest` was read.
      lag: Math.max(0, latest - position),
    };
  });
}
