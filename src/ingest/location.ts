import path from 'node:path';
import { IngestError } from './errors';

/** Where a playlist or its media lie: a file of this machine, or an http(s) URL. */
export type Location =
  { readonly kind: 'file'; readonly path: string } | { readonly kind: 'url'; readonly url: URL };

/**
 * Reads what a user names: an http(s) URL, or the path of a file.
 * @throws IngestError `usage` for any other scheme
 */
export function locate(text: string): Location {
  if (text === '') throw new IngestError('usage', 'No playlist was named: give a path or an http(s) URL.');
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { kind: 'file', path: path.resolve(text) };
  if (!/^https?:/i.test(text) || !URL.canParse(text)) {
    throw new IngestError('usage', `"${withoutQuery(text)}" is neither a path nor an http or https URL.`);
  }
  return { kind: 'url', url: new URL(text) };
}

/**
 * The location that a playlist at `base` means by `reference`. A playlist from the network can only name what is on
 * the network: what it says is never taken for a path of this machine.
 * @throws IngestError `playlist` for a scheme other than http(s)
 */
export function resolveReference(base: Location, reference: string): Location {
  const absolute = /^[a-z][a-z0-9+.-]*:/i.test(reference);
  if (base.kind === 'url' || absolute) {
    const from = base.kind === 'url' ? base.url.href : undefined;
    if (URL.canParse(reference, from)) {
      const url = new URL(reference, from);
      if (/^https?:$/.test(url.protocol)) return { kind: 'url', url };
    }
    throw new IngestError(
      'playlist',
      `The playlist ${display(base)} names "${withoutQuery(reference)}", which is no http or https URL.`,
    );
  }
  return {
    kind: 'file',
    path: path.resolve(path.dirname(base.path), percentDecoded(withoutQuery(reference))),
  };
}

/** How a location is shown and named: without the query, fragment and credentials, which may be secrets. */
export function display(location: Location): string {
  if (location.kind === 'file') return location.path;
  return `${location.url.origin}${location.url.pathname}`;
}

/** A URI reference up to its query or fragment. */
export function withoutQuery(reference: string): string {
  return reference.replace(/[?#].*$/s, '');
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A file name with a bare % in it: not a valid URI, but files are called so.
  }
}
