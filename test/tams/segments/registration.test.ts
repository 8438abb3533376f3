import { objectsById } from '../../../src/tams/objects/object-rows';
import { formatTimeRange } from '../../../src/tams/time/timerange';
import { parseTimestamp } from '../../../src/tams/time/timestamp';
import { CALLER, FLOW, OTHER_FLOW, segment, Store, uuid } from './fixture';

let store: Store;
beforeEach(async () => {
  store = await Store.open();
});
afterEach(() => store.close());

/** Adds one segment that must fail, leaving no trace; says why. */
async function refused(input: Parameters<typeof store.segments.add>[2][number], flowId = FLOW) {
  const { added, failed } = await store.unchangedBy(() => store.segments.add(CALLER, flowId, [input]));
  expect(added).toBe(0);
  expect(failed).toHaveLength(1);
  expect(failed[0]).toMatchObject({ index: 0, objectId: input.objectId, timerange: input.timerange });
  expect(failed[0]!.error.time).toBe(store.clock.now);
  return failed[0]!.error;
}

describe('whole requests', () => {
  it('keeps what was registered and answers with it', async () => {
    const objectId = await store.allocated();
    const input = segment('[0:0_10:0)', objectId, {
      tsOffset: parseTimestamp('-1:0'),
      lastDuration: parseTimestamp('0:40000000'),
      sampleOffset: 5,
      sampleCount: 250,
      keyFrameCount: 0,
    });
    expect(await store.segments.add(CALLER, FLOW, [input])).toEqual({ added: 1, failed: [] });
    expect(await store.list()).toEqual([
      {
        flowId: FLOW,
        objectId,
        timerange: input.timerange,
        tsOffset: '-1:0',
        lastDuration: '0:40000000',
        sampleOffset: 5,
        sampleCount: 250,
        keyFrameCount: 0,
        urlSet: null,
      },
    ]);
  });

  it.each([
    ['FlowNotFound', 'of an unknown flow', uuid(99)],
    ['FlowReadOnly', 'of a read-only flow', uuid(3)],
    ['NoContainer', 'of a flow without container', uuid(4)],
  ])('%s: refuses all %s, an empty list too', async (type, _, flowId) => {
    await store.makeFlow(3, { readOnly: true });
    await store.makeFlow(4, { container: null });
    for (const inputs of [[], [segment('[0:0_1:0)', 'x', { getUrls: [{ url: 'https://a/b' }] })]])
      await store.unchangedBy(() =>
        expect(store.segments.add(CALLER, flowId, inputs)).rejects.toMatchObject({ type }),
      );
  });

  it('H13: refuses more than 10,000 segments', async () => {
    const inputs = Array.from({ length: 10_001 }, () => segment('[0:0_1:0)', 'x'));
    await store.unchangedBy(() =>
      expect(store.segments.add(CALLER, FLOW, inputs)).rejects.toMatchObject({ type: 'TooLarge' }),
    );
  });

  it('SG8: does nothing for an empty list', async () => {
    expect(await store.unchangedBy(() => store.segments.add(CALLER, FLOW, []))).toEqual({
      added: 0,
      failed: [],
    });
  });

  it('lets the others through when some fail, and reports those in request order', async () => {
    const [a, b] = [await store.allocated(), await store.allocated()];
    const { added, failed } = await store.segments.add(CALLER, FLOW, [
      segment('()', a),
      segment('[0:0_10:0)', a),
      segment('[5:0_6:0)', b),
      segment('[10:0_20:0)', b),
      segment('[20:0_30:0)', 'unknown'),
    ]);
    expect(added).toBe(2);
    expect(failed.map(({ index, error }) => [index, error.type])).toEqual([
      [0, 'InvalidSegment'],
      [2, 'SegmentOverlap'],
      [4, 'ObjectNotUsable'],
    ]);
    expect(await store.timeranges()).toEqual(['[0:0_10:0)', '[10:0_20:0)']);
  });
});

