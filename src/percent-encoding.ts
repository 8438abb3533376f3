const UNENCODED_BY_ENCODE_URI = /[!'()*]/g;

/** `text` with everything percent-encoded but the letters, digits, `-`, `.`, `_` and `~` (RFC 3986 unreserved). */
export function encodePart(text: string): string {
  return encodeURIComponent(text).replace(
    UNENCODED_BY_ENCODE_URI,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
