import { parseTimeRange } from '../../../src/tams/time/timerange';
import { ALICE, externalSegment } from '../store-fixture';
import { Deletions, FLOW, seconds } from './fixture';

let deletions: Deletions;
beforeEach(async () => {
  deletions = await Deletions.open();
  await deletions.put(1);
});
afterEach(() => deletions.close());
const store = () => deletions.store;

describe('DL3: a delete concerns what exists when it is accepted', () => {
  it('what is registered later survives, before and behind the place where the work is', async () => {
    await deletions.add(FLOW, 'o', [...seconds(0, 1500), ...seconds(1600, 2600)]);
    await deletions.deleteSegments('_');
    await deletions.add(FLOW, 'early', [1550]);
    await deletions.batch();
    await deletions.add(FLOW, 'late', [10, 1560]);
    await deletions.work();
    expect(await deletions.seconds()).toEqual([10, 1550, 1560]);
  });

  it('what stays where it is until its turn still keeps others off its time', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 20));
    await deletions.deleteSegments('_');
    const { failed } = await store().segments.add(ALICE, FLOW, [externalSegment('p', '[3:0_4:0)')]);
    expect(failed.map(({ error }) => error.type)).toEqual(['SegmentOverlap']);
  });

  it('each of two requests spares only what is later than itself', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 20));
    await deletions.deleteSegments('[0:0_20:0)');
    await deletions.add(FLOW, 'between', seconds(30, 35));
    await deletions.deleteSegments('_');
    await deletions.add(FLOW, 'after', seconds(40, 45));
    await deletions.batch();
    expect(await deletions.seconds()).toEqual([...seconds(30, 35), ...seconds(40, 45)]);
    await deletions.batch();
    expect(await deletions.seconds()).toEqual(seconds(40, 45));
  });

  it('a flow made anew after a small delete is not touched by a request of the one before', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 20));
    await deletions.deleteSegments('_');
    await store().segments.delete(ALICE, FLOW, parseTimeRange('[0:0_15:0)'), 'o');
    expect((await store().flows.delete(ALICE, FLOW)).request).toBeNull();
    await deletions.put(1);
    await deletions.add(FLOW, 'new', seconds(0, 20));
    await deletions.work();
    expect(await deletions.seconds()).toEqual(seconds(0, 20));
  });

  it('what many clients register while the worker runs is all there in the end', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 8000));
    await deletions.deleteSegments('_');
    const working = deletions.work();
    const clients = seconds(0, 8).map(async (client) => {
      for (let round = 0; round < 20; round += 1) {
        const at = 8000 + client * 100 + round;
        await deletions.add(FLOW, `new-${client}`, [at]);
      }
    });
    await Promise.all([working, ...clients]);
    const expected = seconds(0, 8).flatMap((client) => seconds(8000 + client * 100, 8020 + client * 100));
    expect(await deletions.seconds()).toEqual(expected);
  });
});

describe('events and objects', () => {
  it('E3: each batch tells of what it removed, in runs without a survivor in between', async () => {
    await deletions.add(FLOW, 'o', [...seconds(0, 250), ...seconds(600, 1700)]);
    const { id } = await deletions.deleteSegments('[0:0_1650:0)');
    await deletions.add(FLOW, 'new', [550]);
    deletions.test.tick();
    expect(await deletions.deletedRanges()).toEqual([]);
    await deletions.batch();
    expect(await deletions.deletedRanges()).toEqual(['[0:0_250:0)', '[600:0_849:0)']);
    expect((await store().flows.byIds([FLOW]))[0]!.segmentsUpdated).toBe(deletions.test.clock.now);
    await deletions.work();
    expect((await deletions.deletedRanges()).slice(2)).toEqual(['[849:0_1349:0)', '[1349:0_1650:0)']);
    expect(await deletions.seconds()).toEqual([550, ...seconds(1650, 1700)]);
    expect((await deletions.request(id)).status).toBe('done');
    const types = new Set((await deletions.test.events()).map(({ type }) => type));
    expect(types).not.toContain('flows/updated');
  });

  it('12.3: objects start their grace with the batch that removes their last segment', async () => {
    await deletions.add(FLOW, 'first', seconds(0, 500));
    await deletions.add(FLOW, 'second', seconds(500, 750));
    await deletions.add(FLOW, 'kept', seconds(750, 760));
    await deletions.deleteSegments('[0:0_751:0)');
    const known = async () =>
      (await store().objects.byIds(['first', 'second', 'kept'])).map((object) => object !== null);
    expect(await known()).toEqual([true, true, true]);
    await deletions.batch();
    expect(await known()).toEqual([false, true, true]);
    await deletions.work();
    expect(await known()).toEqual([false, false, true]);
  });

  it('a request that finds nothing any more is done, and tells nobody', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 20));
    await deletions.deleteSegments('_');
    const { id } = await deletions.deleteSegments('_');
    await deletions.batch();
    const before = (await deletions.test.events()).length;
    await deletions.work();
    expect((await deletions.request(id)).status).toBe('done');
    expect(await deletions.test.events()).toHaveLength(before);
  });

  it('what it removed is purged with its bytes when the retention is over, even while it is at work', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 1500));
    await deletions.deleteFlow();
    await deletions.batch();
    deletions.test.tick(8 * 86_400_000);
    await store().housekeeping.runOnce();
    await deletions.work();
    deletions.test.tick(8 * 86_400_000);
    await store().housekeeping.runOnce();
    await store().housekeeping.runOnce();
    const dump = (await deletions.test.dump()) as [string, unknown[], unknown[]][];
    const left = dump.filter(
      ([name, live, deleted]) => !name.startsWith('event') && live.length + deleted.length > 0,
    );
    expect(left).toEqual([]);
  });
});
