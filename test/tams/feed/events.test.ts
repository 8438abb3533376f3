import { ALL_EVENTS, eventPasses, type EventFilter } from '../../../src/tams/feed/event-filter';
import type { FeedEvent, FeedStart } from '../../../src/tams/feed/feed-service';
import { ALICE, externalSegment, multiFlow, TestStore, uuid, videoFlow } from '../store-fixture';
import { BEGINNING, drained } from './feed-fixture';

let test: TestStore;
beforeEach(async () => {
  test = await TestStore.open();
});
afterEach(() => test.close());

const read = (start: FeedStart, filter: EventFilter = ALL_EVENTS) =>
  drained<FeedEvent>(test, start, (feeds, place, signal) => feeds.events(place, filter, signal));

/** Three flows and a collection, each with its events a second later. */
async function fill(): Promise<void> {
  for (const n of [1, 2, 3]) {
    test.tick();
    await test.store.flows.put(ALICE, videoFlow(n));
  }
  test.tick();
  await test.store.flows.put(ALICE, multiFlow(9, [1]));
  test.tick();
  await test.store.segments.add(ALICE, uuid(1), [externalSegment('a', '[0:0_1:0)')]);
}

const sequencesOf = (items: readonly FeedEvent[]): number[] => items.map(({ event }) => event.sequence);

it('has the events that pass, and resumes behind each of them', async () => {
  await fill();
  const filter: EventFilter = { ...ALL_EVENTS, types: ['flows/created', 'flows/segments_added'] };
  const { items } = await read(BEGINNING, filter);
  const wanted = (await test.events()).filter(eventPasses(filter)).map(({ sequence }) => sequence);
  expect(sequencesOf(items)).toEqual(wanted);
  for (const [i, { cursor }] of items.entries())
    expect(sequencesOf((await read({ after: cursor }, filter)).items)).toEqual(wanted.slice(i + 1));
});

it('filters by who collected a flow at the event, not by who does now', async () => {
  await fill();
  await test.store.flows.put(ALICE, multiFlow(9, [2]));
  await test.store.segments.add(ALICE, uuid(1), [externalSegment('b', '[1:0_2:0)')]);
  await test.store.segments.add(ALICE, uuid(2), [externalSegment('c', '[1:0_2:0)')]);
  const { items } = await read(BEGINNING, { ...ALL_EVENTS, collectedBy: [uuid(9)] });
  expect(items.map(({ event }) => [event.type, event.flowId])).toEqual([
    ['flows/segments_added', uuid(1)],
    ['flows/segments_added', uuid(2)],
  ]);
});

describe('where a feed begins', () => {
  it('is now, without a cursor or a time', async () => {
    await fill();
    expect((await read({})).items).toEqual([]);
    expect((await read({ after: null, since: null })).items).toEqual([]);
  });

  it('is a time of commit, and includes what was committed at it', async () => {
    await fill();
    const all = await test.events();
    for (const since of [all[0]!.at - 1, all[0]!.at, all[3]!.at, all[3]!.at + 1, all.at(-1)!.at + 1])
      expect(sequencesOf((await read({ since })).items)).toEqual(
        all.filter(({ at }) => at >= since).map(({ sequence }) => sequence),
      );
  });

  it('is refused for both, and for what is no cursor of this store', async () => {
    const { feeds } = test.store;
    const after = (await feeds.reach()).oldest;
    await expect(feeds.placeOf({ after, since: 0 })).rejects.toMatchObject({ type: 'InvalidFeed' });
    for (const bad of ['', 'x', `${after}0`, after.replace('-0', '-1'), '00000000-0'])
      await expect(feeds.placeOf({ after: bad })).rejects.toMatchObject({
        name: 'TamsError',
        type: 'BadCursor',
      });
  });

  it('is gone with the events behind it, and the error names the oldest that is left', async () => {
    await fill();
    const { feeds } = test.store;
    const after = (await feeds.reach()).oldest;
    const end = new AbortController();
    const lagging = feeds.events(await feeds.placeOf({ after }), ALL_EVENTS, end.signal);
    test.clock.now += test.store.context.options.eventRetention.maxAgeMs - 1500;
    expect(await test.store.housekeeping.runOnce()).toMatchObject({ trimmedEvents: 6 });
    const oldestCursor = (await feeds.reach()).oldest;
    const expired = { name: 'TamsError', type: 'CursorExpired', facts: { oldestCursor } };
    await expect(feeds.placeOf({ after })).rejects.toMatchObject(expired);
    await expect(lagging.next()).rejects.toMatchObject(expired);
    expect(sequencesOf((await read({ after: oldestCursor })).items)).toEqual([7, 8, 9]);
    expect(sequencesOf((await read(BEGINNING)).items)).toEqual([7, 8, 9]);
  });
});

it('goes on into what comes until its signal aborts, also while it waits', async () => {
  const { feeds } = test.store;
  const end = new AbortController();
  const feed = feeds.events(await feeds.placeOf({}), { ...ALL_EVENTS, types: ['flows/created'] }, end.signal);
  const next = feed.next();
  await fill();
  expect(sequencesOf((await next).value!.items)).toEqual([2]);
  const log = test.store.context.log;
  // The last event does not pass, but is looked at.
  const last = log.cursor({ sequence: await log.latest(), item: null });
  const types: string[] = [];
  for (let cursor = ''; cursor !== last;) {
    const step = (await feed.next()).value!;
    types.push(...step.items.map(({ event }) => event.type));
    cursor = step.cursor;
  }
  expect(types).toEqual(['flows/created', 'flows/created', 'flows/created']);
  const waiting = feed.next();
  end.abort();
  expect(await waiting).toEqual({ done: true, value: undefined });
});
