import { InvalidValue } from '../engine';
import type { Duck } from './duckdb';
import { column, numeric, over, wholeWithin, type Relation, type SqlValue } from './sql';

/** Values that are null or not finite count in none of these. */
export interface Summary {
  readonly n: number;
  /** The others are null when there is no value. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** Of the population: 0 for a single value. */
  readonly deviation: number | null;
}

export interface Percentiles {
  readonly n: number;
  /** In the order asked for, with linear interpolation between the two values next to the place; null when there is none. */
  readonly values: readonly (number | null)[];
}

export interface Correlation {
  /** Rows in which both columns have a value. */
  readonly n: number;
  /** Pearson's, from -1 to 1. Null with fewer than two rows and when one of the columns does not vary. */
  readonly coefficient: number | null;
}

export interface Bin {
  /** Included. */
  readonly from: number;
  /** Not included, but in the last bin. */
  readonly to: number;
  readonly n: number;
}

export interface Distribution {
  readonly n: number;
  readonly bins: readonly Bin[];
  /** Values outside of edges that were given. */
  readonly below: number;
  readonly above: number;
}

export interface TopValue {
  readonly value: string;
  readonly n: number;
}

export const MAX_BINS = 1_000;
export const MAX_PERCENTILES = 100;
export const MAX_TOP_VALUES = 1_000;

export async function summary(
  duck: Duck,
  relation: Relation,
  name: string,
  signal?: AbortSignal,
): Promise<Summary> {
  const [row] = await duck.rows<Summary>(
    over(
      relation,
      `${valuesOf(relation, name)} SELECT count(*)::DOUBLE AS n, min(value) AS min, max(value) AS max, avg(value) AS mean,
       stddev_pop(value) AS deviation FROM numbers`,
    ),
    signal,
  );
  return row!;
}

/** @param at each from 0 to 100. @throws InvalidValue */
export async function percentiles(
  duck: Duck,
  relation: Relation,
  name: string,
  at: readonly number[],
  signal?: AbortSignal,
): Promise<Percentiles> {
  if (at.length < 1 || at.length > MAX_PERCENTILES)
    throw new InvalidValue(`From 1 to ${MAX_PERCENTILES} percentiles can be asked for, not ${at.length}`);
  const outside = at.find((percent) => !(percent >= 0 && percent <= 100));
  if (outside !== undefined) throw new InvalidValue(`A percentile lies from 0 to 100, not at ${outside}`);
  const wanted = at.map((_, i) => `quantile_cont(value, ?::DOUBLE) AS "${i}"`);
  const [row] = await duck.rows<Record<string, number | null>>(
    over(
      relation,
      `${valuesOf(relation, name)} SELECT count(*)::DOUBLE AS n, ${wanted.join(', ')} FROM numbers`,
      at.map((percent) => percent / 100),
    ),
    signal,
  );
  return { n: row!.n!, values: at.map((_, i) => row![String(i)] ?? null) };
}

export async function correlation(
  duck: Duck,
  relation: Relation,
  [first, second]: readonly [string, string],
  signal?: AbortSignal,
): Promise<Correlation> {
  const [x, y] = [numeric(relation, first), numeric(relation, second)];
  const [row] = await duck.rows<{ n: number; coefficient: number | null; varies: boolean | null }>(
    over(
      relation,
      `SELECT count(*)::DOUBLE AS n, min(${x}) < max(${x}) AND min(${y}) < max(${y}) AS varies,
         corr(${x}::DOUBLE, ${y}::DOUBLE) AS coefficient
       FROM source WHERE isfinite(${x}::DOUBLE) AND isfinite(${y}::DOUBLE)`,
    ),
    signal,
  );
  const { n, varies, coefficient } = row!;
  const known = varies === true && coefficient !== null && Number.isFinite(coefficient);
  // Rounding can lead a hair beyond.
  return { n, coefficient: known ? Math.max(-1, Math.min(1, coefficient)) : null };
}

