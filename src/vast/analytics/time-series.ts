import { InvalidValue } from '../engine';
import type { Duck } from './duckdb';
import { numeric, over, wholeWithin, type Relation, type Sql } from './sql';

/** Which column is measured, along which. Rows in which either is null or not finite do not count. */
export interface Series {
  readonly relation: Relation;
  /** What rows are ordered by. */
  readonly place: string;
  readonly value: string;
}

/** Where a row lies: exact in a column of whole numbers. */
export type Place = bigint | number;

export interface AveragedPoint {
  readonly place: Place;
  readonly value: number;
  /** Over the rows from `window` before this one to it, both included. */
  readonly average: number;
  /** How many rows that is over. */
  readonly n: number;
}

export interface Anomaly {
  readonly place: Place;
  readonly value: number;
  /** How many standard deviations above (or, negative, below) the mean. */
  readonly score: number;
}

export interface Trend {
  /** Rows that it is drawn from. */
  readonly periods: number;
  /** By which the value rises in one unit of the place. Null unless there are rows at two places. */
  readonly slope: number | null;
  /** What part of the values' variance the line explains, 0 to 1; 1 when they are all equal. */
  readonly rSquared: number | null;
  readonly direction: 'rising' | 'falling' | 'flat' | null;
  /** From the line's first value to its last, in percent of the first; null when that is 0. */
  readonly changePercent: number | null;
}

/** The most rows of one answer. */
export const MAX_POINTS = 100_000;
/** A line that rises or falls by less than this part of the values' size is flat: doubles hold 15 digits. */
const FLAT = 1e-9;

/**
 * The trailing average of each row's window, in order of place; at most `limit` rows.
 * @param window in the place's unit
 * @throws InvalidValue when the window is not positive
 */
export async function movingAverage(
  duck: Duck,
  series: Series,
  { window, limit }: { readonly window: Place; readonly limit: number },
  signal?: AbortSignal,
): Promise<AveragedPoint[]> {
  if (!(window > 0) || window === Infinity)
    throw new InvalidValue(`A moving average needs a window of more than 0, not ${window}`);
  wholeWithin('limit', limit, 1, MAX_POINTS);
  const type = typeOfPlace(series);
  const frame = typeof window === 'number' && type === 'HUGEINT' ? BigInt(Math.floor(window)) : window;
  const rows = await duck.rows<Record<keyof AveragedPoint, Place>>(
    points(
      series,
      // DuckDB counts a parameter twice that stands in the frame itself.
      `, frame AS (SELECT ?::${type} AS width)
       SELECT place, value, avg(value) OVER near AS average, count(*) OVER near AS n FROM points, frame
       WINDOW near AS (ORDER BY place RANGE BETWEEN width PRECEDING AND CURRENT ROW)
       ORDER BY place, value LIMIT ?::BIGINT`,
      [frame, limit],
    ),
    signal,
  );
  return rows.map(({ place, value, average, n }) => ({
    place,
    value: Number(value),
    average: Number(average),
    n: Number(n),
  }));
}

/**
 * Rows whose z-score (with the population's standard deviation) is beyond `threshold` either way, the most unusual first, then
 * by place; at most `limit`. None where nothing varies.
 * @throws InvalidValue when the threshold is not positive
 */
export async function anomalies(
  duck: Duck,
  series: Series,
  { threshold, limit }: { readonly threshold: number; readonly limit: number },
  signal?: AbortSignal,
): Promise<Anomaly[]> {
  if (!(threshold > 0) || threshold === Infinity)
    throw new InvalidValue(`A threshold of anomalies must be more than 0, not ${threshold}`);
  wholeWithin('limit', limit, 1, MAX_POINTS);
  return duck.rows<Anomaly>(
    points(
      series,
      `, whole AS (SELECT avg(value) AS mean, stddev_pop(value) AS deviation FROM points),
       scored AS (SELECT place, value, (value - mean) / deviation AS score FROM points, whole WHERE deviation > 0)
       SELECT * FROM scored WHERE abs(score) > ?::DOUBLE ORDER BY abs(score) DESC, place LIMIT ?::BIGINT`,
      [threshold, limit],
    ),
    signal,
  );
}

/**
 * The line of least squares through the rows.
 * @param unit what a slope is told for, in the place's unit: 1 for the place's own
 */
export async function trend(
  duck: Duck,
  series: Series,
  { unit }: { readonly unit: number },
  signal?: AbortSignal,
): Promise<Trend> {
  const [fit] = await duck.rows<Fit>(
    points(
      series,
      `, origin AS (SELECT min(place) AS first FROM points),
       placed AS (SELECT (place - first)::DOUBLE / ?::DOUBLE AS x, value FROM points, origin)
       SELECT count(*)::DOUBLE AS periods, max(x) AS length, avg(abs(value)) AS size, regr_slope(value, x) AS slope,
         regr_intercept(value, x) AS first, regr_r2(value, x) AS "rSquared" FROM placed`,
      [unit],
    ),
    signal,
  );
  const { periods, length, size, slope, first, rSquared } = fit!;
  if (!length || slope === null || first === null || !Number.isFinite(slope))
    return { periods, slope: null, rSquared: null, direction: null, changePercent: null };
  const change = slope * length;
  const direction = Math.abs(change) <= FLAT * (size ?? 0) ? 'flat' : change > 0 ? 'rising' : 'falling';
  return {
    periods,
    slope,
    rSquared,
    direction,
    changePercent: first === 0 ? null : (100 * change) / Math.abs(first),
  };
}

interface Fit {
  readonly periods: number;
  readonly length: number | null;
  readonly size: number | null;
  readonly slope: number | null;
  readonly first: number | null;
  readonly rSquared: number | null;
}

function typeOfPlace({ relation, place }: Series): 'HUGEINT' | 'DOUBLE' {
  numeric(relation, place);
  return relation.columns[place] === 'whole' ? 'HUGEINT' : 'DOUBLE';
}

/** A statement over the rows that count, which it knows as `points (place, value)`. */
function points(series: Series, text: string, values: readonly (Place | number)[]): Sql {
  const { relation } = series;
  const type = typeOfPlace(series);
  const place = numeric(relation, series.place);
  const value = numeric(relation, series.value);
  const rest = text.startsWith(',') ? text : ` ${text}`;
  return over(
    relation,
    `WITH points AS (SELECT ${place}::${type} AS place, ${value}::DOUBLE AS value FROM source
     WHERE ${place} IS NOT NULL AND isfinite(${place}::DOUBLE) AND isfinite(${value}::DOUBLE))${rest}`,
    values,
  );
}
