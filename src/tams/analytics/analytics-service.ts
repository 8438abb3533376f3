import type { Duck } from '../../vast/analytics/duckdb';
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
import { TamsError } from '../errors';
import { answer, inDomain } from './answer';
import { exportRows, type ExportRequest } from './export';
import type { StoreContext } from '../context';
import type { Freshness } from './replica';
import { conditionOf, type Scope, type SeenReplica } from './scope';
import { MEASURES, PLACE, seriesRelation, type Measure } from './series';
import { timeRangeAnalysis, type TimeRangeAnalysis } from './time-ranges';
import { flowUsage, storageUsage, type FlowUsage, type StorageUsage, type UsageOrder } from './usage';

/** What segments can be counted by. */
export type SegmentProperty =
  'format' | 'codec' | 'container' | 'storage_id' | 'object_id' | 'flow_id' | 'source_id';

/** Statistics of the model, computed over its columnar replica. */
export class AnalyticsService {
  constructor(private readonly context: StoreContext) {}

  /**
   * What everything that is asked of the answer is computed over.
   * @param wait until everything that is committed now is in it; else it is as it is, and says how far behind
   * @throws TamsError `AnalyticsUnavailable` when it is not filled yet and nobody waits, and when its disk is full or read-only
   */
  async look(wait: boolean): Promise<Analytics> {
    if (wait) return new Analytics(await this.caughtUp(), { behind: 0 });
    const found = await this.context.replica.asItIs();
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
   * @throws TamsError `FlowNotFound`, `SourceNotFound`, `InvalidAnalysis`, `AnalyticsUnavailable` when others export already and
   * when the disk is full or read-only; all of it before there are bytes
   */
  async export(rows: ExportRequest, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const ended = this.context.exports.take();
    try {
      return await begun(this.exported(rows, signal, ended));
    } catch (error) {
      throw inDomain(error);
    }
  }

  private async *exported(
    rows: ExportRequest,
    signal: AbortSignal,
    ended: () => void,
  ): AsyncGenerator<Uint8Array, void, void> {
    try {
      yield* await exportRows(await this.caughtUp(signal), rows, signal);
    } finally {
      ended();
    }
  }

  private async caughtUp(signal?: AbortSignal): Promise<SeenReplica> {
    try {
      return this.seen(await this.context.replica.caughtUp(signal));
    } catch (error) {
      throw inDomain(error);
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

  /** What DuckDB answers to `work`, within bounds: see `answer.ts`. */
  answer<T>(work: (signal: AbortSignal, duck: Duck) => Promise<T>): Promise<T> {
    return answer((signal) => work(signal, this.replica.duck));
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

/** The items, once the first is there: what is wrong is told before, and who leaves then ends what has begun. */
async function begun<T>(items: AsyncGenerator<T, void, void>): Promise<AsyncIterable<T>> {
  let first: IteratorResult<T, void> | null = await items.next();
  const next = () => {
    const given = first;
    first = null;
    return given ? Promise.resolve(given) : items.next();
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: () => items.return() }) };
}
