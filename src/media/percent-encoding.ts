const UNENCODED_BY_ENCODE_URI = /[!'()*]/g;

/** `text` with everything percent-encoded but the letters, digits, `-`, `.`, `_` and `~` (RFC 3986 unreserved). */
export function encodePart(text: string): string {
  return encodeURIComponent(text).replace(
    UNENCODED_BY_ENCODE_URI,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const PLAIN = /^[A-Za-z0-9\-._~/]*$/;

/** An object id as the tail of a URL's path: every part encoded once, `/` kept as the separator. */
export function encodeObjectId(objectId: string): string {
  if (PLAIN.test(objectId)) return objectId;
  return objectId.split('/').map(encodePart).join('/');
}
