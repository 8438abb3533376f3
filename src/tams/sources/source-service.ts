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
import { tagsOf } from '../tags';
import { sourceCollectionsOf, sourceCollectorsOf } from './collections';
import { countSources, listSources } from './lists';
import { sourcesByIds } from './read';
import { updateSource } from './update';

/** Sources: answers to several keys are in the keys' order, and cost as many storage reads as one. */
export class SourceService {
  constructor(private readonly context: StoreContext) {}

  byIds(ids: readonly Uuid[]): Promise<(Source | null)[]> {
    return sourcesByIds(this.context.db, ids);
  }

  /** Newest first, then by id; positions: `entityPosition`. @throws TamsError `InvalidFilter`, `InvalidId`, `InvalidPage` */
  list(filter: SourceFilter, page: PageRequest): Promise<Page<Source>> {
    return listSources(this.context.db, filter, page);
  }

  count(filter: SourceFilter): Promise<number> {
    return countSources(this.context.db, filter);
  }

  /** By name. */
  tagsOf(ids: readonly Uuid[]): Promise<Tag[][]> {
    return tagsOf(this.context.db, 'source', ids);
  }

  collectionsOf(ids: readonly Uuid[]): Promise<SourceCollectionItem[][]> {
    return sourceCollectionsOf(this.context.db, ids);
  }

  /** The sources that collect each, by id. */
  collectorsOf(ids: readonly Uuid[]): Promise<Uuid[][]> {
    return sourceCollectorsOf(this.context.db, ids);
  }

  update(caller: Caller, id: Uuid, patch: SourcePatch): Promise<Source> {
    return updateSource(this.context, caller, id, patch);
  }
}
