import { ETERNITY, formatTimeRange, parseTimeRange } from '../../../src/tams/time/timerange';
import { objectSegmentPosition } from '../../../src/tams/model';
import { segmentsTable } from '../../../src/tams/tables';
import { parseTimestamp } from '../../../src/tams/time/timestamp';
import { ALICE, BOB, externalSegment, multiFlow, uuid } from '../store-fixture';
import { Deletions, FLOW, seconds } from './fixture';

let deletions: Deletions;
beforeEach(async () => {
  deletions = await Deletions.open();
  await deletions.put(1, { label: 'old', tags: [{ name: 'a', value: '1' }] });
  await deletions.add(FLOW, 'o', seconds(0, 2500));
  deletions.test.tick();
});
afterEach(() => deletions.close());
const store = () => deletions.store;
const page = { first: 100, after: null };

/** All that shows segments of the flow, or of the object they name. */
const shown = async (objectId = 'o') => ({
  listed: (await deletions.list()).length,
  documents: (
    await store().segments.listed(FLOW, { timerange: ETERNITY, objectId: null, reverse: false }, page)
  ).items.length,
  byObject: (
    await store().segments.ofFlows([FLOW], { timerange: ETERNITY, objectId, reverse: true }, page)
  )[0]!.items.length,
  at: await store().segments.at([FLOW], parseTimestamp('5:0')),
  extent: await deletions.extent(),
  coverage: (await store().coverage.ofFlows([FLOW], ETERNITY, 0n))[0]!.segmentCount,
  ofSource: (await store().coverage.ofSources([uuid(1001)], ETERNITY, 0n))[0]!.segmentCount,
  object: (await store().objects.byIds([objectId]))[0],
  flowsOfObject: (await store().objects.flowsOf([objectId], page))[0],
  ofObject: (await store().segments.ofObjects([objectId], page))[0],
});
const NOTHING = {
  listed: 0,
  documents: 0,
  byObject: 0,
  at: [null],
  extent: '()',
  coverage: 0,
  ofSource: 0,
  object: null,
  flowsOfObject: { items: [], hasNext: false },
  ofObject: { items: [], hasNext: false },
};

describe('DL4: a flow accepted for deletion is gone at once', () => {
  it('with its source, tags, places in collections, segments and objects, before any work is done', async () => {
    await deletions.put(2);
    await store().flows.put(ALICE, multiFlow(9, [1, 2]));
    const before = await deletions.test.events();
    await store().flows.delete(BOB, FLOW);
    expect(await store().flows.byIds([FLOW])).toEqual([null]);
    expect(await store().sources.byIds([uuid(1001)])).toEqual([null]);
    expect((await store().flows.list({ timerange: ETERNITY }, page)).items.map(({ id }) => id)).toEqual(
      [uuid(2), uuid(9)].sort(),
    );
    expect((await store().flows.list({ timerange: parseTimeRange('[0:0_9:0)') }, page)).items).toEqual([]);
    expect(await store().flows.tagsOf([FLOW])).toEqual([[]]);
    expect((await store().flows.collectionsOf([uuid(9)]))[0]!.map(({ id }) => id)).toEqual([uuid(2)]);
    expect(await shown()).toEqual(NOTHING);
    await deletions.test.refused('FlowNotFound', () => deletions.deleteFlow());
    const events = (await deletions.test.events()).slice(before.length);
    expect(events.map(({ type }) => type)).toEqual(['flows/deleted', 'sources/deleted', 'flows/updated']);
  });

  it('16.4: its segments_deleted come as batches finish, each with what the batch removed', async () => {
    await deletions.deleteFlow();
    const { length } = await deletions.test.events();
    await deletions.work();
    const events = await deletions.test.events(length);
    expect(events.map(({ type, flowId, sourceId }) => [type, flowId, sourceId])).toEqual(
      seconds(0, 5).map(() => ['flows/segments_deleted', FLOW, uuid(1001)]),
    );
    expect(await deletions.deletedRanges()).toEqual(
      seconds(0, 5).map((n) => `[${n * 500}:0_${n * 500 + 500}:0)`),
    );
    expect(await shown()).toEqual(NOTHING);
  });

  it('objects that others name too stay, and show only those', async () => {
    await deletions.put(0);
    await deletions.put(2);
    for (const n of [0, 2]) await deletions.add(uuid(n), 'o', [7]);
    await deletions.deleteFlow();
    const expected = [uuid(0), uuid(2)];
    expect((await store().objects.flowsOf(['o'], page))[0]).toEqual({ items: expected, hasNext: false });
    expect((await store().objects.flowsOf(['o'], { first: 1, after: null }))[0]).toEqual({
      items: [uuid(0)],
      hasNext: true,
    });
    const [segments] = await store().segments.ofObjects(['o'], { first: 1, after: null });
    expect(segments).toMatchObject({ items: [{ flowId: uuid(0) }], hasNext: true });
    const after = objectSegmentPosition(segments!.items[0]!);
    expect((await store().segments.ofObjects(['o'], { first: 1, after }))[0]).toMatchObject({
      items: [{ flowId: uuid(2) }],
      hasNext: false,
    });
    expect((await store().objects.byIds(['o']))[0]).toMatchObject({ id: 'o' });
    await deletions.work();
    expect((await store().objects.byIds(['o']))[0]).toMatchObject({ id: 'o' });
  });
});

