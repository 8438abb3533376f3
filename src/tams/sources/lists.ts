import type { TableReader } from '../../vast/database';
import { eq, isIn, type Predicate } from '../../vast/predicate';
import { PRIMARY, type Row } from '../../vast/table';
import { filterIsValid, given, splitTagFilters } from '../filters';
import { allOf, behind, countOf, pageOf, walkAlong, walkOver, type Check, type Walk } from '../listing';
import type { Page, PageRequest, Source, SourceFilter, TagFilter, Uuid } from '../model';
import { sourcesTable } from '../tables';
import { tagsMatch, walkTagged } from '../tags';
import { sourceCollectionsOf } from './collections';
import { SOURCE_COLUMNS, sourceOfRow } from './read';

type SourceRecord = Row<typeof sourcesTable>;
type SourcePredicate = Predicate<SourceRecord>;

/** Sources that pass the filter, newest first (P1, P5). Without tags and `collectedBy` it is one storage read. */
export async function listSources(
  reader: TableReader,
  filter: SourceFilter,
  page: PageRequest,
): Promise<Page<Source>> {
  const { walk, check } = await searchOf(reader, filter);
  return pageOf(walk, check, page);
}

export async function countSources(reader: TableReader, filter: SourceFilter): Promise<number> {
  if ((filter.tags?.length ?? 0) > 0) {
    const { walk, check } = await searchOf(reader, filter);
    return countOf(walk, check);
  }
  filterIsValid(filter);
  const ids = await onlyIds(reader, filter);
  return reader.count(sourcesTable, allOf(conditionsOf(filter, ids)));
}

/** What storage follows (the few sources that are named, a label, a tag's value, else all) and what is left to check. */
async function searchOf(
  reader: TableReader,
  filter: SourceFilter,
): Promise<{ walk: Walk<Source>; check: Check }> {
  filterIsValid(filter);
  const ids = await onlyIds(reader, filter);
  const base = conditionsOf(filter, ids);
  const read = async (conditions: readonly SourcePredicate[], projection: string, limit: number) => {
    const where = allOf<SourceRecord>([...base, ...conditions]);
    const rows = await reader.select(sourcesTable, { columns: SOURCE_COLUMNS, where, projection, limit });
    return rows.map(sourceOfRow);
  };
  const tags = filter.tags ?? [];
  if (ids)
    return {
      walk: walkOver(ids.length > 0 ? await read([], PRIMARY, ids.length) : []),
      check: tagCheck(reader, tags),
    };
  const { followed, checked } = splitTagFilters(tags);
  if (followed && !given(filter.label))
    return {
      walk: walkTagged(reader, 'source', followed, (some) => read([isIn('id', some)], PRIMARY, some.length)),
      check: tagCheck(reader, checked),
    };
  const projection = given(filter.label) ? 'by_label' : 'newest';
  return {
    walk: walkAlong((after, limit) => read([behind(after, 'created', 'id')], projection, limit)),
    check: tagCheck(reader, tags),
  };
}

async function onlyIds(reader: TableReader, filter: SourceFilter): Promise<readonly Uuid[] | null> {
  const ids = filter.ids ?? null;
  if (!given(filter.collectedBy)) return ids && [...new Set(ids)];
  const [items] = await sourceCollectionsOf(reader, [filter.collectedBy]);
  const members = new Set(items?.map(({ id }) => id));
  return ids ? [...new Set(ids)].filter((id) => members.has(id)) : [...members];
}

/** Exact and case-sensitive (F1). */
function conditionsOf(filter: SourceFilter, ids: readonly Uuid[] | null): SourcePredicate[] {
  const conditions: SourcePredicate[] = [];
  if (given(filter.label)) conditions.push(eq('label', filter.label));
  if (given(filter.format)) conditions.push(eq('format', filter.format));
  if (ids) conditions.push(isIn('id', ids));
  return conditions;
}

function tagCheck(reader: TableReader, tags: readonly TagFilter[]): Check {
  return tags.length > 0 ? (ids) => tagsMatch(reader, 'source', ids, tags) : null;
}
