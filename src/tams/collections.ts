import { Lookup, type TableReader, type TableTransaction } from '../vast/database';
import type { Deletion } from '../vast/engine';
import { and, eq } from '../vast/predicate';
import { ALL_ROWS } from './limits';
import type { CollectionItem, Uuid } from './model';
import { flowCollectionsTable } from './tables';

/** The members of each flow, in order; the same flow may be there more than once (F10). One storage read. */
export async function collectionsOf(
  reader: TableReader,
  flowIds: readonly Uuid[],
): Promise<CollectionItem[][]> {
  const groups = await reader.selectEach(flowCollectionsTable, 'flow_id', flowIds, {
    columns: ['member_id', 'role', 'container_mapping'],
    limit: ALL_ROWS,
  });
  return groups.map((rows) =>
    rows.map((row) => ({ id: row.member_id, role: row.role, containerMapping: row.container_mapping })),
  );
}

const COLLECTORS = { columns: ['flow_id'], projection: 'by_member', limit: ALL_ROWS } as const;
const COLLECTORS_OF_ONE = Lookup.in(flowCollectionsTable, 'member_id', COLLECTORS);

/** The flows that collect each flow, each once (F10), by id. One storage read. */
export async function collectorsOf(reader: TableReader, flowIds: readonly Uuid[]): Promise<Uuid[][]> {
  const groups = await reader.selectEach(flowCollectionsTable, 'member_id', flowIds, COLLECTORS);
  return groups.map(eachOnce);
}

/** The flows that collect one flow, for those who ask for one at a time. One storage read. */
export async function collectorsOfOne(reader: TableReader, flowId: Uuid): Promise<Uuid[]> {
  return eachOnce(await reader.lookup(COLLECTORS_OF_ONE, flowId));
}

const eachOnce = (rows: readonly { readonly flow_id: Uuid }[]): Uuid[] => [
  ...new Set(rows.map((row) => row.flow_id)),
];

/** Makes the flow's list exactly `items`. */
export async function replaceCollection(
  tx: TableTransaction,
  flowId: Uuid,
  items: readonly CollectionItem[],
): Promise<void> {
  await tx.purge(flowCollectionsTable, await rowsOfList(tx, flowId));
  await tx.insert(
    flowCollectionsTable,
    items.map(({ id, role, containerMapping }, position) => ({
      flow_id: flowId,
      position,
      member_id: id,
      role,
      container_mapping: containerMapping,
    })),
  );
}

/** Takes a flow out of every list it is in, and says whose those were, by id (F11). */
export async function leaveCollections(tx: TableTransaction, memberId: Uuid): Promise<Uuid[]> {
  const rows = await tx.select(flowCollectionsTable, {
    columns: ['flow_id'],
    where: eq('member_id', memberId),
    projection: 'by_member',
    limit: ALL_ROWS,
    includeRowIds: true,
  });
  await tx.purge(
    flowCollectionsTable,
    rows.map(({ rowId }) => rowId),
  );
  return [...new Set(rows.map((row) => row.flow_id))];
}

/** Hides a flow's own list together with it. */
export async function hideCollection(tx: TableTransaction, flowId: Uuid, deletion: Deletion): Promise<void> {
  await tx.delete(flowCollectionsTable, await rowsOfList(tx, flowId), deletion);
}

/**
 * Brings a flow's own list back, without the members that are gone since: members must be registered
 * (TAMS 7.0, flow collections). Says whether any was left out.
 */
export async function restoreCollection(
  tx: TableTransaction,
  flowId: Uuid,
  deletionId: number,
  exist: (ids: readonly Uuid[]) => Promise<ReadonlySet<Uuid>>,
): Promise<{ readonly membersLost: boolean }> {
  const rows = await tx.select(flowCollectionsTable, {
    columns: ['member_id'],
    where: and(eq('deletion', deletionId), eq('flow_id', flowId)),
    visibility: 'deleted',
    limit: ALL_ROWS,
    includeRowIds: true,
  });
  const there = await exist(rows.map((row) => row.member_id));
  const kept = rows.filter((row) => there.has(row.member_id)).map(({ rowId }) => rowId);
  const lost = rows.filter((row) => !there.has(row.member_id)).map(({ rowId }) => rowId);
  await tx.restore(flowCollectionsTable, kept);
  await tx.purge(flowCollectionsTable, lost);
  return { membersLost: lost.length > 0 };
}

async function rowsOfList(tx: TableTransaction, flowId: Uuid) {
  const rows = await tx.select(flowCollectionsTable, {
    columns: [],
    where: eq('flow_id', flowId),
    limit: ALL_ROWS,
    includeRowIds: true,
  });
  return rows.map(({ rowId }) => rowId);
}