describe('SG1: an offset that was not registered', () => {
  it('is absent from the model and 0:0 in the event', async () => {
    await store.add(FLOW, '[0:0_1:0)');
    expect((await store.list())[0]!.tsOffset).toBeNull();
    const [event] = await store.events();
    expect(event!.payload).toEqual({
      flow_id: FLOW,
      segments: [{ object_id: 'object-1', timerange: '[0:0_1:0)', ts_offset: '0:0' }],
    });
  });
});

describe('SG2: a timerange that is bounded, not empty and starts inclusive', () => {
  it.each(['()', '_', '[0:0_', '_5:0)', '(0:0_1:0)', '(0:0_1:0]', '[5:0_3:0)'])(
    'refuses %s',
    async (timerange) => {
      const objectId = await store.allocated();
      expect((await refused(segment(timerange, objectId))).type).toBe('InvalidSegment');
    },
  );

  it.each([
    ['[0:0_10:0)', '[0:0_10:0)'],
    ['0:0_10:0', '[0:0_10:0]'],
    ['5:0', '[5:0]'],
    ['[-1:500000000_0:0)', '[-1:500000000_0:0)'],
  ])('takes %s', async (timerange, kept) => {
    await store.add(FLOW, timerange);
    expect(await store.timeranges()).toEqual([kept]);
  });
});

describe('SG3: segments of one flow do not overlap', () => {
  it.each([
    ['[0:0_10:0)', '[0:0_10:0)'],
    ['[0:0_10:0)', '[9:999999999_20:0)'],
    ['[0:0_10:0]', '[10:0_20:0)'],
    ['[0:0_10:0)', '[5:0]'],
    ['[5:0]', '[0:0_10:0)'],
    ['[5:0_6:0)', '[0:0_10:0)'],
  ])('with %s stored refuses %s', async (first, second) => {
    await store.add(FLOW, first);
    const objectId = await store.allocated();
    const error = await refused(segment(second, objectId));
    expect(error.type).toBe('SegmentOverlap');
    expect(error.summary).toContain(first);
  });

  it.each([
    ['[0:0_10:0)', '[10:0_20:0)'],
    ['[10:0_20:0)', '[0:0_10:0)'],
    ['[0:0_10:0)', '[10:0]'],
    ['[0:0_10:0]', '[10:1_20:0)'],
  ])('%s and %s may touch', async (first, second) => {
    await store.add(FLOW, first);
    await store.add(FLOW, second);
    await store.add(OTHER_FLOW, first);
    expect((await store.timeranges()).sort()).toEqual([first, second].sort());
  });

  it('within a request, the earlier one wins', async () => {
    const objectId = await store.allocated();
    const { added, failed } = await store.segments.add(CALLER, FLOW, [
      segment('[5:0_15:0)', objectId),
      segment('[0:0_10:0)', objectId),
      segment('[0:0_5:0)', objectId),
      segment('[0:0_5:0)', objectId),
    ]);
    expect([added, failed.map(({ index }) => index)]).toEqual([2, [1, 3]]);
    expect(await store.timeranges()).toEqual(['[0:0_5:0)', '[5:0_15:0)']);
  });

  it('a request whose hull holds more segments than it brings is judged the same', async () => {
    await store.add(FLOW, ...Array.from({ length: 20 }, (_, i) => `[${i * 10}:0_${i * 10 + 5}:0)`));
    const objectId = await store.allocated();
    const { failed } = await store.segments.add(CALLER, FLOW, [
      segment('[5:0_10:0)', objectId),
      segment('[192:0_193:0)', objectId),
      segment('[191:0_196:0)', objectId),
    ]);
    expect(failed.map(({ index }) => index)).toEqual([1, 2]);
  });

  it('of simultaneous overlapping requests exactly one wins', async () => {
    const objectId = await store.allocated();
    const outcomes = await Promise.all(
      Array.from({ length: 32 }, (_, i) =>
        store.segments.add(CALLER, FLOW, [segment(`[0:${i}_1:0)`, objectId)]),
      ),
    );
    expect(outcomes.filter(({ added }) => added === 1)).toHaveLength(1);
    expect(await store.timeranges()).toHaveLength(1);
    expect(await store.events()).toHaveLength(1);
  });

  it('of many clients with interleaved ranges each point is won once', async () => {
    const objectId = await store.allocated();
    const clients = Array.from({ length: 8 }, async (_, client) => {
      let won = 0;
      for (let i = 0; i < 20; i += 1) {
        const start = (i * 7 + client * 3) % 50;
        won += (await store.segments.add(CALLER, FLOW, [segment(`[${start}:0_${start + 2}:0)`, objectId)]))
          .added;
      }
      return won;
    });
    const won = (await Promise.all(clients)).reduce((a, b) => a + b);
    const listed = await store.list();
    expect(listed).toHaveLength(won);
    for (let i = 1; i < listed.length; i += 1)
      expect(listed[i - 1]!.timerange.hi <= listed[i]!.timerange.lo).toBe(true);
    const sequences = (await store.events()).map(({ sequence }) => sequence);
    expect(sequences).toEqual(Array.from({ length: won }, (_, i) => sequences[0]! + i));
  });
});

