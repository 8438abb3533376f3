/** Time on a timeline, or a duration, in whole nanoseconds: exact at any distance from zero. */
export type Nanoseconds = bigint;

export const SECOND: Nanoseconds = 1_000_000_000n;

/** A half-open stretch of a timeline: `start` belongs to it, `end` does not. */
export interface Span {
  readonly start: Nanoseconds;
  readonly end: Nanoseconds;
}

/**
 * A number of seconds as it stood in a playlist, rounded to the nanosecond. Playlists write durations as decimals; a
 * double holds such a decimal to far better than half a nanosecond below 2^22 s, so the decimal's own digits come back.
 * @example nanosecondsOf(2.005333) // 2005333000n
 */
export function nanosecondsOf(seconds: number): Nanoseconds {
  const [whole = '0', fraction = ''] = Math.abs(seconds).toFixed(9).split('.');
  const magnitude = BigInt(whole) * SECOND + BigInt(fraction);
  return seconds < 0 ? -magnitude : magnitude;
}

/** A TAMS timestamp, `{sign}{seconds}:{nanoseconds}` with the sign for the whole value. */
export function formatTimestamp(time: Nanoseconds): string {
  const magnitude = time < 0n ? -time : time;
  return `${time < 0n ? '-' : ''}${magnitude / SECOND}:${magnitude % SECOND}`;
}

const TIMESTAMP = /^(-?)(0|[1-9]\d{0,14}):(0|[1-9]\d{0,8})$/;

/** Reads a TAMS timestamp; null if the text is none. */
export function parseTimestamp(text: string): Nanoseconds | null {
  const match = TIMESTAMP.exec(text);
  if (!match) return null;
  const magnitude = BigInt(match[2] ?? '') * SECOND + BigInt(match[3] ?? '');
  return match[1] === '-' ? -magnitude : magnitude;
}

/** The TAMS timerange of a span: `[start_end)`. */
export function formatSpan({ start, end }: Span): string {
  return `[${formatTimestamp(start)}_${formatTimestamp(end)})`;
}

/** A point in time as the number of nanoseconds since 1970 that its date counts (milliseconds are all it has). */
export function nanosecondsOfDate(date: Date): Nanoseconds {
  return BigInt(date.getTime()) * 1_000_000n;
}

/** A fraction in lowest terms, as TAMS writes rates and durations. */
export interface Rational {
  readonly numerator: number;
  readonly denominator: number;
}

/** A duration as a fraction of seconds in lowest terms. */
export function rationalSeconds(duration: Nanoseconds): Rational {
  const divisor = greatestCommonDivisor(duration, SECOND);
  return { numerator: Number(duration / divisor), denominator: Number(SECOND / divisor) };
}

/**
 * A frame rate as a fraction. Playlists round NTSC's rates to three decimals (29.970), so a rate within 0.005 of
 * n × 1000/1001 for a whole n is taken as that.
 */
export function rationalFrameRate(rate: number): Rational {
  const whole = Math.round(rate);
  if (Math.abs(rate - whole) < 0.0005) return { numerator: whole, denominator: 1 };
  const ntsc = Math.round(rate * 1.001);
  if (Math.abs(rate - (ntsc * 1000) / 1001) < 0.005) return { numerator: ntsc * 1000, denominator: 1001 };
  const thousandths = BigInt(Math.round(rate * 1000));
  const divisor = greatestCommonDivisor(thousandths, 1000n);
  return { numerator: Number(thousandths / divisor), denominator: Number(1000n / divisor) };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
