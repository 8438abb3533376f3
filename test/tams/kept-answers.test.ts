import { KeptAnswers } from '../../src/tams/kept-answers';
import { flowsTable } from '../../src/tams/tables';
import { ETERNITY, formatTimeRange, parseTimeRange } from '../../src/tams/time/timerange';
import { ALICE, BOB, externalSegment, multiFlow, TestStore, uuid, videoFlow } from './store-fixture';

const ALL = { timerange: ETERNITY, objectId: null, reverse: false };
const [one, two, multi] = [uuid(1), uuid(2), uuid(3)];

let db: TestStore;
const flows = () => db.store.flows;
const segments = () => db.store.segments;

beforeEach(async () => {
  db = await TestStore.open();
  await flows().put(BOB, videoFlow(1));
  await flows().put(BOB, videoFlow(2));
});
afterEach(() => db.close());

async function readsOf(work: () => Promise<unknown>): Promise<number> {
  const before = db.db.reads;
  await work();
  return db.db.reads - before;
}

describe('a page of segments', () => {
  const page = async (first = 10, query = ALL) => {
    const { items, hasNext } = await segments().listed(one, query, { first, after: null });
    return [...items.map(({ objectId }) => objectId), ...(hasNext ? ['…'] : [])];
  };

  it('is read once, until a segment of its flow is written', async () => {
    await segments().add(BOB, one, [externalSegment('a', '[0:0_1:0)')]);
    expect(await page()).toEqual(['a']);
    expect(await readsOf(page)).toBe(0);
    await segments().add(BOB, two, [externalSegment('b', '[0:0_1:0)')]);
    expect(await readsOf(page)).toBe(0);
    await segments().add(BOB, one, [externalSegment('c', '[1:0_2:0)')]);
    expect(await readsOf(page)).toBe(1);
    expect(await page()).toEqual(['a', 'c']);
    await segments().delete(BOB, one, parseTimeRange('[0:0_1:0)'), null);
    expect(await page()).toEqual(['c']);
    await segments().restore(ALICE, one, parseTimeRange('[0:0_1:0)'));
    expect(await page()).toEqual(['a', 'c']);
    await flows().delete(BOB, one);
    expect(await page()).toEqual([]);
    await flows().restore(BOB, one);
    expect(await page()).toEqual(['a', 'c']);
  });

  it('is another for another question', async () => {
    await segments().add(BOB, one, [
      externalSegment('a', '[0:0_1:0)'),
      externalSegment('b', '[1:0_2:0)'),
      externalSegment('a', '[2:0_3:0)'),
    ]);
    for (const _ of ['read', 'kept']) {
      expect(await page()).toEqual(['a', 'b', 'a']);
      expect(await page(2)).toEqual(['a', 'b', '…']);
      expect(await page(10, { ...ALL, reverse: true })).toEqual(['a', 'b', 'a']);
      expect(await page(1, { ...ALL, reverse: true })).toEqual(['a', '…']);
      expect(await page(10, { ...ALL, objectId: 'b' as never })).toEqual(['b']);
      expect(await page(10, { ...ALL, timerange: parseTimeRange('[1:0_2:0)') })).toEqual(['b']);
      const behind = { first: 10, after: [parseTimeRange('[0:0_1:0)').lo] };
      expect((await segments().listed(one, ALL, behind)).items).toHaveLength(2);
    }
  });
});

