import type { BatchSize } from './batch-size';
import type { Fingerprint } from './fingerprint';
import { IdempotencyConflict } from './conflict';
import type { Part } from './record';
import type { RowSource } from './row-source';

/** A stretch of the data, with its rows. */
export interface CutBatch extends Part {
  readonly rows: readonly unknown[];
  /** Whether an earlier call has stored it. */
  readonly present: boolean;
}

/**
 * Cuts the data into batches. Those that an earlier call has stored (`earlier`, in order) come as they were then, so that
 * they can be passed over, whatever the size of batches is now.
 * @throws IdempotencyConflict when the data is not what was stored, or what the data throws
 */
export async function* cutBatches(
  source: RowSource,
  earlier: readonly Part[],
  size: BatchSize,
  fingerprint: Fingerprint,
): AsyncGenerator<CutBatch, void, void> {
  let met = 0;
  for (;;) {
    const from = source.position;
    const ahead = earlier[met];
    const present = ahead?.from === from;
    const rows = await source.take(
      present ? ahead.to - from : Math.min(size.next, (ahead?.from ?? Infinity) - from),
    );
    if (rows.length === 0) break;
    const batch = { from, to: source.position, fingerprint: fingerprint.add(rows), rows, present };
    if (present && (ahead.to !== batch.to || ahead.fingerprint !== batch.fingerprint)) throw otherData(ahead);
    if (present) met += 1;
    yield batch;
  }
  if (met < earlier.length) throw otherData(earlier[met]!);
}

const otherData = ({ from, to }: Part) =>
  new IdempotencyConflict(
    `Rows ${from} to ${to - 1} are not those that were inserted with this idempotency key: use another key for other data`,
  );
