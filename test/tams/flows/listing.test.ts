import fc from 'fast-check';
import type { Flow, FlowFilter, FlowInput, Page, PageRequest, Tag, TagFilter } from '../../../src/tams/model';
import { entityPosition } from '../../../src/tams/model';
import {
  ETERNITY,
  isEmpty,
  NEVER,
  overlaps,
  parseTimeRange,
  type TimeRange,
} from '../../../src/tams/time/timerange';
import { ALICE, externalSegment, multiFlow, TestStore, uuid, videoFlow } from '../store-fixture';

/** A flow as the slow and obvious reading of a filter sees it. */
interface Known {
  readonly flow: Flow;
  readonly tags: readonly Tag[];
  readonly segments: readonly TimeRange[];
  readonly collectedBy: readonly string[];
}

const NAMES = ['a', 'b', '__proto__'];
const VALUES = ['1', '2', ''];
const LABELS = ['', 'x', 'X', null];
const RANGES = ['[0:0_10:0)', '[10:0_20:0)', '[40:0_50:0]'];
const COLLECTOR = 900;

const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values);
const arbTags = fc.uniqueArray(fc.record({ name: oneOf(NAMES), value: oneOf(VALUES) }), {
  selector: ({ name }) => name,
});
const arbFlow = fc.record({
  source: fc.integer({ min: 0, max: 3 }),
  label: oneOf(LABELS),
  codec: oneOf(['video/h264', 'video/raw']),
  width: oneOf([10, 20]),
  readOnly: fc.boolean(),
  tags: arbTags,
  segments: fc.subarray(RANGES),
  later: fc.boolean(),
  collected: fc.boolean(),
});
type Made = typeof arbFlow extends fc.Arbitrary<infer One> ? One : never;
const optional = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: null, freq: 1 });
const arbTagFilter: fc.Arbitrary<TagFilter> = fc.oneof(
  fc.record({ name: oneOf(NAMES), value: oneOf(VALUES) }),
  fc.record({ name: oneOf(NAMES), exists: fc.boolean() }),
  fc.record({ name: oneOf(NAMES), value: oneOf(VALUES), exists: fc.boolean() }),
);
const arbFilter: fc.Arbitrary<FlowFilter> = fc.record(
  {
    sourceId: optional(fc.integer({ min: 1000, max: 1004 }).map(uuid)),
    label: optional(oneOf(['', 'x', 'y'])),
    codec: optional(oneOf(['video/h264', 'video/raw'])),
    frameWidth: optional(oneOf([10, 30])),
    readOnly: optional(fc.boolean()),
    format: optional(oneOf(['video', 'audio', 'multi'] as const)),
    tags: optional(fc.array(arbTagFilter, { maxLength: 3 })),
    timerange: optional(oneOf(['_', '()', '[5:0_12:0)', '[25:0_30:0)', '[50:0_']).map(parseTimeRange)),
    ids: optional(fc.array(fc.integer({ min: 1, max: 45 }).map(uuid), { maxLength: 20 })),
    collectedBy: optional(oneOf([uuid(COLLECTOR), uuid(1)])),
  },
  { requiredKeys: [] },
);

/** The filter, read plainly. */
function matches({ flow, tags, segments, collectedBy }: Known, filter: FlowFilter): boolean {
  const equal = (wanted: unknown, value: unknown) =>
    wanted === undefined || wanted === null || wanted === value;
  const range = filter.timerange ?? ETERNITY;
  return (
    equal(filter.sourceId, flow.sourceId) &&
    equal(filter.label, flow.label) &&
    equal(filter.codec, flow.codec) &&
    equal(filter.readOnly, flow.readOnly) &&
    equal(filter.format, flow.format) &&
    equal(filter.frameWidth, flow.essenceParameters?.frame_width) &&
    (!filter.ids || filter.ids.includes(flow.id)) &&
    (!filter.collectedBy || collectedBy.includes(filter.collectedBy)) &&
    (range === ETERNITY ||
      (isEmpty(range) ? segments.length === 0 : segments.some((s) => overlaps(s, range)))) &&
    (filter.tags ?? []).every(({ name, value, exists }) => {
      const tag = tags.find((t) => t.name === name);
      return (
        equal(value, tag?.value) &&
        (exists === undefined || exists === null || exists === (tag !== undefined))
      );
    })
  );
}

