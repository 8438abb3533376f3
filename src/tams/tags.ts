import type { TableReader, TableTransaction } from '../vast/database';
import type { Deletion } from '../vast/engine';
import { and, eq, isIn } from '../vast/predicate';
import type { Row } from '../vast/table';
import type { StoreContext } from './context';
import { ALL_ROWS } from './limits';
import { allOf, behind, type Listed, type Walk } from './listing';
import type { Instant, Tag, TagFilter, Uuid } from './model';
import { tagsTable } from './tables';

export type TaggedEntity = 'source' | 'flow';

/** The tags of each entity, by name in code point order. One storage read. */
export async function tagsOf(
  reader: TableReader,
  entity: TaggedEntity,
  ids: readonly Uuid[],
): Promise<Tag[][]> {
  return reader.selectEach(tagsTable, 'entity_id', ids, {
    columns: ['name', 'value'],
    where: eq('entity', entity),
    limit: ALL_ROWS,
  });
}

/** `tagsOf`, in memory until a tag of any such entity is written. No storage read, or one. */
export function keptTagsOf(
  { db, keptTags }: Pick<StoreContext, 'db' | 'keptTags'>,
  entity: TaggedEntity,
  ids: readonly Uuid[],
): Promise<Tag[][]> {
  return keptTags.ofEach(
    ids,
    (id) => [`${entity} ${id}`, [[tagsTable, entity]]],
    (missing) => tagsOf(db, entity, missing),
  );
}

/** Characters that an entity's tags take. */
export const sizeOfTags = (tags: readonly Tag[]): number =>
  tags.reduce((sum, { name, value }) => sum + name.length + value.length + BESIDE_TEXT, 0);

/** What a tag takes beside its text. */
const BESIDE_TEXT = 64;

/** Makes the entity's tags exactly `tags`, touching only rows that differ. Names must be distinct. */
export async function replaceTags(
  tx: TableTransaction,
  entity: TaggedEntity,
  owner: { readonly id: Uuid; readonly created: Instant },
  tags: readonly Tag[],
): Promise<void> {
  const stored = await tagRows(tx, entity, owner.id);
  const wanted = new Map(tags.map(({ name, value }) => [name, value]));
  await tx.purge(
    tagsTable,
    stored.filter(({ name }) => !wanted.has(name)).map(({ rowId }) => rowId),
  );
  for (const { name, value, rowId } of stored) {
    const next = wanted.get(name);
    if (next !== undefined && next !== value) await tx.update(tagsTable, [rowId], { value: next });
    wanted.delete(name);
  }
  await tx.insert(
    tagsTable,
    [...wanted].map(([name, value]) => ({
      entity,
      entity_id: owner.id,
      name,
      value,
      entity_created: owner.created,
    })),
  );
}

/** Hides an entity's tags together with it, so that they can be restored together. */
export async function hideTags(
  tx: TableTransaction,
  entity: TaggedEntity,
  id: Uuid,
  deletion: Deletion,
): Promise<void> {
  const rows = await tagRows(tx, entity, id);
  await tx.delete(
    tagsTable,
    rows.map(({ rowId }) => rowId),
    deletion,
  );
}

export async function restoreTags(
  tx: TableTransaction,
  entity: TaggedEntity,
  id: Uuid,
  deletionId: number,
): Promise<void> {
  const rows = await tx.select(tagsTable, {
    columns: [],
    where: and(eq('deletion', deletionId), eq('entity', entity), eq('entity_id', id)),
    visibility: 'deleted',
    limit: ALL_ROWS,
    includeRowIds: true,
  });
  await tx.restore(
    tagsTable,
    rows.map(({ rowId }) => rowId),
  );
}

function tagRows(tx: TableTransaction, entity: TaggedEntity, id: Uuid) {
  return tx.select(tagsTable, {
    columns: ['name', 'value'],
    where: and(eq('entity', entity), eq('entity_id', id)),
    limit: ALL_ROWS,
    includeRowIds: true,
  });
}

/**
 * Which entities pass all filters: a value must equal the tag's whole value, case-sensitively (F1, TG2); `exists` asks
 * for the tag or for its absence. (TAMS 7.0, tag filters; SEMANTICS 9.3) One storage read.
 */
export async function tagsMatch(
  reader: TableReader,
  entity: TaggedEntity,
  ids: readonly Uuid[],
  filters: readonly TagFilter[],
): Promise<boolean[]> {
  const names = [...new Set(filters.map(({ name }) => name))];
  const rows = await reader.select(tagsTable, {
    columns: ['entity_id', 'name', 'value'],
    where: and(eq('entity', entity), isIn('entity_id', ids), isIn('name', names)),
    limit: ids.length * names.length,
  });
  const tags = new Map(ids.map((id) => [id, new Map<string, string>()]));
  for (const { entity_id, name, value } of rows) tags.get(entity_id)?.set(name, value);
  return ids.map((id) =>
    filters.every(({ name, value, exists }) => {
      const found = tags.get(id)?.get(name);
      return (
        (value === undefined || value === null || found === value) &&
        (exists === undefined || exists === null || (found !== undefined) === exists)
      );
    }),
  );
}

/**
 * The entities that have a tag of this value, in the order of a list: each step is a storage read of the tags, which are
 * sorted so, and one of the entities.
 * @param entitiesOf those of these ids that pass the rest of the filter
 */
export function walkTagged<T extends Listed>(
  reader: TableReader,
  entity: TaggedEntity,
  tag: Tag,
  entitiesOf: (ids: readonly Uuid[]) => Promise<T[]>,
): Walk<T> {
  return {
    async next(after, limit) {
      const rows = await reader.select(tagsTable, {
        columns: ['entity_id', 'entity_created'],
        where: allOf<Row<typeof tagsTable>>([
          eq('entity', entity),
          eq('name', tag.name),
          eq('value', tag.value),
          behind(after, 'entity_created', 'entity_id'),
        ]),
        projection: 'by_value',
        limit,
      });
      const ids = rows.map((row) => row.entity_id);
      const found = ids.length > 0 ? await entitiesOf(ids) : [];
      const byId = new Map(found.map((item) => [item.id, item]));
      const last = rows.length < limit ? undefined : rows.at(-1);
      return {
        candidates: ids.flatMap((id) => byId.get(id) ?? []),
        last: last ? [last.entity_created, last.entity_id] : null,
      };
    },
  };
}
