import { InvalidValue } from '../../../src/vast/engine';
import { and, eq, gt } from '../../../src/vast/predicate';
import { QueryStopped } from '../../../src/vast/queries/executor';
import type { ObservedQuery } from '../../../src/vast/queries/observation';
import { eachTestOpens } from '../new-store';
import { things } from '../things';

const ROWS = 12_000;
const store = eachTestOpens([things]);
beforeEach(() =>
  store().db.transaction((tx) =>
    tx.insert(
      things,
      Array.from({ length: ROWS }, (_, i) => ({ id: 'k', part: i, made: i % 7, size: i % 100 })),
    ),
  ),
);
const query = { columns: ['part'], limit: 1e9 } as const;
const scan = (options = {}, said = {}) => store().db.scan(things, { ...query, ...said }, options);
async function parts(batches: ReturnType<typeof scan>): Promise<number[]> {
  const found: number[] = [];
  for await (const batch of batches) found.push(...[...batch.getChildAt(0)!].map(Number));
  return found;
}
const all = Array.from({ length: ROWS }, (_, i) => i);

it('merges splits in order, however many', async () => {
  for (const splits of [1, 2, 4]) expect(await parts(scan({ splits, batchRows: 700 }))).toEqual(all);
  const newest = await parts(scan({ splits: 3, batchRows: 700 }, { projection: 'newest' }));
  expect(newest).toEqual([...all].sort((a, b) => (b % 7) - (a % 7) || a - b));
});

it('reads what few rows pass, up to a limit', async () => {
  const where = and(eq('size', 99), gt('part', 5000));
  const wanted = all.filter((i) => i % 100 === 99 && i > 5000);
  expect(await parts(scan({ splits: 2, batchRows: 512 }, { where }))).toEqual(wanted);
  expect(await parts(scan({ splits: 2, batchRows: 512 }, { where, limit: 7 }))).toEqual(wanted.slice(0, 7));
});

it('reads no further ahead than its splits, and lets others work meanwhile', async () => {
  const { db } = store();
  const batches = scan({ splits: 2, batchRows: 100 });
  await batches.next();
  // Held back by its caller, it holds nobody else back.
  await db.transaction((tx) => tx.insert(things, [{ id: 'l', part: 1, made: 0 }]));
  expect(await db.count(things)).toBe(ROWS + 1);
  let rows = 100;
  for await (const batch of batches) rows += batch.numRows;
  expect(rows).toBe(ROWS);
});

it('stops on abort, before, while and between batches, and gives back what it held', async () => {
  const aborted = AbortSignal.abort();
  await expect(parts(scan({ signal: aborted }))).rejects.toThrow(QueryStopped);
  // More of them than there are connections.
  for (let i = 0; i < 20; i += 1) {
    const abort = new AbortController();
    const batches = scan({ splits: 3, batchRows: 200, signal: abort.signal });
    await batches.next();
    const next = i % 2 ? batches.next() : null;
    abort.abort();
    await expect(next ?? batches.next()).rejects.toThrow('was aborted');
    expect(await batches.next()).toEqual({ done: true, value: undefined });
  }
  expect(await parts(scan())).toHaveLength(ROWS);
});

it('stops when time is up', async () => {
  const batches = scan({ timeoutMs: 30, batchRows: 100 });
  await batches.next();
  await new Promise((resolve) => setTimeout(resolve, 60));
  await expect(batches.next()).rejects.toThrow('took longer than it may');
});

it('gives back what it held when it is left or the store closes', async () => {
  for (let i = 0; i < 20; i += 1)
    for await (const batch of scan({ splits: 3, batchRows: 50 })) if (batch.numRows > 0) break;
  const batches = scan({ splits: 2, batchRows: 50 });
  await batches.next();
  await store().db.close();
  await expect(parts(batches)).rejects.toThrow();
  await store().reopen([things]);
  expect(await parts(scan())).toHaveLength(ROWS);
});

it.each([
  { batchRows: 0 },
  { batchRows: 1.5 },
  { splits: 0 },
  { splits: 99 },
  { timeoutMs: 0 },
  { timeoutMs: 2 ** 40 },
])('refuses %j', (options) => expect(parts(scan(options))).rejects.toThrow(InvalidValue));

it('tells an observer of each query: what, how long, how many rows, and whether it went well', async () => {
  const { db } = store();
  const seen: ObservedQuery[] = [];
  db.observe((of) => seen.push(of));
  await db.select(things, { columns: ['part'], where: eq('made', 3), limit: 5 });
  await db.selectEach(things, 'id', ['k', 'x'], { columns: ['part'], limit: 2 });
  await db.transaction((tx) => tx.updateWhere(things, and(eq('id', 'k'), eq('part', 4)), { label: 'x' }));
  await expect(
    db.select(things, { columns: ['part'], where: eq('size', 'x' as never), limit: 1 }),
  ).rejects.toThrow();
  await parts(scan({ splits: 2, batchRows: 5000 }));
  for await (const batch of scan({ splits: 1, batchRows: 10 })) if (batch.numRows > 0) break;
  db.observe(null);
  await db.count(things);
  expect(seen.map(({ type, rows, splits, success }) => [type, rows, splits, success])).toEqual([
    ['select', 5, 1, true],
    ['selectEach', 2, 1, true],
    ['select', 1, 1, true],
    ['update', 1, 1, true],
    ['select', 0, 1, false],
    ['scan', ROWS, 2, true],
    ['scan', 10, 1, true],
  ]);
  expect(seen.every(({ milliseconds, table }) => milliseconds > 0 && table === things)).toBe(true);
  expect(seen[0]!.plan).toMatchObject({ projection: 'newest', limit: 5 });
});
