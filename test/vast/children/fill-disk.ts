import { openEmbeddedEngine } from '../../../src/vast/engines/embedded';
import { VastDatabase } from '../../../src/vast/database';
import { WriteFailed } from '../../../src/vast/engine';
import { entries } from './ledger';

/**
 * Writes into a folder whose files may not grow beyond a limit, until that fails; then shows that the store still
 * answers, and how many rows it has and how many were acknowledged.
 */
async function main(folder: string): Promise<void> {
  // Without a handler the process would be ended for the attempt; with one the write fails, as on a full disk.
  process.on('SIGXFSZ', () => undefined);
  const db = await VastDatabase.open(await openEmbeddedEngine(folder), [entries]);
  let acknowledged = 0;
  let failure: unknown = null;
  while (failure === null) {
    const outcomes = await Promise.allSettled(
      [0, 1, 2].map((i) =>
        db.transaction((tx) => tx.insert(entries, [{ number: acknowledged + i, note: 'x'.repeat(20_000) }])),
      ),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) failure = failed.reason;
    acknowledged += outcomes.filter(({ status }) => status === 'fulfilled').length;
  }
  const rows = (await db.select(entries, { columns: ['number'], limit: 1_000_000 })).length;
  const counted = await db.count(entries);
  process.stdout.write(
    `${JSON.stringify({ acknowledged, rows, counted, clear: failure instanceof WriteFailed, message: (failure as Error).message })}\n`,
  );
  process.exit(0);
}

void main(process.argv[2]!);
