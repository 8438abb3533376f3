import { byStart, covers, isEmpty, overlaps, written, type Range } from './time';

/*
 * What a TAMS store is, as simply as it can be said: maps in memory, no storage, no HTTP. Each operation answers with the
 * status that SEMANTICS decides, and changes the maps when it is accepted.
 */

export interface Item {
  readonly id: string;
  readonly role: string;
}

/** What a client may set of a flow. */
export interface FlowInput {
  readonly sourceId: string;
  readonly format: string;
  readonly container: string | null;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly collection: readonly Item[];
  readonly readOnly: boolean;
}

export interface SegmentInput {
  readonly range: Range;
  readonly objectId: string;
  readonly withUrls: boolean;
}

export interface ModelFlow {
  sourceId: string;
  format: string;
  container: string | null;
  properties: Map<string, unknown>;
  tags: Map<string, string>;
  collection: Item[];
  readOnly: boolean;
  segments: { range: Range; objectId: string }[];
  /** Grows with each metadata write (M5). */
  version: number;
  /** When it was created, as a number that grows. */
  created: number;
}

export interface ModelSource {
  format: string;
  properties: Map<string, unknown>;
  tags: Map<string, string>;
  created: number;
}

/** An object that the store knows: for which flow it was allocated, and who registered it first. */
interface ModelObject {
  readonly allocatedFor: string | null;
  firstFlow: string | null;
}

export class StoreModel {
  readonly flows = new Map<string, ModelFlow>();
  readonly sources = new Map<string, ModelSource>();
  readonly objects = new Map<string, ModelObject>();
  private clock = 0;

  putFlow(id: string, input: FlowInput): number {
    const known = this.flows.get(id);
    if (known?.readOnly) return 403;
    if (known && known.format !== input.format) return 400;
    const source = this.sources.get(input.sourceId);
    if (source && source.format !== input.format) return 400;
    if (!this.mayCollect(id, input.collection)) return 400;
    const flow: ModelFlow = {
      sourceId: input.sourceId,
      format: input.format,
      container: input.container,
      properties: new Map(Object.entries(input.properties)),
      tags: new Map(Object.entries(input.tags)),
      collection: [...input.collection],
      readOnly: input.readOnly,
      segments: known?.segments ?? [],
      version: (known?.version ?? 0) + 1,
      created: known?.created ?? (this.clock += 1),
    };
    this.flows.set(id, flow);
    if (!source) this.createSource(flow);
    if (known && known.sourceId !== flow.sourceId) this.removeSourceWithoutFlows(known.sourceId);
    return known ? 204 : 201;
  }

  deleteFlow(id: string): number {
    return this.change(id, (flow) => {
      this.flows.delete(id);
      this.removeSourceWithoutFlows(flow.sourceId);
      for (const other of this.flows.values()) {
        if (!other.collection.some((item) => item.id === id)) continue;
        other.collection = other.collection.filter((item) => item.id !== id);
        other.version += 1;
      }
      return 204;
    });
  }

  putProperty(id: string, name: string, value: unknown): number {
    return this.change(id, (flow) => {
      flow.properties.set(name, value);
      return this.wrote(flow);
    });
  }

  deleteProperty(id: string, name: string): number {
    return this.change(id, (flow) => (flow.properties.delete(name) ? this.wrote(flow) : 204));
  }

  putTag(id: string, name: string, value: string): number {
    return this.change(id, (flow) => {
      flow.tags.set(name, value);
      return this.wrote(flow);
    });
  }

  deleteTag(id: string, name: string): number {
    return this.change(id, (flow) => (flow.tags.delete(name) ? this.wrote(flow) : 404));
  }

  putCollection(id: string, items: readonly Item[]): number {
    return this.change(id, (flow) => {
      if (!this.mayCollect(id, items)) return 400;
      if (items.length === 0 && flow.collection.length === 0) return 204;
      flow.collection = [...items];
      return this.wrote(flow);
    });
  }

  setReadOnly(id: string, readOnly: boolean): number {
    const flow = this.flows.get(id);
    if (!flow) return 404;
    flow.readOnly = readOnly;
    return this.wrote(flow);
  }

  putOfSource(id: string, kind: 'property' | 'tag', name: string, value: string): number {
    const source = this.sources.get(id);
    if (!source) return 404;
    (kind === 'tag' ? source.tags : source.properties).set(name, value);
    return 204;
  }

  deleteOfSource(id: string, kind: 'property' | 'tag', name: string): number {
    const source = this.sources.get(id);
    if (!source) return 404;
    const was = (kind === 'tag' ? source.tags : source.properties).delete(name);
    return kind === 'tag' && !was ? 404 : 204;
  }

