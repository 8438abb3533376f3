import { appendEvents } from '../../events/append';
import { flowTagsMayBe, membersOf } from '../access/limited-writes';
import { replaceCollection } from '../collections';
import type { StoreContext } from '../context';
import { TamsError } from '../errors';
import type { Caller, Flow, FlowPatch, Uuid } from '../model';
import { flowsTable } from '../tables';
import { tagPatchProblems, tagsArePresent } from '../tag-patch';
import { replaceTags, tagsOf } from '../tags';
import { reject } from '../validation/problems';
import { existingFlow } from './access';
import { recordFlows } from './events';
import { checkedFlow } from './flow-document';
import { contentColumns, metadataWrite } from './metadata';
import { isMetadataWrite, namesOnlyReadOnly, patchedFlow } from './patch';
import { flowsByIds } from './read';
import { collectionIsSound } from './rules/collection';
import { flowIsWritable } from './rules/read-only';

/**
 * Changes what the patch names, null clears (TAMS 7.0, flow property endpoints; SEMANTICS 9). The flow as a whole must
 * stay valid. A read-only flow takes only a patch of `readOnly`, also when the rest would change nothing.
 * @throws TamsError `FlowNotFound`, `FlowReadOnly`, `TagNotFound`, `InvalidFlow`, `TooLarge`, `InvalidCollection`,
 * `BeyondLimits`
 */
export async function updateFlow(
  { now, scopes, sight }: StoreContext,
  caller: Caller,
  id: Uuid,
  patch: FlowPatch,
): Promise<Flow> {
  reject('InvalidFlow', tagPatchProblems(patch));
  return scopes.changing(async (tx) => {
    const at = now();
    const { rowId, flow } = await existingFlow(tx, id);
    if (sight && !(await sight.seesFlow(tx, id))) throw new TamsError('FlowNotFound', id);
    if (!namesOnlyReadOnly(patch)) flowIsWritable(flow);
    const [tags = []] = await tagsOf(tx, 'flow', [id]);
    tagsArePresent(tags, patch);
    const members = await membersOf(tx, sight, id);
    const before = { flow, tags, collection: members.seen };
    const content = checkedFlow(patchedFlow(before, patch));
    if (sight) flowTagsMayBe(sight, { ...flow, tags }, content.tags);
    if (!isMetadataWrite(before, patch)) return flow;
    await tx.update(flowsTable, [rowId], { ...contentColumns(content), ...metadataWrite(caller, at) });
    await replaceTags(tx, 'flow', flow, content.tags);
    if (patch.flowCollection !== undefined) {
      await collectionIsSound(tx, id, content.flowCollection, sight);
      await replaceCollection(tx, id, [...content.flowCollection, ...members.hidden]);
    }
    await appendEvents(tx, at, await recordFlows(tx, 'flows/updated', [id]));
    const [updated] = await flowsByIds(tx, [id]);
    if (!updated) throw new Error('A flow just written is not there');
    return updated;
  });
}
