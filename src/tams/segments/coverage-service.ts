import { TamsError } from '../errors';
import type { StoreContext } from '../context';
import type { Coverage, Uuid } from '../model';
import { flowsOfSources } from '../sources/flows';
import { segmentsTable } from '../tables';
import { isEmpty, type TimeRange } from '../time/timerange';
import { coverageOf, type Stretches } from './coverage';

/** Which time holds media. Computed in the storage core along the projection: segments are not made into objects. */
export class CoverageService {
  constructor(private readonly context: StoreContext) {}

  /**
   * One walk of storage a flow. A flow that is not there covers nothing.
   * @param tolerance nanoseconds; gaps that are not longer do not separate ranges
   * @throws TamsError `InvalidTime` for a negative tolerance
   */
  async ofFlows(flowIds: readonly Uuid[], within: TimeRange, tolerance: bigint): Promise<Coverage[]> {
    toleranceIsNotNegative(tolerance);
    const result: Coverage[] = [];
    for (const timeline of await this.context.timelines.of(flowIds))
      result.push(coverageOf(await this.stretches(timeline, within), within, tolerance));
    return result;
  }

  /**
   * Over all flows of each source together: a time is covered that one of them covers, and segments add up.
   * @throws TamsError `InvalidTime` for a negative tolerance
   */
  async ofSources(sourceIds: readonly Uuid[], within: TimeRange, tolerance: bigint): Promise<Coverage[]> {
    toleranceIsNotNegative(tolerance);
    const result: Coverage[] = [];
    for (const ofSource of await flowsOfSources(this.context, sourceIds)) {
      const each: Stretches[] = [];
      const timelines = await this.context.timelines.of(ofSource);
      for (const timeline of timelines) each.push(await this.stretches(timeline, within));
      const together = {
        runs: each.flatMap(({ runs }) => runs),
        segmentCount: each.reduce((total, { segmentCount }) => total + segmentCount, 0),
      };
      result.push(coverageOf(together, within, tolerance));
    }
    return result;
  }

  private async stretches(timeline: string, within: TimeRange): Promise<Stretches> {
    if (isEmpty(within)) return { runs: [], segmentCount: 0 };
    const runs = await this.context.db.runs(segmentsTable, [timeline], within);
    return { runs, segmentCount: runs.reduce((total, { count }) => total + count, 0) };
  }
}

function toleranceIsNotNegative(tolerance: bigint): void {
  if (tolerance < 0n) throw new TamsError('InvalidTime', 'the tolerance of a coverage must not be negative');
}
