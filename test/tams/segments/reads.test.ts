import { TamsError } from '../../../src/tams/errors';
import { objectSegmentPosition, segmentPosition, type Page, type Segment } from '../../../src/tams/model';
import { timelinesWithSegments } from '../../../src/tams/segments/presence';
import { formatTimeRange, parseTimeRange } from '../../../src/tams/time/timerange';
import { parseTimestamp } from '../../../src/tams/time/timestamp';
import { CALLER, FLOW, OTHER_FLOW, segment, Store, uuid } from './fixture';

const ALL = { timerange: parseTimeRange('_'), objectId: null, reverse: false };
const FIRST = { first: 1000, after: null };
const ABCD = { a: '[0:0_10:0)', b: '[10:0_20:0)', c: '[20:0]', d: '[30:0_40:0]' } as const;
const rangesOf = (page: Page<Segment> | undefined) =>
  page!.items.map(({ timerange }) => formatTimeRange(timerange));

let store: Store;
beforeEach(async () => {
  store = await Store.open();
});
afterEach(() => store.close());

/** SEMANTICS 4.4, both columns. */
const EDGES: [timerange: string, listed: string, deleted: string][] = [
  ['_', 'abcd', 'abcd'],
  ['()', '', ''],
  ['[20:0_10:0)', '', ''],
  ['[10:0_20:0)', 'b', 'b'],
  ['[10:0_20:0]', 'bc', 'bc'],
  ['10:0_20:0', 'bc', 'bc'],
  ['(10:0_20:0)', 'b', ''],
  ['(10:0_20:0]', 'bc', 'c'],
  ['[10:0]', 'b', ''],
  ['_10:0)', 'a', 'a'],
  ['_10:0]', 'ab', 'a'],
  ['[20:0_', 'cd', 'cd'],
  ['(20:0_', 'd', 'd'],
  ['[5:0_15:0)', 'ab', ''],
  ['[40:0_', 'd', ''],
  ['(40:0_', '', ''],
  ['[30:0_40:0)', 'd', ''],
  ['[25:0_28:0)', '', ''],
];
const named = (names: string) => Array.from(names, (name) => ABCD[name as keyof typeof ABCD]);

describe('4.4: overlap and coverage at the edges', () => {
  it('lists what overlaps', async () => {
    await store.add(FLOW, ...Object.values(ABCD));
    for (const [timerange, listed] of EDGES)
      expect([timerange, await store.timeranges(FLOW, timerange)]).toEqual([timerange, named(listed)]);
  });

  it.each(EDGES)('%s deletes what it covers', async (timerange, _, deleted) => {
    await store.add(FLOW, ...Object.values(ABCD));
    expect(await store.delete(FLOW, timerange)).toBe(deleted.length);
    const left = Object.values(ABCD).filter((range) => !named(deleted).includes(range));
    expect(await store.timeranges()).toEqual(left);
  });
});

describe('pages', () => {
  it('follow each other without skips or repeats, both ways, while segments come and go', async () => {
    const every = Array.from({ length: 25 }, (_, i) => `[${i * 10}:0_${i * 10 + 5}:0)`);
    await store.add(FLOW, ...every);
    for (const reverse of [false, true]) {
      const seen: string[] = [];
      let after: [string] | null = null;
      for (;;) {
        const query = { ...ALL, reverse };
        const [page]: Page<Segment>[] = await store.segments.ofFlows([FLOW], query, { first: 4, after });
        seen.push(...rangesOf(page));
        if (!page!.hasNext) break;
        const last = page!.items.at(-1)!;
        after = segmentPosition(last);
        // The last item seen goes, and one that the reader has passed comes.
        await store.delete(FLOW, formatTimeRange(last.timerange));
        await store.add(FLOW, formatTimeRange(last.timerange).replace(/5:0\)$/, '4:0)'));
      }
      const starts = (ranges: string[]) => ranges.map((range) => range.split('_')[0]);
      expect(starts(seen)).toEqual(starts(reverse ? [...every].reverse() : every));
    }
  });

  it('P6: a full last page has no next', async () => {
    await store.add(FLOW, '[0:0_1:0)', '[1:0_2:0)');
    const pages = await store.segments.ofFlows([FLOW], ALL, { first: 2, after: null });
    expect(pages[0]!.hasNext).toBe(false);
  });

  it.each([[[5]], [['a', 'b']], [[]]])('InvalidPage: refuses the position %j', async (after) => {
    await expect(
      (async () => store.segments.ofFlows([FLOW], ALL, { first: 1, after }))(),
    ).rejects.toBeInstanceOf(TamsError);
  });

  it('of an unknown flow are empty', async () => {
    expect(await store.segments.ofFlows([uuid(99)], ALL, FIRST)).toEqual([{ items: [], hasNext: false }]);
  });

  it('by object and timerange: both hold', async () => {
    const [a, b] = [await store.allocated(), await store.allocated()];
    await store.segments.add(CALLER, FLOW, [
      segment('[0:0_1:0)', a),
      segment('[1:0_2:0)', b),
      segment('[2:0_3:0)', a),
      segment('[3:0_4:0)', a),
    ]);
    const query = { timerange: parseTimeRange('[2:500000000_'), objectId: a, reverse: true };
    const [page] = await store.segments.ofFlows([FLOW], query, FIRST);
    expect(rangesOf(page)).toEqual(['[3:0_4:0)', '[2:0_3:0)']);
    const [second] = await store.segments.ofFlows([FLOW], query, {
      first: 1,
      after: segmentPosition(page!.items[0]!),
    });
    expect(rangesOf(second)).toEqual(['[2:0_3:0)']);
  });

  it('of an object go by flow, then time', async () => {
    const [object] = await store.add(OTHER_FLOW, '[0:0_1:0)');
    await store.segments.add(CALLER, FLOW, [segment('[5:0_6:0)', object!), segment('[1:0_2:0)', object!)]);
    const all: string[] = [];
    let after: [string, string] | null = null;
    for (;;) {
      const [page]: Page<Segment>[] = await store.segments.ofObjects([object!], { first: 1, after });
      all.push(...page!.items.map((item) => `${item.flowId} ${formatTimeRange(item.timerange)}`));
      if (!page!.hasNext) break;
      after = objectSegmentPosition(page!.items[0]!);
    }
    expect(all).toEqual([`${FLOW} [1:0_2:0)`, `${FLOW} [5:0_6:0)`, `${OTHER_FLOW} [0:0_1:0)`]);
  });
});

