import type { TableTransaction } from '../../vast/database';
import { le, type PredicateOver } from '../../vast/predicate';
import type { StoreContext } from '../context';
import { forgetObjects } from '../objects/forgetting';
import { OBJECT_COLUMNS } from '../objects/object-rows';
import { unreferencedLifeMs } from '../objects/object-state';
import { objectsTable } from '../tables';
import { inSteps, STEP } from './purge';

/**
 * Forgets allocations that expired unused and objects past their grace (ST11; TAMS 7.0, storage and media objects). Which
 * they are is read in the transaction that forgets them, so one that is used again meanwhile stays. Says how many.
 */
export async function forgetGoneObjects({ db, options, now }: StoreContext): Promise<number> {
  const at = now();
  const step =
    (projection: string, where: PredicateOver<(typeof objectsTable)['columns']>) =>
    async (tx: TableTransaction) => {
      const rows = await tx.select(objectsTable, {
        columns: OBJECT_COLUMNS,
        where,
        projection,
        limit: STEP,
        includeRowIds: true,
      });
      await forgetObjects(tx, rows, at);
      return rows.length;
    };
  const expired = await inSteps(db, step('by_allocation_end', le('allocated_until', at)));
  const unreferencedUntil = at - unreferencedLifeMs(options);
  return expired + (await inSteps(db, step('by_unreferenced', le('unreferenced_since', unreferencedUntil))));
}
