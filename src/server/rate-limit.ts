/** Who may be counted at once: more do not come in a second, and should they, counting begins anew. */
const MOST_KEYS = 100_000;

/** How often each of many may ask in a second. A package's limiter would cost a tenth of a small request. */
export class RateLimit {
  private readonly asked = new Map<string, number>();
  private second = 0;

  /** @param most requests of one in a second; 0: any number */
  constructor(private readonly most: number) {}

  /** Counts a request. @param now in ms @returns how many there were beyond what is allowed, this one included; 0: it is allowed */
  excess(key: string, now: number): number {
    if (this.most === 0) return 0;
    const second = Math.floor(now / 1_000);
    if (second !== this.second || this.asked.size >= MOST_KEYS) {
      this.second = second;
      this.asked.clear();
    }
    const asked = (this.asked.get(key) ?? 0) + 1;
    this.asked.set(key, asked);
    return Math.max(0, asked - this.most);
  }
}
