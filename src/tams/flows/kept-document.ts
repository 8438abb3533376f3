import { Lookup, type TableReader } from '../../vast/database';
import { collectionsOf, collectorsOfOne } from '../collections';
import { dateTime, flowDocument, type FlowWithRelations } from '../documents';
import type { Uuid } from '../model';
import { flowsTable } from '../tables';
import { tagsOf } from '../tags';
import { flowsByIds } from './read';

/*
 * A flow's document is written when its metadata are, and read as it was written: gathering it anew from three tables costs
 * several times as much.
 */

/** What of a flow only metadata writes change, as JSON text. */
export function keptDocument(flow: Omit<FlowWithRelations, 'collectedBy'>): string {
  return JSON.stringify(
    flowDocument({ ...flow, flow: { ...flow.flow, segmentsUpdated: null }, collectedBy: [] }),
  );
}

const KEPT = Lookup.in(flowsTable, 'id', { columns: ['document', 'segments_updated'], limit: 1 });

/** The flow as GET shows it without its timerange, as JSON text; null when there is none. Two storage reads. */
export async function flowDocumentText(reader: TableReader, id: Uuid): Promise<string | null> {
  const [[row], collectors] = await Promise.all([reader.lookup(KEPT, id), collectorsOfOne(reader, id)]);
  if (!row) return null;
  const kept = row.document ?? (await writtenAnew(reader, id));
  if (kept === null) return null;
  const updated = row.segments_updated;
  const rest =
    (updated === null ? '' : `,"segments_updated":"${dateTime(updated)}"`) +
    (collectors.length === 0 ? '' : `,"collected_by":${JSON.stringify(collectors)}`);
  return rest === '' ? kept : `${kept.slice(0, -1)}${rest}}`;
}

/** The flow was written before documents were kept. */
async function writtenAnew(reader: TableReader, id: Uuid): Promise<string | null> {
  const [[flow], [tags = []], [collection = []]] = await Promise.all([
    flowsByIds(reader, [id]),
    tagsOf(reader, 'flow', [id]),
    collectionsOf(reader, [id]),
  ]);
  return flow ? keptDocument({ flow, tags, collection }) : null;
}