describe('the segment at an instant', () => {
  it.each([
    ['0:0', '[0:0_10:0)'],
    ['9:999999999', '[0:0_10:0)'],
    ['10:0', '[10:0_20:0)'],
    ['20:0', '[20:0]'],
    ['20:1', null],
    ['-0:1', null],
    ['40:0', '[30:0_40:0]'],
    ['40:1', null],
  ])('at %s is %s', async (timestamp, expected) => {
    await store.add(FLOW, ...Object.values(ABCD));
    const [found, none] = await store.segments.at([FLOW, OTHER_FLOW], parseTimestamp(timestamp));
    expect(found && formatTimeRange(found.timerange)).toBe(expected);
    expect(none).toBeNull();
  });
});

describe('the timerange of a flow', () => {
  const timerange = async (flowId: string, within = '_') =>
    formatTimeRange((await store.segments.timerangesOf([flowId], parseTimeRange(within)))[0]!);

  it('4.5: spans from the first start to the last end with their marks, gaps notwithstanding', async () => {
    await store.add(FLOW, ...Object.values(ABCD));
    expect(await timerange(FLOW)).toBe('[0:0_40:0]');
  });

  it('T8: is empty without own segments, even if the flow that collects it has some', async () => {
    const collector = await store.makeFlow(3, { flowCollection: [{ id: FLOW, role: 'video' }] });
    await store.add(collector, '[0:0_1:0)');
    expect(await timerange(FLOW)).toBe('()');
  });

  it.each([
    ['[15:0_25:0)', '[15:0_20:0]'],
    ['[22:0_28:0)', '()'],
    ['[25:0_35:0)', '[30:0_35:0)'],
    ['()', '()'],
    ['(40:0_', '()'],
    ['[40:0_', '[40:0]'],
    ['(0:0_10:0]', '(0:0_10:0]'],
  ])('T10: within %s is %s', async (within, expected) => {
    await store.add(FLOW, ...Object.values(ABCD));
    expect(await timerange(FLOW, within)).toBe(expected);
  });
});

describe('T11, T12: which flows have segments in a timerange', () => {
  it.each([
    ['_', [true, false]],
    ['[22:0_28:0)', [false, false]],
    ['[25:0_30:0]', [true, false]],
    ['()', [false, false]],
  ])('%s', async (timerange, expected) => {
    await store.add(FLOW, ...Object.values(ABCD));
    const range = parseTimeRange(timerange);
    expect(await timelinesWithSegments(store.context.db, [FLOW, OTHER_FLOW], range)).toEqual(expected);
    for (const [i, flowId] of [FLOW, OTHER_FLOW].entries())
      expect((await store.list(flowId, timerange)).length > 0).toBe(expected[i]);
  });
});

describe('storage reads', () => {
  it('are as many for 50 keys as for one, in every batch function', async () => {
    const flows = [FLOW];
    for (let n = 10; n < 59; n += 1) flows.push(await store.makeFlow(n));
    const objects: string[] = [];
    for (const flowId of flows) objects.push(...(await store.add(flowId, '[0:0_1:0)', '[1:0_2:0)')));
    const segments = (await store.segments.ofFlows(flows, ALL, FIRST)).flatMap(({ items }) => [...items]);
    expect(segments).toHaveLength(100);
    const filter = { labels: null, storageIds: null, presigned: null };
    const batches: Record<string, [expected: number, (n: number) => Promise<unknown>]> = {
      ofFlows: [1, (n) => store.segments.ofFlows(flows.slice(0, n), ALL, { first: 10, after: null })],
      ofFlowsByObject: [
        1,
        (n) =>
          store.segments.ofFlows(
            flows.slice(0, n),
            { ...ALL, objectId: objects[0]! },
            { first: 10, after: null },
          ),
      ],
      at: [1, (n) => store.segments.at(flows.slice(0, n), parseTimestamp('1:0'))],
      timerangesOf: [2, (n) => store.segments.timerangesOf(flows.slice(0, n), ALL.timerange)],
      timelinesWithSegments: [
        1,
        (n) => timelinesWithSegments(store.context.db, flows.slice(0, n), ALL.timerange),
      ],
      ofObjects: [1, (n) => store.segments.ofObjects(objects.slice(0, n), { first: 10, after: null })],
      objectsByIds: [1, (n) => store.objects.byIds(objects.slice(0, n))],
      flowsOf: [1, (n) => store.objects.flowsOf(objects.slice(0, n), { first: 10, after: null })],
      urlsOf: [1, (n) => store.segments.urlsOf(segments.slice(0, n), filter)],
    };
    for (const [name, [expected, batch]] of Object.entries(batches))
      for (const n of [1, 50])
        expect([name, n, await store.readsOf(() => batch(n))]).toEqual([name, n, expected]);
  });
});
