import { formatTimeRange, parseTimeRange } from '../../../src/tams/time/timerange';
import { CALLER, FLOW, OTHER_FLOW, segment, Store, uuid } from './fixture';

let store: Store;
beforeEach(async () => {
  store = await Store.open();
});
afterEach(() => store.close());

const deletedRanges = async () =>
  (await store.events())
    .filter(({ type }) => type === 'flows/segments_deleted')
    .map(({ payload }) => (payload as { timerange: string }).timerange);

describe('deleting segments', () => {
  it.each([
    ['FlowNotFound', uuid(99)],
    ['FlowReadOnly', uuid(3)],
  ])('%s leaves everything', async (type, flowId) => {
    await store.makeFlow(3);
    await store.add(uuid(3), '[0:0_1:0)');
    await store.setReadOnly(uuid(3));
    await store.unchangedBy(() => expect(store.delete(flowId)).rejects.toMatchObject({ type }));
  });

  it('DL1: is done when it answers', async () => {
    await store.add(FLOW, '[0:0_1:0)', '[1:0_2:0)');
    expect(await store.segments.delete(CALLER, FLOW, parseTimeRange('_'), null)).toEqual({
      segmentsDeleted: 2,
      flowDeleted: false,
      request: null,
    });
    expect(await store.list()).toEqual([]);
    expect((await store.flows.byIds([FLOW]))[0]!.segmentsUpdated).toBe(store.clock.now);
  });

  it('DL2: by object is done when it answers, and takes only that object within the timerange', async () => {
    const [a, b] = [await store.allocated(), await store.allocated()];
    await store.segments.add(CALLER, FLOW, [
      segment('[0:0_1:0)', a),
      segment('[1:0_2:0)', b),
      segment('[2:0_3:0)', a),
      segment('[3:0_4:0)', a),
    ]);
    expect(await store.delete(FLOW, '[2:0_3:500000000)', a)).toBe(1);
    expect(await store.timeranges()).toEqual(['[0:0_1:0)', '[1:0_2:0)', '[3:0_4:0)']);
  });

  it('DL3: what is registered after a delete was asked for survives it', async () => {
    const [object] = await store.add(FLOW, '[0:0_1:0)');
    const [removed] = await Promise.all([
      store.delete(FLOW),
      store.segments.add(CALLER, FLOW, [segment('[5:0_6:0)', object!)]),
    ]);
    expect(removed).toBe(1);
    expect(await store.timeranges()).toEqual(['[5:0_6:0)']);
  });

  it.each(['_', '()', '[5:0_6:0)'])(
    'that matches nothing (%s) changes nothing, and can be repeated',
    async (range) => {
      await store.add(FLOW, '[0:0_10:0)');
      if (range === '_') await store.delete(FLOW);
      store.clock.now += 1000;
      expect(await store.unchangedBy(() => store.delete(FLOW, range))).toBe(0);
    },
  );

  it('frees the time: what was deleted can be registered again, and deleted again', async () => {
    const [object] = await store.add(FLOW, '[0:0_1:0)');
    for (let i = 0; i < 3; i += 1) {
      expect(await store.delete(FLOW)).toBe(1);
      const again = await store.segments.add(CALLER, FLOW, [segment('[0:0_1:0)', object!)]);
      expect(again).toEqual({ added: 1, failed: [] });
    }
  });

  it('leaves the segments of other flows on the same object', async () => {
    const [object] = await store.add(FLOW, '[0:0_1:0)');
    await store.segments.add(CALLER, OTHER_FLOW, [segment('[0:0_1:0)', object!)]);
    await store.delete(FLOW);
    expect(await store.timeranges(OTHER_FLOW)).toEqual(['[0:0_1:0)']);
    expect(await store.objects.byIds([object!])).not.toEqual([null]);
  });

  it('of more than one step removes and reports all', async () => {
    const object = await store.allocated();
    const inputs = Array.from({ length: 2500 }, (_, i) => segment(`[${i}:0_${i + 1}:0)`, object));
    await store.segments.add(CALLER, FLOW, inputs);
    expect(await store.delete(FLOW, '[1:0_2400:0)')).toBe(2399);
    expect(await store.timeranges()).toHaveLength(101);
    expect(await deletedRanges()).toEqual(['[1:0_2400:0)']);
  });
});

describe('events', () => {
  it('E1, E3: a timerange delete is one segments_deleted from the first to the last removed, no flows/updated', async () => {
    await store.add(FLOW, '[0:0_10:0)', '[20:0_30:0)', '[40:0_50:0]');
    await store.delete(FLOW, '[0:0_45:0)');
    const events = (await store.events()).slice(1);
    expect(events.map(({ type, payload }) => [type, payload])).toEqual([
      ['flows/segments_deleted', { flow_id: FLOW, timerange: '[0:0_30:0)' }],
    ]);
  });

  it('E3: a delete by object is one event a run without a survivor in between', async () => {
    const [a, b] = [await store.allocated(), await store.allocated()];
    const order = 'aabaaab.a.a';
    const inputs = Array.from(order).flatMap((name, i) =>
      name === '.' ? [] : [segment(`[${i}:0_${i + 1}:0)`, name === 'a' ? a : b)],
    );
    await store.segments.add(CALLER, FLOW, inputs);
    expect(await store.delete(FLOW, '_', a)).toBe(7);
    expect(await deletedRanges()).toEqual(['[0:0_2:0)', '[3:0_6:0)', '[8:0_11:0)']);
    expect(await store.timeranges()).toEqual(['[2:0_3:0)', '[6:0_7:0)']);
  });
});

describe('restoring a flow', () => {
  it('brings back exactly the segments of its deletion, and their objects', async () => {
    const [, , , lost] = await store.add(FLOW, '[0:0_1:0)', '[1:0_2:0)', '[5:0_6:0)', '[7:0_8:0)');
    await store.delete(FLOW, '[7:0_8:0)');
    const before = await store.list();
    await store.flows.delete(CALLER, FLOW);
    expect(await store.list()).toEqual([]);
    const objects = before.map(({ objectId }) => objectId);
    expect(await store.objects.byIds(objects)).toEqual([null, null, null]);
    await store.flows.restore(CALLER, FLOW);
    expect(await store.list()).toEqual(before);
    expect(await store.objects.byIds(objects)).not.toContain(null);
    expect(await store.objects.byIds([lost!])).toEqual([null]);
  });

  it('of more segments than one step brings all back', async () => {
    const object = await store.allocated();
    const inputs = Array.from({ length: 2500 }, (_, i) => segment(`[${i}:0_${i + 1}:0)`, object));
    await store.segments.add(CALLER, FLOW, inputs);
    await store.flows.delete(CALLER, FLOW);
    await store.flows.restore(CALLER, FLOW);
    const [coverage] = await store.coverage.ofFlows([FLOW], parseTimeRange('_'), 0n);
    expect(coverage!.ranges.map(formatTimeRange)).toEqual(['[0:0_2500:0)']);
    expect(coverage!.segmentCount).toBe(2500);
  });
});
