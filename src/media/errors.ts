/** What can go wrong with media bytes and their URLs. Stable: surfaces map these to statuses. */
export type MediaErrorCode =
  /** The object has bytes and may not get others. */
  | 'AlreadyWritten'
  /** The bytes exceed the limit; nothing of them was kept. */
  | 'TooLarge'
  /** The disk is full; nothing of the bytes was kept. */
  | 'StorageFull'
  /** The disk takes no writes, or the folder allows none: the bytes may be sent again. */
  | 'NotWritable'
  /** The URL's signature parameters are missing, doubled or not of their form. */
  | 'UrlMalformed'
  /** The URL was not signed by this server for this use. */
  | 'UrlForged'
  /** The URL was good, and its time is over. */
  | 'UrlExpired'
  /** The configuration of the storage backends cannot be used. */
  | 'BadConfiguration'
  /** A remote store answered with an error or not at all. */
  | 'StoreFailed';

/** An error whose message is one sentence fit for a client: no paths, no URLs, no keys. */
export class MediaError extends Error {
  constructor(
    readonly code: MediaErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'MediaError';
  }
}
