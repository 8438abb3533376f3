import type { TableReader } from '../../vast/database';
import type { StoreContext } from '../context';
import { objectSegmentPosition, type Page, type PageRequest, type Segment, type Uuid } from '../model';
import { flowsOfObjects } from '../objects/object-flows';
import { flowOfTimeline, ofItsFlow } from './place';
import { segmentsOfObjects } from './segment-reads';
import { NOWHERE } from './timelines';

/*
 * Who names an object, without the segments of deleted flows that still wait for their clean-up (DL4), and of flows that are not
 * seen. Storage keeps them by object and timeline, so they are passed over by one seek a flow, and only where one is met.
 */

export type ReferenceReader = Pick<StoreContext, 'timelines' | 'sight'> & { readonly db: TableReader };

/** A page of the segments that name each object, by flow and then time. @throws TamsError `InvalidPage` */
export async function livingSegmentsOfObjects(
  from: ReferenceReader,
  objectIds: readonly string[],
  page: PageRequest,
): Promise<Page<Segment>[]> {
  const pages = await livingPages<Segment>(from, objectIds, await onTimelines(from, page), {
    read: (ids, at) => segmentsOfObjects(from.db, ids, at),
    timelineOf: ({ flowId }) => flowId,
    position: objectSegmentPosition,
    // Behind the timeline's own name and before every other.
    behindTimeline: (timeline) => [`${timeline} `, ''],
  });
  return pages.map(({ items, hasNext }) => ({ items: items.map(ofItsFlow), hasNext }));
}

/** A page of the flows that name each object, each once, by flow id. @throws TamsError `InvalidPage` */
export async function livingFlowsOfObjects(
  from: ReferenceReader,
  objectIds: readonly string[],
  page: PageRequest,
): Promise<Page<Uuid>[]> {
  const pages = await livingPages<string>(from, objectIds, await onTimelines(from, page), {
    read: (ids, at) => flowsOfObjects(from.db, ids, at),
    timelineOf: (timeline) => timeline,
    position: (timeline) => [timeline],
    behindTimeline: (timeline) => [timeline],
  });
  return pages.map(({ items, hasNext }) => ({ items: items.map(flowOfTimeline), hasNext }));
}

interface Listing<T> {
  readonly read: (objectIds: readonly string[], page: PageRequest) => Promise<Page<T>[]>;
  readonly timelineOf: (item: T) => string;
  readonly position: (item: T) => readonly string[];
  readonly behindTimeline: (timeline: string) => readonly string[];
}

async function livingPages<T>(
  { db, timelines, sight }: ReferenceReader,
  objectIds: readonly string[],
  page: PageRequest,
  listing: Listing<T>,
): Promise<Page<T>[]> {
  const pages = await listing.read(objectIds, page);
  if (!timelines.someAreBuried && !sight) return pages;
  const result: Page<T>[] = [];
  for (const [i, first] of pages.entries()) result.push(await living(objectIds[i]!, first));
  return result;

  /** Those of the timelines that are buried, or whose flow is not seen. */
  async function hiddenOf(found: readonly string[]): Promise<ReadonlySet<string>> {
    const met = [...new Set(found)];
    const seen = sight && (await sight.flows(db, met.map(flowOfTimeline)));
    return new Set(
      met.filter((timeline) => timelines.isBuried(timeline) || (seen && !seen.has(flowOfTimeline(timeline)))),
    );
  }

  /** Goes on behind each timeline that is met and hidden, until the page is full or nothing is left. */
  async function living(objectId: string, first: Page<T>): Promise<Page<T>> {
    const items: T[] = [];
    let found = first;
    for (;;) {
      const hidden = await hiddenOf(found.items.map(listing.timelineOf));
      const met = found.items.findIndex((item) => hidden.has(listing.timelineOf(item)));
      items.push(...(met < 0 ? found.items : found.items.slice(0, met)));
      const last = found.items.at(-1);
      if (items.length > page.first) return { items: items.slice(0, page.first), hasNext: true };
      if (last === undefined || (met < 0 && !found.hasNext)) return { items, hasNext: false };
      const after =
        met < 0 ? listing.position(last) : listing.behindTimeline(listing.timelineOf(found.items[met]!));
      found = (await listing.read([objectId], { first: page.first, after }))[0]!;
    }
  }
}

/** The page's position names a flow, storage a timeline. */
async function onTimelines({ timelines }: ReferenceReader, page: PageRequest): Promise<PageRequest> {
  const [flowId, ...rest] = page.after ?? [];
  if (page.after === null || typeof flowId !== 'string') {
    await timelines.ready();
    return page;
  }
  const [timeline] = await timelines.of([flowId]);
  // A flow that is gone by now stays the place where it was.
  return { ...page, after: [timeline === undefined || timeline === NOWHERE ? flowId : timeline, ...rest] };
}
