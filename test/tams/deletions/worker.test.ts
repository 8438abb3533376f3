import { BATCH } from '../../../src/tams/deletions/cleanup';
import { DeletionWorker } from '../../../src/tams/deletions/deletion-worker';
import { segmentCleanupsTable, segmentsTable } from '../../../src/tams/tables';
import { formatTimeRange } from '../../../src/tams/time/timerange';
import { eq } from '../../../src/vast/predicate';
import { ALICE, uuid } from '../store-fixture';
import { Deletions, FLOW, seconds } from './fixture';

let deletions: Deletions;
beforeEach(async () => {
  deletions = await Deletions.open();
  await deletions.put(1);
});
afterEach(() => deletions.close());
const store = () => deletions.store;

/** Resolves when the condition holds; a test's own time limit bounds it. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

const ends = (id: string) => until(async () => (await deletions.request(id)).expiry !== null);

/**
 * Makes the removal of the segment at this second fail in the store: the deletion appears to have hidden it before, which the
 * store refuses to do twice. Undone by `repair`.
 * @param deletion the one that is to fail; the flow's, if it deletes a flow
 */
async function spoil(second: number, deletion?: number): Promise<{ repair: () => Promise<void> }> {
  const { db } = deletions.test;
  const columns = ['flow_id', 'start_cut', 'end_cut', 'object_id'] as const;
  const rows = await db.select(segmentsTable, { columns, limit: 10_000, includeRowIds: true });
  const { rowId, ...row } = rows[second]!;
  const cleanup = await db.selectOne(segmentCleanupsTable, { columns: ['barrier'] });
  const id = deletion ?? cleanup!.barrier;
  await db.transaction(async (tx) => {
    await tx.delete(segmentsTable, [rowId], { id, at: 0, by: 'test' });
    await tx.insert(segmentsTable, [row]);
  });
  return {
    repair: () =>
      db.transaction(async (tx) => {
        const hidden = await tx.select(segmentsTable, {
          columns: [],
          where: eq('start_cut', row.start_cut),
          visibility: 'deleted',
          limit: 1,
          includeRowIds: true,
        });
        await tx.purge(segmentsTable, [hidden[0]!.rowId]);
      }),
  };
}

describe('the worker', () => {
  it('does what was accepted before and after its start, in the order of acceptance', async () => {
    for (const n of [2, 3]) await deletions.put(n);
    for (const n of [1, 2, 3]) await deletions.add(uuid(n), `o${n}`, seconds(0, 20));
    const before = [await deletions.deleteFlow(uuid(2)), await deletions.deleteSegments('_', uuid(1))];
    store().deletionWorker.start((error) => {
      throw error;
    });
    await ends(before[1]!.id);
    const after = await deletions.deleteFlow(uuid(3));
    await ends(after.id);
    await store().deletionWorker.stop();
    const events = (await deletions.test.events()).filter(({ type }) => type === 'flows/segments_deleted');
    expect(events.map(({ flowId }) => flowId)).toEqual([uuid(2), uuid(1), uuid(3)]);
  });

  it('lets others write between its batches', async () => {
    await deletions.put(2);
    await deletions.add(FLOW, 'o', seconds(0, 10_000));
    const { id } = await deletions.deleteFlow();
    const working = deletions.work();
    let writes = 0;
    for (; (await deletions.request(id)).expiry === null; writes += 1)
      await deletions.add(uuid(2), 'p', [writes]);
    await working;
    expect(writes).toBeGreaterThan(5);
  });

  it('stops between batches, and a later start goes on where it was', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 10_000));
    const { id } = await deletions.deleteFlow();
    const fail = (error: unknown) => {
      throw error;
    };
    store().deletionWorker.start(fail);
    await until(async () => (await deletions.deletedRanges()).length > 1);
    await store().deletionWorker.stop();
    const ranges = await deletions.deletedRanges();
    const stopped = await deletions.request(id);
    expect(stopped.status).toBe('started');
    expect(formatTimeRange(stopped.timerangeRemaining)).toBe(`[${ranges.length * BATCH}:0_10000:0)`);
    deletions = await deletions.reopen();
    expect(await deletions.request(id)).toEqual(stopped);
    expect(await deletions.seconds()).toEqual([]);
    store().deletionWorker.start(fail);
    await ends(id);
    await store().deletionWorker.stop();
    expect(await deletions.deletedRanges()).toEqual(
      seconds(0, 10_000 / BATCH).map((n) => `[${n * BATCH}:0_${n * BATCH + BATCH}:0)`),
    );
  });
});

