import type { Rollback } from '../../../src/vast/batch/options';
import { openEmbeddedEngine } from '../../../src/vast/engines/embedded';
import { VastDatabase } from '../../../src/vast/database';
import { runOf, samples } from './samples';

/** Inserts into a folder whose files may not grow beyond a limit more than fits, and prints the report beside the count. */
async function main(folder: string, rollback: Rollback): Promise<void> {
  // Without a handler the process would be ended for the attempt; with one the write fails, as on a full disk.
  process.on('SIGXFSZ', () => undefined);
  const db = await VastDatabase.open(await openEmbeddedEngine(folder), [samples]);
  const result = await db.batches.insertBatchTransactional(samples, runOf(0).rows(1_000_000), {
    batchSize: 500,
    rollback,
  });
  const { batches, ...told } = result;
  const there = batches
    .filter(({ status }) => status === 'inserted')
    .reduce((rows, { from, to }) => rows + to - from, 0);
  const counted = await db.count(samples);
  const rows = (await db.select(samples, { columns: ['at'], limit: 1_000_000 })).length;
  process.stdout.write(`${JSON.stringify({ ...told, there, counted, rows })}\n`);
  process.exit(0);
}

void main(process.argv[2]!, process.argv[3] as Rollback);
