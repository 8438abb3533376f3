import { refuse, type Refusal } from './refusal';

const ABSOLUTE_HTTP = /^https?:\/\/[^/?#]/i;
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const UNFIT_FOR_URL = /[\u0000-\u0020\u007f]|\p{Surrogate}/u;
const UNFIT_FOR_TEXT = /\0|\p{Surrogate}/u;

/** A URL given with a segment is absolute and http or https: clients GET it as it is (SG5). */
export function urlIsAbsolute(url: string): Refusal | null {
  if (ABSOLUTE_HTTP.test(url) && !UNFIT_FOR_URL.test(url) && URL.canParse(url)) return null;
  // The URL itself is not quoted: it may hold a signature.
  return refuse('InvalidSegment', 'a URL of its get_urls is not an absolute http or https URL');
}

/** The label of a given URL is not that of a storage backend, whose URLs only the store makes (SG5). */
export function labelIsFree(label: string, backendLabels: ReadonlySet<string>): Refusal | null {
  if (!backendLabels.has(label)) return null;
  return refuse('InvalidSegment', `the label "${label}" of its get_urls is that of a storage backend`);
}

/** A label is text that every store can keep (H14). */
export function labelIsStorable(label: string): Refusal | null {
  if (!UNFIT_FOR_TEXT.test(label)) return null;
  return refuse('InvalidSegment', 'a label of its get_urls has a U+0000 or half a surrogate pair');
}
