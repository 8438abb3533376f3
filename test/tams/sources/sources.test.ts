import fc from 'fast-check';
import {
  entityPosition,
  type PageRequest,
  type Source,
  type SourceFilter,
  type SourcePatch,
  type Tag,
} from '../../../src/tams/model';
import { ALICE, BOB, multiFlow, TestStore, uuid, videoFlow } from '../store-fixture';

let db: TestStore;
beforeEach(async () => {
  db = await TestStore.open();
});
afterEach(() => db.close());
const sources = () => db.store.sources;
const flows = () => db.store.flows;

describe('writing a source', () => {
  beforeEach(async () => {
    await flows().put(ALICE, videoFlow(1, { label: 'l', tags: [{ name: 'a', value: '1' }] }));
    db.tick();
  });

  test.each<[string, SourcePatch, object, [string, string][]]>([
    ['label', { label: 'x' }, { label: 'x' }, [['a', '1']]],
    ['PR3: the empty text', { description: '' }, { description: '' }, [['a', '1']]],
    ['null clears', { label: null }, { label: null }, [['a', '1']]],
    ['M5: the stored value again', { label: 'l' }, { label: 'l' }, [['a', '1']]],
    ['one tag', { setTags: [{ name: 'a', value: '2' }] }, {}, [['a', '2']]],
    ['all tags', { tags: [] }, {}, []],
    ['no tag', { removeTags: ['a'] }, {}, []],
  ])('is a metadata write with one event: %s', async (_, patch, expected, tags) => {
    const [before] = await sources().byIds([uuid(1001)]);
    const flow = await flows().byIds([uuid(1)]);
    expect(await db.eventsOf(() => sources().update(BOB, uuid(1001), patch))).toEqual(['sources/updated']);
    const [after] = await sources().byIds([uuid(1001)]);
    expect(after).toEqual({ ...before, ...expected, updated: db.clock.now, updatedBy: 'bob' });
    const [stored] = await sources().tagsOf([uuid(1001)]);
    expect(stored?.map(({ name, value }) => [name, value])).toEqual(tags);
    expect(await flows().byIds([uuid(1)])).toEqual(flow);
  });

  test.each<[string, SourcePatch]>([
    ['an empty patch', {}],
    ['PR4: clearing what is unset', { description: null, removeTags: ['nothing'] }],
  ])('changes nothing: %s', async (_, patch) => {
    const before = await db.dump();
    await sources().update(BOB, uuid(1001), patch);
    expect(await db.dump()).toEqual(before);
  });

  test.each<[string, string, SourcePatch]>([
    ['U+0000', 'InvalidText', { label: '\0' }],
    ['lone surrogate', 'InvalidText', { setTags: [{ name: 'a', value: '\ud800' }] }],
    [
      'a tag twice',
      'InvalidText',
      {
        tags: [
          { name: 'a', value: '' },
          { name: 'a', value: '' },
        ],
      },
    ],
    ['more than 1 MiB', 'TooLarge', { description: 'x'.repeat(1_100_000) }],
  ])('refuses: %s', (_, type, patch) => db.refused(type, () => sources().update(BOB, uuid(1001), patch)));

  it('refuses what is not there', () =>
    db.refused('SourceNotFound', () => sources().update(BOB, uuid(1), { label: 'x' })));
});

