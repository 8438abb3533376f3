import type { TableReader } from '../../vast/database';
import { and, eq, isIn } from '../../vast/predicate';
import { latestDeletionOf, latestDeletionOfSource } from '../deleted/records';
import type { Tag, Uuid } from '../model';
import { entityDeletionsTable, flowsTable, sourcesTable, tagsTable } from '../tables';
import type { TaggedEntity } from '../tags';
import { CLASSES_TAG } from './limits';
import type { Sight } from './sight';

/*
 * What is gone is still told of: by events, deletion requests and restoring. Those hear of it who saw it last, as long as what
 * the deletion hid is kept; later only those who name its id.
 */

/** Those of the flows that are seen, or are gone and were seen last. Three storage reads, and three for each that is gone. */
export async function flowsLastSeen(
  reader: TableReader,
  sight: Sight,
  ids: readonly Uuid[],
): Promise<ReadonlySet<Uuid>> {
  const seen = new Set(await sight.flows(reader, ids));
  for (const id of await absent(reader, flowsTable, ids, seen)) {
    const deletion = await latestDeletionOf(reader, id);
    if (!deletion) continue;
    const row = await reader.selectOne(flowsTable, {
      columns: ['source_id'],
      where: and(eq('deletion', deletion.id), eq('id', id)),
      visibility: 'deleted',
    });
    const tags = await classesThen(reader, 'flow', id, deletion.id);
    if (row && sight.showsFlow({ id, sourceId: row.source_id, tags })) seen.add(id);
  }
  return seen;
}

/** Those of the sources that are seen, or are gone and were seen last. As many storage reads. */
export async function sourcesLastSeen(
  reader: TableReader,
  sight: Sight,
  ids: readonly Uuid[],
): Promise<ReadonlySet<Uuid>> {
  const seen = new Set(await sight.sources(reader, ids));
  for (const id of await absent(reader, sourcesTable, ids, seen)) {
    const deletion = await latestDeletionOfSource(reader, id);
    if (deletion === null) continue;
    const tags = await classesThen(reader, 'source', id, deletion);
    if (sight.showsTags(tags) || (await wentWithNamed(reader, sight, deletion))) seen.add(id);
  }
  return seen;
}

/** Those of the ids, beside the seen ones, that no live row has. */
async function absent(
  reader: TableReader,
  table: typeof flowsTable | typeof sourcesTable,
  ids: readonly Uuid[],
  seen: ReadonlySet<Uuid>,
): Promise<Uuid[]> {
  const hidden = [...new Set(ids.filter((id) => !seen.has(id)))];
  if (hidden.length === 0) return [];
  const rows = await reader.select(table as typeof sourcesTable, {
    columns: ['id'],
    where: isIn('id', hidden),
    limit: hidden.length,
  });
  const live = new Set(rows.map(({ id }) => id));
  return hidden.filter((id) => !live.has(id));
}

/** Whether the deletion hid a flow that the limits name, whose source they show. */
async function wentWithNamed(reader: TableReader, { flowIds }: Sight, deletion: number): Promise<boolean> {
  const row = await reader.selectOne(entityDeletionsTable, {
    columns: ['flow_id'],
    where: eq('id', deletion),
  });
  return row?.flow_id != null && flowIds.has(row.flow_id);
}

/** The classes' tag of what a deletion hid. */
function classesThen(reader: TableReader, entity: TaggedEntity, id: Uuid, deletion: number): Promise<Tag[]> {
  return reader.select(tagsTable, {
    columns: ['name', 'value'],
    where: and(eq('deletion', deletion), eq('entity', entity), eq('entity_id', id), eq('name', CLASSES_TAG)),
    visibility: 'deleted',
    limit: 1,
  });
}
