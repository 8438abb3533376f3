import type { TableReader } from '../../../vast/database';
import { isIn } from '../../../vast/predicate';
import type { Sight } from '../../access/sight';
import { TamsError, type ErrorDetail } from '../../errors';
import { ALL_ROWS } from '../../limits';
import type { CollectionItem, Uuid } from '../../model';
import { flowCollectionsTable, flowsTable } from '../../tables';

/**
 * What holds of every collection that a client writes (TAMS 7.0, flow_collection; F9). A flow that names itself is told so,
 * whether it is registered or not.
 * @throws TamsError `InvalidCollection`
 */
export async function collectionIsSound(
  reader: TableReader,
  flowId: Uuid,
  items: readonly CollectionItem[],
  sight: Sight | null,
): Promise<void> {
  await collectionHasNoCycle(reader, flowId, items);
  await membersExist(reader, items, sight);
}

/**
 * Every member of a collection is a registered flow (TAMS 7.0, flow_collection; SEMANTICS 8.3), which its writer sees. One
 * storage read, and two more for a limited caller.
 * @throws TamsError `InvalidCollection`, naming all that are not
 */
export async function membersExist(
  reader: TableReader,
  items: readonly CollectionItem[],
  sight: Sight | null,
): Promise<void> {
  const ids = items.map(({ id }) => id);
  const registered = await registeredFlows(reader, ids);
  const seen = sight && (await sight.flows(reader, ids));
  const unknown = items.flatMap(({ id }, i): ErrorDetail[] =>
    registered.has(id) && seen?.has(id) !== false
      ? []
      : [{ path: `flow_collection[${i}].id`, message: `${id} is no registered flow` }],
  );
  if (unknown[0]) throw new TamsError('InvalidCollection', unknown[0].message, unknown);
}

/** Which of these flows there are. One storage read. */
export async function registeredFlows(
  reader: TableReader,
  flowIds: readonly Uuid[],
): Promise<ReadonlySet<Uuid>> {
  const ids = [...new Set(flowIds)];
  if (ids.length === 0) return new Set();
  const rows = await reader.select(flowsTable, {
    columns: ['id'],
    where: isIn('id', ids),
    limit: ids.length,
  });
  return new Set(rows.map(({ id }) => id));
}

/**
 * A flow contains itself neither directly nor through others (F9). One storage read for each level below it.
 * @throws TamsError `InvalidCollection`
 */
export async function collectionHasNoCycle(
  reader: TableReader,
  flowId: Uuid,
  items: readonly CollectionItem[],
): Promise<void> {
  const seen = new Set<Uuid>();
  let level = [...new Set(items.map(({ id }) => id))];
  while (level.length > 0) {
    if (level.includes(flowId)) {
      const through = seen.size === 0 ? 'directly' : 'through its members';
      throw new TamsError('InvalidCollection', `${flowId} would contain itself ${through}`);
    }
    level.forEach((id) => seen.add(id));
    const rows = await reader.select(flowCollectionsTable, {
      columns: ['member_id'],
      where: isIn('flow_id', level),
      limit: ALL_ROWS,
    });
    level = [...new Set(rows.map((row) => row.member_id))].filter((id) => !seen.has(id));
  }
}