const inOrder = (flows: Known[]) =>
  flows.sort(({ flow: a }, { flow: b }) => b.created - a.created || (a.id < b.id ? -1 : 1));

async function pageThrough(
  list: (page: PageRequest) => Promise<Page<Flow>>,
  first: number,
): Promise<string[]> {
  const ids: string[] = [];
  let after: PageRequest['after'] = null;
  for (;;) {
    const { items, hasNext }: Page<Flow> = await list({ first, after });
    // Only an empty list has an empty page: a full last page announces no next one (P6).
    expect(items.length > 0 || after === null).toBe(true);
    ids.push(...items.map(({ id }) => id));
    if (!hasNext) return ids;
    expect(items).toHaveLength(first);
    after = entityPosition(items.at(-1)!);
  }
}

describe('lists of flows', () => {
  let db: TestStore;
  let known: Known[];

  beforeAll(async () => {
    db = await TestStore.open();
    known = [];
    const made = fc.sample(arbFlow, { numRuns: 40, seed: 7 });
    const collected: number[] = [];
    for (const [i, one] of made.entries()) {
      const n = i + 1;
      if (one.later) db.tick(1);
      if (one.collected) collected.push(n);
      await putOne(n, one);
    }
    await db.store.flows.put(ALICE, multiFlow(COLLECTOR, collected));
    for (const [i, one] of made.entries())
      if (one.readOnly) await db.store.flows.update(ALICE, uuid(i + 1), { readOnly: true });
    const ids = [...made.keys()].map((i) => uuid(i + 1));
    const flows = await db.store.flows.byIds([...ids, uuid(COLLECTOR)]);
    known = flows.map((flow, i) => ({
      flow: flow!,
      tags: made[i]?.tags ?? [],
      segments: (made[i]?.segments ?? []).map(parseTimeRange),
      collectedBy: made[i]?.collected ? [uuid(COLLECTOR)] : [],
    }));
  });
  afterAll(() => db.close());

  async function putOne(n: number, one: Made) {
    const input: FlowInput = videoFlow(n, {
      sourceId: uuid(1000 + one.source),
      label: one.label,
      codec: one.codec,
      essenceParameters: { frame_width: one.width, frame_height: 1 },
      tags: one.tags,
    });
    await db.store.flows.put(ALICE, input);
    const segments = one.segments.map((range) => externalSegment(`o-${range}`, range));
    if (segments.length > 0) await db.store.segments.add(ALICE, input.id, segments);
  }

  it('are what the plain reading of the filter says, page by page, and counted so', () =>
    fc.assert(
      fc.asyncProperty(arbFilter, fc.integer({ min: 1, max: 50 }), async (filter, first) => {
        const expected = inOrder(known.filter((one) => matches(one, filter))).map(({ flow }) => flow.id);
        expect(await pageThrough((page) => db.store.flows.list(filter, page), first)).toEqual(expected);
        expect(await db.store.flows.count(filter)).toBe(expected.length);
      }),
      { numRuns: 150 },
    ));

  it('are the same by source, for many sources at once', () =>
    fc.assert(
      fc.asyncProperty(arbFilter, fc.integer({ min: 1, max: 9 }), async (filter, first) => {
        const sources = [1003, 1000, 1777, 1001].map(uuid);
        const pages = await db.store.flows.listOfSources(sources, filter, { first, after: null });
        const counts = await db.store.flows.countOfSources(sources, filter);
        for (const [i, source] of sources.entries()) {
          const flows = inOrder(known.filter((one) => matches(one, filter) && one.flow.sourceId === source));
          const ids = flows.map(({ flow }) => flow.id);
          expect(pages[i]?.items.map(({ id }) => id)).toEqual(ids.slice(0, first));
          expect(pages[i]?.hasNext).toBe(ids.length > first);
          expect(counts[i]).toBe(ids.length);
          const list = async (page: PageRequest) =>
            (await db.store.flows.listOfSources([source], filter, page))[0]!;
          expect(await pageThrough(list, first)).toEqual(ids);
        }
      }),
      { numRuns: 40 },
    ));

  it('T11: all time is no filter, however it is written; the empty range finds flows without content', async () => {
    const all = await db.store.flows.count({});
    expect(await db.store.flows.count({ timerange: parseTimeRange('(_)') })).toBe(all);
    const empty = await db.store.flows.count({ timerange: NEVER });
    expect(empty).toBe(known.filter(({ segments }) => segments.length === 0).length);
  });

  it('T12: a range in a gap finds nothing', async () => {
    expect(await db.store.flows.count({ timerange: parseTimeRange('[30:0_35:0)') })).toBe(0);
  });
});

