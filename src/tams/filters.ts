import { TamsError } from './errors';
import { MAX_FILTER_IDS, MAX_FILTER_TAGS } from './limits';
import type { SourceFilter, TagFilter } from './model';
import { uuid } from './validation/ids';
import { textProblem } from './validation/text';

/**
 * The limits and texts of the part of a filter that sources and flows have in common (H2, H13, H14).
 * @throws TamsError `InvalidFilter`, `InvalidId`
 */
export function filterIsValid(filter: SourceFilter): void {
  if ((filter.ids?.length ?? 0) > MAX_FILTER_IDS)
    throw new TamsError('InvalidFilter', `ids names more than ${MAX_FILTER_IDS}`);
  for (const id of filter.ids ?? []) uuid(id, 'an id of the filter');
  if (given(filter.collectedBy)) uuid(filter.collectedBy, 'collectedBy of the filter');
  textIsValid('label', filter.label);
  if ((filter.tags?.length ?? 0) > MAX_FILTER_TAGS)
    throw new TamsError('InvalidFilter', `tags has more than ${MAX_FILTER_TAGS} conditions`);
  filter.tags?.forEach(({ name, value, exists }, i) => {
    textIsValid(`tags[${i}].name`, name);
    textIsValid(`tags[${i}].value`, value);
    if (!given(value) && !given(exists))
      throw new TamsError('InvalidFilter', `tags[${i}] asks for neither a value nor existence`);
  });
}

/** @throws TamsError `InvalidFilter` */
export function textIsValid(path: string, text: string | null | undefined): void {
  const problem = given(text) ? textProblem(text) : null;
  if (problem !== null) throw new TamsError('InvalidFilter', `${path} ${problem}`);
}

/** The tag condition that storage can follow: one with a value. The others are left to check. */
export function splitTagFilters(filters: readonly TagFilter[]): {
  readonly followed: { readonly name: string; readonly value: string } | null;
  readonly checked: readonly TagFilter[];
} {
  const at = filters.findIndex(({ value, exists }) => given(value) && exists !== false);
  const found = filters[at];
  if (!found || !given(found.value)) return { followed: null, checked: filters };
  return { followed: { name: found.name, value: found.value }, checked: filters.toSpliced(at, 1) };
}

export function given<V>(value: V | null | undefined): value is V {
  return value !== null && value !== undefined;
}
