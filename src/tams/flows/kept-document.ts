import { Lookup, type TableReader } from '../../vast/database';
import type { Sight } from '../access/sight';
import { collectionsOf, collectorsOfOne } from '../collections';
import { dateTime, flowDocument, type FlowWithRelations } from '../documents';
import type { StoreContext } from '../context';
import type { JsonObject, Uuid } from '../model';
import { flowCollectionsTable, flowsTable } from '../tables';
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

/** What documents are read from. */
type DocumentReader = Pick<StoreContext, 'db' | 'sight' | 'flowDocuments'>;

const KEPT = Lookup.in(flowsTable, 'id', { columns: ['document', 'segments_updated'], limit: 1 });

/** The flow as GET shows it without its timerange, as JSON text; null when there is none. No storage read, or two; or four. */
export function flowDocumentText(
  { db, sight, flowDocuments }: DocumentReader,
  id: Uuid,
): Promise<string | null> {
  if (sight) return readDocument(db, sight, id);
  // Its tags and its own list are in it; they are never changed without its row.
  return flowDocuments.of(id, [[flowsTable, id], [flowCollectionsTable]], () => readDocument(db, null, id));
}

async function readDocument(db: TableReader, sight: Sight | null, id: Uuid): Promise<string | null> {
  const [[row], allCollectors] = await Promise.all([db.lookup(KEPT, id), collectorsOfOne(db, id)]);
  if (!row) return null;
  const whole = row.document ?? (await writtenAnew(db, id));
  if (whole === null) return null;
  const kept = sight ? await withSeenMembers(db, sight, whole) : whole;
  const collectors = sight ? await seenOf(db, sight, allCollectors) : allCollectors;
  const updated = row.segments_updated;
  const rest =
    (updated === null ? '' : `,"segments_updated":"${dateTime(updated)}"`) +
    (collectors.length === 0 ? '' : `,"collected_by":${JSON.stringify(collectors)}`);
  return rest === '' ? kept : `${kept.slice(0, -1)}${rest}}`;
}

/** The document without the members that are not seen; nearly none has members. */
async function withSeenMembers(reader: TableReader, sight: Sight, text: string): Promise<string> {
  const document = JSON.parse(text) as JsonObject;
  if (document.flow_collection === undefined) return text;
  const items = document.flow_collection as readonly { readonly id: Uuid }[];
  const seen = new Set(
    await seenOf(
      reader,
      sight,
      items.map(({ id }) => id),
    ),
  );
  const rest = items.filter(({ id }) => seen.has(id));
  const { flow_collection: _, ...others } = document;
  return JSON.stringify(rest.length === 0 ? others : { ...document, flow_collection: rest });
}

async function seenOf(reader: TableReader, sight: Sight, ids: readonly Uuid[]): Promise<Uuid[]> {
  const seen = await sight.flows(reader, ids);
  return ids.filter((id) => seen.has(id));
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