describe('paging', () => {
  let db: TestStore;
  beforeEach(async () => {
    db = await TestStore.open();
  });
  afterEach(() => db.close());

  it('P5: neither skips nor repeats what was there while flows come and go', async () => {
    const put = (n: number) => db.store.flows.put(ALICE, videoFlow(n, { tags: [{ name: 't', value: 'v' }] }));
    for (let n = 1; n <= 30; n += 1) {
      if (n % 4 === 0) db.tick();
      await put(n);
    }
    for (const filter of [{}, { tags: [{ name: 't', value: 'v' }] }] as FlowFilter[]) {
      const there = (await db.store.flows.list(filter, { first: 1000, after: null })).items.map(
        ({ id }) => id,
      );
      let next = 100 + (await db.events()).length;
      const gone = new Set<string>();
      const seen = await pageThrough(async (page) => {
        const answer = await db.store.flows.list(filter, page);
        db.tick();
        await put((next += 1));
        const last = answer.items.at(-1)!;
        // The position stays valid when its own item goes.
        await db.store.flows.delete(ALICE, last.id);
        gone.add(last.id);
        return answer;
      }, 4);
      expect(seen).toEqual(there);
      expect(gone.size).toBeGreaterThan(5);
    }
  });

  it('walks far for a rare tag or time', async () => {
    for (let n = 1; n <= 300; n += 1) await db.store.flows.put(ALICE, videoFlow(n, { sourceId: uuid(1) }));
    const rare = [3, 150, 299];
    for (const n of rare) {
      await db.store.flows.update(ALICE, uuid(n), { setTags: [{ name: 'rare', value: `${n}` }] });
      await db.store.segments.add(ALICE, uuid(n), [externalSegment('o', '[0:0_1:0)')]);
    }
    const timerange = parseTimeRange('[0:0_1:0)');
    for (const filter of [{ timerange }, { tags: [{ name: 'rare', exists: true }] }] as FlowFilter[]) {
      const list = (page: PageRequest) => db.store.flows.list(filter, page);
      expect(await pageThrough(list, 2)).toEqual(rare.map(uuid));
      const ofSource = async (page: PageRequest) =>
        (await db.store.flows.listOfSources([uuid(1)], filter, page))[0]!;
      expect(await pageThrough(ofSource, 2)).toEqual(rare.map(uuid));
    }
  });

  test.each<[string, string, FlowFilter, PageRequest]>([
    ['page of 0', 'InvalidPage', {}, { first: 0, after: null }],
    ['page of 1,001', 'InvalidPage', {}, { first: 1001, after: null }],
    ['half an item', 'InvalidPage', {}, { first: 0.5, after: null }],
    ['position of segments', 'InvalidPage', {}, { first: 1, after: ['0000'] }],
    ['position with an id that is none', 'InvalidPage', {}, { first: 1, after: [1, 'x'] }],
    ['position turned round', 'InvalidPage', {}, { first: 1, after: [uuid(1), 1] }],
    ['an id that is none', 'InvalidId', { ids: ['x'] }, { first: 1, after: null }],
    ['a source that is none', 'InvalidId', { sourceId: uuid(0xa).toUpperCase() }, { first: 1, after: null }],
    ['a collector that is none', 'InvalidId', { collectedBy: '' }, { first: 1, after: null }],
    ['F1: codec without a slash', 'InvalidFilter', { codec: 'h264' }, { first: 1, after: null }],
    ['a tag condition of nothing', 'InvalidFilter', { tags: [{ name: 'a' }] }, { first: 1, after: null }],
    ['text that cannot be', 'InvalidFilter', { label: '\0' }, { first: 1, after: null }],
    [
      'too many ids',
      'InvalidFilter',
      { ids: Array(1001).fill(uuid(1)) as string[] },
      { first: 1, after: null },
    ],
  ])('refuses: %s', async (_, type, filter, page) => {
    await db.refused(type, () => db.store.flows.list(filter, page));
    await db.refused(type, () => db.store.flows.listOfSources([uuid(1)], filter, page));
    if (type !== 'InvalidPage') await db.refused(type, () => db.store.flows.count(filter));
  });
});

