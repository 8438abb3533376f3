import type { EventEmitter } from 'node:events';

/** What of one principal is under way. */
interface Tally {
  count: number;
  /** Listens for all of it: a listener made for each would be most of what counting costs. */
  readonly end: () => void;
}

/** How much of each principal is under way: requests that are being answered, and open WebSockets. */
export class UnderWay {
  private readonly tallies = new Map<string, Tally>();

  /** @param most of one principal */
  constructor(private readonly most: number) {}

  /**
   * Counts something as under way until it is closed.
   * @param closable emits `close` in the end, once
   * @returns false, and counts nothing, when there are as many as there may be
   */
  begin(principal: string, closable: EventEmitter): boolean {
    const tally = this.tallies.get(principal) ?? this.first(principal);
    if (tally.count >= this.most) return false;
    tally.count += 1;
    // It is emitted once; `once` would cost several times as much.
    closable.on('close', tally.end);
    return true;
  }

  private first(principal: string): Tally {
    const end = (): void => {
      tally.count -= 1;
      if (tally.count === 0) this.tallies.delete(principal);
    };
    const tally: Tally = { count: 0, end };
    this.tallies.set(principal, tally);
    return tally;
  }
}