describe('DL5: a batch that fails', () => {
  const workWith = async (delays: readonly number[]): Promise<unknown[]> => {
    const errors: unknown[] = [];
    await new DeletionWorker(store().context, delays).runOnce((error) => errors.push(error));
    return errors;
  };

  it('is tried three times more, then the request ends in an error that says so, and the others go on', async () => {
    await deletions.put(2);
    await deletions.add(FLOW, 'o', seconds(0, 1500));
    await deletions.add(uuid(2), 'p', seconds(0, 20));
    const { id } = await deletions.deleteFlow();
    const other = await deletions.deleteFlow(uuid(2));
    await spoil(1200);
    const started = Date.now();
    expect(await workWith([5, 10, 20])).toHaveLength(4);
    expect(Date.now() - started).toBeGreaterThanOrEqual(30);
    const failed = await deletions.request(id);
    expect(failed).toMatchObject({
      status: 'error',
      expiry: deletions.test.clock.now + 86_400_000,
      error: { type: 'InternalError', time: deletions.test.clock.now },
    });
    expect(failed.error!.summary).toMatch(/given up after 4 attempts/);
    expect(failed.error!.summary).not.toMatch(/Deletion \d|key/);
    expect(formatTimeRange(failed.timerangeRemaining)).toBe('[1000:0_1500:0)');
    expect((await deletions.request(other.id)).status).toBe('done');
    // What is left stays out of sight, also after a restart, which does not try it again.
    deletions = await deletions.reopen();
    expect(await deletions.seconds()).toEqual([]);
    expect(await store().objects.byIds(['o'])).toEqual([null]);
    await deletions.work();
    expect(await deletions.request(id)).toEqual(failed);
  });

  it('that works at a further attempt is no error', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 20));
    const { id } = await deletions.deleteFlow();
    const { repair } = await spoil(7);
    const errors: unknown[] = [];
    await new DeletionWorker(store().context, [1, 20, 20]).runOnce((error) => {
      errors.push(error);
      if (errors.length === 2) void repair();
    });
    expect(errors.length).toBeGreaterThanOrEqual(2);
    expect(await deletions.request(id)).toMatchObject({ status: 'done', error: null });
  });

  it('does not keep a stop waiting for the next attempt', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 20));
    const { id } = await deletions.deleteFlow();
    await spoil(3);
    const worker = new DeletionWorker(store().context, [60_000]);
    const failed = new Promise<void>((resolve) => worker.start(() => resolve()));
    await failed;
    await worker.stop();
    expect((await deletions.request(id)).status).toBe('started');
  });

  it('of a deletion of segments leaves the rest where it is, for a later delete', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 1020));
    const { id } = await deletions.deleteSegments('_');
    // The first batch takes the next event's sequence as its deletion, the next one the one after, and so on.
    const { repair } = await spoil(1007, (await deletions.test.events()).length + 3);
    await workWith([1]);
    const failed = await deletions.request(id);
    expect(failed).toMatchObject({ status: 'error', deleteFlow: false });
    expect(formatTimeRange(failed.timerangeRemaining)).toBe('[1000:0_1020:0)');
    expect(await deletions.seconds()).toEqual(seconds(1000, 1020));
    await repair();
    const again = await deletions.deleteSegments('_');
    await deletions.work();
    expect(await deletions.seconds()).toEqual([]);
    expect((await deletions.request(again.id)).status).toBe('done');
  });

  it('what a given-up flow deletion left can be restored', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 1500));
    await deletions.deleteFlow();
    const { repair } = await spoil(1200);
    await workWith([]);
    await repair();
    await store().flows.restore(ALICE, FLOW);
    expect(await deletions.extent()).toBe('[0:0_1500:0)');
    expect((await store().objects.byIds(['o']))[0]).toMatchObject({ id: 'o' });
    deletions = await deletions.reopen();
    await deletions.work();
    expect(await deletions.extent()).toBe('[0:0_1500:0)');
  });

  it('DL6: what it left is taken up by a new request when its record has expired', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 1500));
    const { id } = await deletions.deleteFlow();
    const { repair } = await spoil(1200);
    await workWith([]);
    await repair();
    deletions.test.tick(86_400_000);
    await store().housekeeping.runOnce();
    const [again, ...others] = await store().deletions.list();
    expect(others).toEqual([]);
    expect(again).toMatchObject({ flowId: FLOW, status: 'created', deleteFlow: true });
    expect(again!.id).not.toBe(id);
    expect(formatTimeRange(again!.timerangeToDelete)).toBe('[1000:0_1500:0)');
    await deletions.work();
    expect((await deletions.request(again!.id)).status).toBe('done');
    expect(await deletions.test.db.count(segmentsTable)).toBe(0);
  });
});