/** How a distribution's bins are made: a number of equally wide ones, or by their edges, rising. */
export interface Binning {
  /** Null chooses by Sturges' rule. */
  readonly bins?: number | null;
  readonly edges?: readonly number[] | null;
}

/** @throws InvalidValue when both bins and edges are given, or what is given makes no bins */
export async function distribution(
  duck: Duck,
  relation: Relation,
  name: string,
  { bins, edges }: Binning,
  signal?: AbortSignal,
): Promise<Distribution> {
  if (bins != null && edges != null)
    throw new InvalidValue('Bins come by their number or by their edges, not both');
  if (bins != null) wholeWithin('bins', bins, 1, MAX_BINS);
  if (edges != null) checkEdges(edges);
  const { n, min, max } = await summary(duck, relation, name, signal);
  if (n === 0 || min === null || max === null) return { n: 0, bins: [], below: 0, above: 0 };
  const lines = edges ?? equalEdges(min, max, bins ?? sturges(n));
  const last = lines.length - 1;
  const rows = await duck.rows<{ bin: number; n: number }>(
    over(
      relation,
      `${valuesOf(relation, name)}, edges (bin, low) AS (VALUES ${lines.map(() => '(?::INTEGER, ?::DOUBLE)').join(', ')})
       SELECT CASE WHEN value = ?::DOUBLE THEN ?::INTEGER ELSE coalesce(bin, -1) END AS bin, count(*)::DOUBLE AS n
       FROM numbers ASOF LEFT JOIN edges ON value >= low GROUP BY 1`,
      [...lines.flatMap((low, bin): SqlValue[] => [bin, low]), lines[last]!, last - 1],
    ),
    signal,
  );
  const counts = new Map(rows.map((row) => [row.bin, row.n]));
  return {
    n,
    bins: lines.slice(0, -1).map((from, i) => ({ from, to: lines[i + 1]!, n: counts.get(i) ?? 0 })),
    below: counts.get(-1) ?? 0,
    above: counts.get(last) ?? 0,
  };
}

/** The most frequent values, then by value; null does not count. */
export async function topValues(
  duck: Duck,
  relation: Relation,
  name: string,
  limit: number,
  signal?: AbortSignal,
): Promise<TopValue[]> {
  wholeWithin('limit', limit, 1, MAX_TOP_VALUES);
  const value = column(relation, name);
  return duck.rows<TopValue>(
    over(
      relation,
      `SELECT ${value}::VARCHAR AS value, count(*)::DOUBLE AS n FROM source WHERE ${value} IS NOT NULL
       GROUP BY ${value} ORDER BY n DESC, ${value} LIMIT ?::BIGINT`,
      [limit],
    ),
    signal,
  );
}

const valuesOf = (relation: Relation, name: string): string => {
  const value = numeric(relation, name);
  return `WITH numbers AS (SELECT ${value}::DOUBLE AS value FROM source WHERE isfinite(${value}::DOUBLE))`;
};

function checkEdges(edges: readonly number[]): void {
  if (edges.length < 2 || edges.length > MAX_BINS + 1)
    throw new InvalidValue(`Bins have from 2 to ${MAX_BINS + 1} edges, not ${edges.length}`);
  if (!edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > edges[i - 1]!)))
    throw new InvalidValue('The edges of bins must be numbers, each more than the one before');
}

const sturges = (n: number): number => Math.min(MAX_BINS, Math.ceil(Math.log2(n)) + 1);

/** Edges that rise, from min to max. Where doubles do not tell so many apart there are fewer; a single value has one bin. */
function equalEdges(min: number, max: number, bins: number): number[] {
  const width = max / bins - min / bins;
  const edges = [min];
  for (let i = 1; i < bins; i += 1) {
    const edge = min + i * width;
    if (edge > edges.at(-1)! && edge < max) edges.push(edge);
  }
  return [...edges, max];
}
