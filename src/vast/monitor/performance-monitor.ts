import { InvalidValue } from '../engine';
import { observedNow, type ObservedQuery, type QueryType } from '../queries/observation';
import { prometheusText } from './prometheus';
import { SlowestQueries, type SlowQuery } from './slow-queries';
import { Tallies } from './tallies';
import { Tally, type QueryStatistics } from './tally';

const MINUTE_MS = 60_000;
/** How far back windows reach. */
export const MINUTES_KEPT = 60;
const SLOW_QUERIES_AT_MOST = 1000;

export interface TypeStatistics extends QueryStatistics {
  readonly type: QueryType;
}

export interface TableStatistics extends QueryStatistics {
  readonly table: string;
}

/** The queries of a window. */
export interface PerformanceSummary extends QueryStatistics {
  /** Milliseconds since 1970: the start of the window's first minute, or of the monitor, and now. */
  readonly from: number;
  readonly to: number;
  readonly queriesPerSecond: number;
  /** The types and the tables that there were queries of, those that took most time first. */
  readonly types: readonly TypeStatistics[];
  readonly tables: readonly TableStatistics[];
}

/** The queries of a window on one table. */
export interface TablePerformance extends TableStatistics {
  readonly from: number;
  readonly to: number;
  readonly types: readonly TypeStatistics[];
}

/** All queries of one type on one table since the monitor began. */
export interface QueryMetrics extends TypeStatistics {
  readonly table: string;
  readonly milliseconds: number;
}

/** What happened in one minute. */
interface Minute {
  readonly number: number;
  /** Milliseconds since 1970: what ends then or later is not in it. */
  readonly end: number;
  readonly tallies: Tallies;
  readonly slowest: SlowestQueries;
}

/**
 * Counts every query of a database by table and type, minute by minute for an hour, and since it began. Memory: 2 kB for each
 * table and type that is used in a minute, for at most 101 tables. To record one takes less than a tenth of a microsecond, and reads no
 * clock.
 */
export class PerformanceMonitor {
  private readonly began: number;
  /** What happened before the minutes that are kept. */
  private readonly past = new Tallies();
  /** Oldest first; the last is the running one. */
  private readonly minutes: Minute[] = [];
  private current: Minute;

  /** @param now the clock by which queries have ended */
  constructor(private readonly now: () => number = observedNow) {
    this.began = now();
    this.current = this.begin(Math.floor(this.began / MINUTE_MS));
  }

  /** Takes in a query that has ended. */
  record(query: ObservedQuery): void {
    if (query.ended >= this.current.end) this.current = this.begin(Math.floor(query.ended / MINUTE_MS));
    this.current.tallies.add(query);
    this.current.slowest.add(query);
  }

  /** @param minutes the running one and those before it, 60 at most @throws InvalidValue */
  performanceSummary(minutes = MINUTES_KEPT): PerformanceSummary {
    const { from, to, tallies } = this.window(minutes);
    const all = new Tally();
    const types = new Map<QueryType, Tally>();
    const tables = new Map<string, Tally>();
    for (const { table, type, tally } of tallies.entries()) {
      all.addAll(tally);
      gather(types, type).addAll(tally);
      gather(tables, table).addAll(tally);
    }
    return {
      ...all.statistics(),
      from,
      to,
      queriesPerSecond: all.queries / Math.max((to - from) / 1000, 1),
      types: slowestFirst(types).map(([type, tally]) => ({ type, ...tally.statistics() })),
      tables: slowestFirst(tables).map(([table, tally]) => ({ table, ...tally.statistics() })),
    };
  }

  /** Of a table that no query was recorded of, all is 0. @throws InvalidValue */
  tablePerformance(table: string, minutes = MINUTES_KEPT): TablePerformance {
    const { from, to, tallies } = this.window(minutes);
    const all = new Tally();
    const types = new Map<QueryType, Tally>();
    for (const { table: name, type, tally } of tallies.entries()) {
      if (name !== table) continue;
      all.addAll(tally);
      types.set(type, tally);
    }
    const byType = slowestFirst(types).map(([type, tally]) => ({ type, ...tally.statistics() }));
    return { table, ...all.statistics(), from, to, types: byType };
  }

  /**
   * Queries of the last hour that took at least `thresholdMs`, slowest first, with their plans. Of each minute the 20 slowest
   * are known. @param limit 1000 at most @throws InvalidValue
   */
  slowQueries(thresholdMs: number, limit = 100): SlowQuery[] {
    if (!(thresholdMs >= 0))
      throw new InvalidValue(`A threshold is at least 0 milliseconds, not ${thresholdMs}`);
    if (!Number.isInteger(limit) || limit < 1 || limit > SLOW_QUERIES_AT_MOST)
      throw new InvalidValue(`A limit is from 1 to ${SLOW_QUERIES_AT_MOST} queries, not ${limit}`);
    return this.since(MINUTES_KEPT)
      .flatMap(({ slowest }) => slowest.kept)
      .filter(({ milliseconds }) => milliseconds >= thresholdMs)
      .sort((a, b) => b.milliseconds - a.milliseconds)
      .slice(0, limit);
  }

  /** Everything since the monitor began: as data, or as the text that Prometheus reads. */
  exportMetrics(format: 'json'): QueryMetrics[];
  exportMetrics(format: 'prometheus'): string;
  exportMetrics(format: 'json' | 'prometheus'): QueryMetrics[] | string {
    const all = new Tallies();
    for (const { tallies } of [{ tallies: this.past }, ...this.minutes]) all.addAll(tallies);
    if (format === 'prometheus') return prometheusText(all);
    return [...all.entries()].map(({ table, type, tally }) => ({
      table,
      type,
      milliseconds: tally.milliseconds,
      ...tally.statistics(),
    }));
  }

  private window(minutes: number): { from: number; to: number; tallies: Tallies } {
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > MINUTES_KEPT)
      throw new InvalidValue(`A window is from 1 to ${MINUTES_KEPT} minutes, not ${minutes}`);
    const tallies = new Tallies();
    for (const minute of this.since(minutes)) tallies.addAll(minute.tallies);
    const to = this.now();
    const from = Math.max(this.began, (Math.floor(to / MINUTE_MS) - minutes + 1) * MINUTE_MS);
    return { from, to, tallies };
  }

  private since(minutes: number): Minute[] {
    const running = Math.floor(this.now() / MINUTE_MS);
    return this.minutes.filter(({ number }) => number > running - minutes);
  }

  private begin(number: number): Minute {
    const end = (number + 1) * MINUTE_MS;
    const minute = { number, end, tallies: new Tallies(), slowest: new SlowestQueries() };
    this.minutes.push(minute);
    if (this.minutes.length > MINUTES_KEPT) this.past.addAll(this.minutes.shift()!.tallies);
    return minute;
  }
}

function gather<K>(tallies: Map<K, Tally>, key: K): Tally {
  let tally = tallies.get(key);
  if (!tally) tallies.set(key, (tally = new Tally()));
  return tally;
}

const slowestFirst = <K>(tallies: ReadonlyMap<K, Tally>): [K, Tally][] =>
  [...tallies].sort(([, a], [, b]) => b.milliseconds - a.milliseconds);
