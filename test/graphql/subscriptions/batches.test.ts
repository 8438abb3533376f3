import { batches } from '../../../src/graphql/subscriptions/batches';
import { FeedHarness, secondsOf } from './harness';

interface Item {
  readonly cursor: string;
}
const items = (...cursors: number[]): Item[] => cursors.map((cursor) => ({ cursor: String(cursor) }));
const forever = () => new Promise<never>(() => undefined);

describe('cutting a feed into batches', () => {
  async function* steps(...of: (Item[] | 'wait')[]) {
    for (const step of of) yield { items: step === 'wait' ? await forever() : step };
  }
  const sizesOf = async (
    feed: ReturnType<typeof steps>,
    maxSize: number,
    maxWaitMs: number,
    count: number,
  ) => {
    const found: { size: number; cursor: string }[] = [];
    for await (const { items, cursor } of batches(feed, { maxSize, maxWaitMs })) {
      found.push({ size: items.length, cursor });
      if (found.length === count) break;
    }
    return found;
  };

  it('gives out full batches at once and the rest when the feed ends', async () => {
    const feed = steps(items(1, 2), [], items(3, 4, 5, 6, 7), items(8));
    expect(await sizesOf(feed, 3, 60_000, 9)).toEqual([
      { size: 3, cursor: '3' },
      { size: 3, cursor: '6' },
      { size: 2, cursor: '8' },
    ]);
  });

  it('gives out what there is when the first item has waited for long enough', async () => {
    expect(await sizesOf(steps(items(1), items(2), 'wait'), 100, 20, 1)).toEqual([{ size: 2, cursor: '2' }]);
  });

  it('fails as the feed fails, after what came before', async () => {
    async function* failing() {
      yield { items: items(1) };
      await Promise.resolve();
      throw new Error('broken');
    }
    await expect(sizesOf(failing() as ReturnType<typeof steps>, 100, 60_000, 9)).rejects.toThrow('broken');
  });

  it('ends the feed when it is ended', async () => {
    let ended = false;
    async function* feed() {
      try {
        for (;;) yield { items: await Promise.resolve(items(1)) };
      } finally {
        ended = true;
      }
    }
    await sizesOf(feed(), 1, 1_000, 1);
    await new Promise(setImmediate);
    expect(ended).toBe(true);
  });
});

describe('over the graph', () => {
  let feed: FeedHarness;
  beforeEach(async () => (feed = await FeedHarness.open()));
  afterEach(() => feed.close());

  it('brings the same messages in batches, and continues behind the cursor of any', async () => {
    const flow = await feed.flow(1);
    await feed.add(flow, ...Array.from({ length: 25 }, (_, i) => i));
    const selection = 'cursor events { cursor timerange }';
    const following = await feed.follow(
      'segmentBatches',
      `segmentBatches(maxSize: 10, maxWait: 50, since: "1970-01-01T00:00:00Z") { ${selection} }`,
    );
    const messages = await following.first(3);
    expect(messages.map(({ events }) => events.length)).toEqual([10, 10, 5]);
    expect(messages.map(({ cursor, events }) => cursor === events.at(-1).cursor)).toEqual([true, true, true]);
    const rest = await feed.follow(
      'segmentBatches',
      `segmentBatches(maxSize: 100, maxWait: 50, after: "${messages[0].cursor}") { ${selection} }`,
    );
    const [batch] = await rest.first(1);
    expect(secondsOf(batch.events)).toEqual(Array.from({ length: 15 }, (_, i) => 10 + i));
  });
});
