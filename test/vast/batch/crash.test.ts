import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VastDatabase } from '../../../src/vast/database';
import { openEmbeddedEngine } from '../../../src/vast/engines/embedded';
import { eq } from '../../../src/vast/predicate';
import { ROWS_A_RUN, runOf, samples } from '../children/samples';
import { startChild } from '../children/start';

const KILLS = 10;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'batches-crash-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = async () => VastDatabase.open(await openEmbeddedEngine(folder), [samples]);
const rowsOf = (db: VastDatabase, run: number) => db.count(samples, eq('run', runOf(run).name));

/** Lets a child insert runs from number `first` on, kills it, and gives the number of the run it was in. */
async function insertUntilKilled(first: number, milliseconds: number): Promise<number> {
  const child = startChild('insert-batches', [folder, String(first)]);
  let run = first;
  for await (const line of child.lines) {
    const said = JSON.parse(line) as 'open' | { run: number; inserted: number; success: boolean };
    if (said === 'open') setTimeout(() => child.process.kill('SIGKILL'), milliseconds);
    else {
      expect(said).toEqual({ run, inserted: ROWS_A_RUN, success: true });
      run += 1;
    }
  }
  await child.ended;
  return run;
}

/** What was killed in the middle, brought to the end that its options mean; says how many rows that had left. */
async function endRun(db: VastDatabase, run: number, complete: boolean): Promise<number> {
  const { name, keyed, rollback, rows } = runOf(run);
  const there = await rowsOf(db, run);
  const left = await db.batches.unfinishedInsertions();
  if (!keyed) {
    expect(left).toEqual([]);
    const [recovered] = db.batches.recovered;
    if (rollback === 'all') expect([0, ROWS_A_RUN]).toContain(there);
    else if (recovered) expect(recovered).toMatchObject({ outcome: 'kept', inserted: there });
    return recovered?.inserted ?? there;
  }
  // Without a record it is finished, or had not begun.
  if (left.length === 0) expect([0, ROWS_A_RUN]).toContain(there);
  else expect(left).toMatchObject([{ id: name, keyed, inserted: there }]);
  if (complete || left.length === 0) {
    const options = { idempotencyKey: name, rollback, batchSize: 450 };
    const result = await db.batches.insertBatchTransactional(samples, rows(), options);
    expect(result).toMatchObject({ success: true, inserted: ROWS_A_RUN - there, present: there });
    expect(await rowsOf(db, run)).toBe(ROWS_A_RUN);
  } else {
    const report = await db.batches.cleanupPartialInsertion(samples, left[0]!);
    expect(report).toMatchObject({ action: 'removed', removed: there, gone: 0 });
    expect(await rowsOf(db, run)).toBe(0);
  }
  expect(await db.batches.unfinishedInsertions()).toEqual([]);
  return there;
}

it(`has what it told, and a record of the rest, over ${KILLS} kills in the middle`, async () => {
  const cut: number[] = [];
  let next = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const first = next;
    const killed = await insertUntilKilled(first, 50 + Math.random() * 500);
    const db = await open();
    for (let run = first; run < killed; run += 1) expect(await rowsOf(db, run)).toBe(ROWS_A_RUN);
    cut.push(await endRun(db, killed, kill % 3 > 0));
    await db.close();
    // The next child begins with a run of another kind.
    next = killed + 1 + ((4 + kill - ((killed + 1) % 4)) % 4);
  }
  // Of so many some were really in the middle.
  expect(cut.some((rows) => rows > 0 && rows < ROWS_A_RUN)).toBe(true);
}, 120_000);

describe('on a full disk', () => {
  async function fillDisk(rollback: string): Promise<Record<string, unknown>> {
    // 8,192 blocks of 512 bytes.
    const child = startChild('fill-disk-batches', [folder, rollback], 'ulimit -f 8192');
    const said = await child.lines.next();
    await child.ended;
    return JSON.parse(said.value as string) as Record<string, unknown>;
  }

  it.each(['all', 'failed'])(
    'tells how many rows are there, and why no more (rollback %s)',
    async (rollback) => {
      const told = await fillDisk(rollback);
      expect(told).toMatchObject({ success: false, table: 'samples' });
      expect(told.error).toMatch(/^The store could not be written: the disk/);
      expect(told.counted).toBe(told.inserted);
      expect(told.rows).toBe(told.inserted);
      expect(told.there).toBe(told.inserted);
      if (rollback === 'failed') expect(told.inserted).toBeGreaterThan(500);
      // With room again, the next start ends it.
      const db = await open();
      expect(await db.count(samples)).toBe(rollback === 'all' ? 0 : told.inserted);
      expect(await db.batches.unfinishedInsertions()).toEqual([]);
      await db.close();
    },
  );
});
