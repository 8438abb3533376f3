import { invalidObjectId } from '../../../media/object-id';
import { TamsError, type ErrorDetail } from '../../errors';
import type { StorageRequest } from '../../model';

/** Objects that one request allocates when it does not say, and the most of them (ST1). */
export const DEFAULT_LIMIT = 10;
export const MAX_OBJECTS = 1000;

/**
 * How many objects a request without ids allocates: above the maximum it is lowered, below 1 it is refused (ST1).
 * @throws TamsError `InvalidStorageRequest`
 */
export function limitOf({ limit }: StorageRequest): number {
  const wanted = limit ?? DEFAULT_LIMIT;
  if (!Number.isSafeInteger(wanted) || wanted < 1)
    throw new TamsError('InvalidStorageRequest', `limit is ${wanted}, but must be a whole number from 1`);
  return Math.min(wanted, MAX_OBJECTS);
}

/** A request says how many objects it wants or which, not both. @throws TamsError `InvalidStorageRequest` */
export function limitOrIds({ limit, objectIds }: StorageRequest): void {
  if (limit != null && objectIds != null)
    throw new TamsError('InvalidStorageRequest', 'it has both limit and object_ids');
}

/** Ids are at least one, at most 1,000, and each only once: they cannot be lowered silently (ST2). @throws TamsError `InvalidStorageRequest` */
export function idsAreSomeAndDistinct(objectIds: readonly string[]): void {
  if (objectIds.length === 0) throw new TamsError('InvalidStorageRequest', 'object_ids is an empty list');
  if (objectIds.length > MAX_OBJECTS)
    throw new TamsError(
      'InvalidStorageRequest',
      `${objectIds.length} object_ids; at most ${MAX_OBJECTS} are allocated at once`,
    );
  if (new Set(objectIds).size < objectIds.length)
    throw new TamsError('InvalidStorageRequest', 'object_ids has the same id twice');
}

/** Ids are what a store can keep and a URL address (ST4). @throws TamsError `InvalidStorageRequest` with every id at fault */
export function idsAreWellFormed(objectIds: readonly string[]): void {
  const details: ErrorDetail[] = [];
  objectIds.forEach((id, i) => {
    const message = invalidObjectId(id);
    if (message !== null) details.push({ path: `object_ids[${i}]`, message });
  });
  if (details[0])
    throw new TamsError('InvalidStorageRequest', `${details[0].path}: ${details[0].message}`, details);
}

/**
 * Ids are new to the store, in one namespace for all flows: not allocated, not in use, not external, not in their grace, and
 * without bytes that wait for removal (ST3).
 * @throws TamsError `ObjectIdExists`, whose summary says "already exist" (H27)
 */
export function idsAreNew(known: readonly string[]): void {
  if (known.length === 0) return;
  throw new TamsError(
    'ObjectIdExists',
    `${known.length === 1 ? 'one id is' : `${known.length} ids are`} known to the store`,
    known.map((id) => ({ path: 'object_ids', message: id })),
  );
}
