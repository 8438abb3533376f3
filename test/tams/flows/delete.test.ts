import type { Uuid } from '../../../src/tams/model';
import { ETERNITY, formatTimeRange } from '../../../src/tams/time/timerange';
import { ALICE, BOB, externalSegment, multiFlow, TestStore, uuid, videoFlow } from '../store-fixture';

let db: TestStore;
beforeEach(async () => {
  db = await TestStore.open();
});
afterEach(() => db.close());
const flows = () => db.store.flows;
const timerange = async (id: Uuid) =>
  (await db.store.segments.timerangesOf([id], ETERNITY)).map(formatTimeRange)[0];

async function putFull(n: number): Promise<void> {
  await flows().put(
    ALICE,
    videoFlow(n, {
      label: 'full',
      tags: [
        { name: 'a', value: '1' },
        { name: 'b', value: '2' },
      ],
    }),
  );
  await db.store.segments.add(ALICE, uuid(n), [
    externalSegment(`o${n}-1`, '[0:0_10:0)'),
    externalSegment(`o${n}-2`, '[20:0_30:0)'),
  ]);
  db.tick();
}

/** All that a client sees of a flow. */
const seen = async (n: number) => ({
  flow: await flows().byIds([uuid(n)]),
  tags: await flows().tagsOf([uuid(n)]),
  collection: await flows().collectionsOf([uuid(n)]),
  source: await db.store.sources.byIds([uuid(1000 + n)]),
  sourceTags: await db.store.sources.tagsOf([uuid(1000 + n)]),
  segments: await db.store.segments.ofFlows(
    [uuid(n)],
    { timerange: ETERNITY, objectId: null, reverse: false },
    { first: 100, after: null },
  ),
});

describe('deletion', () => {
  it('takes segments, tags and the source with the flow, and tells in the order of 16.4', async () => {
    await putFull(1);
    const before = await db.events();
    const outcome = await flows().delete(BOB, uuid(1));
    expect(outcome).toEqual({ segmentsDeleted: 2, flowDeleted: true, request: null });
    const events = (await db.events()).slice(before.length);
    expect(events.map(({ type, payload }) => [type, payload])).toEqual([
      ['flows/segments_deleted', { flow_id: uuid(1), timerange: '[0:0_30:0)' }],
      ['flows/deleted', { flow_id: uuid(1) }],
      ['sources/deleted', { source_id: uuid(1001) }],
    ]);
    expect(events.every(({ sourceId }) => sourceId === uuid(1001))).toBe(true);
    expect(await seen(1)).toEqual({
      flow: [null],
      tags: [[]],
      collection: [[]],
      source: [null],
      sourceTags: [[]],
      segments: [{ items: [], hasNext: false }],
    });
    expect(await flows().count({})).toBe(0);
    expect(await db.store.sources.count({ tags: [{ name: 'a', value: '1' }] })).toBe(0);
  });

  it('keeps a source that another flow names, and sends no event for it', async () => {
    await flows().put(ALICE, videoFlow(1));
    await flows().put(ALICE, videoFlow(2, { sourceId: uuid(1001) }));
    expect(await db.eventsOf(() => flows().delete(ALICE, uuid(1)))).toEqual(['flows/deleted']);
    expect(await db.store.sources.count({})).toBe(1);
  });

  it('is refused the second time', async () => {
    await flows().put(ALICE, videoFlow(1));
    await flows().delete(ALICE, uuid(1));
    await db.refused('FlowNotFound', () => flows().delete(ALICE, uuid(1)));
  });

  it('F11: takes the flow out of the collections it is in, each collector a metadata write, even if read-only', async () => {
    for (const n of [1, 2]) await flows().put(ALICE, videoFlow(n));
    await flows().put(ALICE, multiFlow(8, [1, 2, 1]));
    await flows().put(ALICE, multiFlow(9, [1], { readOnly: true }));
    db.tick();
    const before = await flows().byIds([uuid(8), uuid(9)]);
    const events = await db.eventsOf(() => flows().delete(BOB, uuid(1)));
    expect(events).toEqual(['flows/deleted', 'sources/deleted', 'flows/updated', 'flows/updated']);
    const collections = await flows().collectionsOf([uuid(8), uuid(9)]);
    expect(collections.map((items) => items.map(({ id }) => id))).toEqual([[uuid(2)], []]);
    const after = await flows().byIds([uuid(8), uuid(9)]);
    after.forEach((flow, i) => {
      expect(flow).toMatchObject({ updatedBy: 'bob', metadataUpdated: db.clock.now });
      expect(flow?.metadataVersion).not.toBe(before[i]?.metadataVersion);
    });
  });

  it('leaves the members of a deleted collector alone', async () => {
    await flows().put(ALICE, videoFlow(1));
    await flows().put(ALICE, multiFlow(9, [1]));
    const before = await seen(1);
    await flows().delete(ALICE, uuid(9));
    expect(await seen(1)).toEqual(before);
    expect(await flows().collectorsOf([uuid(1)])).toEqual([[]]);
  });

  it('lets the same id start afresh', async () => {
    await putFull(1);
    await flows().delete(ALICE, uuid(1));
    expect((await flows().put(ALICE, videoFlow(1))).created).toBe(true);
    expect(await timerange(uuid(1))).toBe('()');
    expect(await flows().tagsOf([uuid(1)])).toEqual([[]]);
  });
});

