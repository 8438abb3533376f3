import { onlySeen } from '../access/sight';
import type { StoreContext } from '../context';
import { ALL_ROWS } from '../limits';
import type { Uuid } from '../model';
import { flowsTable } from '../tables';

/** The ids of each source's flows that are seen. One storage read, and two more for a limited caller. */
export async function flowsOfSources(
  { db, sight }: Pick<StoreContext, 'db' | 'sight'>,
  sourceIds: readonly Uuid[],
): Promise<Uuid[][]> {
  const groups = await db.selectEach(flowsTable, 'source_id', sourceIds, {
    columns: ['id'],
    projection: 'by_source',
    limit: ALL_ROWS,
  });
  const ids = groups.map((rows) => rows.map(({ id }) => id));
  return sight ? onlySeen(ids, (id) => id, await sight.flows(db, ids.flat())) : ids;
}
