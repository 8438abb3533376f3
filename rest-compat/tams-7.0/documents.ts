import {
  collectionItemDocument,
  flowDocument,
  getUrlFacts,
  sourceDocument,
  storageFacts,
} from '../../src/tams/documents';
import type {
  CollectionItem,
  Flow,
  GetUrl,
  Source,
  StorageAllocation,
  StorageBackendInfo,
  Tag,
} from '../../src/tams/model';
import type { StoreView } from '../../src/tams/store';
import type { ListedSegment } from '../../src/tams/segments/kept-documents';
import { JsonText } from '../layer/operation';
import type { components } from './generated/contract';

/*
 * The contract's documents of what the domain answers. The domain writes most of them, for events hold them too; here they
 * get the contract's types, and the parts that only this surface shows.
 */

type Documents = components['schemas'];

/** The documents of flows with all that is stored beside them: three storage reads, however many flows. */
export async function flowDocuments(store: StoreView, flows: readonly Flow[]): Promise<Documents['flow'][]> {
  const ids = flows.map(({ id }) => id);
  const [tags, collections, collectors] = await Promise.all([
    store.flows.tagsOf(ids),
    store.flows.collectionsOf(ids),
    store.flows.collectorsOf(ids),
  ]);
  return flows.map(
    (flow, i) =>
      flowDocument({
        flow,
        tags: tags[i] ?? [],
        collection: collections[i] ?? [],
        collectedBy: collectors[i] ?? [],
      }) as unknown as Documents['flow'],
  );
}

/** The documents of sources with all that is stored beside them or inferred. */
export async function sourceDocuments(
  store: StoreView,
  sources: readonly Source[],
): Promise<Documents['source'][]> {
  const ids = sources.map(({ id }) => id);
  const [tags, collections, collectors] = await Promise.all([
    store.sources.tagsOf(ids),
    store.sources.collectionsOf(ids),
    store.sources.collectorsOf(ids),
  ]);
  return sources.map(
    (source, i) =>
      sourceDocument({
        source,
        tags: tags[i] ?? [],
        collection: collections[i] ?? [],
        collectedBy: collectors[i] ?? [],
      }) as unknown as Documents['source'],
  );
}

/** Tags as a map. Any text may be a name, `__proto__` too. */
export const tagsDocument = (tags: readonly Tag[]): Record<string, string> =>
  Object.fromEntries(tags.map(({ name, value }) => [name, value]));

export const collectionDocument = (items: readonly CollectionItem[]): Documents['flow-collection'] =>
  items.map(collectionItemDocument) as unknown as Documents['flow-collection'];

/**
 * A page of segments with their URLs, as text: their own documents are passed on as they were kept.
 * @param verbose whether each URL tells of its storage (TAMS 7.0, get_urls; SEMANTICS 14)
 */
export function segmentsWithUrls(
  segments: readonly ListedSegment[],
  urls: readonly (readonly GetUrl[])[],
  verbose: boolean,
): JsonText<Documents['flow-segment'][]> {
  let text = '[';
  segments.forEach(({ openJson }, i) => {
    text += `${i === 0 ? '' : ','}${openJson},"get_urls":${urlsDocument(urls[i] ?? [], verbose)}}`;
  });
  return new JsonText(`${text}]`);
}

/** As text: writing each as an object first would cost as much as signing it. */
function urlsDocument(urls: readonly GetUrl[], verbose: boolean): string {
  if (urls.length === 0) return '[]';
  return `[${urls.map((url) => `{"url":${JSON.stringify(url.url)},${factsOfUrl(url, verbose)}}`).join(',')}]`;
}

let lastFacts: { readonly of: Omit<GetUrl, 'url'>; readonly verbose: boolean; readonly text: string } | null =
  null;

/** What is said of a URL beside itself, the same of most URLs of a page. */
function factsOfUrl(url: GetUrl, verbose: boolean): string {
  const { presigned, label, controlled, storageBackend } = url;
  if (
    lastFacts?.verbose === verbose &&
    lastFacts.of.presigned === presigned &&
    lastFacts.of.label === label &&
    lastFacts.of.controlled === controlled &&
    lastFacts.of.storageBackend === storageBackend
  )
    return lastFacts.text;
  const text = JSON.stringify(getUrlFacts(url, verbose)).slice(1, -1);
  lastFacts = { of: url, verbose, text };
  return text;
}

export function backendDocument(backend: StorageBackendInfo): Documents['storage-backends-list'][number] {
  const { storage_id: id, ...facts } = storageFacts(backend);
  return {
    id,
    label: backend.label,
    ...facts,
    default_storage: backend.defaultStorage,
  };
}

export function allocationDocument(allocations: readonly StorageAllocation[]): Documents['flow-storage'] {
  return {
    media_objects: allocations.map(({ objectId, putUrl: { url, contentType } }) => ({
      object_id: objectId,
      put_url: { url, 'content-type': contentType },
    })),
  };
}
