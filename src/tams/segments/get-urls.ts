import type { TableReader } from '../../vast/database';
import { isIn } from '../../vast/predicate';
import type { MediaStore, StorageBackend } from '../../media/store';
import type { StoreContext } from '../context';
import type { GetUrl, Segment, UncontrolledUrl, UrlFilter } from '../model';
import { backendInfo } from '../objects/backend-info';
import { uncontrolledUrlsOf } from '../objects/url-sets';
import { objectsTable } from '../tables';
import { admitsLabel, admitsPresigned, admitsStorage } from './rules/url-filters';

/** What of a segment tells where its media are. Without `storageId` the object is asked. */
export type WithMedia = Pick<Segment, 'objectId' | 'urlSet'> & { readonly storageId?: string | null };

/**
 * The URLs of each segment's media that the filter lets through: the store's own pre-signed one, its plain one (G1), then
 * those given at registration, in the order given (G2). Only URLs that are returned are signed. At most two storage reads.
 */
export async function urlsOfSegments(
  { db, media, now }: StoreContext,
  segments: readonly WithMedia[],
  filter: UrlFilter,
): Promise<GetUrl[][]> {
  if (filter.labels?.length === 0) return segments.map(() => []);
  const backends = media.list().filter((backend) => controlledUrlsPass(backend, filter));
  const controlled =
    backends.length === 0 ? new Map<string, GetUrl[]>() : await controlledUrls(backends.map(({ id }) => id));
  const given = admitsStorage(null, filter) && admitsPresigned(false, filter) ? await givenUrls() : [];
  return segments.map(({ objectId }, i) => [...(controlled.get(objectId) ?? []), ...(given[i] ?? [])]);

  async function controlledUrls(backendIds: readonly string[]): Promise<Map<string, GetUrl[]>> {
    const urls = new Map<string, GetUrl[]>();
    const at = new Date(now());
    for (const [storageId, ofStorage] of await objectsByStorage(db, segments)) {
      const store = backendIds.includes(storageId) ? media.byId(storageId) : null;
      if (!store) continue;
      const objectIds = [...ofStorage];
      const ofStore = urlsOfStore(store, objectIds, filter, at);
      objectIds.forEach((id, i) => urls.set(id, ofStore[i] ?? []));
    }
    return urls;
  }

  async function givenUrls(): Promise<GetUrl[][]> {
    const sets = await uncontrolledUrlsOf(db, segments);
    return sets.map((urls) => urls.filter(({ label }) => admitsLabel(label, filter)).map(uncontrolled));
  }
}

function controlledUrlsPass(backend: StorageBackend, filter: UrlFilter): boolean {
  return admitsLabel(backend.label, filter) && admitsStorage(backend.id, filter);
}

/** The URLs of each object that one store holds. */
function urlsOfStore(
  store: MediaStore,
  objectIds: readonly string[],
  filter: UrlFilter,
  at: Date,
): GetUrl[][] {
  const storageBackend = backendInfo(store.backend);
  const { label } = storageBackend;
  const signed = admitsPresigned(true, filter) ? store.presignedGetUrls(objectIds, at) : [];
  const plain = admitsPresigned(false, filter);
  return objectIds.map((id, i) => {
    const urls: GetUrl[] = [];
    const url = signed[i];
    if (url !== undefined) urls.push({ url, label, presigned: true, controlled: true, storageBackend });
    if (plain)
      urls.push({ url: store.plainGetUrl(id), label, presigned: false, controlled: true, storageBackend });
    return urls;
  });
}

/** A given URL counts as not pre-signed, whatever it is (G4). */
function uncontrolled({ url, label }: UncontrolledUrl): GetUrl {
  return { url, label, presigned: false, controlled: false, storageBackend: null };
}

/**
 * The ids of the objects that segments name, by the backend that holds them; external ones are left out. One storage read,
 * none when the segments say it.
 */
async function objectsByStorage(
  reader: TableReader,
  segments: readonly WithMedia[],
): Promise<Map<string, ReadonlySet<string>>> {
  const groups = new Map<string, Set<string>>();
  const add = (storageId: string | null, objectId: string): void => {
    if (storageId === null) return;
    const group = groups.get(storageId);
    if (group) group.add(objectId);
    else groups.set(storageId, new Set([objectId]));
  };
  const asked = new Set<string>();
  for (const { storageId, objectId } of segments)
    if (storageId === undefined) asked.add(objectId);
    else add(storageId, objectId);
  if (asked.size === 0) return groups;
  const rows = await reader.select(objectsTable, {
    columns: ['id', 'storage_id'],
    where: isIn('id', [...asked]),
    limit: asked.size,
  });
  for (const { id, storage_id } of rows) add(storage_id, id);
  return groups;
}
