import { onlySeen } from '../access/sight';
import { collectionsOf, collectorsOf } from '../collections';
import type { StoreContext } from '../context';
import { TamsError } from '../errors';
import type {
  Caller,
  CollectionItem,
  ContentFormat,
  DeletionOutcome,
  Flow,
  FlowFilter,
  FlowInput,
  FlowPatch,
  Page,
  PageRequest,
  PartOfFlow,
  Tag,
  Uuid,
} from '../model';
import { keptTagsOf } from '../tags';
import { deleteFlow } from './delete';
import { flowDocumentText } from './kept-document';
import { countFlows, countFlowsOfSources, listFlows, listFlowsOfSources } from './lists';
import { putFlow } from './put';
import { flowsByIds } from './read';
import { restoreFlow } from './restore';
import { updateFlow } from './update';

/** Flows: answers to several keys are in the keys' order, and cost as many storage reads as one. */
export class FlowService {
  constructor(private readonly context: StoreContext) {}

  byIds(ids: readonly Uuid[]): Promise<(Flow | null)[]> {
    return flowsByIds(this.context.db, ids);
  }

  /** What kind of content it holds, which never changes. @throws TamsError `FlowNotFound` */
  async formatOf(id: Uuid): Promise<ContentFormat> {
    const [flow] = await flowsByIds(this.context.db, [id]);
    if (!flow) throw new TamsError('FlowNotFound', id);
    return flow.format;
  }

  /** TAMS' document of the flow as JSON text, without its timerange; null when there is none. No storage read, or two. */
  documentText(id: Uuid): Promise<string | null> {
    return flowDocumentText(this.context, id);
  }

  /**
   * Newest first, then by id; positions: `entityPosition`. Which `properties` are read besides, all when left out, decides
   * what it costs.
   * @throws TamsError `InvalidFilter`, `InvalidId`, `InvalidPage`
   */
  list<K extends keyof Flow = keyof Flow>(
    filter: FlowFilter,
    page: PageRequest,
    properties?: readonly K[],
  ): Promise<Page<PartOfFlow<K>>> {
    return listFlows(this.context, filter, page, properties);
  }

  count(filter: FlowFilter): Promise<number> {
    return countFlows(this.context, filter);
  }

  listOfSources(sourceIds: readonly Uuid[], filter: FlowFilter, page: PageRequest): Promise<Page<Flow>[]> {
    return listFlowsOfSources(this.context, sourceIds, filter, page);
  }

  countOfSources(sourceIds: readonly Uuid[], filter: FlowFilter): Promise<number[]> {
    return countFlowsOfSources(this.context, sourceIds, filter);
  }

  /** By name. */
  tagsOf(ids: readonly Uuid[]): Promise<Tag[][]> {
    return keptTagsOf(this.context, 'flow', ids);
  }

  /** In the order of the list. */
  async collectionsOf(ids: readonly Uuid[]): Promise<CollectionItem[][]> {
    return this.seen(await collectionsOf(this.context.db, ids), ({ id }) => id);
  }

  /** The flows that collect each, by id. */
  async collectorsOf(ids: readonly Uuid[]): Promise<Uuid[][]> {
    return this.seen(await collectorsOf(this.context.db, ids), (id) => id);
  }

  put(caller: Caller, input: FlowInput): Promise<{ flow: Flow; created: boolean }> {
    return putFlow(this.context, caller, input);
  }

  update(caller: Caller, id: Uuid, patch: FlowPatch): Promise<Flow> {
    return updateFlow(this.context, caller, id, patch);
  }

  delete(caller: Caller, id: Uuid): Promise<DeletionOutcome> {
    return deleteFlow(this.context, caller, id);
  }

  restore(caller: Caller, id: Uuid): Promise<Flow> {
    return restoreFlow(this.context, caller, id);
  }

  /** The lists without the flows that are not seen. */
  private async seen<T>(lists: T[][], idOf: (item: T) => Uuid): Promise<T[][]> {
    const { db, sight } = this.context;
    return sight ? onlySeen(lists, idOf, await sight.flows(db, lists.flat().map(idOf))) : lists;
  }
}
