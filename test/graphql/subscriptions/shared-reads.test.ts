import { setMaxListeners } from 'node:events';
import { pause } from '../../support/stream-client';
import { externalSegment, uuid, videoFlow, ALICE } from '../../tams/store-fixture';
import { GraphHarness } from '../harness';

const SUBSCRIBERS = 100;

let harness: GraphHarness;
beforeEach(async () => {
  harness = await GraphHarness.open();
  await harness.test.store.flows.put(ALICE, videoFlow(1));
});
afterEach(() => harness.close());

/** The texts that a subscription sends, as they come. */
function subscribe(query: string, signal: AbortSignal) {
  const begun = harness.server.streams.begin({ query }, () => harness.context());
  if (begun.kind !== 'stream') throw new Error(begun.kind);
  const texts: string[] = [];
  const send = (text: string) => {
    texts.push(text);
    return null;
  };
  return { texts, over: begun.follow(send, signal) };
}

/** Storage reads of adding one segment and of all that comes of it. */
async function readsOfAdding(n: number): Promise<number> {
  return harness.test.readsOf(async () => {
    const segment = externalSegment(`object-${n}`, `[${n}:0_${n + 1}:0)`);
    expect(await harness.test.store.segments.add(ALICE, uuid(1), [segment])).toMatchObject({ added: 1 });
    await pause(200);
  });
}

describe('a hundred subscriptions', () => {
  it('read nothing while nothing happens, and what happens once for all of them', async () => {
    const alone = await readsOfAdding(0);
    const ending = new AbortController();
    setMaxListeners(0, ending.signal);
    const feeds = Array.from({ length: SUBSCRIBERS }, () =>
      subscribe('subscription { segments { segment { objectId } } }', ending.signal),
    );
    await pause(200);
    expect(await harness.test.readsOf(() => pause(500))).toBe(0);
    // The new heads, and the event.
    expect(await readsOfAdding(1)).toBeLessThanOrEqual(alone + 2);
    for (const { texts } of feeds)
      expect(texts).toEqual(['{"data":{"segments":{"segment":{"objectId":"object-1"}}}}']);
    ending.abort();
    await Promise.all(feeds.map(({ over }) => over));
  });
});
