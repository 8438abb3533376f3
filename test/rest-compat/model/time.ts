/*
 * Timeranges of whole seconds, as the model sees them: half-open ranges of cuts, two for each second (SEMANTICS 4.3). The
 * plain arithmetic of small numbers is the oracle for the server's own.
 */

export interface Range {
  readonly start: number;
  readonly end: number;
  readonly startExclusive: boolean;
  readonly endInclusive: boolean;
}

const low = (range: Range): number => 2 * range.start + (range.startExclusive ? 1 : 0);
const high = (range: Range): number => 2 * range.end + (range.endInclusive ? 1 : 0);

export const isEmpty = (range: Range): boolean =>
  low(range) >= high(range) || (range.start === range.end && (range.startExclusive || !range.endInclusive));

/** In canonical form: an instant is `[5:0]`. */
export function written(range: Range): string {
  if (isEmpty(range)) return '()';
  if (range.start === range.end) return `[${range.start}:0]`;
  const marks = [range.startExclusive ? '(' : '[', range.endInclusive ? ']' : ')'] as const;
  return `${marks[0]}${range.start}:0_${range.end}:0${marks[1]}`;
}

/** As a client may write it, marks and all, also when it is empty. */
export const spelled = (range: Range): string =>
  `${range.startExclusive ? '(' : '['}${range.start}:0_${range.end}:0${range.endInclusive ? ']' : ')'}`;

export const overlaps = (a: Range, b: Range): boolean =>
  !isEmpty(a) && !isEmpty(b) && Math.max(low(a), low(b)) < Math.min(high(a), high(b));

export const covers = (outer: Range, inner: Range): boolean =>
  !isEmpty(outer) && !isEmpty(inner) && low(outer) <= low(inner) && high(inner) <= high(outer);

export const byStart = (a: { range: Range }, b: { range: Range }): number => low(a.range) - low(b.range);
