import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lookup, VastDatabase } from '../../src/vast/database';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';
import { PerformanceMonitor } from '../../src/vast/monitor/performance-monitor';
import { eq } from '../../src/vast/predicate';
import { observedNow } from '../../src/vast/queries/observation';
import { defineTable, utf8 } from '../../src/vast/table';

// npx tsx test/vast/monitor-bench.ts: what recording a query costs, in processor time, beside the fastest query there is.

const shelves = defineTable('shelves', { id: utf8(), label: utf8() }, { primaryKey: ['id'] });
const ROUNDS = 7;

/** Microseconds of processor time of one `work`, in the best of some rounds. */
async function cost(times: number, work: () => unknown): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const from = process.cpuUsage();
    for (let i = 0; i < times; i += 1) {
      const result = work();
      if (result instanceof Promise) await result;
    }
    const { user, system } = process.cpuUsage(from);
    best = Math.min(best, (user + system) / times);
  }
  return best;
}

const percent = (part: number, of: number) => `${((100 * part) / of).toFixed(2)} %`;

async function main(folder: string): Promise<void> {
  const db = await VastDatabase.open(await openEmbeddedEngine(folder), [shelves]);
  await db.transaction((tx) => tx.insert(shelves, [{ id: 'a', label: 'x'.repeat(100) }]));
  const byId = Lookup.in(shelves, 'id', { columns: ['id', 'label'], limit: 1 });
  const observed = await cost(100_000, () => db.lookup(byId, 'a'));
  db.observe(null);
  const lookup = await cost(100_000, () => db.lookup(byId, 'a'));
  const monitor = new PerformanceMonitor();
  let i = 0;
  const now = observedNow();
  const record = await cost(1_000_000, () => {
    i += 1;
    monitor.record({
      type: 'lookup',
      table: shelves,
      milliseconds: 0.015 + (i % 64) / 1000,
      ended: now,
      rows: 1,
      splits: 1,
      success: true,
      plan: null,
    });
  });
  const one = await cost(50_000, () =>
    db.selectOne(shelves, { columns: ['id', 'label'], where: eq('id', 'a') }),
  );
  console.log(
    `a select of one row by its key: ${one.toFixed(2)} µs, of which recording is ${percent(record, one)}`,
  );
  console.log(`a lookup of one row by its key: ${lookup.toFixed(2)} µs`);
  console.log(
    `the same observed and recorded: ${observed.toFixed(2)} µs, ${(100 * (observed / lookup - 1)).toFixed(1)} % more`,
  );
  console.log(`recording a query: ${record.toFixed(3)} µs, ${percent(record, lookup)} of a lookup`);
  await db.close();
}

void mkdtemp(join(tmpdir(), 'monitor-bench-')).then((folder) =>
  main(folder).finally(() => rm(folder, { recursive: true, force: true })),
);
