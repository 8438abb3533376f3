import { formatTimestamp, type Timestamp } from '../../time/timestamp';
import { refuse, type Refusal } from './refusal';

/** `last_duration` is not negative. `ts_offset` may be: media can be moved to an earlier time (SG6). */
export function lastDurationIsNotNegative(lastDuration: Timestamp): Refusal | null {
  if (lastDuration.seconds >= 0) return null;
  return refuse('InvalidSegment', `its last_duration ${formatTimestamp(lastDuration)} is negative`);
}

/** Sample offset, sample count and key frame count are whole numbers from 0 that JSON keeps exactly (SG7, H15). */
export function countsAreNotNegative(counts: Readonly<Record<string, number>>): Refusal | null {
  for (const [name, count] of Object.entries(counts))
    if (!Number.isSafeInteger(count) || count < 0)
      return refuse('InvalidSegment', `its ${name} ${count} is not a whole number from 0 to 2^53-1`);
  return null;
}
