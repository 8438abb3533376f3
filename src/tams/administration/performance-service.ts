import { InvalidValue } from '../../vast/engine';
import type { PerformanceSummary, TablePerformance } from '../../vast/monitor/performance-monitor';
import type { SlowQuery } from '../../vast/monitor/slow-queries';
import type { StoreContext } from '../context';
import { TamsError } from '../errors';

export type { PerformanceSummary, SlowQuery, TablePerformance };

/** What the queries of the storage core cost. @throws TamsError `InvalidFilter`, all of it, for windows and bounds that make no sense */
export class PerformanceService {
  constructor(private readonly context: StoreContext) {}

  summary(minutes: number): PerformanceSummary {
    return checked(() => this.context.db.monitor.performanceSummary(minutes));
  }

  table(name: string, minutes: number): TablePerformance {
    const { db } = this.context;
    if (!db.tables.some((table) => table.name === name))
      throw new TamsError('InvalidFilter', `There is no table named ${JSON.stringify(name.slice(0, 80))}`);
    return checked(() => db.monitor.tablePerformance(name, minutes));
  }

  slowQueries(thresholdMs: number, limit: number): SlowQuery[] {
    return checked(() => this.context.db.monitor.slowQueries(thresholdMs, limit));
  }

  /** Everything since the server began, as text. */
  metrics(format: 'json' | 'prometheus'): string {
    const { monitor } = this.context.db;
    return format === 'prometheus'
      ? monitor.exportMetrics('prometheus')
      : JSON.stringify(monitor.exportMetrics('json'));
  }
}

function checked<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof InvalidValue ? new TamsError('InvalidFilter', error.message) : error;
  }
}
