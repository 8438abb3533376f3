import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VastDatabase } from '../../src/vast/database';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';
import { and, eq, overlaps } from '../../src/vast/predicate';
import { defineTable, instant, utf8 } from '../../src/vast/table';

// npx tsx test/vast/bench-deleted.ts [live rows] [deleted for each]: what live reads of a table with many deleted rows take,
// against the same reads of one without, taken by turns in one run.

const define = (name: string) =>
  defineTable(
    name,
    { group: utf8(), start: utf8(), end: utf8(), object: utf8(), created: instant() },
    {
      primaryKey: ['group', 'start'],
      projections: { by_object: ['object'] },
      softDelete: true,
      disjoint: { within: ['group'], start: 'start', end: 'end' },
    },
  );
const clean = define('clean');
const littered = define('littered');
const COLUMNS = ['group', 'start', 'end', 'object', 'created'] as const;

const live = Number(process.argv[2] ?? 20_000);
const deletedEach = Number(process.argv[3] ?? 100);
const GROUPS = 20;
const ROUNDS = 9;
const each = live / GROUPS;
const nameOf = (group: number) => `00000000-0000-4000-8000-${String(group % GROUPS).padStart(12, '0')}`;
const cut = (at: number) => `${(0x1000000000000 + at).toString(16)}00000000`;
const rowsOf = (group: number) =>
  Array.from({ length: each }, (_, at) => ({
    group: nameOf(group),
    start: cut(at),
    end: cut(at + 1),
    object: `object-${(Math.imul(group * each + at, 2654435761) >>> 0).toString(16)}`,
    created: at,
  }));

async function fill(db: VastDatabase): Promise<void> {
  let deletion = 0;
  for (let group = 0; group < GROUPS; group += 1) {
    const rows = rowsOf(group);
    await db.transaction((tx) => tx.insert(clean, rows));
    for (let i = 0; i < deletedEach; i += 1)
      await db.transaction(async (tx) => {
        await tx.insert(littered, rows);
        const found = await tx.select(littered, {
          columns: [],
          where: eq('group', nameOf(group)),
          limit: each,
          includeRowIds: true,
        });
        const ids = found.map(({ rowId }) => rowId);
        await tx.delete(littered, ids, { id: (deletion += 1), at: deletion, by: 'bench' });
      });
    await db.transaction((tx) => tx.insert(littered, rows));
  }
}

/** Microseconds that one of many takes. */
async function time(work: (i: number) => Promise<unknown>, times: number): Promise<number> {
  const from = performance.now();
  for (let i = 0; i < times; i += 1) await work(i);
  return ((performance.now() - from) * 1000) / times;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

async function main(folder: string): Promise<void> {
  const db = await VastDatabase.open(await openEmbeddedEngine(folder), [clean, littered]);
  await fill(db);
  console.log(
    `${await db.count(littered)} live rows, ${await db.count(littered, undefined, 'deleted')} deleted`,
  );
  const place = (i: number) => cut((i * 37) % (each - 100));
  const objects = rowsOf(0).map(({ object }) => object);
  const reads: Record<string, (table: typeof clean, i: number) => Promise<unknown>> = {
    'page of 100 rows behind a place': (table, i) =>
      db.select(table, {
        columns: COLUMNS,
        where: eq('group', nameOf(i)),
        after: [nameOf(i), place(i)],
        limit: 100,
      }),
    'page of 100 rows that overlap a range': (table, i) =>
      db.select(table, {
        columns: COLUMNS,
        where: and(eq('group', nameOf(i)), overlaps('start', 'end', { lo: place(i), hi: 'g' })),
        limit: 100,
      }),
    'one row by its key': (table, i) =>
      db.selectOne(table, { columns: COLUMNS, where: and(eq('group', nameOf(i)), eq('start', place(i))) }),
    'rows by another projection': (table, i) =>
      db.select(table, {
        columns: COLUMNS,
        where: eq('object', objects[(i * 7) % each]!),
        projection: 'by_object',
        limit: 10,
      }),
    'runs of a group': (table, i) => db.runs(table, [nameOf(i)], { lo: '', hi: 'g' }),
  };
  for (const [name, read] of Object.entries(reads)) {
    const taken = { clean: [] as number[], littered: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      taken.clean.push(await time((i) => read(clean, i), 300));
      taken.littered.push(await time((i) => read(littered, i), 300));
    }
    const [without, with_] = [median(taken.clean), median(taken.littered)];
    console.log(
      `${name}: ${with_.toFixed(1)} µs against ${without.toFixed(1)} µs, ratio ${(with_ / without).toFixed(2)}`,
    );
  }
  await db.close();
}

void mkdtemp(join(tmpdir(), 'vast-bench-')).then((folder) =>
  main(folder).finally(() => rm(folder, { recursive: true, force: true })),
);
