import type { Rollback } from '../../../src/vast/batch/options';
import { defineTable, int64, utf8 } from '../../../src/vast/table';

/** Rows of numbered runs of insertion. */
export const samples = defineTable(
  'samples',
  { run: utf8(), at: int64(), text: utf8() },
  { primaryKey: ['run', 'at'], projections: { by_text: ['text'] } },
);

export const ROWS_A_RUN = 6000;

/** What run number `run` inserts, and how: by turns with and without a key, to be undone together or not. */
export function runOf(run: number) {
  const name = `run-${run}`;
  const rollback: Rollback = run % 4 < 2 ? 'all' : 'failed';
  return { name, keyed: run % 2 === 1, rollback, rows: (rows = ROWS_A_RUN) => rowsOf(name, rows) };
}

function* rowsOf(run: string, rows: number) {
  for (let at = 0; at < rows; at += 1) yield { run, at, text: `${(at * 7919) % rows} ${'x'.repeat(80)}` };
}
