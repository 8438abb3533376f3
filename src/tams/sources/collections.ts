import type { TableReader } from '../../vast/database';
import { isIn } from '../../vast/predicate';
import { collectionsOf, collectorsOf } from '../collections';
import { ALL_ROWS } from '../limits';
import type { SourceCollectionItem, Uuid } from '../model';
import { flowsTable } from '../tables';

/*
 * Sources have no collections of their own: that one collects another is inferred from their flows
 * (TAMS 7.0, source_collection; SEMANTICS 7).
 */

/**
 * What each source collects: the sources of the members of its flows, with the members' roles. Distinct by (id, role),
 * never the source itself, in the order of the collecting flows' creation, then of their lists (SO3).
 * Three storage reads, whatever the number of sources.
 */
export async function sourceCollectionsOf(
  reader: TableReader,
  sourceIds: readonly Uuid[],
): Promise<SourceCollectionItem[][]> {
  const flows = await flowsOfSources(reader, sourceIds);
  const flowIds = flows.flat();
  const lists = await collectionsOf(reader, flowIds);
  const listOf = new Map(flowIds.map((id, i) => [id, lists[i] ?? []]));
  const sourceOf = await sourcesOfFlows(
    reader,
    lists.flat().map(({ id }) => id),
  );
  return sourceIds.map((sourceId, i) => {
    const items = new Map<string, SourceCollectionItem>();
    for (const flowId of flows[i] ?? [])
      for (const { id: memberId, role } of listOf.get(flowId) ?? []) {
        const id = sourceOf.get(memberId);
        if (id === undefined || id === sourceId) continue;
        const key = JSON.stringify([id, role]);
        if (!items.has(key)) items.set(key, { id, role });
      }
    return [...items.values()];
  });
}

/** The sources that collect each source, each once, by id; never itself (SO3). Three storage reads. */
export async function sourceCollectorsOf(reader: TableReader, sourceIds: readonly Uuid[]): Promise<Uuid[][]> {
  const flows = await flowsOfSources(reader, sourceIds);
  const flowIds = flows.flat();
  const collectors = await collectorsOf(reader, flowIds);
  const collectorsOfFlow = new Map(flowIds.map((id, i) => [id, collectors[i] ?? []]));
  const sourceOf = await sourcesOfFlows(reader, collectors.flat());
  return sourceIds.map((sourceId, i) => {
    const ids = new Set<Uuid>();
    for (const flowId of flows[i] ?? [])
      for (const collector of collectorsOfFlow.get(flowId) ?? []) {
        const id = sourceOf.get(collector);
        if (id !== undefined && id !== sourceId) ids.add(id);
      }
    return [...ids].sort();
  });
}

/** The ids of each source's flows, oldest first. */
async function flowsOfSources(reader: TableReader, sourceIds: readonly Uuid[]): Promise<Uuid[][]> {
  const groups = await reader.selectEach(flowsTable, 'source_id', sourceIds, {
    columns: ['id', 'created'],
    projection: 'by_source',
    limit: ALL_ROWS,
  });
  return groups.map((rows) =>
    rows.sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1)).map(({ id }) => id),
  );
}

async function sourcesOfFlows(reader: TableReader, flowIds: readonly Uuid[]): Promise<Map<Uuid, Uuid>> {
  const ids = [...new Set(flowIds)];
  if (ids.length === 0) return new Map();
  const rows = await reader.select(flowsTable, {
    columns: ['id', 'source_id'],
    where: isIn('id', ids),
    limit: ids.length,
  });
  return new Map(rows.map((row) => [row.id, row.source_id]));
}
