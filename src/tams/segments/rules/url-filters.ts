import type { UrlFilter, Uuid } from '../../model';

/*
 * The filters on a segment's URLs (TAMS 7.0, get_urls). Each looks at one URL, and all must admit it; they never remove
 * segments.
 */

/** `accept_get_urls`: only URLs with a label of the list; an empty list admits none, and a URL without label is dropped. */
export function admitsLabel(label: string | null, { labels }: UrlFilter): boolean {
  return labels === null || (label !== null && labels.includes(label));
}

/**
 * `accept_storage_ids`: only URLs of the backends listed, whether or not the answer shows them (G6); an empty list filters
 * nothing (G5).
 * @param storageId null for a URL that was given, which has no backend
 */
export function admitsStorage(storageId: Uuid | null, { storageIds }: UrlFilter): boolean {
  return (
    storageIds === null || storageIds.length === 0 || (storageId !== null && storageIds.includes(storageId))
  );
}

/** `presigned`: only pre-signed URLs, or only the others. */
export function admitsPresigned(presigned: boolean, filter: UrlFilter): boolean {
  return filter.presigned === null || filter.presigned === presigned;
}
