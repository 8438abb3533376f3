import { TooBusy, type Duck } from '../../vast/analytics/duckdb';
import {
  correlation,
  distribution,
  percentiles,
  summary,
  topValues,
  type Binning,
  type Correlation,
  type Distribution,
  type Percentiles,
  type Summary,
  type TopValue,
} from '../../vast/analytics/aggregation';
import type { Relation } from '../../vast/analytics/sql';
import {
  anomalies,
  movingAverage,
  trend,
  type Anomaly,
  type AveragedPoint,
  type Trend,
} from '../../vast/analytics/time-series';
import { InvalidValue } from '../../vast/engine';
import { TamsError } from '../errors';
import { exportRows, type ExportRequest } from './export';
import type { StoreContext } from '../context';
import type { Freshness } from './replica';
import { conditionOf, type Scope, type SeenReplica } from './scope';
import { MEASURES, PLACE, seriesRelation, type Measure } from './series';
import { timeRangeAnalysis, type TimeRangeAnalysis } from './time-ranges';
import { flowUsage, storageUsage, type FlowUsage, type StorageUsage, type UsageOrder } from './usage';

/** How long one statistic may take before it is given up. */
const LONGEST_MS = 30_000;

/** What segments can be counted by. */
export type SegmentProperty =
  'format' | 'codec' | 'container' | 'storage_id' | 'object_id' | 'flow_id' | 'source_id';

/** Statistics of the model, computed over its columnar replica. */
export class AnalyticsService {
  constructor(private readonly context: StoreContext) {}

  /**
   * What everything that is asked of the answer is computed over.
   * @param wait until everything that is committed now is in it; else it is as it is, and says how far behind
   * @throws TamsError `AnalyticsUnavailable` when it is not filled yet and nobody waits
   */
  async look(wait: boolean): Promise<Analytics> {
    const { replica } = this.context;
    if (wait) return new Analytics(this.seen(await replica.caughtUp()), { behind: 0 });
    const found = await replica.asItIs();
    if (!found)
      throw new TamsError(
        'AnalyticsUnavailable',
        'the columnar copy is being filled; wait for it, or ask again later',
      );
    return new Analytics(this.seen(found.duck), found.freshness);
  }

  /** Throws the columnar copy away and begins to fill it anew. Who asks meanwhile waits, or is told that it is not there. */
  startRebuild(): void {
    this.context.replica.startRebuild();
  }

  /**
   * Rows as bytes of a format, as of everything that is committed now. What is under way ends when the signal aborts or the
   * reader stops.
   * @throws TamsError `FlowNotFound`, `SourceNotFound`, `InvalidAnalysis`, `AnalyticsUnavailable` when others export already
   */
  async export(rows: ExportRequest, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const ended = this.context.exports.take();
    try {
      const seen = this.seen(await this.context.replica.caughtUp(signal));
      return endingWith(await exportRows(seen, rows, signal), ended);
    } catch (error) {
      ended();
      throw error;
    }
  }

  private seen(duck: Duck): SeenReplica {
    const { db, sight } = this.context;
    return { duck, limited: sight && { sight, reader: db } };
  }
}

/** All of its methods throw TamsError `InvalidAnalysis`, `FlowNotFound`, `SourceNotFound` and `AnalyticsUnavailable`. */
export class Analytics {
  constructor(
    private readonly replica: SeenReplica,
    readonly freshness: Freshness,
  ) {}

  /** A measure of the scope's segments. */
  async series(measure: Measure, scope: Scope): Promise<SegmentSeries> {
    const condition = await this.answer((signal) => conditionOf(this.replica, scope, signal));
    const relationOf = (measures: readonly Measure[]) => seriesRelation(condition, measures);
    return new SegmentSeries(this, measure, relationOf);
  }

  flowUsage(scope: Scope, options: { order: UsageOrder; limit: number }): Promise<FlowUsage[]> {
    return this.answer((signal) => flowUsage(this.replica, scope, options, signal));
  }

  storageUsage(scope: Scope, options: { mostReused: number }): Promise<StorageUsage> {
    return this.answer((signal) => storageUsage(this.replica, scope, options, signal));
  }