describe('SG4: who may register which object', () => {
  it.each([
    ['unknown without URLs', 'nobody-knows', undefined],
    ['unknown with an empty list of URLs', 'nobody-knows', []],
    ['an empty id, even with URLs', '', [{ url: 'https://a/b' }]],
    ['an id that no store can keep', '../etc/passwd', [{ url: 'https://a/b' }]],
  ])('refuses %s', async (_, objectId, getUrls) => {
    const more = getUrls === undefined ? {} : { getUrls };
    expect((await refused(segment('[0:0_1:0)', objectId, more))).type).toBe('ObjectNotUsable');
  });

  it('refuses what is allocated for another flow and not used, URLs or not, until that flow used it', async () => {
    const objectId = await store.allocated(OTHER_FLOW);
    for (const more of [{}, { getUrls: [{ url: 'https://a/b' }] }])
      expect((await refused(segment('[0:0_1:0)', objectId, more))).type).toBe('ObjectNotUsable');
    expect(await store.segments.add(CALLER, OTHER_FLOW, [segment('[0:0_1:0)', objectId)])).toMatchObject({
      added: 1,
    });
    expect(await store.segments.add(CALLER, FLOW, [segment('[0:0_1:0)', objectId)])).toMatchObject({
      added: 1,
    });
  });

  it('takes an unknown object with URLs, which later segments of the request and other flows reuse', async () => {
    const first = segment('[0:0_1:0)', 'ext/1', { getUrls: [{ url: 'https://a/b' }] });
    const both = await store.segments.add(CALLER, FLOW, [first, segment('[1:0_2:0)', 'ext/1')]);
    expect(both).toEqual({ added: 2, failed: [] });
    expect(await store.segments.add(CALLER, OTHER_FLOW, [segment('[0:0_1:0)', 'ext/1')])).toMatchObject({
      added: 1,
    });
  });

  it('does not take a failed item for the first registration', async () => {
    const bringing = segment('[0:0_1:0)', 'ext/1', { getUrls: [{ url: 'https://a/b' }] });
    await store.add(FLOW, '[0:0_1:0)');
    const { failed } = await store.segments.add(CALLER, FLOW, [bringing, segment('[1:0_2:0)', 'ext/1')]);
    expect(failed.map(({ error }) => error.type)).toEqual(['SegmentOverlap', 'ObjectNotUsable']);
  });
});

describe('SG5: URLs that come with a segment', () => {
  it.each([
    ['//host/path', undefined],
    ['/path', undefined],
    ['ftp://host/path', undefined],
    ['javascript:alert(1)', undefined],
    ['http:///path', undefined],
    [' https://host/', undefined],
    ['https://host/a b', undefined],
    ['https://host/\u0000', undefined],
    ['', undefined],
    ['https://host/', 'embedded'],
    ['https://host/', 'nul\u0000'],
    ['https://host/', 'half \ud800'],
  ])('refuses %j with label %j', async (url, label) => {
    const getUrls = [{ url: 'https://fine/' }, label === undefined ? { url } : { url, label }];
    const error = await refused(segment('[0:0_1:0)', 'ext', { getUrls }));
    expect(error.type).toBe('InvalidSegment');
  });

  it('never quotes the URL, which may hold a signature', async () => {
    const error = await refused(
      segment('[0:0_1:0)', 'ext', { getUrls: [{ url: 'ftp://h/?signature=secret' }] }),
    );
    expect(error.summary).not.toContain('secret');
  });
});

