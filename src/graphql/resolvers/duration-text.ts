const NANOSECONDS = 1_000_000_000n;

/** Nanoseconds, not negative, as a Timestamp is written: text, since a sum may have more seconds than a point in time. */
export function durationText(nanoseconds: bigint): string {
  return `${nanoseconds / NANOSECONDS}:${nanoseconds % NANOSECONDS}`;
}
