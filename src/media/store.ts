/** Where media bytes are kept, as clients may see it (TAMS service: storage backends). */
export interface StorageBackend {
  /** Lower-case UUID, version 1 to 5. */
  readonly id: string;
  /** Unique, not empty, without commas: clients pick URLs by it (S3, storage backends). */
  readonly label: string;
  readonly storeType: 'http_object_store';
  readonly provider: string;
  readonly storeProduct: string;
  readonly region: string | null;
  readonly availabilityZone: string | null;
  /** Whether storage is allocated here when the client names no backend. */
  readonly isDefault: boolean;
}

/** A request that a client makes without credentials to upload an object's bytes. */
export interface PutRequest {
  readonly url: string;
  /** Headers that must be sent exactly so; always holds `content-type`. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * One storage backend: URLs of its objects, and their removal. Making a URL does no input or output, and does not
 * ask whether the object exists. Object ids must be valid (`invalidObjectId`); callers check before.
 */
export interface MediaStore {
  readonly backend: StorageBackend;
  /** A pre-signed upload, valid for at least an hour from `now` (ST7), for bytes of `contentType` only. */
  putUrl(objectId: string, contentType: string, now: Date): PutRequest;
  /**
   * Pre-signed URLs to read with, one for each id in order. Valid for at least an hour from `now`, and equal for all
   * `now` of the same half hour, so that players and caches can reuse what they fetched.
   */
  presignedGetUrls(objectIds: readonly string[], now: Date): string[];
  /** The URL to read with for clients that hold credentials of this store. */
  plainGetUrl(objectId: string): string;
  /**
   * Removes the bytes; an object without bytes is not an error. One failure does not keep the others from being tried.
   * @throws MediaError `StoreFailed`: at least one was not removed. Deleting again is safe.
   */
  delete(objectIds: readonly string[]): Promise<void>;
}

/** The configured stores. */
export interface MediaStores {
  byId(id: string): MediaStore | null;
  /** The store that is used when a client names none; null when each allocation must name one. */
  readonly default: MediaStore | null;
  /** In configured order. */
  list(): readonly StorageBackend[];
}
