import { TamsError, type ErrorDetail } from './errors';
import type { SourcePatch, Tag } from './model';
import { repeated, tagListProblems } from './validation/tag-list';

/** How much of an unknown tag's name an error repeats. */
const SHOWN = 60;

/** The part of a patch that concerns tags. */
export type TagPatch = Pick<SourcePatch, 'tags' | 'setTags' | 'removeTags' | 'presentTags'>;

/** What a patch makes of an entity's tags: `tags` (null: none) in place of all, then `setTags`, then `removeTags`. */
export function patchedTags(stored: readonly Tag[], patch: TagPatch): readonly Tag[] {
  const set = patch.setTags ?? [];
  const replaced = new Set([...set.map(({ name }) => name), ...(patch.removeTags ?? [])]);
  const base = patch.tags === undefined ? stored : (patch.tags ?? []);
  return [...base.filter(({ name }) => !replaced.has(name)), ...set];
}

/** The tags that the patch says are there are (TAMS 7.0, DELETE tag; PR5). @throws TamsError `TagNotFound` */
export function tagsArePresent(stored: readonly Tag[], { presentTags = [] }: TagPatch): void {
  const names = new Set(stored.map(({ name }) => name));
  const absent = presentTags.find((name) => !names.has(name));
  if (absent !== undefined) throw new TamsError('TagNotFound', JSON.stringify(absent.slice(0, SHOWN)));
}

/** Whether the patch sets a tag, or removes one that is there (M5, PR4). */
export function writesTags(stored: readonly Tag[], patch: TagPatch): boolean {
  const names = new Set(stored.map(({ name }) => name));
  return (
    (patch.tags !== undefined && ((patch.tags?.length ?? 0) > 0 || stored.length > 0)) ||
    (patch.setTags?.length ?? 0) > 0 ||
    (patch.removeTags ?? []).some((name) => names.has(name))
  );
}

/** A patch names each tag once: it cannot both set and remove one. */
export function tagPatchProblems(patch: TagPatch): ErrorDetail[] {
  const set = patch.setTags ?? [];
  const all = [...set.map(({ name }) => name), ...(patch.removeTags ?? [])];
  return [
    ...tagListProblems(patch.tags ?? [], 'tags'),
    ...repeated(all).map((at) => ({
      path: at < set.length ? `set_tags[${at}].name` : `remove_tags[${at - set.length}]`,
      message: 'names a tag that the patch sets or removes already',
    })),
  ];
}
