import { setImmediate as turnOfLoop } from 'node:timers/promises';
import { isBefore, type FeedStep, type Place } from '../../tams/feed/feed-service';
import type { Send } from './delivery';
import type { FeedItem } from './feed';
import { turn } from './turns';

/** What a group follows: the same for all its members. */
export interface GroupSource {
  /** What comes behind a place, until the signal aborts. */
  readonly read: (behind: Place, signal: AbortSignal) => AsyncGenerator<FeedStep<FeedItem>, void, void>;
  readonly placeAt: (cursor: string) => Place;
  /** The message of an item; null where each member has to make its own. */
  readonly textOf: (item: FeedItem) => Promise<string | null>;
}

export interface Follower {
  /** Behind what it has been sent. */
  readonly place: Place;
  readonly send: Send;
  /** Aborts when it does not want more. */
  readonly signal: AbortSignal;
}

/** Followers that are sent to between two looks at the time. */
const SENT_AT_ONCE = 64;

/**
 * Groups of subscriptions that stand at the end of the log and are told the same: what comes is read, executed and put into words
 * once for all of them.
 */
export class LiveGroups {
  private readonly groups = new Map<string, LiveGroup>();

  /**
   * Follows what comes, with all others of this key.
   * @param key those who have it in common are told the same
   * @returns where the follower has to go on by itself: it is behind the group, takes its messages too slowly, or no message can be
   *   made for all; or its signal has aborted
   */
  follow(key: string, follower: Follower, source: GroupSource): Promise<Place> {
    const known = this.groups.get(key);
    if (known) return known.follow(follower);
    const group = new LiveGroup(follower.place, source, () => this.groups.delete(key));
    this.groups.set(key, group);
    const followed = group.follow(follower);
    void group.run();
    return followed;
  }
}

/** A follower while it is in a group. */
interface Member {
  readonly send: Send;
  /** Behind what it has been sent; it may have been ahead of the group. */
  place: Place;
  readonly leave: (place: Place) => void;
}

class LiveGroup {
  private readonly members = new Set<Member>();
  private readonly ended = new AbortController();

  constructor(
    /** What is before it, all members have been sent. */
    private position: Place,
    private readonly source: GroupSource,
    private readonly over: () => void,
  ) {}

  follow({ place, send, signal }: Follower): Promise<Place> {
    if (signal.aborted || isBefore(place, this.position)) return Promise.resolve(place);
    return new Promise((resolve) => {
      const abort = () => this.leave(member);
      const leave = (at: Place) => {
        signal.removeEventListener('abort', abort);
        resolve(at);
      };
      const member: Member = { send, place, leave };
      this.members.add(member);
      signal.addEventListener('abort', abort);
    });
  }

  /** Tells the members what comes, until there are none left. */
  async run(): Promise<void> {
    const { read, placeAt, textOf } = this.source;
    try {
      for await (const { items, cursor } of read(this.position, this.ended.signal)) {
        for (const item of items) {
          const rest = turn();
          if (rest) await rest;
          const text = await textOf(item);
          if (text === null) return;
          await this.tell(text, placeAt(item.cursor));
          if (this.ended.signal.aborted) return;
        }
        this.position = placeAt(cursor);
      }
    } catch {
      // Each member meets by itself what went wrong, and is told of it.
    } finally {
      this.end();
    }
  }

  private async tell(text: string, place: Place): Promise<void> {
    this.position = place;
    const waiting = new Map<Member, Promise<void>>();
    let told = 0;
    for (const member of this.members) {
      if (!isBefore(member.place, place)) continue;
      member.place = place;
      const sent = member.send(text);
      if (sent) {
        waiting.set(member, sent);
        void sent.then(() => waiting.delete(member));
      }
      told += 1;
      const rest = told % SENT_AT_ONCE === 0 ? turn() : null;
      if (rest) await rest;
    }
    if (waiting.size === 0) return;
    // What a client takes at once has been written by then; the others are not waited for.
    await turnOfLoop();
    for (const [member, sent] of waiting) this.leave(member, sent);
  }

  /** @param sent when it may be sent more */
  private leave(member: Member, sent?: Promise<void>): void {
    if (!this.members.delete(member)) return;
    const place = isBefore(member.place, this.position) ? this.position : member.place;
    if (sent) void sent.then(() => member.leave(place));
    else member.leave(place);
    if (this.members.size === 0) this.end();
  }

  private end(): void {
    if (this.ended.signal.aborted) return;
    this.ended.abort();
    this.over();
    for (const member of this.members) this.leave(member);
  }
}
