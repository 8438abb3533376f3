import { TamsError } from './errors';
import { MAX_PAGE } from './limits';
import type { Instant, Page, PageRequest, Uuid } from './model';
import { isUuid } from './validation/ids';
import type { Predicate } from '../vast/predicate';

/*
 * Lists of sources and flows: newest first, then by id (P1), paged by keyset (P5). Storage follows one projection (the
 * walk) and applies what it can of a filter; the rest (the check) is asked for batches of candidates.
 */

export interface Listed {
  readonly id: Uuid;
  readonly created: Instant;
}

/** A place in a list: of an item, and of what comes behind it. */
export type Position = readonly [Instant, Uuid];
export const positionOf = ({ created, id }: Listed): Position => [created, id];

/** Candidates of a list, in its order. */
export interface Walk<T extends Listed> {
  /** Up to `limit` steps behind `after`. Not each step yields a candidate; `last` is where to go on, null at the end. */
  next(after: Position | null, limit: number): Promise<{ candidates: T[]; last: Position | null }>;
}

/** Which candidates belong to the list, asked for many at a time; null when all do. */
export type Check = ((ids: readonly Uuid[]) => Promise<boolean[]>) | null;

const FIRST_BATCH = 128;
const LARGEST_BATCH = 1000;

/** A page of those candidates that pass. Without a check it is one step of the walk. */
export async function pageOf<T extends Listed>(
  walk: Walk<T>,
  check: Check,
  page: PageRequest,
): Promise<Page<T>> {
  let after = pagePosition(page);
  const items: T[] = [];
  let batch = check ? Math.max(FIRST_BATCH, page.first + 1) : page.first + 1;
  for (;;) {
    const { candidates, last } = await walk.next(after, batch);
    items.push(...(await passing(candidates, check)));
    if (items.length > page.first) return { items: items.slice(0, page.first), hasNext: true };
    if (last === null) return { items, hasNext: false };
    after = last;
    batch = Math.min(2 * batch, LARGEST_BATCH);
  }
}

/** How many candidates pass. */
export async function countOf<T extends Listed>(walk: Walk<T>, check: Check): Promise<number> {
  let after: Position | null = null;
  let total = 0;
  do {
    const { candidates, last } = await walk.next(after, LARGEST_BATCH);
    total += (await passing(candidates, check)).length;
    after = last;
  } while (after !== null);
  return total;
}

/**
 * Pages of several lists at once. Each round is one storage read, and one check, for all lists that are not full yet;
 * it reads from the start of the page again, twice as far as the round before.
 * @param read up to `limit` candidates of each of these lists behind the page's position, in order
 */
export async function pagesOf<K, T extends Listed>(
  keys: readonly K[],
  read: (keys: readonly K[], after: Position | null, limit: number) => Promise<T[][]>,
  check: Check,
  page: PageRequest,
): Promise<Page<T>[]> {
  const start = pagePosition(page);
  const lists = keys.map((key) => ({ key, items: [] as T[], seen: start, ended: false }));
  let open = lists;
  for (
    let limit = check ? Math.max(FIRST_BATCH, page.first + 1) : page.first + 1;
    open.length > 0;
    limit *= 2
  ) {
    const groups = await read(
      open.map(({ key }) => key),
      start,
      limit,
    );
    const fresh = open.map(({ seen }, i) => (groups[i] ?? []).filter((item) => isBehind(item, seen)));
    const passed = new Set(await passing(fresh.flat(), check));
    open.forEach((list, i) => {
      const candidates = fresh[i] ?? [];
      list.items.push(...candidates.filter((item) => passed.has(item)));
      const last = candidates.at(-1);
      if (last) list.seen = positionOf(last);
      list.ended = (groups[i]?.length ?? 0) < limit;
    });
    open = open.filter(({ items, ended }) => !ended && items.length <= page.first);
  }
  return lists.map(({ items }) => ({
    items: items.slice(0, page.first),
    hasNext: items.length > page.first,
  }));
}

/** Those of the candidates that pass, in order. */
export async function passing<T extends Listed>(candidates: readonly T[], check: Check): Promise<T[]> {
  if (check === null || candidates.length === 0) return [...candidates];
  const verdicts = await check(candidates.map(({ id }) => id));
  return candidates.filter((_, i) => verdicts[i]);
}

/** A walk over a list that is in memory already. */
export function walkOver<T extends Listed>(unordered: readonly T[]): Walk<T> {
  const all = [...unordered].sort((a, b) => compare(positionOf(a), positionOf(b)));
  return {
    next(after, limit) {
      const rest = all.filter((item) => isBehind(item, after));
      const candidates = rest.slice(0, limit);
      const last = rest.length > limit ? candidates.at(-1) : undefined;
      return Promise.resolve({ candidates, last: last ? positionOf(last) : null });
    },
  };
}

