import type { TableDefinition } from '../table';
import { IdempotencyConflict } from './conflict';
import { Fingerprint } from './fingerprint';
import type { Rollback } from './options';
import type { Finished, InsertionRecord } from './record';
import type { BatchInsertion } from './report';
import type { RowSource } from './row-source';

const ROWS_A_STEP = 1000;

/**
 * The answer to a call whose insertion is finished: reads the data to see that it is the same, and inserts nothing.
 * @throws IdempotencyConflict when it is other data; what the data throws
 */
export async function confirmFinished(
  table: TableDefinition,
  { id }: InsertionRecord,
  { rows, fingerprint }: Finished,
  source: RowSource,
  rollback: Rollback,
): Promise<BatchInsertion> {
  const begun = performance.now();
  const read = new Fingerprint(table);
  try {
    while (!source.ended && source.position <= rows) read.add(await source.take(ROWS_A_STEP));
  } finally {
    await source.close();
  }
  if (source.position !== rows || read.digest() !== fingerprint)
    throw new IdempotencyConflict(
      `Insertion ${id} is finished, and of ${rows} other rows: use another idempotency key for other data`,
    );
  const seconds = (performance.now() - begun) / 1000;
  const success = { success: true, failedBatches: [], batches: [], error: null };
  return {
    id,
    table: table.name,
    rollback,
    rows,
    inserted: 0,
    present: rows,
    seconds,
    rowsPerSecond: 0,
    ...success,
  };
}
