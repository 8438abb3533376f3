import path from 'node:path';
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
import { Duck } from '../../vast/analytics/duckdb';
import { withRows } from '../../vast/analytics/hybrid';
import { Slots } from '../../vast/analytics/slots';
import type { Relation } from '../../vast/analytics/sql';
import {
  anomalies,
  movingAverage,
  trend,
  type Anomaly,
  type AveragedPoint,
  type Series,
  type Trend,
} from '../../vast/analytics/time-series';
import { InvalidValue } from '../../vast/engine';
import { predicateOf, type Filter } from '../../vast/filter';
import type { Predicate } from '../../vast/predicate';
import { columnType, type ColumnType } from '../../vast/stored-table';
import type { TableDefinition } from '../../vast/table';
import { answer } from '../analytics/answer';
import type { StoreContext } from '../context';
import { TamsError } from '../errors';
import { ALL_ROWS } from '../limits';
import { SHOWN, shown } from './shown-columns';

/** Statistics that wait for the one that is computed. */
const WAITING = 100;
const NUMBERS: ReadonlySet<ColumnType> = new Set(['int64', 'instant', 'float64']);

/** Which rows, as a plain object (`../../vast/filter.ts`); null for all. */
export type RowFilter = Filter | null;

/** Which values are looked at. */
interface ColumnQuestion {
  readonly table: string;
  readonly column: string;
  readonly where: RowFilter;
}

/** Where rows are gathered to be computed over: one statistic at a time, in a DuckDB of its own that is gone when it is answered. */
export class StatisticsDesk {
  private readonly slots = new Slots(
    1,
    WAITING,
    () =>
      new TamsError('AnalyticsUnavailable', `${WAITING} statistics of columns wait already; ask again later`),
  );

  constructor(private readonly context: StoreContext) {}

  /** @throws InvalidValue when there is no such table, or it is not shown */
  tableOf(name: string): TableDefinition {
    const { db } = this.context;
    if (!Object.hasOwn(SHOWN, name) || !db.listTables().includes(name))
      throw new InvalidValue(
        `There is no table ${JSON.stringify(name.slice(0, 60))} to be seen; there are ${Object.keys(SHOWN).join(', ')}`,
      );
    return db.discoverTable(name);
  }

  /** Costs what reading these columns of the rows costs. */
  over<T>(
    table: TableDefinition,
    query: { readonly columns: readonly string[]; readonly where: Predicate },
    work: (duck: Duck, rows: Relation, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { db, analytics } = this.context;
    return answer((signal) =>
      this.slots.run(async () => {
        const duck = await Duck.open({ folder: path.join(analytics.folder, 'columns'), file: null });
        try {
          const gathering = { db, duck, signal };
          return await withRows(gathering, table, { ...query, limit: ALL_ROWS }, (rows) =>
            work(duck, rows, signal),
          );
        } finally {
          duck.close();
        }
      }, signal),
    );
  }
}

/**
 * Statistics of a column, read from the system of record as it is now. Instants are milliseconds since 1970. Its methods throw
 * TamsError `InvalidAnalysis` and `AnalyticsUnavailable`.
 */
export class ColumnStatistics {
  private readonly table: TableDefinition;
  private readonly columns: TableDefinition['columns'];
  private readonly column: string;
  private readonly where: Predicate;

  constructor(
    private readonly desk: StatisticsDesk,
    { table, column, where }: ColumnQuestion,
  ) {
    try {
      this.table = desk.tableOf(table);
      const visible = shown(this.table);
      this.columns = visible.columns;
      this.column = this.known(column);
      this.where = predicateOf(visible, where ?? {});
    } catch (error) {
      throw error instanceof InvalidValue ? new TamsError('InvalidAnalysis', error.message) : error;
    }
  }

  async summary(): Promise<Summary> {
    return this.over([this.numbers(this.column)], (duck, rows, signal) =>
      summary(duck, rows, this.column, signal),
    );
  }

  async percentiles(at: readonly number[]): Promise<Percentiles> {
    return this.over([this.numbers(this.column)], (duck, rows, signal) =>
      percentiles(duck, rows, this.column, at, signal),
    );
  }

  async distribution(binning: Binning): Promise<Distribution> {
    return this.over([this.numbers(this.column)], (duck, rows, signal) =>
      distribution(duck, rows, this.column, binning, signal),
    );
  }

  async topValues(limit: number): Promise<TopValue[]> {
    return this.over([this.column], (duck, rows, signal) =>
      topValues(duck, rows, this.column, limit, signal),
    );
  }

  /** With another column of the same rows. */
  async correlation(other: string): Promise<Correlation> {
    return this.over([this.numbers(this.column), this.numbers(other)], (duck, rows, signal) =>
      correlation(duck, rows, [this.column, other], signal),
    );
  }

  /** @param along the column that rows are ordered by @param window in its unit */
  async movingAverage(along: string, window: number, limit: number): Promise<AveragedPoint[]> {
    return this.along(along, (duck, series, signal) =>
      movingAverage(duck, series, { window, limit }, signal),
    );
  }

  async anomalies(along: string, threshold: number, limit: number): Promise<Anomaly[]> {
    return this.along(along, (duck, series, signal) => anomalies(duck, series, { threshold, limit }, signal));
  }

  /** Its slope is told for a second where the rows lie along instants, else for one of what they lie along. */
  async trend(along: string): Promise<Trend> {
    const unit = columnType(this.columns[this.numbers(along)]!) === 'instant' ? 1_000 : 1;
    return this.along(along, (duck, series, signal) => trend(duck, series, { unit }, signal));
  }

  private along<T>(
    place: string,
    work: (duck: Duck, series: Series, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return this.over([this.numbers(this.column), this.numbers(place)], (duck, relation, signal) =>
      work(duck, { relation, place, value: this.column }, signal),
    );
  }

  private over<T>(
    columns: readonly string[],
    work: (duck: Duck, rows: Relation, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return this.desk.over(this.table, { columns: [...new Set(columns)], where: this.where }, work);
  }

  /** Said before any row is read. */
  private numbers(name: string): string {
    if (NUMBERS.has(columnType(this.columns[this.known(name)]!))) return name;
    throw new TamsError('InvalidAnalysis', `column ${name} holds no numbers, so it has no such statistic`);
  }

  private known(name: string): string {
    if (Object.hasOwn(this.columns, name)) return name;
    const names = Object.keys(this.columns).join(', ');
    throw new TamsError(
      'InvalidAnalysis',
      `table ${this.table.name} has no column ${JSON.stringify(name.slice(0, 60))} to be seen; there are ${names}`,
    );
  }
}
