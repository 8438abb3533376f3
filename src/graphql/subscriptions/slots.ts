/** How many subscriptions a server has at once, over all its transports: in all, and of each principal. */
export class SubscriptionSlots {
  private count = 0;
  private readonly ofPrincipal = new Map<string, number>();

  constructor(
    private readonly most: number,
    private readonly mostOfPrincipal: number,
  ) {}

  /** Subscriptions under way. */
  get taken(): number {
    return this.count;
  }

  /** A function that gives the place back, or null when there is none left. */
  take(principal: string): (() => void) | null {
    const own = this.ofPrincipal.get(principal) ?? 0;
    if (this.count >= this.most || own >= this.mostOfPrincipal) return null;
    this.count += 1;
    this.ofPrincipal.set(principal, own + 1);
    let held = true;
    return () => {
      if (held) this.giveBack(principal);
      held = false;
    };
  }

  private giveBack(principal: string): void {
    this.count -= 1;
    const left = this.ofPrincipal.get(principal)! - 1;
    if (left > 0) this.ofPrincipal.set(principal, left);
    else this.ofPrincipal.delete(principal);
  }
}
