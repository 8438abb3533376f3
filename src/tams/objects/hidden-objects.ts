import type { TableTransaction } from '../../vast/database';
import type { StoreContext } from '../context';
import { livingFlowsOfObjects } from '../segments/living-references';
import type { ObjectRegister } from './object-register';

/**
 * Those of a request's objects that a limited caller does not see: no segment of a flow that they see names them, and they are
 * not unused ones of such a flow. Who could register them could read them.
 */
export async function hiddenObjects(
  tx: TableTransaction,
  { timelines, sight }: StoreContext,
  objects: ObjectRegister,
): Promise<ReadonlySet<string>> {
  if (!sight) return new Set();
  const { known } = objects;
  const ids = known.map(({ id }) => id);
  const named = await livingFlowsOfObjects({ db: tx, timelines, sight }, ids, { first: 1, after: null });
  const seen = await sight.flows(
    tx,
    known.map(({ allocatedFor }) => allocatedFor),
  );
  return new Set(
    ids.filter((_, i) => {
      const { state, allocatedFor } = known[i]!;
      return named[i]!.items.length === 0 && (state === 'referenced' || !seen.has(allocatedFor));
    }),
  );
}
