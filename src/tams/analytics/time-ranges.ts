import type { Duck } from '../../vast/analytics/duckdb';
import { sql, wholeWithin, type Sql } from '../../vast/analytics/sql';
import { TamsError } from '../errors';
import { cutAfter, cutBefore } from '../time/cut';
import { duration, isBounded, isEmpty, rangeOfCuts, startOf, type TimeRange } from '../time/timerange';
import { fromNanoseconds, toNanoseconds } from '../time/timestamp';
import { conditionOf, type Condition, type Scope, type SeenReplica } from './scope';
import { durationOf } from './usage';

/** Segments of flows that have something in common. */
export interface Group {
  /** Null for flows that do not say. */
  readonly value: string | null;
  readonly flows: number;
  readonly segments: number;
  /** Nanoseconds of media. */
  readonly duration: bigint;
  readonly bytes: number;
}

/** A part of the time that is looked at. */
export interface TimeSlice {
  readonly timerange: TimeRange;
  /** Segments, and flows with segments, that overlap it. */
  readonly segments: number;
  readonly flows: number;
  /** Nanoseconds of media in it, over all flows. */
  readonly duration: bigint;
  /** Nanoseconds of it in which one of the flows has media. */
  readonly covered: bigint;
  /** Nanoseconds of it in which none has. */
  readonly missing: bigint;
}

export interface TimeRangeAnalysis {
  /** What is looked at: what was asked for, or the extent of the segments; null when there are none. */
  readonly timerange: TimeRange | null;
  readonly formats: readonly Group[];
  readonly codecs: readonly Group[];
  readonly containers: readonly Group[];
  readonly slices: readonly TimeSlice[];
}

export const MAX_SLICES = 1_000;

/** A segment as nanoseconds of its timeline. */
const NANOSECONDS =
  'start_s::HUGEINT * 1000000000 + start_rest // 2 AS begins, end_s::HUGEINT * 1000000000 + end_rest // 2 AS ends';

/**
 * The scope's segments by what their flows are, and over time in slices of equal length.
 * @throws TamsError `InvalidAnalysis` for an empty range and one with fewer nanoseconds than slices
 */
export async function timeRangeAnalysis(
  replica: SeenReplica,
  scope: Scope,
  { slices }: { readonly slices: number },
  signal: AbortSignal,
): Promise<TimeRangeAnalysis> {
  wholeWithin('slices', slices, 1, MAX_SLICES);
  if (scope.timerange && isEmpty(scope.timerange))
    throw new TamsError('InvalidAnalysis', 'the timerange is empty');
  const condition = await conditionOf(replica, scope, signal);
  const { duck } = replica;
  const groupsBy = (property: 'format' | 'codec' | 'container') => groups(duck, condition, property, signal);
  const [formats, codecs, containers] = [
    await groupsBy('format'),
    await groupsBy('codec'),
    await groupsBy('container'),
  ];
  const timerange =
    scope.timerange && isBounded(scope.timerange) ? scope.timerange : await extentOf(duck, condition, signal);
  return {
    timerange,
    formats,
    codecs,
    containers,
    slices: timerange ? await slicesOf(duck, condition, timerange, slices, signal) : [],
  };
}

async function groups(
  duck: Duck,
  { text, values }: Condition,
  property: 'format' | 'codec' | 'container',
  signal: AbortSignal,
): Promise<Group[]> {
  const rows = await duck.rows<GroupRow>(
    sql(
      `WITH used AS (SELECT flow_no, count(*) AS segments, sum(end_s - start_s) AS seconds,
         sum((end_rest >> 1) - (start_rest >> 1)) AS nanoseconds, sum(size) AS bytes FROM segments WHERE ${text} GROUP BY flow_no)
       SELECT ${property} AS value, count(*)::DOUBLE AS flows, sum(segments)::DOUBLE AS segments,
         sum(seconds)::HUGEINT AS seconds, sum(nanoseconds)::HUGEINT AS nanoseconds, coalesce(sum(bytes), 0)::DOUBLE AS bytes
       FROM used JOIN flows USING (flow_no) GROUP BY ${property} ORDER BY segments DESC, value NULLS LAST`,
      values,
    ),
    signal,
  );
  return rows.map((row) => ({
    value: row.value,
    flows: row.flows,
    segments: row.segments,
    duration: durationOf(row),
    bytes: row.bytes,
  }));
}

interface GroupRow {
  readonly value: string | null;
  readonly flows: number;
  readonly segments: number;
  readonly seconds: bigint;
  readonly nanoseconds: bigint;
  readonly bytes: number;
}

