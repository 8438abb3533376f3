import { BadCursor, CursorExpired, overThrough, parseCursor, type Place } from '../../events/cursor';
import type { EventHead, EventLog } from '../../events/event-log';
import { follow, type FeedPage } from '../../events/follow';
import type { Limited } from '../access/within';
import type { StoreContext } from '../context';
import { TamsError } from '../errors';
import type { Instant } from '../model';
import { checkFilter, eventPasses, type EventFilter } from './event-filter';
import { seenEvents, seenHeads, type ToldEvent } from './seen-events';
import {
  segmentChangesOf,
  segmentEventPasses,
  type SegmentChange,
  type SegmentFilter,
} from './segment-changes';

export { isBefore, type Place } from '../../events/cursor';

/** Where a feed begins: behind a cursor, at a time of commit, or, with neither, with what comes. */
export interface FeedStart {
  readonly after?: string | null;
  readonly since?: Instant | null;
}

/** The next stretch of a feed. */
export interface FeedStep<T> {
  /** In commit order; perhaps none. */
  readonly items: readonly T[];
  /** Where to continue: behind everything that has been looked at, whether it passed or not. */
  readonly cursor: string;
}

/** Where a stretch of a page begins: at an item of one of its heads. */
interface StretchStart {
  readonly head: number;
  readonly item: number;
}

/** Events, and about as many changes, of one stretch. */
const STRETCH = 128;

export interface FeedEvent {
  readonly cursor: string;
  readonly event: ToldEvent;
  /** Whether everybody whose feed has it is told the same. */
  readonly isForAll: boolean;
}

export interface EventStep extends FeedStep<FeedEvent> {
  /** The sequence up to which everything has been looked at. */
  readonly through: number;
}

/**
 * Live feeds over the event log: from a cursor or a time on, through what has been, into what comes, without a seam, a gap or a
 * repeat. A feed is pulled: what its reader has not asked for is not in memory.
 */
export class FeedService {
  private readonly log: EventLog;
  /** Null: its readers see everything. */
  private readonly limited: Limited | null;

  constructor({ log, db, sight }: StoreContext) {
    this.log = log;
    this.limited = sight && { sight, reader: db };
  }

  /**
   * The place of a cursor, a time, or now.
   * @throws TamsError `BadCursor`, `CursorExpired` (with the fact `oldestCursor`), `InvalidFeed`
   */
  async placeOf({ after, since }: FeedStart): Promise<Place> {
    const byCursor = after !== null && after !== undefined;
    const byTime = since !== null && since !== undefined;
    if (byCursor && byTime)
      throw new TamsError('InvalidFeed', 'it begins after a cursor or since a time, not both');
    if (byCursor) return told(() => this.log.placeOf(after));
    if (byTime) return this.log.placeAt(since);
    return { sequence: await this.log.latest(), item: null };
  }

  /** The cursors between which the log holds everything. */
  async reach(): Promise<{ readonly oldest: string; readonly latest: string }> {
    return { oldest: this.cursorOf(await this.log.oldest()), latest: this.cursorOf(await this.log.latest()) };
  }

  /** The cursor that names a place. */
  cursor(place: Place): string {
    return this.log.cursor(place);
  }

  /** The place that a cursor names which this log has made itself. */
  placeAt(cursor: string): Place {
    return parseCursor(this.log.id, cursor);
  }

  /**
   * Events behind a place, then the coming ones, until the signal aborts. Behind an item of an event, that event comes first, as
   * a whole.
   * @param live false: without the coming ones
   * @throws TamsError `CursorExpired` when the reader lags behind what the log holds; `InvalidFilter`
   */
  async *events(
    place: Place,
    filter: EventFilter,
    signal: AbortSignal,
    live = true,
  ): AsyncGenerator<EventStep, void, void> {
    checkFilter(filter);
    for await (const page of this.pages(place, eventPasses(filter), signal, live)) {
      const step = await this.eventStep(page);
      if (signal.aborted) return;
      yield step;
    }
  }

