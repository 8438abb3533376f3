import { randomUUID } from 'node:crypto';
import type { TableReader, TableTransaction } from '../../vast/database';
import { isIn } from '../../vast/predicate';
import type { MediaStore } from '../../media/store';
import type { StoreContext } from '../context';
import { TamsError } from '../errors';
import { requireContainer, writableFlow } from '../flows/access';
import { ALL_ROWS } from '../limits';
import type { StorageAllocation, StorageRequest, Uuid } from '../model';
import { mediaRemovalsTable, objectsTable } from '../tables';
import { removeBytes } from './byte-removal';
import { forgetObjects } from './forgetting';
import { objectsById } from './object-rows';
import { stateOf } from './object-state';
import {
  idsAreNew,
  idsAreSomeAndDistinct,
  idsAreWellFormed,
  limitOf,
  limitOrIds,
} from './rules/storage-request';

/**
 * Allocates media objects for a flow, with a signed upload for each (TAMS 7.0, storage). All or none; no metadata write, no
 * event.
 * @throws TamsError `InvalidStorageRequest`, `FlowNotFound`, `FlowReadOnly`, `NoContainer`, `ObjectIdExists`
 */
export async function allocateObjects(
  context: StoreContext,
  flowId: Uuid,
  request: StorageRequest,
): Promise<StorageAllocation[]> {
  const objectIds = wantedIds(flowId, request);
  if (request.objectIds != null) await clearGoneObjects(context, objectIds);
  const at = context.now();
  const { store, contentType } = await context.db.transaction(async (tx) => {
    const { flow } = await writableFlow(tx, flowId);
    const allocated = { store: storeFor(context, request), contentType: requireContainer(flow) };
    if (request.objectIds != null) idsAreNew(await knownIds(tx, objectIds));
    await tx.insert(
      objectsTable,
      objectIds.map((id) => ({
        id,
        storage_id: allocated.store.backend.id,
        content_type: allocated.contentType,
        created: at,
        allocated_for: flowId,
        allocated_until: at + context.options.allocationLifeMs,
      })),
    );
    return allocated;
  });
  return objectIds.map((objectId) => {
    const { url, headers } = store.putUrl(objectId, contentType, new Date(at));
    return { objectId, putUrl: { url, contentType, headers } };
  });
}

/** Which of the ids the store knows, or still has to remove bytes of. */
async function knownIds(tx: TableTransaction, objectIds: readonly string[]): Promise<string[]> {
  const known = await objectsById(tx, objectIds);
  const removals = await tx.select(mediaRemovalsTable, {
    columns: ['object_id'],
    where: isIn('object_id', objectIds),
    limit: ALL_ROWS,
  });
  const leaving = new Set(removals.map(({ object_id }) => object_id));
  return objectIds.filter((id) => known.has(id) || leaving.has(id));
}

function wantedIds(flowId: Uuid, request: StorageRequest): readonly string[] {
  limitOrIds(request);
  const { objectIds } = request;
  if (objectIds == null) return newObjectIds(flowId, limitOf(request));
  idsAreSomeAndDistinct(objectIds);
  idsAreWellFormed(objectIds);
  return objectIds;
}

/**
 * Version 4 UUIDs (ST6). Those of a flow share their first part and those of a request the second, so that objects which
 * are registered together lie together in every table and index: a batch touches a few pages of each, not one an object.
 * The 74 bits behind are random.
 */
function newObjectIds(flowId: Uuid, count: number): string[] {
  const shared = `${flowId.slice(0, 8)}-${randomUUID().slice(0, 4)}-`;
  return Array.from({ length: count }, () => shared + randomUUID().slice(14));
}

/** The backend that the request names, or the default one. @throws TamsError `InvalidStorageRequest` */
function storeFor({ media }: StoreContext, { storageId }: StorageRequest): MediaStore {
  if (storageId != null) {
    const named = media.byId(storageId);
    if (named) return named;
    throw new TamsError(
      'InvalidStorageRequest',
      `no storage backend has the id ${JSON.stringify(storageId.slice(0, 60))}`,
    );
  }
  if (media.default) return media.default;
  throw new TamsError('InvalidStorageRequest', 'it must name a storage backend, because none is the default');
}

/**
 * Makes ids free whose objects are gone but not yet cleaned away, bytes included: an old upload must never be taken for
 * the new object's. A store that does not answer leaves its ids taken.
 */
async function clearGoneObjects(context: StoreContext, objectIds: readonly string[]): Promise<void> {
  const { db, options, now } = context;
  const goneObjects = async (reader: TableReader) =>
    [...(await objectsById(reader, objectIds)).values()].filter(
      (row) => stateOf(row, now(), options) === 'gone',
    );
  if ((await goneObjects(db)).length > 0)
    await db.transaction(async (tx) => forgetObjects(tx, await goneObjects(tx), now()));
  // What a store failed to remove stays on the list, and its id with it: the caller is told that it exists.
  await removeBytes(context, objectIds).catch(() => undefined);
}