describe('restoring', () => {
  it('brings back everything as it was', async () => {
    await flows().put(ALICE, videoFlow(2));
    await putFull(1);
    await flows().update(ALICE, uuid(1), {
      flowCollection: [{ id: uuid(2), role: 'r', containerMapping: { x: 1 } }],
      removeTags: ['b'],
    });
    await db.store.sources.update(ALICE, uuid(1001), {
      label: 'edited',
      setTags: [{ name: 's', value: '1' }],
    });
    const before = await seen(1);
    await flows().delete(BOB, uuid(1));
    db.tick();
    const sequence = (await db.events()).length;
    const flow = await flows().restore(BOB, uuid(1));
    expect(await seen(1)).toEqual(before);
    expect([flow]).toEqual(before.flow);
    const events = await db.events(sequence);
    expect(events.map(({ type }) => type)).toEqual([
      'sources/created',
      'flows/created',
      'flows/segments_added',
    ]);
    expect(events[2]?.payload).toMatchObject({
      flow_id: uuid(1),
      segments: [
        { object_id: 'o1-1', timerange: '[0:0_10:0)', ts_offset: '0:0' },
        { object_id: 'o1-2', timerange: '[20:0_30:0)' },
      ],
    });
    expect(await db.store.objects.byIds(['o1-1'])).toMatchObject([{ id: 'o1-1' }]);
  });

  it('undoes the latest deletion, and only that', async () => {
    await flows().put(ALICE, videoFlow(1, { label: 'first', tags: [{ name: 'a', value: 'first' }] }));
    await flows().delete(ALICE, uuid(1));
    await flows().put(ALICE, videoFlow(1, { label: 'second' }));
    await db.refused('RestoreConflict', () => flows().restore(ALICE, uuid(1)));
    await flows().delete(ALICE, uuid(1));
    for (let n = 20; n < 25; n += 1) {
      await flows().put(ALICE, videoFlow(n));
      await flows().delete(ALICE, uuid(n));
    }
    expect(await flows().restore(ALICE, uuid(1))).toMatchObject({ label: 'second' });
    expect(await flows().tagsOf([uuid(1)])).toEqual([[]]);
    expect((await db.store.sources.byIds([uuid(1001)]))[0]?.label).toBe('second');
  });

  it('leaves out members that are gone, and places in the lists of others', async () => {
    for (const n of [1, 2]) await flows().put(ALICE, videoFlow(n));
    await flows().put(ALICE, multiFlow(5, [1, 2]));
    await flows().put(ALICE, multiFlow(9, [5]));
    const [before] = await flows().byIds([uuid(5)]);
    await flows().delete(ALICE, uuid(5));
    await flows().delete(ALICE, uuid(1));
    const restored = await flows().restore(BOB, uuid(5));
    expect((await flows().collectionsOf([uuid(5)]))[0]?.map(({ id }) => id)).toEqual([uuid(2)]);
    expect(await flows().collectionsOf([uuid(9)])).toEqual([[]]);
    expect(restored.metadataVersion).not.toBe(before?.metadataVersion);
    expect(restored.updatedBy).toBe('bob');
  });

  it('joins a source that lives, or the last one of that id that did', async () => {
    await flows().put(ALICE, videoFlow(1, { label: 'origin' }));
    await flows().put(ALICE, videoFlow(2, { sourceId: uuid(1001) }));
    await flows().delete(ALICE, uuid(1));
    await flows().delete(ALICE, uuid(2));
    expect(await db.eventsOf(() => flows().restore(ALICE, uuid(1)))).toEqual([
      'sources/created',
      'flows/created',
    ]);
    expect((await db.store.sources.byIds([uuid(1001)]))[0]?.label).toBe('origin');
    expect(await db.eventsOf(() => flows().restore(ALICE, uuid(2)))).toEqual(['flows/created']);
  });

  it('refuses when the source has another format by now', async () => {
    await flows().put(ALICE, videoFlow(1));
    await flows().delete(ALICE, uuid(1));
    await flows().put(ALICE, multiFlow(2, [], { sourceId: uuid(1001) }));
    await db.refused('RestoreConflict', () => flows().restore(ALICE, uuid(1)));
  });

  it('refuses what was never there, and what was deleted too long ago', async () => {
    await db.refused('NothingToRestore', () => flows().restore(ALICE, uuid(1)));
    await flows().put(ALICE, videoFlow(1));
    await flows().delete(ALICE, uuid(1));
    db.tick(8 * 86_400_000);
    await db.refused('NothingToRestore', () => flows().restore(ALICE, uuid(1)));
  });

  it('tells of many segments in pieces', async () => {
    await flows().put(ALICE, videoFlow(1));
    const inputs = Array.from({ length: 2500 }, (_, i) => externalSegment('o', `[${i}:0_${i + 1}:0)`));
    await db.store.segments.add(ALICE, uuid(1), inputs);
    expect((await flows().delete(ALICE, uuid(1))).segmentsDeleted).toBe(2500);
    const sequence = (await db.events()).length;
    await flows().restore(ALICE, uuid(1));
    const counts = (await db.events(sequence)).map(
      ({ payload }) => (payload as { segments?: unknown[] }).segments?.length,
    );
    expect(counts).toEqual([undefined, undefined, 1000, 1000, 500]);
    expect(await timerange(uuid(1))).toBe('[0:0_2500:0)');
  });
});
