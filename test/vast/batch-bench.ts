import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VastDatabase } from '../../src/vast/database';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';
import { defineTable, instant, nullable, utf8, json } from '../../src/vast/table';

// npx tsx test/vast/batch-bench.ts [rows] [rounds]: insertBatchTransactional against what the engine takes in bulk, in turn.

const items = defineTable(
  'items',
  {
    group: utf8(),
    start: utf8(),
    end: utf8(),
    object: utf8(),
    created: instant(),
    extra: nullable(json<unknown>()),
  },
  { primaryKey: ['group', 'start'], projections: { by_object: ['object'] }, softDelete: true },
);
const BULK_ROWS = 10_000;

const rows = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 3);

const cut = (at: number) => `${(0x1000000000000 + at).toString(16)}00000000`;

function* data() {
  for (let at = 0; at < rows; at += 1)
    yield {
      group: `00000000-0000-4000-8000-${String(Math.floor(at / 1000)).padStart(12, '0')}`,
      start: cut(at),
      end: cut(at + 1),
      object: `object-${(Math.imul(at, 2654435761) >>> 0).toString(16)}`,
      created: at,
    };
}

/** The engine's own insert, a transaction for every 10,000 rows, nothing around it. */
async function bulk(db: VastDatabase): Promise<void> {
  let some: object[] = [];
  const flush = async () => {
    const taken = some;
    some = [];
    await db.transaction((tx) => tx.insert(items, taken as never));
  };
  for (const row of data()) if (some.push(row) === BULK_ROWS) await flush();
  if (some.length > 0) await flush();
}

async function batches(db: VastDatabase, options: object = {}): Promise<void> {
  const result = await db.batches.insertBatchTransactional(items, data(), options);
  if (!result.success || result.inserted !== rows) throw new Error(result.error ?? 'rows are missing');
}

const WAYS: Record<string, (db: VastDatabase) => Promise<void>> = {
  'the engine in bulk': bulk,
  insertBatchTransactional: batches,
  'insertBatchTransactional with an idempotency key': (db) => batches(db, { idempotencyKey: 'bench' }),
  'insertBatchTransactional in batches of 10,000': (db) => batches(db, { batchSize: BULK_ROWS }),
};

/** Rows a second of wall time, and of processor time: what counts when other work keeps the machine busy. */
interface Speed {
  readonly wall: number;
  readonly cpu: number;
}

async function measure(work: (db: VastDatabase) => Promise<void>): Promise<Speed> {
  const folder = await mkdtemp(join(tmpdir(), 'batch-bench-'));
  const db = await VastDatabase.open(await openEmbeddedEngine(folder), [items]);
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await work(db);
  const wall = (performance.now() - begun) / 1e3;
  const { user, system } = process.cpuUsage(cpu);
  await db.close();
  await rm(folder, { recursive: true, force: true });
  return { wall: rows / wall, cpu: (1e6 * rows) / (user + system) };
}

async function main(): Promise<void> {
  const best = new Map<string, Speed>();
  for (let round = 0; round < rounds; round += 1)
    for (const [name, work] of Object.entries(WAYS)) {
      const { wall, cpu } = await measure(work);
      const known = best.get(name) ?? { wall: 0, cpu: 0 };
      best.set(name, { wall: Math.max(wall, known.wall), cpu: Math.max(cpu, known.cpu) });
    }
  const raw = best.get('the engine in bulk')!;
  const percent = (part: number, of: number) => `${((100 * part) / of).toFixed(0)} %`;
  for (const [name, { wall, cpu }] of best)
    console.log(
      `${name}: ${Math.round(wall)} rows a second, ${percent(wall, raw.wall)} of the engine; ` +
        `by processor time ${Math.round(cpu)}, ${percent(cpu, raw.cpu)}`,
    );
  console.log(`resident memory: ${Math.round(process.memoryUsage().rss / 1e6)} MB`);
}

void main();
