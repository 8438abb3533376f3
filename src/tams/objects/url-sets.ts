import type { TableReader, TableTransaction } from '../../vast/database';
import { and, eq, isIn, or } from '../../vast/predicate';
import { ALL_ROWS } from '../limits';
import type { Segment, UncontrolledUrl } from '../model';
import { objectUrlsTable } from '../tables';

/*
 * Uncontrolled URLs are segment data (G3), kept in numbered sets beside the object: set 0 came with an external object's first
 * registration, and segments that bring none inherit it; every other set belongs to the one segment that brought it.
 */

/** The set that an external object's first registration brought. */
export const FIRST_SET = 0;

/** One set of one object. */
export interface UrlSet {
  readonly objectId: string;
  readonly set: number;
  readonly urls: readonly UncontrolledUrl[];
}

/** A free number above 0 for each object's next set. One storage read. */
export async function nextUrlSets(
  reader: TableReader,
  objectIds: readonly string[],
): Promise<Map<string, number>> {
  const last = await reader.selectEach(objectUrlsTable, 'object_id', objectIds, {
    columns: ['url_set'],
    reverse: true,
    limit: 1,
  });
  return new Map(objectIds.map((id, i) => [id, (last[i]?.[0]?.url_set ?? FIRST_SET) + 1]));
}

export function insertUrlSets(tx: TableTransaction, sets: readonly UrlSet[]): Promise<void> {
  return tx.insert(
    objectUrlsTable,
    sets.flatMap(({ objectId, set, urls }) =>
      urls.map(({ url, label }, position) => ({ object_id: objectId, url_set: set, position, url, label })),
    ),
  );
}

/** The uncontrolled URLs of each segment, in the order given (G2). At most one storage read; none when no segment has any. */
export async function uncontrolledUrlsOf(
  reader: TableReader,
  segments: readonly Pick<Segment, 'objectId' | 'urlSet'>[],
): Promise<UncontrolledUrl[][]> {
  const having = segments.filter(({ urlSet }) => urlSet !== null);
  if (having.length === 0) return segments.map(() => []);
  const rows = await reader.select(objectUrlsTable, {
    columns: ['object_id', 'url_set', 'url', 'label'],
    // All pairs of these, which may name more sets than the segments do: nearly always there is one set.
    where: and(
      isIn('object_id', [...new Set(having.map(({ objectId }) => objectId))]),
      isIn('url_set', [...new Set(having.map(({ urlSet }) => urlSet ?? FIRST_SET))]),
    ),
    limit: ALL_ROWS,
  });
  const sets = new Map<string, UncontrolledUrl[]>();
  for (const { object_id, url_set, url, label } of rows) {
    const key = keyOf(object_id, url_set);
    const set = sets.get(key) ?? [];
    set.push({ url, label });
    sets.set(key, set);
  }
  return segments.map(({ objectId, urlSet }) =>
    urlSet === null ? [] : (sets.get(keyOf(objectId, urlSet)) ?? []),
  );
}

const keyOf = (objectId: string, set: number) => `${set} ${objectId}`;

/** Removes all sets of these objects. */
export async function purgeUrlsOfObjects(tx: TableTransaction, objectIds: readonly string[]): Promise<void> {
  const rows = await tx.select(objectUrlsTable, {
    columns: [],
    where: isIn('object_id', objectIds),
    limit: ALL_ROWS,
    includeRowIds: true,
  });
  await tx.purge(
    objectUrlsTable,
    rows.map(({ rowId }) => rowId),
  );
}

/** Removes the sets that these segments brought, which no other segment shows. The inherited set stays with its object. */
export async function purgeUrlsOfSegments(
  tx: TableTransaction,
  segments: readonly { object_id: string; url_set: number | null }[],
): Promise<void> {
  const own = segments.filter(({ url_set }) => url_set !== null && url_set !== FIRST_SET);
  if (own.length === 0) return;
  const rows = await tx.select(objectUrlsTable, {
    columns: [],
    where: or(
      ...own.map(({ object_id, url_set }) => and(eq('object_id', object_id), eq('url_set', url_set ?? 0))),
    ),
    limit: ALL_ROWS,
    includeRowIds: true,
  });
  await tx.purge(
    objectUrlsTable,
    rows.map(({ rowId }) => rowId),
  );
}
