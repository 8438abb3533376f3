import type { EventEmitter } from 'node:events';

/** How much of each principal is under way: requests that are being answered, and open WebSockets. */
export class UnderWay {
  private readonly count = new Map<string, number>();

  /** @param most of one principal */
  constructor(private readonly most: number) {}

  /**
   * Counts something as under way until it is closed.
   * @param closable emits `close` in the end, once
   * @returns false, and counts nothing, when there are as many as there may be
   */
  begin(principal: string, closable: EventEmitter): boolean {
    const underWay = this.count.get(principal) ?? 0;
    if (underWay >= this.most) return false;
    this.count.set(principal, underWay + 1);
    // It is emitted once; `once` would cost several times as much.
    closable.on('close', () => this.end(principal));
    return true;
  }

  private end(principal: string): void {
    const left = this.count.get(principal)! - 1;
    if (left > 0) this.count.set(principal, left);
    else this.count.delete(principal);
  }
}
