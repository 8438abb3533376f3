import type { EventScope, NewEvent } from '../../events/append';
import type { TableTransaction } from '../../vast/database';
import { collectionsOf, collectorsOf } from '../collections';
import { flowDocument } from '../documents';
import type { Uuid } from '../model';
import { sourceCollectorsOf } from '../sources/collections';
import { tagsOf } from '../tags';
import { flowsTable } from '../tables';
import { storedFlows } from './access';
import { keptDocument } from './kept-document';

/**
 * Keeps each flow's document as it is now beside it, and gives the events that show it (TAMS 7.0, flows/created and
 * flows/updated). Every metadata write ends with this. Seven storage reads, and a write for each flow.
 */
export async function recordFlows(
  tx: TableTransaction,
  type: 'flows/created' | 'flows/updated',
  ids: readonly Uuid[],
): Promise<NewEvent[]> {
  const rows = await storedFlows(tx, ids);
  const found = rows.map(({ flow }) => flow.id);
  const tags = await tagsOf(tx, 'flow', found);
  const collections = await collectionsOf(tx, found);
  const collectors = await collectorsOf(tx, found);
  const sourceIds = rows.map(({ flow }) => flow.sourceId);
  const sourceCollectors = await sourceCollectorsOf(tx, sourceIds);
  const events: NewEvent[] = [];
  for (const [i, { rowId, flow }] of rows.entries()) {
    const own = { flow, tags: tags[i] ?? [], collection: collections[i] ?? [] };
    await tx.update(flowsTable, [rowId], { document: keptDocument(own) });
    const collectedBy = collectors[i] ?? [];
    events.push({
      type,
      flowId: flow.id,
      sourceId: flow.sourceId,
      format: flow.format,
      flowCollectedBy: collectedBy,
      sourceCollectedBy: sourceCollectors[i] ?? [],
      payload: { flow: flowDocument({ ...own, collectedBy }) },
    });
  }
  return events;
}

/** @param scope as it was just before */
export function flowDeleted(scope: EventScope, id: Uuid): NewEvent {
  return { ...scope, type: 'flows/deleted', payload: { flow_id: id } };
}