describe('storage reads', () => {
  it('are as many for 50 flows as for one, in every batch function', async () => {
    const db = await TestStore.open();
    const few = [uuid(1)];
    const many = Array.from({ length: 50 }, (_, i) => uuid(i + 1));
    for (let n = 1; n <= 50; n += 1) {
      await db.store.flows.put(ALICE, videoFlow(n, { tags: [{ name: 't', value: `${n}` }] }));
      await db.store.flows.put(ALICE, multiFlow(100 + n, [n]));
    }
    const { flows } = db.store;
    const page = { first: 10, after: null };
    const tags = [{ name: 't', exists: true }];
    const batches: [string, number, (ids: string[]) => Promise<unknown>][] = [
      ['byIds', 1, (ids) => flows.byIds(ids)],
      ['tagsOf', 1, (ids) => flows.tagsOf(ids)],
      ['collectionsOf', 1, (ids) => flows.collectionsOf(ids)],
      ['collectorsOf', 1, (ids) => flows.collectorsOf(ids)],
      ['listOfSources', 1, (ids) => flows.listOfSources(ids.map(sourceOf), {}, page)],
      ['listOfSources by codec', 1, (ids) => flows.listOfSources(ids.map(sourceOf), { codec: 'a/b' }, page)],
      ['listOfSources by tag', 2, (ids) => flows.listOfSources(ids.map(sourceOf), { tags }, page)],
      ['countOfSources', 1, (ids) => flows.countOfSources(ids.map(sourceOf), {})],
    ];
    for (const [name, reads, run] of batches) {
      expect([name, await db.readsOf(() => run(few))]).toEqual([name, reads]);
      expect([name, await db.readsOf(() => run(many))]).toEqual([name, reads]);
    }
    expect(await db.readsOf(() => flows.list({}, page))).toBe(1);
    expect(await db.readsOf(() => flows.list({ codec: 'video/h264' }, { first: 1000, after: null }))).toBe(1);
    expect(await db.readsOf(() => flows.list({ tags: [{ name: 't', value: '7' }] }, page))).toBe(2);
    expect(await db.readsOf(() => flows.list({ tags }, { first: 100, after: null }))).toBe(2);
    expect(await db.readsOf(() => flows.list({ timerange: NEVER }, page))).toBe(2);
    expect(await db.readsOf(() => flows.count({ codec: 'video/h264' }))).toBe(1);
    await db.close();
  });
});

const sourceOf = (flowId: string) =>
  flowId.replace(/.{3}$/, (n) => (1000 + parseInt(n, 16)).toString(16).padStart(3, '0'));
