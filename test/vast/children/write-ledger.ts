import { openEmbeddedEngine } from '../../../src/vast/engines/embedded';
import { VastDatabase } from '../../../src/vast/database';
import { and, eq } from '../../../src/vast/predicate';
import { entries, postings, POSTINGS_AN_ENTRY } from './ledger';

/** Writes numbered transactions, several at a time, without end, and prints the number of each that is acknowledged. */
async function main(folder: string): Promise<void> {
  const db = await VastDatabase.open(await openEmbeddedEngine(folder), [entries, postings]);
  const [last] = await db.select(entries, { columns: ['number'], reverse: true, limit: 1 });
  let next = (last?.number ?? 0) + 1;
  process.stdout.write('open\n');
  const writer = async () => {
    for (;;) {
      const number = next;
      next += 1;
      await db.transaction(async (tx) => {
        await tx.insert(entries, [{ number, note: `entry ${number}` }]);
        const lines = Array.from({ length: POSTINGS_AN_ENTRY }, (_, line) => ({
          entry: number,
          line,
          text: 'x'.repeat(200),
        }));
        await tx.insert(postings, lines);
        const first = await tx.selectOne(postings, {
          columns: [],
          where: and(eq('entry', number), eq('line', 0)),
          includeRowIds: true,
        } as never);
        await tx.delete(postings, [(first as unknown as { rowId: never }).rowId], {
          id: number,
          at: 0,
          by: 'ledger',
        });
      });
      process.stdout.write(`${number}\n`);
    }
  };
  await Promise.all([writer(), writer(), writer(), writer()]);
}

void main(process.argv[2]!);
