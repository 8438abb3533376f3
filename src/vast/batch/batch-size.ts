const FIRST = 1000;
const FEWEST = 500;
const MOST = 10_000;
const AIM_MS = 50;

/** How many rows the next batch takes: a number that was given, or what the table takes in about 50 ms. */
export class BatchSize {
  private rows: number;

  constructor(private readonly given: number | null) {
    this.rows = given ?? FIRST;
  }

  get next(): number {
    return this.rows;
  }

  /** Learns how long inserting that many rows took, without the commit. */
  took(rows: number, milliseconds: number): void {
    if (this.given !== null) return;
    const fitting = (rows * AIM_MS) / Math.max(milliseconds, 0.1);
    // One slow batch is an accident: at most half as many, at most twice as many.
    const bounded = Math.min(Math.max(fitting, this.rows / 2), this.rows * 2);
    this.rows = Math.round(Math.min(Math.max(bounded, FEWEST), MOST));
  }
}
