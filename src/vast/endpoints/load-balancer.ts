/** What a strategy knows of an endpoint. */
export interface Load {
  /** Reads that were sent and not answered yet. */
  readonly outstanding: number;
  /** How long a read is expected to take, in milliseconds; 0 when that is not known. */
  readonly expectedMs: number;
}

export const STRATEGIES = ['round-robin', 'least-outstanding', 'fastest', 'random-of-two'] as const;
/**
 * `round-robin`: each in turn. `least-outstanding`: the one with the fewest reads waiting. `fastest`: the one that should answer
 * first, by its answers of late and what waits there. `random-of-two`: the less loaded of two drawn at random, so that
 * several gateways do not all run to the same one.
 */
export type Strategy = (typeof STRATEGIES)[number];

/** Chooses among endpoints by a strategy. */
export class LoadBalancer {
  private turns = 0;

  /** @param random 0 ≤ value < 1 */
  constructor(
    readonly strategy: Strategy,
    private readonly random: () => number = Math.random,
  ) {}

  /** One of the candidates, of which there must be one. */
  pick<T extends Load>(candidates: readonly T[]): T {
    switch (this.strategy) {
      case 'round-robin':
        return this.inTurn(candidates);
      case 'least-outstanding':
        return this.least(candidates, ({ outstanding }) => outstanding);
      case 'fastest':
        return this.least(candidates, ({ expectedMs, outstanding }) => expectedMs * (outstanding + 1));
      case 'random-of-two':
        return this.least(this.two(candidates), ({ outstanding }) => outstanding);
    }
  }

  private inTurn<T>(candidates: readonly T[]): T {
    this.turns += 1;
    return candidates[this.turns % candidates.length]!;
  }

  /** One of those with the least cost: equal ones take turns. */
  private least<T>(candidates: readonly T[], cost: (of: T) => number): T {
    const costs = candidates.map(cost);
    const lowest = Math.min(...costs);
    return this.inTurn(candidates.filter((_, i) => costs[i] === lowest));
  }

  private two<T>(candidates: readonly T[]): T[] {
    const one = this.draw(candidates.length);
    if (candidates.length === 1) return [candidates[one]!];
    const other = this.draw(candidates.length - 1);
    return [candidates[one]!, candidates[other < one ? other : other + 1]!];
  }

  private draw(count: number): number {
    return Math.floor(this.random() * count);
  }
}
