import type { Limits } from '../../../src/tams/access/limits';
import type { Flow, Source, Tag, Uuid } from '../../../src/tams/model';
import type { TamsStore } from '../../../src/tams/store';

const ALL = { first: 1000, after: null };

/** The whole store, and what of it is seen, found out in the plainest way. */
export class Oracle {
  private constructor(
    readonly flows: readonly Flow[],
    readonly sources: readonly Source[],
    readonly seenFlows: ReadonlySet<Uuid>,
    readonly seenSources: ReadonlySet<Uuid>,
  ) {}

  static async of({ flows, sources }: TamsStore, limits: Limits): Promise<Oracle> {
    const allFlows = (await flows.list({}, ALL)).items;
    const allSources = (await sources.list({}, ALL)).items;
    const flowTags = await flows.tagsOf(allFlows.map(({ id }) => id));
    const sourceTags = await sources.tagsOf(allSources.map(({ id }) => id));
    const seenFlows = allFlows.filter(
      ({ id, sourceId }, i) =>
        limits.flowIds.includes(id) ||
        limits.sourceIds.includes(sourceId) ||
        bears(flowTags[i]!, limits.classes),
    );
    const seenSources = allSources.filter(
      ({ id }, i) =>
        limits.sourceIds.includes(id) ||
        allFlows.some((flow) => flow.sourceId === id && limits.flowIds.includes(flow.id)) ||
        bears(sourceTags[i]!, limits.classes),
    );
    const idsOf = (entities: readonly { readonly id: Uuid }[]) => new Set(entities.map(({ id }) => id));
    return new Oracle(allFlows, allSources, idsOf(seenFlows), idsOf(seenSources));
  }

  sees(flowId: Uuid): boolean {
    return this.seenFlows.has(flowId);
  }

  seesSource(sourceId: Uuid): boolean {
    return this.seenSources.has(sourceId);
  }
}

/** Whether one of the classes is in the tag's list, which has commas between its items. */
export function bears(tags: readonly Tag[], classes: readonly string[]): boolean {
  const text = tags.find(({ name }) => name === 'auth_classes')?.value ?? '';
  return text.split(',').some((item) => classes.includes(item.trim()));
}
