import type { NewEvent } from '../../events/event-log';
import type { TableTransaction } from '../../vast/database';
import { collectionsOf, collectorsOf } from '../collections';
import { flowDocument } from '../documents';
import type { Flow, Uuid } from '../model';
import { tagsOf } from '../tags';
import { flowsTable } from '../tables';
import { storedFlows } from './access';
import { keptDocument } from './kept-document';

/**
 * Keeps each flow's document as it is now beside it, and gives the events that show it (TAMS 7.0, flows/created and
 * flows/updated). Every metadata write ends with this. Four storage reads, and a write for each flow.
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
  const events: NewEvent[] = [];
  for (const [i, { rowId, flow }] of rows.entries()) {
    const own = { flow, tags: tags[i] ?? [], collection: collections[i] ?? [] };
    await tx.update(flowsTable, [rowId], { document: keptDocument(own) });
    const document = flowDocument({ ...own, collectedBy: collectors[i] ?? [] });
    events.push({ type, flowId: flow.id, sourceId: flow.sourceId, payload: { flow: document } });
  }
  return events;
}

export function flowDeleted(flow: Pick<Flow, 'id' | 'sourceId'>): NewEvent {
  return {
    type: 'flows/deleted',
    flowId: flow.id,
    sourceId: flow.sourceId,
    payload: { flow_id: flow.id },
  };
}
