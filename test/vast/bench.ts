import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VastDatabase } from '../../src/vast/database';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';
import { and, eq, overlaps } from '../../src/vast/predicate';
import { defineTable, instant, json, nullable, utf8 } from '../../src/vast/table';

// npx tsx test/vast/bench.ts [groups] [rows a group]: what the embedded engine takes, in wall time and processor time.

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
  {
    primaryKey: ['group', 'start'],
    projections: { by_object: ['object'] },
    softDelete: true,
    disjoint: { within: ['group'], start: 'start', end: 'end' },
  },
);
const COLUMNS = ['group', 'start', 'end', 'object', 'created', 'extra'] as const;
const BATCH = 1000;
const WRITERS = 32;

const groups = Number(process.argv[2] ?? 300);
const each = Number(process.argv[3] ?? 1000);
const nameOf = (group: number) => `00000000-0000-4000-8000-${String(group % groups).padStart(12, '0')}`;
const cut = (at: number) => `${(0x1000000000000 + at).toString(16)}00000000`;
const item = (group: number, at: number) => ({
  group: nameOf(group),
  start: cut(at),
  end: cut(at + 1),
  object: `object-${(Math.imul(group * each + at, 2654435761) >>> 0).toString(16)}`,
  created: at,
});

/** Runs something `times` times and prints what one took. */
async function measure(name: string, times: number, work: (i: number) => Promise<unknown>): Promise<void> {
  const cpu = process.cpuUsage();
  const from = performance.now();
  for (let i = 0; i < times; i += 1) await work(i);
  const wall = ((performance.now() - from) * 1000) / times;
  const { user, system } = process.cpuUsage(cpu);
  console.log(`${name}: ${wall.toFixed(1)} µs, of processor time ${((user + system) / times).toFixed(1)} µs`);
}

const memory = () => console.log(`resident memory: ${Math.round(process.memoryUsage().rss / 1e6)} MB`);

async function main(folder: string): Promise<void> {
  let db = await VastDatabase.open(await openEmbeddedEngine(folder), [items]);
  const batches = (groups * each) / BATCH;
  await measure(`insert of ${BATCH} rows, durable (${groups * each} in all)`, batches, (i) => {
    // Groups in no order, as flows grow.
    const group = (i * 7919) % groups;
    const first = Math.floor(i / groups) * BATCH;
    return db.transaction((tx) =>
      tx.insert(
        items,
        Array.from({ length: BATCH }, (_, row) => item(group, first + row)),
      ),
    );
  });
  memory();
  const place = (i: number) => cut((i * 37) % (each - 100));
  await measure('page of 100 rows behind a place', 3000, (i) =>
    db.select(items, {
      columns: COLUMNS,
      where: eq('group', nameOf(i)),
      after: [nameOf(i), place(i)],
      limit: 100,
    }),
  );
  await measure('page of 100 rows that overlap a range', 3000, (i) =>
    db.select(items, {
      columns: COLUMNS,
      where: and(eq('group', nameOf(i)), overlaps('start', 'end', { lo: place(i), hi: 'g' })),
      limit: 100,
    }),
  );
  await measure('one row by its key', 20_000, (i) =>
    db.selectOne(items, { columns: COLUMNS, where: and(eq('group', nameOf(i)), eq('start', place(i))) }),
  );
  await measure('first 10 rows of 10 groups', 3000, (i) =>
    db.selectEach(
      items,
      'group',
      Array.from({ length: 10 }, (_, k) => nameOf(i + k)),
      { columns: COLUMNS, limit: 10 },
    ),
  );
  await measure(`runs of ${each} rows`, 100, (i) => db.runs(items, [nameOf(i)], { lo: '', hi: 'g' }));
  let next = each;
  await measure(`${WRITERS} transactions of one row at a time`, 200, () =>
    Promise.all(
      Array.from({ length: WRITERS }, (_, writer) =>
        db.transaction((tx) => tx.insert(items, [item(writer, (next += 1))])),
      ),
    ),
  );
  memory();
  await db.close();
  await measure('opening', 1, async () => {
    db = await VastDatabase.open(await openEmbeddedEngine(folder), [items]);
  });
  await db.close();
}

void mkdtemp(join(tmpdir(), 'vast-bench-')).then((folder) =>
  main(folder).finally(() => rm(folder, { recursive: true, force: true })),
);
