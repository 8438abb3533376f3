/** Who follows the log. */
export type ConsumerKind = 'feed' | 'webhook' | 'live_edge';

export const CONSUMER_KINDS: readonly ConsumerKind[] = ['feed', 'webhook', 'live_edge'];

/** One consumer, while it follows. */
export interface Follower {
  readonly kind: ConsumerKind;
  /** Everything up to this sequence is behind it. */
  place: number;
}

/** How many consumers of a kind follow the log, and how many events the last of them is behind. */
export interface Standing {
  readonly count: number;
  readonly lag: number;
}

/** All that follow the log now, with their places: kept to be counted. */
export class Followers {
  private readonly present = new Set<Follower>();

  add(kind: ConsumerKind, place: number): Follower {
    const follower: Follower = { kind, place };
    this.present.add(follower);
    return follower;
  }

  delete(follower: Follower): void {
    this.present.delete(follower);
  }

  /** @param latest the sequence of the newest event */
  of(kind: ConsumerKind, latest: number): Standing {
    let count = 0;
    let lag = 0;
    for (const follower of this.present) {
      if (follower.kind !== kind) continue;
      count += 1;
      lag = Math.max(lag, latest - follower.place);
    }
    return { count, lag };
  }
}