/** A walk along a projection that is sorted newest first behind equalities. One storage read a step. */
export function walkAlong<T extends Listed>(
  read: (after: Position | null, limit: number) => Promise<T[]>,
): Walk<T> {
  return {
    async next(after, limit) {
      const candidates = await read(after, limit);
      const last = candidates.length < limit ? undefined : candidates.at(-1);
      return { candidates, last: last ? positionOf(last) : null };
    },
  };
}

/** A walk over all that several walks come to, each once. */
export function walkTogether<T extends Listed>(walks: readonly Walk<T>[]): Walk<T> {
  return {
    async next(after, limit) {
      return together(await Promise.all(walks.map((walk) => walk.next(after, limit))));
    },
  };
}

/** A walk along many lists of one projection together. One storage read a step. */
export function walkEach<T extends Listed>(
  read: (after: Position | null, limit: number) => Promise<T[][]>,
): Walk<T> {
  return {
    async next(after, limit) {
      const lists = await read(after, limit);
      return together(
        lists.map((candidates) => {
          const last = candidates.length < limit ? undefined : candidates.at(-1);
          return { candidates, last: last ? positionOf(last) : null };
        }),
      );
    },
  };
}

/** Steps of several lists as one: up to where all of them are known. */
function together<T extends Listed>(
  steps: readonly { readonly candidates: readonly T[]; readonly last: Position | null }[],
): { candidates: T[]; last: Position | null } {
  const last = steps.reduce<Position | null>(
    (first, step) =>
      step.last !== null && (first === null || compare(step.last, first) < 0) ? step.last : first,
    null,
  );
  const found = new Map(steps.flatMap(({ candidates }) => candidates).map((item) => [item.id, item]));
  const candidates = [...found.values()]
    .filter((item) => last === null || compare(positionOf(item), last) <= 0)
    .sort((a, b) => compare(positionOf(a), positionOf(b)));
  return { candidates, last };
}

function compare([createdA, idA]: Position, [createdB, idB]: Position): number {
  return createdB - createdA || (idA < idB ? -1 : idA > idB ? 1 : 0);
}

function isBehind(item: Listed, position: Position | null): boolean {
  return position === null || compare(positionOf(item), position) > 0;
}

/** All of these hold. */
export const allOf = <R>(of: readonly Predicate<R>[]): Predicate<R> => ({ op: 'and', of });

/**
 * Rows behind a position in a list, by the names of the columns that hold creation and id. The first comparison lets
 * storage seek; the second leaves out what was created at the very same millisecond and seen already.
 */
export function behind<R>(position: Position | null, createdColumn: string, idColumn: string): Predicate<R> {
  if (position === null) return allOf<R>([]);
  const [created, id] = position;
  const predicate: Predicate = {
    op: 'and',
    of: [
      { op: 'le', column: createdColumn, value: created },
      {
        op: 'or',
        of: [
          { op: 'lt', column: createdColumn, value: created },
          { op: 'gt', column: idColumn, value: id },
        ],
      },
    ],
  };
  return predicate as Predicate<R>;
}

/** @throws TamsError `InvalidPage`: a size beyond 1 to 1,000 (P2, P3) or a position of another kind of list (P5). */
function pagePosition({ first, after }: PageRequest): Position | null {
  pageSize(first);
  if (after === null) return null;
  const [created, id] = after;
  if (after.length !== 2 || !Number.isSafeInteger(created) || typeof id !== 'string' || !isUuid(id))
    throw new TamsError('InvalidPage', 'it continues a list of another kind');
  return [created as Instant, id];
}

/** @throws TamsError `InvalidPage` (P2, P3) */
export function pageSize(first: number): void {
  if (!Number.isInteger(first) || first < 1 || first > MAX_PAGE)
    throw new TamsError('InvalidPage', `a page has 1 to ${MAX_PAGE} items, not ${first}`);
}

/** Candidates must pass all checks; a later one is asked only for those that passed before. */
export function bothChecks(first: Check, second: Check): Check {
  if (first === null || second === null) return first ?? second;
  return async (ids) => {
    const verdicts = await first(ids);
    const left = ids.filter((_, i) => verdicts[i]);
    const passed = new Set<Uuid>();
    if (left.length > 0) (await second(left)).forEach((verdict, i) => verdict && passed.add(left[i] ?? ''));
    return ids.map((id) => passed.has(id));
  };
}

/** Which candidates are seen. @param seenOf those of the ids that are; null when all are */
export function sightCheck(seenOf: ((ids: readonly Uuid[]) => Promise<ReadonlySet<Uuid>>) | null): Check {
  return (
    seenOf &&
    (async (ids) => {
      const seen = await seenOf(ids);
      return ids.map((id) => seen.has(id));
    })
  );
}
