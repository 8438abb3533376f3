/** Which bytes of a representation to send. `start` and `end` are both included. */
export type RangeOutcome =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' };

const WHOLE: RangeOutcome = { kind: 'whole' };
const UNSATISFIABLE: RangeOutcome = { kind: 'unsatisfiable' };

/**
 * Reads a `Range` header for a representation of `size` bytes (RFC 9110, section 14). A header that is no single
 * byte range (another unit, several ranges, not of the grammar) is ignored, as the RFC allows.
 */
export function requestedRange(header: string | undefined, size: number): RangeOutcome {
  const match = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? '');
  if (match === null) return WHOLE;
  const [, first = '', last = ''] = match;
  if (first === '') return suffix(last, size);
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return WHOLE;
  return start < size ? { kind: 'part', start, end } : UNSATISFIABLE;
}

function suffix(digits: string, size: number): RangeOutcome {
  if (digits === '') return WHOLE;
  if (Number(digits) === 0) return UNSATISFIABLE;
  // An empty representation has no part that Content-Range could name.
  if (size === 0) return WHOLE;
  return { kind: 'part', start: Math.max(0, size - Number(digits)), end: size - 1 };
}

/** Whether an `If-None-Match` header names `etag` (a strong entity tag), compared weakly (RFC 9110, 13.1.2). */
export function namesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return (header.match(/(?:W\/)?"[^"]*"/g) ?? []).some((tag) => tag.replace(/^W\//, '') === etag);
}

/**
 * Whether an `If-Range` header lets a range be answered: absent, or exactly the strong entity tag (RFC 9110, 13.1.5).
 * A date never does: two writes within its second would look the same.
 */
export function rangeStillHolds(header: string | undefined, etag: string): boolean {
  return header === undefined || header.trim() === etag;
}
