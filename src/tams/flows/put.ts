import { appendEvents, nextSequence, type EventScope, type NewEvent } from '../../events/append';
import type { TableTransaction } from '../../vast/database';
import { flowMayBePut, membersOf } from '../access/limited-writes';
import type { Sight } from '../access/sight';
import { replaceCollection } from '../collections';
import type { StoreContext } from '../context';
import { noteEntities } from '../deleted/records';
import { scopeOfSource } from '../event-scopes';
import type { Caller, Flow, FlowInput, Instant, Uuid } from '../model';
import { newPlace, type Place } from '../segments/place';
import { sourceDeleted, sourceEvents } from '../sources/events';
import { joinSource, leaveSource } from '../sources/lifecycle';
import { flowsTable } from '../tables';
import { replaceTags, tagsOf } from '../tags';
import { storedFlow, type StoredFlow } from './access';
import { recordFlows } from './events';
import { checkedFlow, type FlowContent } from './flow-document';
import { contentColumns, creationColumns, metadataWrite } from './metadata';
import { flowsByIds } from './read';
import { collectionIsSound } from './rules/collection';
import { formatIsFixed } from './rules/format';
import { flowIsWritable } from './rules/read-only';

/**
 * Creates the flow, or replaces all that clients set of it: what the input leaves out becomes unset (TAMS 7.0, PUT flow).
 * Of two concurrent calls for a new id, one creates and the other replaces.
 * @throws TamsError `InvalidFlow`, `TooLarge`, `FlowReadOnly` (RO1), `FormatChanged` (F5), `FormatMismatch` (SO2),
 * `InvalidCollection` (F9), `BeyondLimits`
 */
export async function putFlow(
  { now, timelines, scopes, sight }: StoreContext,
  caller: Caller,
  input: FlowInput,
): Promise<{ flow: Flow; created: boolean }> {
  const given = checkedFlow(input);
  await timelines.ready();
  const { flow, place } = await scopes.changing(async (tx) => {
    const at = now();
    const stored = await storedFlow(tx, given.id);
    const content = sight ? await limitedContent(tx, sight, stored, given) : given;
    if (stored) {
      flowIsWritable(stored.flow);
      formatIsFixed(stored.flow, content.format);
    }
    const sourceCreated = await joinSource(tx, content, caller, at);
    await collectionIsSound(tx, content.id, given.flowCollection, sight);
    const leaving = stored && stored.flow.sourceId !== content.sourceId ? stored.flow.sourceId : null;
    const sourceBefore =
      leaving === null ? null : await scopeOfSource(tx, { id: leaving, format: content.format });
    const place = await writeFlow(tx, stored, content, caller, at);
    const gone = sourceBefore && (await leftSource(tx, sourceBefore, caller, at));
    await appendEvents(tx, at, [
      ...(sourceCreated ? await sourceEvents(tx, 'sources/created', content.sourceId) : []),
      ...(await recordFlows(tx, stored ? 'flows/updated' : 'flows/created', [content.id])),
      ...(gone ? [gone] : []),
    ]);
    const [flow] = await flowsByIds(tx, [content.id]);
    if (!flow) throw new Error('A flow just written is not there');
    return { flow, place };
  });
  if (place) timelines.place(flow.id, place.timeline);
  return { flow, created: place !== null };
}

/** What a limited caller may put: members that they do not see stay, behind theirs. @throws TamsError `BeyondLimits` */
async function limitedContent(
  tx: TableTransaction,
  sight: Sight,
  stored: StoredFlow | null,
  given: FlowContent,
): Promise<FlowContent> {
  const [tags = []] = await tagsOf(tx, 'flow', [given.id]);
  const before = stored && { sourceId: stored.flow.sourceId, tags };
  await flowMayBePut(tx, sight, { next: given, stored: before });
  const { hidden } = await membersOf(tx, sight, given.id);
  return { ...given, flowCollection: [...given.flowCollection, ...hidden] };
}

/** Says where the segments of a new flow are to be kept; null when it replaced one. */
async function writeFlow(
  tx: TableTransaction,
  stored: StoredFlow | null,
  content: FlowContent,
  caller: Caller,
  at: Instant,
): Promise<Place | null> {
  const columns = contentColumns(content);
  const place = stored ? null : await newPlace(tx, content.id);
  if (stored) await tx.update(flowsTable, [stored.rowId], { ...columns, ...metadataWrite(caller, at) });
  else
    await tx.insert(flowsTable, [
      {
        id: content.id,
        ...columns,
        ...creationColumns(content, caller, at),
        deletion_barrier: place?.deletionBarrier ?? null,
      },
    ]);
  const created = stored?.flow.created ?? at;
  await replaceTags(tx, 'flow', { id: content.id, created }, content.tags);
  await replaceCollection(tx, content.id, content.flowCollection);
  return place;
}

/**
 * A flow may move to another source; the one it leaves goes with its last flow (F6). Gives the event if it went.
 * @param source the scope that the source it leaves had before
 */
async function leftSource(
  tx: TableTransaction,
  source: EventScope & { readonly sourceId: Uuid },
  caller: Caller,
  at: Instant,
): Promise<NewEvent | null> {
  const deletion = { id: await nextSequence(tx), at, by: caller.principal };
  if (!(await leaveSource(tx, source.sourceId, deletion))) return null;
  await noteEntities(tx, deletion, { flowId: null, sourceId: source.sourceId });
  return sourceDeleted(source, source.sourceId);
}
