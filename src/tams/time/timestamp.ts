import { InvalidTime } from './invalid-time';
import { Scanner, type WrittenTimestamp } from './scanner';

/**
 * A point in time, exact over all of TAMS' range: `seconds + nanoseconds / 10^9`.
 * −5.5 s is `{ seconds: -6, nanoseconds: 500000000 }`; its text is `-5:500000000`.
 */
export interface Timestamp {
  /** Rounded down. */
  readonly seconds: number;
  /** 0 to 999999999, always added. */
  readonly nanoseconds: number;
}

/** Written seconds stay below this in size: TAMS takes its 48-bit seconds from PTP (T1, app note 0008). */
export const SECONDS_LIMIT = 2 ** 48;
const NANOSECONDS_PER_SECOND = 1_000_000_000;
/** Sign, at most 15 digits of seconds, the colon, at most 9 digits of nanoseconds; what is longer breaks T1. */
export const LONGEST_TIMESTAMP = 26;
const FORM = 'TAMS writes one as [-]seconds:nanoseconds, both without leading zeros';
const OUT_OF_RANGE = 'its seconds must be less than 2^48 in size (TAMS app note 0008)';

export const ZERO: Timestamp = Object.freeze({ seconds: 0, nanoseconds: 0 });

/**
 * Reads `[-]seconds:nanoseconds` (4.1). Nanoseconds are a count: `1:5` is 1 s and 5 ns. `-0:0` is `0:0` (T2).
 * @throws InvalidTime
 */
export function parseTimestamp(text: string): Timestamp {
  const scanner = new Scanner('timestamp', text, LONGEST_TIMESTAMP, FORM);
  const timestamp = takeTimestamp(scanner);
  scanner.finish();
  return timestamp ?? scanner.refuse(FORM);
}

/**
 * Passes the timestamp that comes next; null, passing nothing, when none does.
 * @throws InvalidTime when its seconds are too many (T1)
 */
export function takeTimestamp(scanner: Scanner): Timestamp | null {
  const written = scanner.timestamp();
  return written && (timestampOfWritten(written) ?? scanner.refuse(OUT_OF_RANGE));
}

/** The value of written parts, where the sign applies to the whole (4.1); null when the seconds are too many (T1). */
function timestampOfWritten({ negative, seconds, nanoseconds }: WrittenTimestamp): Timestamp | null {
  if (seconds >= SECONDS_LIMIT) return null;
  if (!negative) return { seconds, nanoseconds };
  if (nanoseconds === 0) return { seconds: 0 - seconds, nanoseconds: 0 };
  return { seconds: -1 - seconds, nanoseconds: NANOSECONDS_PER_SECOND - nanoseconds };
}

/** The one text of a timestamp; never `-0:0` (T2). */
export function formatTimestamp({ seconds, nanoseconds }: Timestamp): string {
  if (seconds >= 0 || nanoseconds === 0) return `${seconds}:${nanoseconds}`;
  return `-${-1 - seconds}:${NANOSECONDS_PER_SECOND - nanoseconds}`;
}

/** Negative, zero or positive, as `a` is before, at or after `b`. */
export function compareTimestamps(a: Timestamp, b: Timestamp): number {
  return a.seconds - b.seconds || a.nanoseconds - b.nanoseconds;
}

export function toNanoseconds({ seconds, nanoseconds }: Timestamp): bigint {
  return BigInt(seconds) * BigInt(NANOSECONDS_PER_SECOND) + BigInt(nanoseconds);
}

/** @throws InvalidTime when the written seconds would be 2^48 or more in size (T1). */
export function fromNanoseconds(total: bigint): Timestamp {
  const size = total < 0n ? -total : total;
  const perSecond = BigInt(NANOSECONDS_PER_SECOND);
  const timestamp = timestampOfWritten({
    negative: total < 0n,
    seconds: Number(size / perSecond),
    nanoseconds: Number(size % perSecond),
  });
  if (timestamp === null) throw new InvalidTime('time in nanoseconds', String(total), OUT_OF_RANGE);
  return timestamp;
}
