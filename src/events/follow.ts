import { setImmediate as turn } from 'node:timers/promises';
import type { EventHead, EventLog } from './event-log';
import type { ConsumerKind } from './followers';

/** A step of a consumer through the log. */
export interface FeedPage {
  /** Those of the events that pass, in order; perhaps none. `EventLog.eventsOf` gives what they tell. */
  readonly heads: readonly EventHead[];
  /** Everything up to this sequence has been looked at. */
  readonly through: number;
}

export interface Following {
  /** What follows, for those who watch how far behind it is. */
  readonly consumer: ConsumerKind;
  /** The sequence to begin behind. */
  readonly after: number;
  readonly passes: (head: EventHead) => boolean;
  readonly signal: AbortSignal;
  /** False: to end where the log ends, in place of waiting for more. */
  readonly live?: boolean;
}

/** Heads that are looked through in one step. */
const HEADS_A_STEP = 128;
/** Characters of payloads in one page, beyond its first event: what a consumer that is slow with its page holds. */
const PAGE_SIZE = 64 * 1024;

/**
 * The events behind a place that pass, in pages, then the coming ones as they are committed, until the signal aborts. The next
 * page is read when it is asked for: a consumer that takes its time lags behind, and nothing is kept for it. One that waits for
 * more is ended by the signal only: `return` is heard between pages.
 * @throws CursorExpired when it lags so far behind that the log no longer holds what follows
 */
export async function* follow(
  log: EventLog,
  { consumer, after, passes, signal, live = true }: Following,
): AsyncGenerator<FeedPage, void, void> {
  const ended = () => signal.aborted;
  const follower = log.followers.add(consumer, after);
  try {
    while (!ended()) {
      const heads = await log.heads(follower.place, HEADS_A_STEP);
      if (ended()) return;
      if (heads.length === 0) {
        if (!live) return;
        await log.beyond(follower.place, signal);
        continue;
      }
      const page = pageOf(heads, passes);
      yield page;
      follower.place = page.through;
      // Heads of which none passes are read without waiting for anybody: others have their turn between pages.
      if (page.heads.length === 0) await turn();
    }
  } finally {
    log.followers.delete(follower);
  }
}

function pageOf(heads: readonly EventHead[], passes: (head: EventHead) => boolean): FeedPage {
  const wanted: EventHead[] = [];
  let size = 0;
  let through = heads[0]!.sequence;
  for (const head of heads) {
    const passing = passes(head);
    if (passing && wanted.length > 0 && size + head.size > PAGE_SIZE) break;
    through = head.sequence;
    if (!passing) continue;
    wanted.push(head);
    size += head.size;
  }
  return { heads: wanted, through };
}
