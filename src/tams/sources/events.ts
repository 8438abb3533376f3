import type { EventScope, NewEvent } from '../../events/append';
import type { TableReader } from '../../vast/database';
import { sourceDocument } from '../documents';
import type { Uuid } from '../model';
import { tagsOf } from '../tags';
import { sourceCollectionsOf, sourceCollectorsOf } from './collections';
import { sourcesByIds } from './read';

/** The event that shows the source as it is now (TAMS 7.0, sources/created and sources/updated). */
export async function sourceEvents(
  reader: TableReader,
  type: 'sources/created' | 'sources/updated',
  id: Uuid,
): Promise<NewEvent[]> {
  const [source] = await sourcesByIds(reader, [id]);
  if (!source) return [];
  const [tags = []] = await tagsOf(reader, 'source', [id]);
  const [collection = []] = await sourceCollectionsOf(reader, [id]);
  const [collectedBy = []] = await sourceCollectorsOf(reader, [id]);
  const document = sourceDocument({ source, tags, collection, collectedBy });
  return [
    {
      type,
      flowId: null,
      sourceId: id,
      format: source.format,
      flowCollectedBy: [],
      sourceCollectedBy: collectedBy,
      payload: { source: document },
    },
  ];
}

/** @param scope as it was just before */
export function sourceDeleted(scope: EventScope, id: Uuid): NewEvent {
  return { ...scope, type: 'sources/deleted', payload: { source_id: id } };
}
