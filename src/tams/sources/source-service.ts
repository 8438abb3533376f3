import { onlySeen } from '../access/sight';
import type { StoreContext } from '../context';
import type {
  Caller,
  Page,
  PageRequest,
  Source,
  SourceCollectionItem,
  SourceFilter,
  SourcePatch,
  Tag,
  Uuid,
} from '../model';
import { sourcesTable } from '../tables';
import { keptTagsOf } from '../tags';
import { sourceCollectionsOf, sourceCollectorsOf } from './collections';
import { countSources, listSources } from './lists';
import { sourcesByIds } from './read';
import { updateSource } from './update';

/** Sources: answers to several keys are in the keys' order, and cost as many storage reads as one. */
export class SourceService {
  constructor(private readonly context: StoreContext) {}

  byIds(ids: readonly Uuid[]): Promise<(Source | null)[]> {
    const { db, keptSources } = this.context;
    return keptSources.ofEach(
      ids,
      (id) => [id, [[sourcesTable, id]]],
      (missing) => sourcesByIds(db, missing),
    );
  }

  /** Newest first, then by id; positions: `entityPosition`. @throws TamsError `InvalidFilter`, `InvalidId`, `InvalidPage` */
  list(filter: SourceFilter, page: PageRequest): Promise<Page<Source>> {
    return listSources(this.context, filter, page);
  }

  count(filter: SourceFilter): Promise<number> {
    return countSources(this.context, filter);
  }

  /** By name. */
  tagsOf(ids: readonly Uuid[]): Promise<Tag[][]> {
    return keptTagsOf(this.context, 'source', ids);
  }

  async collectionsOf(ids: readonly Uuid[]): Promise<SourceCollectionItem[][]> {
    return this.seen(await sourceCollectionsOf(this.context.db, ids), ({ id }) => id);
  }

  /** The sources that collect each, by id. */
  async collectorsOf(ids: readonly Uuid[]): Promise<Uuid[][]> {
    return this.seen(await sourceCollectorsOf(this.context.db, ids), (id) => id);
  }

  update(caller: Caller, id: Uuid, patch: SourcePatch): Promise<Source> {
    return updateSource(this.context, caller, id, patch);
  }

  /** The lists without the sources that are not seen. */
  private async seen<T>(lists: T[][], idOf: (item: T) => Uuid): Promise<T[][]> {
    const { db, sight } = this.context;
    return sight ? onlySeen(lists, idOf, await sight.sources(db, lists.flat().map(idOf))) : lists;
  }
}
