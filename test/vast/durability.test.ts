import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VastDatabase } from '../../src/vast/database';
import { StoreUnavailable } from '../../src/vast/engine';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';
import { entries, postings, POSTINGS_AN_ENTRY } from './children/ledger';
import { startChild } from './children/start';

const KILLS = 25;
const tables = [entries, postings];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vast-durability-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Lets the child write until a random moment, kills it, and returns the numbers it said were stored. */
async function writeUntilKilled(milliseconds: number): Promise<number[]> {
  const child = startChild('write-ledger', [folder]);
  const acknowledged: number[] = [];
  for await (const line of child.lines) {
    if (line === 'open') setTimeout(() => child.process.kill('SIGKILL'), milliseconds);
    else acknowledged.push(Number(line));
  }
  await child.ended;
  return acknowledged;
}

async function checkLedger(acknowledged: ReadonlySet<number>): Promise<void> {
  const engine = await openEmbeddedEngine(folder);
  const db = await VastDatabase.open(engine, tables);
  const all = { limit: 10_000_000 };
  const numbers = (await db.select(entries, { columns: ['number'], ...all })).map(({ number }) => number);
  const stored = new Set(numbers);
  expect([...acknowledged].filter((number) => !stored.has(number))).toEqual([]);
  // None is half there: with each entry one posting is hidden and the others live.
  const live = await db.select(postings, { columns: ['entry', 'line'], ...all });
  const hidden = await db.select(postings, { columns: ['entry', 'line'], visibility: 'deleted', ...all });
  const lines = (from: number) => Array.from({ length: POSTINGS_AN_ENTRY - 1 }, (_, i) => from + i);
  expect(live).toEqual(numbers.flatMap((entry) => lines(1).map((line) => ({ entry, line }))));
  expect(hidden).toEqual(numbers.map((entry) => ({ entry, line: 0 })));
  const along = await db.select(postings, { columns: ['entry', 'line'], projection: 'by_text', ...all });
  expect(along).toEqual(live);
  // The counters are what counting gives.
  expect(await engine.stats(entries)).toEqual({ rows: numbers.length, deletedRows: 0 });
  expect(await engine.stats(postings)).toEqual({ rows: live.length, deletedRows: hidden.length });
  await db.close();
}

it(`keeps every acknowledged transaction whole over ${KILLS} kills in mid-write`, async () => {
  const acknowledged = new Set<number>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    for (const number of await writeUntilKilled(Math.random() * 120)) acknowledged.add(number);
    await checkLedger(acknowledged);
  }
  expect(acknowledged.size).toBeGreaterThan(KILLS);
}, 240_000);

it('is refused while another process has it, and free once that is killed', async () => {
  const child = startChild('write-ledger', [folder]);
  await child.lines.next();
  const refusal: unknown = await openEmbeddedEngine(folder).catch((error: unknown) => error);
  child.process.kill('SIGKILL');
  await child.ended;
  expect(refusal).toBeInstanceOf(StoreUnavailable);
  expect((refusal as Error).message).toBe(`Another process is using the data folder ${folder}`);
  await (await openEmbeddedEngine(folder)).close();
});

it('fails transactions that the disk does not take, and stays consistent', async () => {
  // 2,048 blocks of 512 bytes.
  const child = startChild('fill-disk', [folder], 'ulimit -f 2048');
  const said = await child.lines.next();
  await child.ended;
  const { acknowledged, rows, counted, clear, message } = JSON.parse(said.value as string) as Record<
    string,
    unknown
  >;
  expect(clear).toBe(true);
  expect(message).toMatch(/^The store could not be written: the disk/);
  expect(acknowledged).toBeGreaterThan(3);
  expect(rows).toBe(acknowledged);
  expect(counted).toBe(acknowledged);
  const engine = await openEmbeddedEngine(folder);
  expect(await engine.stats(entries)).toEqual({ rows, deletedRows: 0 });
  await engine.close();
});
