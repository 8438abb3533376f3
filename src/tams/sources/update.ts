import { appendEvents } from '../../events/append';
import { eq } from '../../vast/predicate';
import { sourceTagsMayBe } from '../access/limited-writes';
import type { StoreContext } from '../context';
import { TamsError } from '../errors';
import { documentFits } from '../limits';
import type { Caller, Source, SourcePatch, Tag, Uuid } from '../model';
import { sourcesTable } from '../tables';
import { patchedTags, tagPatchProblems, tagsArePresent, writesTags } from '../tag-patch';
import { replaceTags, tagsOf } from '../tags';
import { jsonProblems } from '../validation/json';
import { reject } from '../validation/problems';
import { sourceEvents } from './events';
import { SOURCE_COLUMNS, sourceOfRow, sourcesByIds } from './read';

/**
 * Changes what the patch names of label, description and tags, null clears (TAMS 7.0, source property endpoints;
 * SEMANTICS 9). Sources have no read-only state, whatever their flows have. Setting a value is a metadata write even if it is
 * the stored one (M5); clearing what is unset is none (PR4).
 * @throws TamsError `SourceNotFound`, `TagNotFound`, `InvalidText`, `TooLarge`, `BeyondLimits`
 */
export async function updateSource(
  { db, now, sight }: StoreContext,
  caller: Caller,
  id: Uuid,
  patch: SourcePatch,
): Promise<Source> {
  reject('InvalidText', [...jsonProblems(patch), ...tagPatchProblems(patch)]);
  return db.transaction(async (tx) => {
    const at = now();
    const [row] = await tx.select(sourcesTable, {
      columns: SOURCE_COLUMNS,
      where: eq('id', id),
      limit: 1,
      includeRowIds: true,
    });
    if (!row || (sight && !(await sight.seesSource(tx, id)))) throw new TamsError('SourceNotFound', id);
    const source = sourceOfRow(row);
    const [tags = []] = await tagsOf(tx, 'source', [id]);
    tagsArePresent(tags, patch);
    if (!isMetadataWrite(source, tags, patch)) return source;
    const next = {
      label: patch.label === undefined ? source.label : patch.label,
      description: patch.description === undefined ? source.description : patch.description,
      tags: patchedTags(tags, patch),
    };
    documentFits(next, 'The source');
    if (sight) await sourceTagsMayBe(tx, sight, { id, tags }, next.tags);
    await tx.update(sourcesTable, [row.rowId], {
      label: next.label,
      description: next.description,
      updated: at,
      updated_by: caller.principal,
    });
    await replaceTags(tx, 'source', source, next.tags);
    await appendEvents(tx, at, await sourceEvents(tx, 'sources/updated', id));
    const [updated] = await sourcesByIds(tx, [id]);
    if (!updated) throw new Error('A source just written is not there');
    return updated;
  });
}

function isMetadataWrite(source: Source, tags: readonly Tag[], patch: SourcePatch): boolean {
  const writes = (name: 'label' | 'description') =>
    patch[name] !== undefined && (patch[name] !== null || source[name] !== null);
  return writes('label') || writes('description') || writesTags(tags, patch);
}
