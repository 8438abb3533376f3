/**
 * Time the slow, obvious way: bounds in nanoseconds with a flag each, as TAMS' documents describe them. Shares no code
 * and no representation with src/tams/time, and is held against it.
 */

export interface Bound {
  readonly at: bigint;
  readonly inclusive: boolean;
}

/** All time between two bounds; a missing one is open. Null, instead of a range, is the empty range. */
export interface Span {
  readonly start: Bound | null;
  readonly end: Bound | null;
}

/** TAMS' published patterns for a timestamp and a timerange, put together from their parts; and the limit on seconds. */
const NUMBER = '(?:0|[1-9][0-9]*)';
const TIMESTAMP = `-?${NUMBER}:(?:0|[1-9][0-9]{0,8})`;
const TIMESTAMP_PATTERN = new RegExp(`^(?:${TIMESTAMP})$`);
const TIMERANGE_PATTERN = new RegExp(
  `^(?<open>\\[|\\()?(?<start>${TIMESTAMP})?(?<separated>_(?<end>${TIMESTAMP})?)?(?<close>\\]|\\))?$`,
);
const LIMIT = 2n ** 48n;
const SECOND = 10n ** 9n;

/** Nanoseconds of a timestamp's text; null when TAMS does not allow it. */
export function readTimestamp(text: string): bigint | null {
  if (!TIMESTAMP_PATTERN.test(text)) return null;
  const [seconds = '', nanoseconds = ''] = text.replace('-', '').split(':');
  if (BigInt(seconds) >= LIMIT) return null;
  const size = BigInt(seconds) * SECOND + BigInt(nanoseconds);
  return text.startsWith('-') ? -size : size;
}

export function writeTimestamp(at: bigint): string {
  const size = at < 0n ? -at : at;
  return `${at < 0n ? '-' : ''}${size / SECOND}:${size % SECOND}`;
}

export type Reading = { readonly valid: false } | { readonly valid: true; readonly span: Span | null };

export function readTimeRange(text: string): Reading {
  const parts = TIMERANGE_PATTERN.exec(text)?.groups;
  if (!parts) return { valid: false };
  const at = (written: string | undefined) => (written === undefined ? null : readTimestamp(written));
  const [start, end] = [at(parts.start), at(parts.end)];
  if ((parts.start !== undefined && start === null) || (parts.end !== undefined && end === null))
    return { valid: false };
  const startInclusive = parts.open !== '(';
  const endInclusive = parts.close !== ')';
  if (parts.separated !== undefined)
    return {
      valid: true,
      span: span(
        start === null ? null : { at: start, inclusive: startInclusive },
        end === null ? null : { at: end, inclusive: endInclusive },
      ),
    };
  if (start === null || !startInclusive || !endInclusive) return { valid: true, span: null };
  return { valid: true, span: instant(start) };
}

/** Empty when the end is before the start, or they are equal and one excludes. */
export function span(start: Bound | null, end: Bound | null): Span | null {
  if (start && end && (end.at < start.at || (end.at === start.at && !(start.inclusive && end.inclusive))))
    return null;
  return { start, end };
}

export function instant(at: bigint): Span {
  return { start: { at, inclusive: true }, end: { at, inclusive: true } };
}

export function writeTimeRange(range: Span | null): string {
  if (range === null) return '()';
  const { start, end } = range;
  if (start && start.at === end?.at) return `[${writeTimestamp(start.at)}]`;
  const left = start ? `${start.inclusive ? '[' : '('}${writeTimestamp(start.at)}` : '';
  const right = end ? `${writeTimestamp(end.at)}${end.inclusive ? ']' : ')'}` : '';
  return `${left}_${right}`;
}

/** Whether the point of `halves` half nanoseconds lies in the range: odd ones stand for all between two nanoseconds. */
export function holds(range: Span | null, halves: bigint): boolean {
  if (range === null) return false;
  const { start, end } = range;
  const behindStart = !start || start.at * 2n < halves || (start.inclusive && start.at * 2n === halves);
  const beforeEnd = !end || halves < end.at * 2n || (end.inclusive && end.at * 2n === halves);
  return behindStart && beforeEnd;
}

/** The points at which membership in any of these ranges can differ from that of the point before. */
export function tellingPoints(ranges: readonly (Span | null)[]): bigint[] {
  const bounds = ranges.flatMap((range) => [range?.start, range?.end]).filter((bound) => bound != null);
  return [0n, ...bounds.map(({ at }) => at * 2n)].flatMap((halves) => [halves - 1n, halves, halves + 1n]);
}
