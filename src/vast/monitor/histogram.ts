const SUB_BUCKETS_LOG2 = 4;
const SUB_BUCKETS = 1 << SUB_BUCKETS_LOG2;
/** The longest duration told apart, in microseconds: 36 minutes. */
const LONGEST = 2 ** 31 - 1;

/** One bucket for each microsecond up to 32, then 16 for each doubling: none is wider than a sixteenth of what it holds. */
const BUCKETS = bucketOf(LONGEST) + 1;

/**
 * How often durations occurred, in buckets (low, high] of microseconds that grow with them: 448 numbers, whatever is counted,
 * and a quantile within a sixteenth of the exact one.
 */
export class Histogram {
  private readonly counts = new Uint32Array(BUCKETS);

  add(milliseconds: number): void {
    // So that a duration at a bound belongs to the bucket that ends there.
    const below = Math.ceil(milliseconds * 1000) - 1;
    const bucket = below <= 0 ? 0 : bucketOf(below < LONGEST ? below : LONGEST);
    this.counts[bucket]! += 1;
  }

  addAll({ counts }: Histogram): void {
    for (let i = 0; i < BUCKETS; i += 1) this.counts[i]! += counts[i]!;
  }

  /**
   * The smallest duration, as the end of its bucket, in milliseconds, that `share` of all do not exceed; null when there is
   * none.
   */
  quantile(share: number): number | null {
    let total = 0;
    for (const count of this.counts) total += count;
    if (total === 0) return null;
    const rank = Math.max(1, Math.ceil(share * total));
    let passed = 0;
    let bucket = 0;
    while ((passed += this.counts[bucket]!) < rank) bucket += 1;
    return endOf(bucket) / 1000;
  }

  /** How many did not exceed each of `bounds`, in microseconds and ascending, which must be powers of two. */
  cumulative(bounds: readonly number[]): number[] {
    let passed = 0;
    let bucket = 0;
    return bounds.map((bound) => {
      for (; bucket < BUCKETS && endOf(bucket) <= bound; bucket += 1) passed += this.counts[bucket]!;
      return passed;
    });
  }
}

/** Of a duration of `below` microseconds and up to one more. */
function bucketOf(below: number): number {
  if (below < 2 * SUB_BUCKETS) return below;
  const shift = 31 - Math.clz32(below) - SUB_BUCKETS_LOG2;
  return (shift << SUB_BUCKETS_LOG2) + (below >>> shift);
}

/** The longest duration of a bucket, in microseconds. */
function endOf(bucket: number): number {
  if (bucket < 2 * SUB_BUCKETS) return bucket + 1;
  const shift = (bucket >>> SUB_BUCKETS_LOG2) - 1;
  return ((bucket & (SUB_BUCKETS - 1)) + SUB_BUCKETS + 1) * 2 ** shift;
}
