import type { Headers } from './operation';

/** Headers that a browser must be told of by name, or its pages cannot read them (H29). */
const EXPOSED = [
  ...['Link', 'Location', 'X-Paging-Limit', 'X-Paging-NextKey', 'X-Paging-Count', 'X-Paging-Timerange'],
  ...['X-Paging-Reverse-Order', 'X-Request-Id', 'Retry-After'],
].join(', ');

/** What a page may ask with, once its browser has asked whether it may. */
export const PREFLIGHT: Headers = {
  'Access-Control-Allow-Methods': 'GET, HEAD, PUT, POST, DELETE',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type',
  'Access-Control-Max-Age': '600',
};

const FOR_ALL: Headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': EXPOSED };
const FOR_NONE: Headers = { Vary: 'Origin' };

/** The headers by which pages of these origins may read an answer, for a request's `Origin`. Without credentials mode (H29). */
export function crossOrigin(origins: '*' | readonly string[]): (origin: string | undefined) => Headers {
  if (origins === '*') return () => FOR_ALL;
  const headers = new Map(
    origins.map((origin) => [origin, { ...FOR_ALL, ...FOR_NONE, 'Access-Control-Allow-Origin': origin }]),
  );
  return (origin) => headers.get(origin ?? '') ?? FOR_NONE;
}
