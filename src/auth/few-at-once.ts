import { TamsError } from '../tams/errors';

/** Runs works a few at a time, in the order in which they come. */
export class FewAtOnce {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly most: number,
    /** How many may wait for their turn. */
    private readonly mostWaiting: number,
  ) {}

  /** @throws TamsError `StoreUnavailable` when too many wait already */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.most) {
      if (this.waiting.length >= this.mostWaiting)
        throw new TamsError('StoreUnavailable', 'too many are logging in at once; try again in a moment');
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else this.running += 1;
    try {
      return await work();
    } finally {
      // The place is handed on, so that none that comes later slips in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
