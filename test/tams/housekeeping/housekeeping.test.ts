import { setTimeout as sleep } from 'node:timers/promises';
import { mediaRemovalsTable, MODEL_TABLES, objectUrlsTable } from '../../../src/tams/tables';
import type { TableDefinition } from '../../../src/vast/table';
import { CALLER, DAY, FLOW, OTHER_FLOW, segment, Store } from '../segments/fixture';

const WEEK = 7 * DAY;
let store: Store;
beforeEach(async () => {
  store = await Store.open();
});
afterEach(() => store.close());

/** How many deleted rows all tables hold. */
async function deletedRows(): Promise<number> {
  let total = 0;
  for (const table of MODEL_TABLES as readonly TableDefinition[])
    if (table.softDelete) total += await store.context.db.count(table, undefined, 'deleted');
  return total;
}

it('purges what was deleted longer ago than the retention, and nothing else', async () => {
  await store.add(FLOW, '[0:0_1:0)', '[1:0_2:0)');
  await store.delete(FLOW, '[0:0_1:0)');
  store.clock.now += DAY;
  await store.flows.delete(CALLER, FLOW);
  const all = await deletedRows();
  store.clock.now += WEEK - DAY - 1;
  expect(await store.housekeeping.runOnce()).toMatchObject({
    purgedRows: 0,
    forgottenObjects: 0,
  });
  store.clock.now += 1;
  expect(await store.housekeeping.runOnce()).toMatchObject({
    purgedRows: 1,
    forgottenObjects: 1,
  });
  expect(await deletedRows()).toBe(all - 1);
  store.clock.now += DAY;
  expect(await store.housekeeping.runOnce()).toMatchObject({
    purgedRows: all - 1,
    forgottenObjects: 1,
  });
  expect(await deletedRows()).toBe(0);
  expect(await store.unchangedBy(() => store.housekeeping.runOnce())).toMatchObject({
    purgedRows: 0,
    forgottenObjects: 0,
  });
  await expect(store.flows.restore(CALLER, FLOW)).rejects.toMatchObject({ type: 'NothingToRestore' });
});

it('keeps the bytes of deleted segments for as long as they can be restored, and a restored flow plays', async () => {
  const [id] = await store.add(FLOW, '[0:0_1:0)');
  await store.upload(id!, 'bytes');
  await store.flows.delete(CALLER, FLOW);
  store.clock.now += WEEK - 1;
  await store.housekeeping.runOnce();
  await store.flows.restore(CALLER, FLOW);
  store.clock.now += 10 * WEEK;
  await store.housekeeping.runOnce();
  expect(await store.objects.byIds([id!])).toMatchObject([{ id, size: 5 }]);
  expect(await store.files.stat(id!)).toMatchObject({ size: 5 });
});

it('takes many steps for many rows, oldest deletions first', async () => {
  const object = await store.allocated();
  const inputs = Array.from({ length: 1200 }, (_, i) => segment(`[${i}:0_${i + 1}:0)`, object));
  await store.segments.add(CALLER, FLOW, inputs);
  await store.segments.add(CALLER, OTHER_FLOW, inputs);
  await store.delete(FLOW);
  store.clock.now += DAY;
  await store.delete(OTHER_FLOW);
  store.clock.now += WEEK - DAY;
  expect(await store.housekeeping.runOnce()).toMatchObject({
    purgedRows: 1200,
    forgottenObjects: 0,
  });
  store.clock.now += DAY;
  expect(await store.housekeeping.runOnce()).toMatchObject({
    purgedRows: 1200,
    forgottenObjects: 1,
  });
});

it('takes the URLs that only a purged segment had, and keeps those that others inherit', async () => {
  const given = (url: string) => ({ getUrls: [{ url }] });
  await store.segments.add(CALLER, FLOW, [
    segment('[0:0_1:0)', 'ext', given('https://cdn/0')),
    segment('[1:0_2:0)', 'ext', given('https://cdn/1')),
    segment('[2:0_3:0)', 'ext', given('https://cdn/2')),
  ]);
  await store.delete(FLOW, '[0:0_2:0)');
  store.clock.now += WEEK;
  await store.housekeeping.runOnce();
  const rows = await store.context.db.select(objectUrlsTable, { columns: ['url'], limit: 10 });
  expect(rows.map(({ url }) => url)).toEqual(['https://cdn/0', 'https://cdn/2']);
});

it('finds bytes again that a crash or a failing store left behind', async () => {
  const ids = [await store.allocated(), await store.allocated()];
  for (const id of ids) await store.upload(id, 'bytes');
  store.clock.now += DAY;
  const media = store.context.media.default!;
  const deleting = jest.spyOn(media, 'delete').mockRejectedValue(new Error('the store is away'));
  await expect(store.housekeeping.runOnce()).rejects.toThrow('the store is away');
  deleting.mockRestore();
  expect(await store.context.db.count(mediaRemovalsTable)).toBe(2);
  expect(await store.files.stat(ids[0]!)).not.toBeNull();
  await store.housekeeping.runOnce();
  expect(await store.context.db.count(mediaRemovalsTable)).toBe(0);
  for (const id of ids) expect(await store.files.stat(id)).toBeNull();
});

it('never takes the bytes of an object that is used again while it runs', async () => {
  const ids = await store.add(FLOW, ...Array.from({ length: 40 }, (_, i) => `[${i}:0_${i + 1}:0)`));
  for (const id of ids) await store.upload(id, 'bytes');
  await store.delete(FLOW);
  store.clock.now += WEEK - 1;
  // Some are taken up again in the last moment, while the clock goes past the end for the others.
  const again = ids.map((id, i) =>
    store.segments.add(CALLER, OTHER_FLOW, [segment(`[${i}:0_${i + 1}:0)`, id)]),
  );
  await again[0];
  store.clock.now += 1;
  await store.housekeeping.runOnce();
  const added = (await Promise.all(again)).map((outcome) => outcome.added === 1);
  expect(added).toContain(true);
  for (const [i, id] of ids.entries()) {
    if (added[i]) expect([id, (await store.files.stat(id))?.size]).toEqual([id, 5]);
    else expect(await store.objects.byIds([id])).toEqual([null]);
  }
});

describe('the timer', () => {
  it('runs at once and again, never twice at a time, until it is stopped', async () => {
    let running = 0;
    let rounds = 0;
    const { housekeeping } = store;
    const once = jest.spyOn(housekeeping, 'runOnce').mockImplementation(async () => {
      running += 1;
      expect(running).toBe(1);
      await sleep(5);
      running -= 1;
      rounds += 1;
      if (rounds === 2) throw new Error('this round failed');
      return { purgedRows: 0, forgottenObjects: 0, trimmedEvents: 0 };
    });
    const errors: unknown[] = [];
    housekeeping.start(1, (error) => errors.push(error));
    housekeeping.start(1, (error) => errors.push(error));
    while (rounds < 5) await sleep(5);
    await housekeeping.stop();
    const done = rounds;
    expect(running).toBe(0);
    await sleep(20);
    expect(rounds).toBe(done);
    expect(errors).toEqual([new Error('this round failed')]);
    once.mockRestore();
  });

  it('does its work', async () => {
    await store.allocated();
    store.clock.now += DAY;
    store.housekeeping.start(60_000, (error) => {
      throw error;
    });
    await sleep(50);
    await store.housekeeping.stop();
    expect(await store.housekeeping.runOnce()).toMatchObject({
      purgedRows: 0,
      forgottenObjects: 0,
    });
  });
});