describe('what the graph reads of many flows', () => {
  const pages = async (of: readonly string[]) => {
    const found = await segments().ofFlows(of, ALL, { first: 10, after: null });
    return found.map(({ items }) => items.map(({ timerange }) => formatTimeRange(timerange)));
  };

  it('pages of segments are read once, each until a segment of its flow is written', async () => {
    await segments().add(BOB, one, [externalSegment('a', '[0:0_1:0)')]);
    expect(await pages([one, two])).toEqual([['[0:0_1:0)'], []]);
    expect(await readsOf(() => pages([two, one]))).toBe(0);
    await segments().add(BOB, two, [externalSegment('b', '[5:0_6:0)')]);
    expect(await readsOf(() => pages([one]))).toBe(0);
    expect(await readsOf(() => pages([one, two]))).toBe(1);
    expect(await pages([two, one])).toEqual([['[5:0_6:0)'], ['[0:0_1:0)']]);
    await segments().delete(BOB, one, ETERNITY, null);
    expect(await pages([two, one])).toEqual([['[5:0_6:0)'], []]);
    await segments().restore(ALICE, one, ETERNITY);
    await flows().delete(BOB, two);
    expect(await pages([one, two])).toEqual([['[0:0_1:0)'], []]);
    await flows().restore(BOB, two);
    expect(await pages([one, two])).toEqual([['[0:0_1:0)'], ['[5:0_6:0)']]);
  });

  it('a page with other properties is another', async () => {
    await segments().add(BOB, one, [{ ...externalSegment('a', '[0:0_1:0)'), sampleCount: 7 }]);
    await pages([one]);
    const page = { first: 10, after: null };
    const [some] = await segments().ofFlows([one], ALL, page, ['sampleCount']);
    expect(some!.items[0]).toMatchObject({ sampleCount: 7 });
    const [others] = await segments().ofFlows([one], ALL, page, ['objectId']);
    expect(others!.items[0]).toMatchObject({ objectId: 'a' });
  });

  it('tags are read once, until a tag of any flow is written', async () => {
    const tags = () => flows().tagsOf([one, two]);
    expect(await tags()).toEqual([[], []]);
    expect(await readsOf(tags)).toBe(0);
    await segments().add(BOB, one, [externalSegment('a', '[0:0_1:0)')]);
    expect(await readsOf(tags)).toBe(0);
    await flows().update(BOB, two, { setTags: [{ name: 'a', value: 'b' }] });
    expect(await tags()).toEqual([[], [{ name: 'a', value: 'b' }]]);
    await flows().delete(BOB, two);
    expect(await tags()).toEqual([[], []]);
    await flows().restore(BOB, two);
    expect(await tags()).toEqual([[], [{ name: 'a', value: 'b' }]]);
    await flows().update(BOB, two, { removeTags: ['a'] });
    expect(await tags()).toEqual([[], []]);
    // Of the same id, and yet another's.
    expect(await db.store.sources.tagsOf([two])).toEqual([[]]);
  });

  it('sources are read once, each until it is written', async () => {
    const ids = [uuid(1001), uuid(1002), uuid(9)];
    const labels = async () => (await db.store.sources.byIds(ids)).map((source) => source?.label);
    expect(await labels()).toEqual([null, null, undefined]);
    // That one is not there is not kept.
    expect(await readsOf(labels)).toBe(1);
    ids.pop();
    expect(await readsOf(labels)).toBe(0);
    await db.store.sources.update(BOB, ids[0]!, { label: 'first' });
    expect(await labels()).toEqual(['first', null]);
    await flows().delete(BOB, one);
    expect((await db.store.sources.byIds(ids)).map((source) => source?.id)).toEqual([undefined, ids[1]]);
    await flows().restore(BOB, one);
    expect(await labels()).toEqual(['first', null]);
  });
});

describe("a flow's document", () => {
  const document = async () => JSON.parse((await flows().documentText(one))!) as Record<string, unknown>;

  it('is read once, until the flow, its segments or who collects it is written', async () => {
    expect(await document()).not.toHaveProperty('segments_updated');
    expect(await readsOf(document)).toBe(0);
    await segments().add(BOB, two, [externalSegment('b', '[0:0_1:0)')]);
    expect(await readsOf(document)).toBe(0);
    await segments().add(BOB, one, [externalSegment('a', '[0:0_1:0)')]);
    expect(await document()).toHaveProperty('segments_updated');
    await flows().update(BOB, one, { setTags: [{ name: 'b', value: 'c' }] });
    expect(await document()).toMatchObject({ tags: { b: 'c' } });
    await flows().put(BOB, multiFlow(3, [1]));
    expect(await document()).toMatchObject({ collected_by: [multi] });
    await flows().put(BOB, multiFlow(3, [2]));
    expect(await document()).not.toHaveProperty('collected_by');
    await flows().delete(BOB, one);
    expect(await flows().documentText(one)).toBeNull();
  });
});

it('what is written while an answer is read is in the next one', async () => {
  const answers = new KeptAnswers<string>(db.db, 1 << 20, ({ length }) => length);
  const label = async () => (await flows().byIds([one]))[0]!.label ?? '';
  const early = await answers.of('label', [[flowsTable, one]], async () => {
    const read = await label();
    await flows().update(BOB, one, { label: 'newer' });
    return read;
  });
  expect(early).toBe('');
  expect(await answers.of('label', [[flowsTable, one]], label)).toBe('newer');
});

it('what is too large is answered and not kept', async () => {
  const answers = new KeptAnswers<string>(db.db, 64 * 1000, ({ length }) => length);
  let made = 0;
  const make = () => {
    made += 1;
    return Promise.resolve('x'.repeat(2_000));
  };
  for (let n = 0; n < 2; n += 1) expect(await answers.of('large', [[flowsTable]], make)).toHaveLength(2_000);
  expect(made).toBe(2);
});
