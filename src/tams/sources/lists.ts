import type { TableReader } from '../../vast/database';
import { eq, isIn, type Predicate } from '../../vast/predicate';
import { PRIMARY, type Row } from '../../vast/table';
import { CLASSES_TAG } from '../access/limits';
import type { Sight } from '../access/sight';
import { filterIsValid, given, splitTagFilters } from '../filters';
import {
  allOf,
  behind,
  bothChecks,
  countOf,
  pageOf,
  sightCheck,
  walkAlong,
  walkOver,
  walkTogether,
  type Check,
  type Walk,
} from '../listing';
import type { Page, PageRequest, Source, SourceFilter, TagFilter, Uuid } from '../model';
import { sourcesTable } from '../tables';
import { tagsMatch, walkTagged } from '../tags';
import { sourceCollectionsOf } from './collections';
import { SOURCE_COLUMNS, sourceOfRow } from './read';

type SourceRecord = Row<typeof sourcesTable>;
type SourcePredicate = Predicate<SourceRecord>;

/** What lists of sources are read from. */
export interface SourceReader {
  readonly db: TableReader;
  readonly sight: Sight | null;
}

/** Sources that pass the filter, newest first (P1, P5). Without tags and `collectedBy` it is one storage read. */
export async function listSources(
  from: SourceReader,
  filter: SourceFilter,
  page: PageRequest,
): Promise<Page<Source>> {
  const { walk, check } = await searchOf(from, filter);
  return pageOf(walk, check, page);
}

export async function countSources(from: SourceReader, filter: SourceFilter): Promise<number> {
  if (from.sight || (filter.tags?.length ?? 0) > 0) {
    const { walk, check } = await searchOf(from, filter);
    return countOf(walk, check);
  }
  filterIsValid(filter);
  const ids = await onlyIds(from, filter);
  return from.db.count(sourcesTable, allOf(conditionsOf(filter, ids)));
}

/**
 * What storage follows (the few sources that are named, a label, a tag's value, else all, or all that a limited caller sees) and
 * what is left to check.
 */
async function searchOf(
  from: SourceReader,
  filter: SourceFilter,
): Promise<{ walk: Walk<Source>; check: Check }> {
  filterIsValid(filter);
  const { db: reader, sight } = from;
  const ids = await onlyIds(from, filter);
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
      check: checkOf(from, tags),
    };
  const { followed, checked } = splitTagFilters(tags);
  if (followed && !given(filter.label))
    return {
      walk: walkTagged(reader, 'source', followed, (some) => read([isIn('id', some)], PRIMARY, some.length)),
      check: checkOf(from, checked),
    };
  if (sight && !given(filter.label)) {
    const named = (some: readonly Uuid[]) => read([isIn('id', some)], PRIMARY, some.length);
    const texts = await sight.tagTexts(reader, 'source');
    const shown = [...sight.sourceIds, ...(await sight.sourcesOfFlows(reader))];
    return {
      walk: walkTogether([
        walkOver(await named(shown)),
        ...texts.map((value) => walkTagged(reader, 'source', { name: CLASSES_TAG, value }, named)),
      ]),
      check: checkOf(from, tags),
    };
  }
  const projection = given(filter.label) ? 'by_label' : 'newest';
  return {
    walk: walkAlong((after, limit) => read([behind(after, 'created', 'id')], projection, limit)),
    check: checkOf(from, tags),
  };
}

async function onlyIds({ db, sight }: SourceReader, filter: SourceFilter): Promise<readonly Uuid[] | null> {
  const ids = filter.ids ?? null;
  const { collectedBy } = filter;
  if (!given(collectedBy)) return ids && [...new Set(ids)];
  if (sight && !(await sight.seesSource(db, collectedBy))) return [];
  const [items] = await sourceCollectionsOf(db, [collectedBy]);
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

function checkOf({ db, sight }: SourceReader, tags: readonly TagFilter[]): Check {
  const tagCheck: Check = tags.length > 0 ? (ids) => tagsMatch(db, 'source', ids, tags) : null;
  return bothChecks(sightCheck(sight && ((ids) => sight.sources(db, ids))), tagCheck);
}
