import { openEmbeddedEngine } from '../../../src/vast/engines/embedded';
import { VastDatabase } from '../../../src/vast/database';
import { runOf, samples } from './samples';

/** Inserts run after run, those with an odd number under a key, and prints what is reported of each, until it is killed. */
async function main(folder: string, first: number): Promise<void> {
  const db = await VastDatabase.open(await openEmbeddedEngine(folder), [samples]);
  process.stdout.write('"open"\n');
  for (let run = first; ; run += 1) {
    const { name, keyed, rollback, rows } = runOf(run);
    const result = await db.batches.insertBatchTransactional(samples, rows(), {
      batchSize: 300,
      rollback,
      ...(keyed ? { idempotencyKey: name } : {}),
    });
    process.stdout.write(`${JSON.stringify({ run, inserted: result.inserted, success: result.success })}\n`);
  }
}

void main(process.argv[2]!, Number(process.argv[3]));