describe('DL4: a flow of the same id starts afresh while the old one is cleaned up', () => {
  beforeEach(async () => {
    await deletions.deleteFlow();
    await deletions.batch();
    expect((await deletions.put(1, { label: 'new' })).created).toBe(true);
  });

  it('it is empty, takes segments at any time, and shows only its own', async () => {
    expect({ ...(await shown()), ofSource: 0 }).toEqual(NOTHING);
    await deletions.add(FLOW, 'p', [...seconds(5, 10), ...seconds(2000, 2003)]);
    const { failed } = await store().segments.add(ALICE, FLOW, [externalSegment('q', '[9:0_9:5]')]);
    expect(failed.map(({ error }) => error.type)).toEqual(['SegmentOverlap']);
    expect(await shown('p')).toMatchObject({
      listed: 8,
      documents: 8,
      byObject: 8,
      at: [{ flowId: FLOW, objectId: 'p' }],
      extent: '[5:0_2003:0)',
      coverage: 8,
      ofSource: 8,
      object: { id: 'p', firstReferencedByFlow: FLOW },
      flowsOfObject: { items: [FLOW], hasNext: false },
    });
    expect((await deletions.list()).every(({ flowId }) => flowId === FLOW)).toBe(true);
    const timerange = parseTimeRange('[6:0_7:0)');
    expect((await store().flows.list({ timerange }, page)).items.map(({ label }) => label)).toEqual(['new']);
  });

  it('its pages by object go on where they were', async () => {
    await deletions.put(2);
    await deletions.add(FLOW, 'o', seconds(5, 10));
    await deletions.add(uuid(2), 'o', [1]);
    const seen: unknown[] = [];
    let after: readonly string[] | null = null;
    for (;;) {
      const pages = await store().segments.ofObjects(['o'], { first: 2, after });
      const { items, hasNext } = pages[0]!;
      seen.push(...items.map(({ flowId, timerange }) => [flowId, formatTimeRange(timerange)]));
      if (!hasNext) break;
      after = objectSegmentPosition(items.at(-1)!);
    }
    expect(seen).toEqual([
      ...seconds(5, 10).map((at) => [FLOW, `[${at}:0_${at + 1}:0)`]),
      [uuid(2), '[1:0_2:0)'],
    ]);
  });

  it('the rest of the clean-up does not touch it, and neither does a restart', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 50));
    deletions = await deletions.reopen();
    expect(await deletions.seconds()).toEqual(seconds(0, 50));
    await deletions.work();
    expect(await deletions.seconds()).toEqual(seconds(0, 50));
    expect(await deletions.test.db.count(segmentsTable)).toBe(50);
    await deletions.add(FLOW, 'o', seconds(50, 60));
    deletions = await deletions.reopen();
    expect(await deletions.extent()).toBe('[0:0_60:0)');
    expect((await store().objects.byIds(['o']))[0]).toMatchObject({ id: 'o' });
  });

  it('it can itself be deleted in pieces, made anew and cleaned up', async () => {
    await deletions.add(FLOW, 'p', seconds(0, 50));
    await deletions.deleteSegments('[0:0_20:0)');
    await deletions.deleteFlow();
    expect({ ...(await shown('p')), ofSource: 0 }).toEqual(NOTHING);
    await deletions.put(1, { label: 'third' });
    await deletions.add(FLOW, 'r', seconds(0, 30));
    await deletions.work();
    expect(await deletions.seconds()).toEqual(seconds(0, 30));
    expect((await store().deletions.list()).map(({ status }) => status)).toEqual(['done', 'done', 'done']);
    expect((await store().objects.byIds(['o', 'p', 'r'])).map((object) => object?.id)).toEqual([
      undefined,
      undefined,
      'r',
    ]);
  });

  it('it can be deleted at once and restored, and the work of the other goes on', async () => {
    await deletions.work();
    await deletions.add(FLOW, 'p', seconds(0, 5));
    expect((await store().flows.delete(ALICE, FLOW)).request).toBeNull();
    expect(await deletions.seconds()).toEqual([]);
    expect((await store().flows.restore(ALICE, FLOW)).label).toBe('new');
    expect(await deletions.seconds()).toEqual(seconds(0, 5));
    deletions = await deletions.reopen();
    expect(await deletions.seconds()).toEqual(seconds(0, 5));
  });
});

