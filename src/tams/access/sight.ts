import type { TableReader } from '../../vast/database';
import { and, eq, gt, isIn } from '../../vast/predicate';
import type { Tag, Uuid } from '../model';
import { flowsTable, tagsTable } from '../tables';
import type { TaggedEntity } from '../tags';
import { CLASSES_TAG, classesIn, classesOf, type Limits } from './limits';

/** What tells of an entity whether it is seen, whether it is stored so or is to be. */
export interface Shown {
  readonly id: Uuid;
  readonly sourceId: Uuid;
  readonly tags: readonly Tag[];
}

/** An id that nothing can have: what is asked of it is answered as of what is not there. */
export const NOTHING: Uuid = '00000000-0000-0000-0000-000000000000';

/**
 * What a limited caller sees. Everything that answers one asks here, as things stand in the reader; what is not seen is
 * answered as what is not there. Ids that nothing has are as well seen as not.
 */
export class Sight {
  readonly sourceIds: ReadonlySet<Uuid>;
  readonly flowIds: ReadonlySet<Uuid>;
  readonly classes: ReadonlySet<string>;

  constructor({ sourceIds, flowIds, classes }: Limits) {
    this.sourceIds = new Set(sourceIds);
    this.flowIds = new Set(flowIds);
    this.classes = new Set(classes);
  }

  /** Those of the flows that are seen. At most two storage reads. */
  async flows(reader: TableReader, ids: readonly Uuid[]): Promise<ReadonlySet<Uuid>> {
    const seen = new Set(ids.filter((id) => this.flowIds.has(id)));
    const ofSources = without(ids, seen);
    if (this.sourceIds.size > 0 && ofSources.length > 0) {
      const rows = await reader.select(flowsTable, {
        columns: ['id', 'source_id'],
        where: isIn('id', ofSources),
        limit: ofSources.length,
      });
      for (const { id, source_id } of rows) if (this.sourceIds.has(source_id)) seen.add(id);
    }
    return this.withTagged(reader, 'flow', ids, seen);
  }

  /** Those of the sources that are seen. At most two storage reads. */
  async sources(reader: TableReader, ids: readonly Uuid[]): Promise<ReadonlySet<Uuid>> {
    const seen = new Set(ids.filter((id) => this.sourceIds.has(id)));
    const ofFlows = without(ids, seen);
    if (this.flowIds.size > 0 && ofFlows.length > 0) {
      const wanted = new Set(ofFlows);
      for (const id of await this.sourcesOfFlows(reader)) if (wanted.has(id)) seen.add(id);
    }
    return this.withTagged(reader, 'source', ids, seen);
  }

  async seesFlow(reader: TableReader, id: Uuid): Promise<boolean> {
    return (await this.flows(reader, [id])).has(id);
  }

  async seesSource(reader: TableReader, id: Uuid): Promise<boolean> {
    return (await this.sources(reader, [id])).has(id);
  }

  /** Whether a flow that is not stored so, or no longer, is seen. */
  showsFlow({ id, sourceId, tags }: Shown): boolean {
    return this.flowIds.has(id) || this.sourceIds.has(sourceId) || this.showsTags(tags);
  }

  showsTags(tags: readonly Tag[]): boolean {
    return [...classesOf(tags)].some((name) => this.classes.has(name));
  }

  /** The sources of the flows that are named. One storage read. */
  async sourcesOfFlows(reader: TableReader): Promise<ReadonlySet<Uuid>> {
    if (this.flowIds.size === 0) return new Set();
    const rows = await reader.select(flowsTable, {
      columns: ['source_id'],
      where: isIn('id', [...this.flowIds]),
      limit: this.flowIds.size,
    });
    return new Set(rows.map(({ source_id }) => source_id));
  }

  /**
   * The texts of the classes' tag that show what has them. The different texts that there are, of which most stores have
   * a handful, are sought one by one: as many storage reads.
   */
  async tagTexts(reader: TableReader, entity: TaggedEntity): Promise<string[]> {
    const texts: string[] = [];
    if (this.classes.size === 0) return texts;
    for (let last = ''; ;) {
      const row: { value: string } | null = await reader.selectOne(tagsTable, {
        columns: ['value'],
        // The empty text holds no class.
        where: and(eq('entity', entity), eq('name', CLASSES_TAG), gt('value', last)),
        projection: 'by_value',
      });
      if (!row) return texts;
      if (this.showsText(row.value)) texts.push(row.value);
      last = row.value;
    }
  }

  private async withTagged(
    reader: TableReader,
    entity: TaggedEntity,
    ids: readonly Uuid[],
    seen: Set<Uuid>,
  ): Promise<ReadonlySet<Uuid>> {
    const rest = without(ids, seen);
    if (this.classes.size === 0 || rest.length === 0) return seen;
    const rows = await reader.select(tagsTable, {
      columns: ['entity_id', 'value'],
      where: and(eq('entity', entity), isIn('entity_id', rest), eq('name', CLASSES_TAG)),
      limit: rest.length,
    });
    for (const { entity_id, value } of rows) if (this.showsText(value)) seen.add(entity_id);
    return seen;
  }

  private showsText(text: string): boolean {
    return classesIn(text).some((name) => this.classes.has(name));
  }
}

const sights = new WeakMap<Limits, Sight>();

/** What who has these limits sees. Made once for each: callers come with every request. */
export function sightOf(limits: Limits): Sight {
  const known = sights.get(limits) ?? new Sight(limits);
  sights.set(limits, known);
  return known;
}

/** The lists without what is not among the seen. */
export function onlySeen<T>(
  lists: readonly (readonly T[])[],
  idOf: (item: T) => Uuid,
  seen: ReadonlySet<Uuid>,
): T[][] {
  return lists.map((list) => list.filter((item) => seen.has(idOf(item))));
}

const without = (ids: readonly Uuid[], seen: ReadonlySet<Uuid>): Uuid[] => [
  ...new Set(ids.filter((id) => !seen.has(id))),
];
