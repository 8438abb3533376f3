import { rangeOfCuts, type TimeRange } from '../time/timerange';
import type { Cut } from '../time/cut';

/** Time ranges that do not overlap each other, in order: finds the one that a range meets in O(log n). */
export class OccupiedTime {
  private readonly starts: Cut[] = [];
  private readonly ends: Cut[] = [];

  /** The first range that shares a point with `range`, or null. */
  overlapping(range: TimeRange): TimeRange | null {
    const at = this.firstEndingAfter(range.lo);
    const start = this.starts[at];
    return start !== undefined && start < range.hi ? rangeOfCuts(start, this.ends[at]!) : null;
  }

  /** @param range must overlap none that is there. */
  add({ lo, hi }: TimeRange): void {
    const last = this.ends.at(-1);
    // Segments come in order of time, mostly.
    const at = last === undefined || last <= lo ? this.ends.length : this.firstEndingAfter(lo);
    this.starts.splice(at, 0, lo);
    this.ends.splice(at, 0, hi);
  }

  private firstEndingAfter(cut: Cut): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ends[middle]! > cut) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
