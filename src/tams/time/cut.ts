import { SECONDS_LIMIT, type Timestamp } from './timestamp';

/**
 * A place between points of the dense time line (T5), where a range can begin or end: just before an instant, or just after it.
 * (SEMANTICS 4.3: 2a and 2a+1 for an instant of a nanoseconds. That number needs 80 bits.)
 *
 * Written as 13 hexadecimal digits of `seconds + 2^48` and 8 of `2 · nanoseconds + above`, so that texts of equal
 * length compare, by code unit, as the numbers do: in memory and in every store, without conversion.
 */
export type Cut = string & { readonly __cut: never };

const SECONDS_DIGITS = 13;
const DIGITS = 21;

/**
 * The open start: before every other cut. Sorts so because it would be the cut before −2^48 s, and written seconds
 * stay below 2^48 in size (T1): the earliest timestamp, −(2^48 − 1) s − 999999999 ns, has the same first 13 digits
 * and a nanosecond in the others.
 */
export const LOWEST = '0'.repeat(DIGITS) as Cut;

/** The open end: after every other cut, because `g` sorts after every hexadecimal digit. */
export const HIGHEST = 'g' as Cut;

/** Where a range starts that is written `[t`, or ends that is written `t)`. */
export function cutBefore(t: Timestamp): Cut {
  return encode(t, 0);
}

/** Where a range starts that is written `(t`, or ends that is written `t]`. */
export function cutAfter(t: Timestamp): Cut {
  return encode(t, 1);
}

/** Three hexadecimal digits for each of 0 to 4095: eight of these joined take an eighth of the time of `toString(16)`. */
const HEX = Array.from({ length: 0x1000 }, (_, value) => value.toString(16).padStart(3, '0'));
const hex = (value: number): string => HEX[value & 0xfff] ?? '';

function encode({ seconds, nanoseconds }: Timestamp, above: 0 | 1): Cut {
  const offset = seconds + SECONDS_LIMIT;
  const high = Math.floor(offset / 2 ** 24);
  const low = offset - high * 2 ** 24;
  const rest = 2 * nanoseconds + above;
  return ((high >>> 24).toString() +
    hex(high >>> 12) +
    hex(high) +
    hex(low >>> 12) +
    hex(low) +
    hex(rest >>> 20) +
    hex(rest >>> 8) +
    hex(rest & 0xff).slice(1)) as Cut;
}

/**
 * The instant that a cut lies just before or just after.
 * @throws RangeError for the open ends, which lie at none.
 */
export function timestampOfCut(cut: Cut): Timestamp {
  if (cut === LOWEST || cut === HIGHEST) throw new RangeError('An open end of time has no timestamp');
  return {
    seconds: digits(cut, 0, 7) * 2 ** 24 + digits(cut, 7, SECONDS_DIGITS) - SECONDS_LIMIT,
    nanoseconds: digits(cut, SECONDS_DIGITS, DIGITS) >>> 1,
  };
}

/** Whether a cut lies just after its instant; false for just before, and for the open ends. */
export function isAfter(cut: Cut): boolean {
  return cut !== HIGHEST && (digits(cut, DIGITS - 1, DIGITS) & 1) === 1;
}

/** Reads at most 8 digits below 2^31. By hand: formatting a page of segments reads hundreds of cuts. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    value = (value << 4) | ((code & 0xf) + (code >> 6) * 9);
  }
  return value;
}
