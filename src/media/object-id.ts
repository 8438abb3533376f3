const MAX_BYTES = 1024;
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * Why `id` cannot name a media object, or null when it can: 1 to 1,024 bytes of UTF-8, no control characters,
 * not starting with `/`, no part between slashes that is `.` or `..` (ST4, storage allocation). Lone surrogates
 * have no UTF-8 form, so they are refused too.
 * @example invalidObjectId('a/../b') // 'An object id may not have "." or ".." as a path part.'
 */
export function invalidObjectId(id: string): string | null {
  if (id.length === 0) return 'An object id may not be empty.';
  if (id.length > MAX_BYTES || Buffer.byteLength(id) > MAX_BYTES) {
    return `An object id may have at most ${MAX_BYTES} bytes.`;
  }
  if (/\p{Surrogate}/u.test(id)) return 'An object id must be well-formed Unicode.';
  if (CONTROL.test(id)) return 'An object id may not have control characters.';
  if (id.startsWith('/')) return 'An object id may not start with "/".';
  if (/(?:^|\/)\.\.?(?:\/|$)/.test(id)) return 'An object id may not have "." or ".." as a path part.';
  return null;
}
