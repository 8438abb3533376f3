/** Which is an ES module only, and this is none. */
const statistics = () => import('simple-statistics');

/** How long answers took, in milliseconds. Of none, NaN. */
export interface Latencies {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export async function latenciesOf(milliseconds: readonly number[]): Promise<Latencies> {
  const { quantileSorted } = await statistics();
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number): number => (sorted.length === 0 ? NaN : quantileSorted(sorted, share));
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), max: at(1) };
}

/** By how much y rises a unit of x, by least squares. */
export async function slopeOf(points: readonly (readonly [x: number, y: number])[]): Promise<number> {
  const { linearRegression } = await statistics();
  return linearRegression(points.map(([x, y]) => [x, y])).m;
}
