import { TamsError } from './errors';

/** The largest JSON document of an entity or registration, in bytes (H13). Single strings have no limit of their own. */
export const MAX_DOCUMENT_BYTES = 1_048_576;
/** The most items of a page (P2). */
export const MAX_PAGE = 1000;
/** Entities that a filter may name, and tags that it may ask for. */
export const MAX_FILTER_IDS = 1000;
export const MAX_FILTER_TAGS = 100;
/** As a query's limit: all rows. For reads that the documents' size bounds. */
export const ALL_ROWS = 2 ** 31 - 1;

/**
 * A document may be 1 MiB, whether it comes in one piece or grows by patches (TAMS 7.0 sets none; SEMANTICS H13).
 * @throws TamsError `TooLarge`
 */
export function documentFits(document: object, what: string): void {
  const bytes = Buffer.byteLength(JSON.stringify(document));
  if (bytes > MAX_DOCUMENT_BYTES)
    throw new TamsError('TooLarge', `${what} has ${bytes} bytes as JSON; at most ${MAX_DOCUMENT_BYTES} fit`);
}
