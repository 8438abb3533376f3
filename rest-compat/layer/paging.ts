import { encodePart } from '../../src/percent-encoding';
import type { PageRequest } from '../../src/tams/model';
import { RestError } from './errors';
import type { Headers } from './operation';
import { invalid } from './query';

/** Which list a page key belongs to: one made for another is refused (P5). */
export type ListKind = 'sources' | 'flows' | 'segments' | 'objects';

/** Where a request came to, as links to its next page must name it. */
export interface RequestPlace {
  /** Absolute, each part encoded, without query. */
  readonly url: () => string;
  readonly pairs: readonly (readonly [string, string])[];
}

/** The largest page (P2). Larger wishes are lowered to it. */
const MAX_LIMIT = 1000;

/** The paging of one request (TAMS 7.0, paging; SEMANTICS 5). */
export class Paging {
  constructor(
    private readonly place: RequestPlace,
    private readonly limit: number | undefined,
    private readonly page: string | undefined,
  ) {}

  /** @throws RestError 400 for a limit below 1 (P3) or a key that is not of this list (P5) */
  request(kind: ListKind, defaultLimit: number): PageRequest {
    if (this.limit !== undefined && this.limit < 1) throw invalid('limit', 'must be at least 1');
    return {
      first: Math.min(this.limit ?? defaultLimit, MAX_LIMIT),
      after: this.page === undefined ? null : positionOf(kind, this.page),
    };
  }

  /** @param next the position of the last item, when more follow (P6) */
  headers(kind: ListKind, { first }: PageRequest, next: readonly (string | number)[] | null): Headers {
    const headers = { 'X-Paging-Limit': String(first) };
    if (next === null) return headers;
    const key = Buffer.from(JSON.stringify([kind, ...next])).toString('base64url');
    return { ...headers, 'X-Paging-NextKey': key, Link: linkToNext(this.place, ['page'], ['page', key]) };
  }
}

/**
 * The link to the same request, continued: every parameter is kept but those `without`, and no comma or semicolon is left
 * bare (P7).
 */
export function linkToNext(
  { url, pairs }: RequestPlace,
  without: readonly string[],
  next: readonly [string, string],
): string {
  const kept = pairs.filter(([name]) => !without.includes(name));
  const query = [...kept, next].map(([name, value]) => `${encodePart(name)}=${encodePart(value)}`);
  return `<${url()}?${query.join('&')}>; rel="next"`;
}

function positionOf(kind: ListKind, key: string): (string | number)[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(key, 'base64url').toString('utf8'));
    if (Array.isArray(value) && value[0] === kind && value.slice(1).every(isOrderValue))
      return value.slice(1) as (string | number)[];
  } catch {
    // Not one of ours.
  }
  throw new RestError(400, 'InvalidPage', 'The query parameter page is no key of this list.');
}

const isOrderValue = (value: unknown) => typeof value === 'string' || typeof value === 'number';