  /**
   * Segments as they are added and removed behind a place, then the coming ones, until the signal aborts: in stretches of
   * some hundred, however many one event tells of.
   * @param live false: without the coming ones
   * @throws TamsError `CursorExpired` when the reader lags behind what the log holds; `InvalidFilter`
   */
  async *segmentChanges(
    place: Place,
    filter: SegmentFilter,
    signal: AbortSignal,
    live = true,
  ): AsyncGenerator<FeedStep<SegmentChange>, void, void> {
    checkFilter(filter);
    for await (const { heads, through } of this.pages(place, segmentEventPasses(filter), signal, live)) {
      // Loads them all at once; stretches ask for theirs anew, so that none is held by a reader that is slow with another.
      if (heads.length > 0) await told(() => this.log.eventsOf(heads));
      // Behind an item: the rest of its event comes first.
      const skipped = heads[0]?.sequence === place.sequence && place.item !== null ? place.item + 1 : 0;
      let at: StretchStart = { head: 0, item: skipped };
      let rest: readonly SegmentChange[] = [];
      while (at.head < heads.length) {
        const { step, next } = await this.stretchOf(heads, at, filter);
        if (signal.aborted) return;
        at = next;
        if (at.head === heads.length) rest = step.items;
        else if (step.items.length > 0) yield step;
      }
      yield { items: rest, cursor: this.cursorOf(through) };
    }
  }

  /** A function of its own, for the reason of the next. */
  private async eventStep({ heads, through }: FeedPage): Promise<EventStep> {
    const { limited } = this;
    const events = heads.length === 0 ? [] : await told(() => this.log.eventsOf(heads));
    const seen = limited && events.length > 0 ? await seenEvents(limited, heads, events) : events;
    const isForAll = limited === null;
    return {
      items: seen.map((event) => ({ cursor: this.cursorOf(event.sequence), event, isForAll })),
      cursor: this.cursorOf(through),
      through,
    };
  }

  /** A function of its own, so that a feed whose reader is slow does not hold events while it waits. */
  private async stretchOf(
    heads: readonly EventHead[],
    start: StretchStart,
    filter: SegmentFilter,
  ): Promise<{ step: FeedStep<SegmentChange>; next: StretchStart }> {
    const events = await told(() => this.log.eventsOf(heads.slice(start.head, start.head + STRETCH)));
    const items: SegmentChange[] = [];
    let cursor = '';
    let { head, item } = start;
    for (const event of events) {
      const cursorOf = (item: number | null) => this.log.cursor({ sequence: event.sequence, item });
      const { changes, next } = segmentChangesOf(event, item, filter, cursorOf);
      for (const change of changes) items.push(change);
      cursor = cursorOf(next === null ? null : next - 1);
      item = next ?? 0;
      if (next !== null) break;
      head += 1;
      if (items.length >= STRETCH) break;
    }
    return { step: { items, cursor }, next: { head, item } };
  }

  private async *pages(
    place: Place,
    passes: (head: EventHead) => boolean,
    signal: AbortSignal,
    live: boolean,
  ) {
    const pages = follow(this.log, { consumer: 'feed', after: overThrough(place), passes, signal, live });
    for (;;) {
      const page = await told(() => pages.next());
      if (page.done) return;
      yield this.limited ? await this.seen(this.limited, page.value, passes) : page.value;
    }
  }

  /** A page for a limited reader, for whom collectors that are not seen are no ground to have an event. */
  private async seen(
    limited: Limited,
    { heads, through }: FeedPage,
    passes: (head: EventHead) => boolean,
  ): Promise<FeedPage> {
    return { heads: (await seenHeads(limited, heads)).filter(passes), through };
  }

  private cursorOf(sequence: number): string {
    return this.log.cursor({ sequence, item: null });
  }
}

/** Where to begin so that no event is told of in part, or not at all, behind `place`. */
export const wholeEvents = (place: Place): Place => ({ sequence: overThrough(place), item: null });

/** What the log throws, as errors of the domain. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BadCursor) throw new TamsError('BadCursor', error.message);
    if (error instanceof CursorExpired)
      throw new TamsError('CursorExpired', error.message, [], { oldestCursor: error.oldest });
    throw error;
  }
}
