import type { StoreContext } from '../context';
import type {
  Caller,
  MediaObject,
  Page,
  PageRequest,
  StorageAllocation,
  StorageRequest,
  Uuid,
} from '../model';
import { livingFlowsOfObjects } from '../segments/living-references';
import { allocateObjects } from './allocation';
import { objectsById } from './object-rows';
import { stateOf } from './object-state';
import { admitUpload, readableObject, recordUpload, type AdmittedUpload } from './uploads';

/** Media objects: their allocation, their upload and who names them. */
export class ObjectService {
  constructor(private readonly context: StoreContext) {}

  /**
   * The objects that a live segment names now; null for all others, allocated ones too (O1). One storage read, and while the
   * segments of a deleted flow wait for their clean-up another: the objects' own state still counts them.
   */
  async byIds(ids: readonly string[]): Promise<(MediaObject | null)[]> {
    const { db, now, options, timelines, sight } = this.context;
    const rows = await objectsById(db, [...new Set(ids)]);
    await timelines.ready();
    const named =
      sight || timelines.someAreBuried ? await this.flowsOf(ids, { first: 1, after: null }) : null;
    const firsts = [...rows.values()].flatMap((row) => row.first_referenced_by ?? []);
    const seen = sight && (await sight.flows(db, firsts));
    return ids.map((id, i) => {
      const row = rows.get(id);
      if (!row || stateOf(row, now(), options) !== 'referenced' || named?.[i]?.items.length === 0)
        return null;
      const { size, first_referenced_by: first } = row;
      // Of the very first registration, even when that flow has dropped it since (O2).
      return { id, size, firstReferencedByFlow: first !== null && seen?.has(first) === false ? null : first };
    });
  }

  /** A page of the flows that name each object, each once, by flow id; positions are `[flowId]`. @throws TamsError `InvalidPage` */
  flowsOf(objectIds: readonly string[], page: PageRequest): Promise<Page<Uuid>[]> {
    return livingFlowsOfObjects(this.context, objectIds, page);
  }

  /**
   * New objects for media of a flow, with a signed upload for each; all or none.
   * @throws TamsError `InvalidStorageRequest`, `FlowNotFound`, `FlowReadOnly`, `NoContainer`, `ObjectIdExists`
   */
  allocate(_caller: Caller, flowId: Uuid, request: StorageRequest): Promise<StorageAllocation[]> {
    return allocateObjects(this.context, flowId, request);
  }

  /** @throws TamsError `ObjectNotFound`, `FlowReadOnly`, `MediaImmutable` */
  admitUpload(objectId: string): Promise<AdmittedUpload> {
    return admitUpload(this.context, objectId);
  }

  /** @throws TamsError `ObjectNotFound` when it was forgotten while the bytes came */
  uploaded(objectId: string, facts: { readonly size: number; readonly etag: string }): Promise<void> {
    return recordUpload(this.context, objectId, facts.size);
  }

  /** What a reader of the bytes must know; null when the store holds no such object. */
  async readable(objectId: string): Promise<{ contentType: string } | null> {
    if (this.context.sight && (await this.byIds([objectId]))[0] === null) return null;
    return readableObject(this.context, objectId);
  }
}