/** From the first start to the last end, in whole nanoseconds; null when there is no segment. */
async function extentOf(
  duck: Duck,
  { text, values }: Condition,
  signal: AbortSignal,
): Promise<TimeRange | null> {
  const [row] = await duck.rows<{ first: bigint | null; last: bigint | null }>(
    sql(
      `SELECT min(begins) AS first, max(ends) AS last FROM (SELECT ${NANOSECONDS} FROM segments WHERE ${text})`,
      values,
    ),
    signal,
  );
  return row?.first == null || row.last == null ? null : wholeRange(row.first, row.last);
}

/** `[from, to)`, or the one instant. */
function wholeRange(from: bigint, to: bigint): TimeRange {
  const start = fromNanoseconds(from);
  return rangeOfCuts(cutBefore(start), from === to ? cutAfter(start) : cutBefore(fromNanoseconds(to)));
}

async function slicesOf(
  duck: Duck,
  condition: Condition,
  timerange: TimeRange,
  slices: number,
  signal: AbortSignal,
): Promise<TimeSlice[]> {
  const length = duration(timerange)!;
  const origin = toNanoseconds(startOf(timerange)!);
  if (length < BigInt(slices)) {
    if (length > 0n || slices > 1)
      throw new TamsError('InvalidAnalysis', `${length} nanoseconds cannot be cut into ${slices} slices`);
  }
  // Equal but for the last, which is what is left.
  const width = length === 0n ? 1n : (length + BigInt(slices) - 1n) / BigInt(slices);
  const query = slicesQuery(condition, origin, width, origin + (length === 0n ? 1n : length));
  const rows = new Map((await duck.rows<SliceRow>(query, signal)).map((row) => [row.slice, row]));
  const count = length === 0n ? 1 : Number((length + width - 1n) / width);
  return Array.from({ length: count }, (_, i) => {
    const from = origin + width * BigInt(i);
    const to = origin + (i === count - 1 ? length : width * BigInt(i + 1));
    const row = rows.get(i);
    const covered = row?.covered ?? 0n;
    return {
      timerange: wholeRange(from, to),
      segments: row?.segments ?? 0,
      flows: row?.flows ?? 0,
      duration: row?.duration ?? 0n,
      covered,
      missing: to - from - covered,
    };
  });
}

interface SliceRow {
  readonly slice: number;
  readonly segments: number;
  readonly flows: number;
  readonly duration: bigint;
  readonly covered: bigint;
}

/** Segments of all flows are joined into stretches without a gap; segments and stretches are then cut at the slices' ends. */
function slicesQuery({ text, values }: Condition, origin: bigint, width: bigint, end: bigint): Sql {
  const cut = (from: string, columns: string) =>
    `SELECT ${columns}begins, ends, unnest(range(((begins - origin) // width)::BIGINT,
       ((greatest(ends - 1, begins) - origin) // width)::BIGINT + 1))::INTEGER AS slice FROM ${from}, asked`;
  const inSlice = `greatest(least(ends, origin + (slice + 1) * width) - greatest(begins, origin + slice * width), 0)`;
  return sql(
    `WITH asked AS (SELECT ?::HUGEINT AS origin, ?::HUGEINT AS width, ?::HUGEINT AS finish),
     source AS (SELECT flow_no, ${NANOSECONDS} FROM segments WHERE ${text}),
     clipped AS (SELECT flow_no, greatest(begins, origin) AS begins, least(ends, finish) AS ends FROM source, asked
       WHERE begins < finish AND (ends > origin OR begins >= origin)),
     reached AS (SELECT begins, ends, max(ends) OVER (ORDER BY begins, ends
       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM clipped),
     numbered AS (SELECT begins, ends, sum((before IS NULL OR begins > before)::INTEGER) OVER (ORDER BY begins, ends
       ROWS UNBOUNDED PRECEDING) AS stretch FROM reached),
     stretches AS (SELECT min(begins) AS begins, max(ends) AS ends FROM numbered GROUP BY stretch),
     media AS (SELECT slice, count(*)::DOUBLE AS segments, count(DISTINCT flow_no)::DOUBLE AS flows,
       sum(${inSlice})::HUGEINT AS duration FROM (${cut('clipped', 'flow_no, ')}), asked GROUP BY slice),
     coverage AS (SELECT slice, sum(${inSlice})::HUGEINT AS covered FROM (${cut('stretches', '')}), asked GROUP BY slice)
     SELECT slice, segments, flows, duration, covered FROM media JOIN coverage USING (slice)`,
    [origin, width, end, ...values],
  );
}
