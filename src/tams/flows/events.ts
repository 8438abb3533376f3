import type { NewEvent } from '../../events/event-log';
import type { TableReader } from '../../vast/database';
import { collectionsOf, collectorsOf } from '../collections';
import { flowDocument } from '../documents';
import type { Flow, Uuid } from '../model';
import { tagsOf } from '../tags';
import { flowsByIds } from './read';

/** Events that show each flow as it is now (TAMS 7.0, flows/created and flows/updated). Four storage reads. */
export async function flowEvents(
  reader: TableReader,
  type: 'flows/created' | 'flows/updated',
  ids: readonly Uuid[],
): Promise<NewEvent[]> {
  const flows = await flowsByIds(reader, ids);
  const tags = await tagsOf(reader, 'flow', ids);
  const collections = await collectionsOf(reader, ids);
  const collectors = await collectorsOf(reader, ids);
  return flows.flatMap((flow, i): NewEvent[] => {
    if (!flow) return [];
    const document = flowDocument({
      flow,
      tags: tags[i] ?? [],
      collection: collections[i] ?? [],
      collectedBy: collectors[i] ?? [],
    });
    return [{ type, flowId: flow.id, sourceId: flow.sourceId, payload: { flow: document } }];
  });
}

export function flowDeleted(flow: Flow): NewEvent {
  return {
    type: 'flows/deleted',
    flowId: flow.id,
    sourceId: flow.sourceId,
    payload: { flow_id: flow.id },
  };
}