  allocate(id: string, objectIds: readonly string[]): number {
    // What is wrong whatever is stored is told first (H9, ST2).
    if (new Set(objectIds).size < objectIds.length || objectIds.length === 0) return 400;
    return this.change(id, (flow) => {
      if (flow.container === null || objectIds.some((objectId) => this.objects.has(objectId))) return 400;
      for (const objectId of objectIds) this.objects.set(objectId, { allocatedFor: id, firstFlow: null });
      return 201;
    });
  }

  /** @returns the status, and the indexes of the segments that failed when a list was partly refused */
  addSegments(
    id: string,
    inputs: readonly SegmentInput[],
    single: boolean,
  ): { status: number; failed: number[] } {
    const failed: number[] = [];
    const status = this.change(id, (flow) => {
      if (flow.container === null) return 400;
      inputs.forEach((input, index) => {
        if (!this.addSegment(id, flow, input)) failed.push(index);
      });
      if (failed.length === 0) return 201;
      return single ? 400 : 200;
    });
    return { status, failed };
  }

  deleteSegments(id: string, range: Range | null, objectId: string | null): number {
    return this.change(id, (flow) => {
      flow.segments = flow.segments.filter(
        (segment) =>
          (range !== null && !covers(range, segment.range)) ||
          (objectId !== null && segment.objectId !== objectId),
      );
      return 204;
    });
  }

  /** Flows that name the object now. */
  referencesOf(objectId: string): string[] {
    return [...this.flows]
      .filter(([, flow]) => flow.segments.some((segment) => segment.objectId === objectId))
      .map(([id]) => id)
      .sort();
  }

  collectorsOf(id: string): string[] {
    return [...this.flows]
      .filter(([, flow]) => flow.collection.some((item) => item.id === id))
      .map(([other]) => other);
  }

  /** What a source collects: once for each source and role, by the age of the collecting flow, without itself (SO3). */
  sourceCollection(sourceId: string): Item[] {
    const found = new Map<string, Item>();
    const collecting = [...this.flows.values()]
      .filter((flow) => flow.sourceId === sourceId)
      .sort((a, b) => a.created - b.created);
    for (const flow of collecting)
      for (const item of flow.collection) {
        const member = this.flows.get(item.id)!.sourceId;
        const key = JSON.stringify([member, item.role]);
        if (member !== sourceId && !found.has(key)) found.set(key, { id: member, role: item.role });
      }
    return [...found.values()];
  }

  /** Runs a change of a flow that is there and not locked. */
  private change(id: string, work: (flow: ModelFlow) => number): number {
    const flow = this.flows.get(id);
    if (!flow) return 404;
    return flow.readOnly ? 403 : work(flow);
  }

  private wrote(flow: ModelFlow): number {
    flow.version += 1;
    return 204;
  }

  private addSegment(id: string, flow: ModelFlow, { range, objectId, withUrls }: SegmentInput): boolean {
    if (isEmpty(range) || range.startExclusive) return false;
    if (flow.segments.some((segment) => overlaps(segment.range, range))) return false;
    const object = this.objects.get(objectId);
    if (!object && !withUrls) return false;
    if (object?.firstFlow === null && object.allocatedFor !== id) return false;
    if (!object) this.objects.set(objectId, { allocatedFor: null, firstFlow: id });
    else object.firstFlow ??= id;
    flow.segments.push({ range, objectId });
    flow.segments.sort(byStart);
    return true;
  }

  /** Members exist, and none leads back to the flow (F9). */
  private mayCollect(id: string, items: readonly Item[]): boolean {
    const leadsBack = (member: string): boolean =>
      member === id || (this.flows.get(member)?.collection ?? []).some((item) => leadsBack(item.id));
    return items.every((item) => this.flows.has(item.id) && !leadsBack(item.id));
  }

  private createSource(flow: ModelFlow): void {
    const copied = [...flow.properties].filter(([name]) => name === 'label' || name === 'description');
    this.sources.set(flow.sourceId, {
      format: flow.format,
      properties: new Map(copied),
      tags: new Map(flow.tags),
      created: (this.clock += 1),
    });
  }

  private removeSourceWithoutFlows(sourceId: string): void {
    if (![...this.flows.values()].some((flow) => flow.sourceId === sourceId)) this.sources.delete(sourceId);
  }
}

export const writtenSegments = (flow: ModelFlow | undefined): { timerange: string; object_id: string }[] =>
  (flow?.segments ?? []).map(({ range, objectId }) => ({ timerange: written(range), object_id: objectId }));