describe('collections of sources are inferred (SO3)', () => {
  it('from flows, distinct by id and role, by creation of the flows and their lists, never with themselves', async () => {
    for (const n of [1, 2, 3]) await flows().put(ALICE, videoFlow(n));
    // Another flow of source 1002, and one of the collecting source.
    await flows().put(ALICE, videoFlow(4, { sourceId: uuid(1002) }));
    await flows().put(ALICE, multiFlow(7, [], { sourceId: uuid(1005) }));
    db.tick();
    const item = (n: number, role: string) => ({ id: uuid(n), role });
    await flows().put(
      ALICE,
      multiFlow(6, [], {
        sourceId: uuid(1005),
        flowCollection: [item(3, 'v'), item(7, 'self'), item(2, 'v')],
      }),
    );
    db.tick();
    await flows().put(
      ALICE,
      multiFlow(5, [], { flowCollection: [item(4, 'v'), item(1, 'a'), item(2, 'other')] }),
    );
    expect(await sources().collectionsOf([uuid(1005), uuid(1001)])).toEqual([
      [item(1003, 'v'), item(1002, 'v'), item(1001, 'a'), item(1002, 'other')],
      [],
    ]);
    expect(await sources().collectorsOf([1001, 1002, 1003, 1005].map(uuid))).toEqual([
      [uuid(1005)],
      [uuid(1005)],
      [uuid(1005)],
      [],
    ]);
    const listed = await sources().list({ collectedBy: uuid(1005) }, { first: 10, after: null });
    expect(listed.items.map(({ id }) => id)).toEqual([1001, 1002, 1003].map(uuid));
    expect(await sources().count({ collectedBy: uuid(1005), ids: [uuid(1001), uuid(1005)] })).toBe(1);
    await flows().delete(ALICE, uuid(5));
    expect(await sources().collectionsOf([uuid(1005)])).toEqual([[item(1003, 'v'), item(1002, 'v')]]);
  });

  it('in as many storage reads for 50 sources as for one, as everything else', async () => {
    const many = Array.from({ length: 50 }, (_, i) => uuid(1000 + i + 1));
    const above = many.map((_, i) => uuid(1000 + 100 + i + 1));
    for (let n = 1; n <= 50; n += 1) {
      await flows().put(ALICE, videoFlow(n));
      await flows().put(ALICE, multiFlow(100 + n, [n]));
    }
    for (const [reads, ids, run] of [
      [1, many, (some: string[]) => sources().byIds(some)],
      [1, many, (some: string[]) => sources().tagsOf(some)],
      [3, above, (some: string[]) => sources().collectionsOf(some)],
      [3, many, (some: string[]) => sources().collectorsOf(some)],
    ] as const) {
      expect(await db.readsOf(() => run(ids.slice(0, 1)))).toBe(reads);
      expect(await db.readsOf(() => run(ids))).toBe(reads);
    }
    expect(await db.readsOf(() => sources().list({}, { first: 100, after: null }))).toBe(1);
  });
});

it('lists sources as a plain reading of the filter does, page by page', async () => {
  const labels = ['', 'x', null];
  const known: (Pick<Source, 'id' | 'created' | 'label' | 'format'> & { tags: Tag[] })[] = [];
  for (let n = 1; n <= 40; n += 1) {
    if (n % 3 === 0) db.tick();
    const tags = ['a', 'b'].filter((_, i) => (n >> i) & 1).map((name) => ({ name, value: `${n % 2}` }));
    const label = labels[n % 3]!;
    const { flow } = await flows().put(
      ALICE,
      n % 5 === 0 ? multiFlow(n, [], { label, tags }) : videoFlow(n, { label, tags }),
    );
    known.push({ id: flow.sourceId, created: flow.created, label, format: flow.format, tags });
  }
  known.sort((a, b) => b.created - a.created || (a.id < b.id ? -1 : 1));
  const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);
  const arbFilter: fc.Arbitrary<SourceFilter> = fc.record(
    {
      label: oneOf('', 'x', 'y'),
      format: oneOf('video', 'multi', 'audio'),
      tags: fc.array(
        fc.oneof(
          fc.record({ name: oneOf('a', 'b', 'c'), value: oneOf('0', '1') }),
          fc.record({ name: oneOf('a', 'b', 'c'), exists: fc.boolean() }),
        ),
        { maxLength: 2 },
      ),
      ids: fc.array(fc.integer({ min: 1000, max: 1045 }).map(uuid), { maxLength: 30 }),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(arbFilter, fc.integer({ min: 1, max: 45 }), async (filter, first) => {
      const expected = known.filter(
        ({ id, label, format, tags }) =>
          (filter.label === undefined || filter.label === label) &&
          (!filter.format || filter.format === format) &&
          (!filter.ids || filter.ids.includes(id)) &&
          (filter.tags ?? []).every(({ name, value, exists }) => {
            const tag = tags.find((t) => t.name === name);
            return exists === undefined
              ? tag !== undefined && tag.value === value
              : exists === (tag !== undefined);
          }),
      );
      const ids: string[] = [];
      for (let page: PageRequest | null = { first, after: null }; page;) {
        const { items, hasNext } = await sources().list(filter, page);
        ids.push(...items.map(({ id }) => id));
        page = hasNext ? { first, after: entityPosition(items.at(-1)!) } : null;
      }
      expect(ids).toEqual(expected.map(({ id }) => id));
      expect(await sources().count(filter)).toBe(expected.length);
    }),
    { numRuns: 100 },
  );
});