  timeRangeAnalysis(scope: Scope, options: { slices: number }): Promise<TimeRangeAnalysis> {
    return this.answer((signal) => timeRangeAnalysis(this.replica, scope, options, signal));
  }

  /** The most frequent values of a property among the scope's segments. */
  topValues(property: SegmentProperty, scope: Scope, limit: number): Promise<TopValue[]> {
    return this.answer(async (signal, duck) => {
      const { text, values } = await conditionOf(this.replica, scope, signal);
      const relation: Relation = {
        select: {
          text: `SELECT format, codec, container, storage_id, object_id, id AS flow_id, source_id
            FROM segments JOIN flows USING (flow_no) WHERE ${text}`,
          values,
        },
        columns: { [property]: 'text' },
      };
      return topValues(duck, relation, property, limit, signal);
    });
  }

  /** Bounds how long it takes, and says what went wrong in the domain's words. */
  async answer<T>(work: (signal: AbortSignal, duck: Duck) => Promise<T>): Promise<T> {
    const signal = AbortSignal.timeout(LONGEST_MS);
    try {
      return await work(signal, this.replica.duck);
    } catch (error) {
      if (error instanceof InvalidValue) throw new TamsError('InvalidAnalysis', error.message);
      if (error instanceof TooBusy) throw new TamsError('AnalyticsUnavailable', error.message);
      if (signal.aborted)
        throw new TamsError(
          'AnalyticsUnavailable',
          `this took longer than ${LONGEST_MS / 1000} s; look at less time or fewer flows`,
        );
      throw error;
    }
  }
}

/** One measure, over time. Places are nanoseconds of the segments' starts. */
export class SegmentSeries {
  constructor(
    private readonly analytics: Analytics,
    readonly measure: Measure,
    private readonly relationOf: (measures: readonly Measure[]) => Relation,
  ) {}

  get unit(): string {
    return MEASURES[this.measure].unit;
  }

  private get relation(): Relation {
    return this.relationOf([this.measure]);
  }

  private get series() {
    return { relation: this.relation, place: PLACE, value: this.measure };
  }

  summary(): Promise<Summary> {
    return this.analytics.answer((signal, duck) => summary(duck, this.relation, this.measure, signal));
  }

  percentiles(at: readonly number[]): Promise<Percentiles> {
    return this.analytics.answer((signal, duck) =>
      percentiles(duck, this.relation, this.measure, at, signal),
    );
  }

  distribution(binning: Binning): Promise<Distribution> {
    return this.analytics.answer((signal, duck) =>
      distribution(duck, this.relation, this.measure, binning, signal),
    );
  }

  /** With another measure of the same segments. */
  correlation(other: Measure): Promise<Correlation> {
    const relation = this.relationOf([...new Set([this.measure, other])]);
    return this.analytics.answer((signal, duck) =>
      correlation(duck, relation, [this.measure, other], signal),
    );
  }

  /** @param window nanoseconds */
  movingAverage(window: bigint, limit: number): Promise<AveragedPoint[]> {
    return this.analytics.answer((signal, duck) =>
      movingAverage(duck, this.series, { window, limit }, signal),
    );
  }

  anomalies(threshold: number, limit: number): Promise<Anomaly[]> {
    return this.analytics.answer((signal, duck) =>
      anomalies(duck, this.series, { threshold, limit }, signal),
    );
  }

  /** Its slope is told for a second. */
  trend(): Promise<Trend> {
    return this.analytics.answer((signal, duck) => trend(duck, this.series, { unit: 1e9 }, signal));
  }
}

/** The same items; `ended` is called once, when there are no more or nobody wants them. */
function endingWith<T>(items: AsyncIterable<T>, ended: () => void): AsyncIterable<T> {
  let once = () => {
    once = () => undefined;
    ended();
  };
  async function* passedOn(): AsyncGenerator<T, void, void> {
    try {
      yield* items;
    } finally {
      once();
    }
  }
  const passing = passedOn();
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => passing.next(),
      // A generator that was not begun would not hear of its end.
      return: async () => {
        await passing.return();
        once();
        return { done: true as const, value: undefined };
      },
    }),
  };
}