describe('restoring a flow whose deletion was a request', () => {
  it('is refused while the request is at work, and brings all back when it is done', async () => {
    const before = await shown();
    await deletions.deleteFlow();
    await deletions.test.refused('RestoreConflict', () => store().flows.restore(ALICE, FLOW));
    await deletions.batch();
    await deletions.test.refused('RestoreConflict', () => store().flows.restore(ALICE, FLOW));
    await deletions.work();
    await store().flows.restore(ALICE, FLOW);
    expect(await shown()).toEqual(before);
    expect((await store().coverage.ofFlows([FLOW], ETERNITY, 0n))[0]!.segmentCount).toBe(2500);
  });

  it('is refused too while some of its segments are being deleted', async () => {
    await deletions.deleteSegments('[0:0_100:0)');
    await deletions.deleteFlow();
    await deletions.batch();
    await deletions.test.refused('RestoreConflict', () => store().flows.restore(ALICE, FLOW));
    await deletions.work();
    await store().flows.restore(ALICE, FLOW);
    expect(await deletions.extent()).toBe('[100:0_2500:0)');
  });
});

it('costs reads of flows nothing, and reads by object nothing but while a clean-up waits', async () => {
  await deletions.put(2);
  await deletions.add(uuid(2), 'p', seconds(0, 5));
  const { readsOf } = { readsOf: (work: () => Promise<unknown>) => deletions.test.readsOf(work) };
  const all = { timerange: ETERNITY, objectId: null, reverse: false };
  let first = 10;
  const costs = async () => ({
    // A page that nobody has asked for is in no memory.
    list: await readsOf(() => store().segments.ofFlows([uuid(2)], all, { first: first++, after: null })),
    gone: await readsOf(() => deletions.list(FLOW)),
    at: await readsOf(() => store().segments.at([uuid(2)], parseTimestamp('1:0'))),
    coverage: await readsOf(() => store().coverage.ofFlows([uuid(2)], ETERNITY, 0n)),
    extent: await readsOf(() => store().segments.timerangesOf([uuid(2)], ETERNITY)),
    ofObject: await readsOf(() => store().segments.ofObjects(['p'], page)),
    object: await readsOf(() => store().objects.byIds(['p'])),
  });
  const usual = { list: 1, gone: 1, at: 1, coverage: 1, extent: 2, ofObject: 1, object: 1 };
  expect(await costs()).toEqual(usual);
  await deletions.deleteFlow();
  expect(await costs()).toEqual({ ...usual, object: 2 });
  await deletions.put(1);
  await deletions.work();
  expect(await costs()).toEqual(usual);
});
