/** How many subscriptions a server has at once, over all its transports. */
export class SubscriptionSlots {
  private count = 0;

  constructor(private readonly most: number) {}

  /** Subscriptions under way. */
  get taken(): number {
    return this.count;
  }

  /** A function that gives the place back, or null when there is none left. */
  take(): (() => void) | null {
    if (this.count >= this.most) return null;
    this.count += 1;
    let held = true;
    return () => {
      if (held) this.count -= 1;
      held = false;
    };
  }
}