describe('SG6 and SG7: numbers', () => {
  it('SG6: ts_offset may be negative, last_duration may not', async () => {
    const objectId = await store.allocated();
    const lastDuration = parseTimestamp('-0:1');
    expect((await refused(segment('[0:0_1:0)', objectId, { lastDuration }))).type).toBe('InvalidSegment');
    const tsOffset = parseTimestamp('-5:500000000');
    await store.segments.add(CALLER, FLOW, [segment('[0:0_1:0)', objectId, { tsOffset })]);
    expect((await store.list())[0]!.tsOffset).toBe('-5:500000000');
  });

  it.each([
    { sampleOffset: -1 },
    { sampleCount: -1 },
    { keyFrameCount: -1 },
    { sampleCount: 1.5 },
    { sampleCount: 2 ** 53 },
    { sampleCount: Number.NaN },
  ])('SG7: refuses %j', async (counts) => {
    const objectId = await store.allocated();
    expect((await refused(segment('[0:0_1:0)', objectId, counts))).type).toBe('InvalidSegment');
  });

  it('SG7: takes zero and the largest exact integer', async () => {
    const objectId = await store.allocated();
    const counts = { sampleOffset: 0, sampleCount: 0, keyFrameCount: Number.MAX_SAFE_INTEGER };
    await store.segments.add(CALLER, FLOW, [segment('[0:0_1:0)', objectId, counts)]);
    expect((await store.list())[0]).toMatchObject(counts);
  });
});

describe('effects', () => {
  it('E2, E4: one segments_added event with all successes, no flows/updated, and segments_updated set', async () => {
    const objectId = await store.allocated();
    store.clock.now += 1000;
    await store.segments.add(CALLER, FLOW, [
      segment('[0:0_1:0)', objectId),
      segment('[0:0_1:0)', objectId),
      segment('[1:0_2:0)', objectId, { keyFrameCount: 3 }),
    ]);
    const events = await store.events();
    expect(events.map(({ type, flowId, at }) => [type, flowId, at])).toEqual([
      ['flows/segments_added', FLOW, store.clock.now],
    ]);
    expect(events[0]!.payload).toEqual({
      flow_id: FLOW,
      segments: [
        { object_id: objectId, timerange: '[0:0_1:0)', ts_offset: '0:0' },
        { object_id: objectId, timerange: '[1:0_2:0)', ts_offset: '0:0', key_frame_count: 3 },
      ],
    });
    const [flow, other] = await store.flows.byIds([FLOW, OTHER_FLOW]);
    expect(flow).toMatchObject({ segmentsUpdated: store.clock.now, metadataUpdated: store.clock.now - 1000 });
    expect(other).toMatchObject({ segmentsUpdated: null });
  });

  it('marks the object as used, which ends its allocation', async () => {
    const [objectId] = await store.add(FLOW, '[0:0_1:0)');
    expect((await objectsById(store.context.db, [objectId!])).get(objectId!)).toMatchObject({
      allocated_until: null,
      first_referenced_by: FLOW,
      unreferenced_since: null,
    });
  });

  it('orders what it lists by time, both ways', async () => {
    const all = ['[20:0_30:0)', '[-5:0_0:0)', '[0:0_10:0)'];
    await store.add(FLOW, ...all);
    const sorted = ['[-5:0_0:0)', '[0:0_10:0)', '[20:0_30:0)'];
    expect(await store.timeranges()).toEqual(sorted);
    expect(await store.timeranges(FLOW, '_', true)).toEqual(sorted.reverse());
    expect((await store.list()).map(({ timerange }) => formatTimeRange(timerange))).toHaveLength(3);
  });
});
