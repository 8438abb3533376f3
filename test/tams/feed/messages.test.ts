import type { LoggedEvent } from '../../../src/events/event-log';
import { getUrlDocument, segmentDocument } from '../../../src/tams/documents';
import { eventMessage, type MessageOptions } from '../../../src/tams/feed/event-messages';
import { parseTimeRange } from '../../../src/tams/time/timerange';
import { ALICE, externalSegment, TestStore, uuid, videoFlow } from '../store-fixture';

/** The URLs of a plain GET (W8). */
const PLAIN_MESSAGES: MessageOptions = {
  labels: null,
  storageIds: null,
  presigned: null,
  verboseStorage: false,
};

let test: TestStore;
beforeEach(async () => {
  test = await TestStore.open();
  await test.store.flows.put(ALICE, videoFlow(1));
  await test.store.objects.allocate(ALICE, uuid(1), { objectIds: ['own'] });
});
afterEach(() => test.close());

/** Registers a segment with URLs of its own, one in the store, and one with both; gives their event. */
async function added(): Promise<LoggedEvent> {
  const labelled = { getUrls: [{ url: 'https://cdn.example/b', label: 'cdn' }] };
  await test.store.segments.add(ALICE, uuid(1), [
    externalSegment('given', '[0:0_1:0)'),
    { objectId: 'own', timerange: parseTimeRange('[1:0_2:0)') },
    { ...externalSegment('other', '[2:0_3:0)'), ...labelled },
  ]);
  return (await test.events()).at(-1)!;
}

/** What the segments' own listing says of them, with these URLs. */
async function listed(options: MessageOptions): Promise<unknown[]> {
  const query = { timerange: parseTimeRange('_'), objectId: null, reverse: false };
  const [page] = await test.store.segments.ofFlows([uuid(1)], query, { first: 10, after: null });
  const urls = await test.store.segments.urlsOf(page!.items, options);
  return page!.items.map((segment, i) => ({
    ...segmentDocument(segment),
    get_urls: urls[i]!.map((url) => getUrlDocument(url, options.verboseStorage)),
  }));
}

const optionsOf: [string, Partial<MessageOptions>][] = [
  ['none', {}],
  ['no URLs', { labels: [] }],
  ['a label', { labels: ['cdn'] }],
  ['signed URLs only', { presigned: true }],
  ['unsigned URLs only', { presigned: false }],
  ['verbose storage', { verboseStorage: true }],
  ['no storage filter', { storageIds: [] }],
];

it.each(optionsOf)(
  '[W8] segments that were added are told as they are listed, with options: %s',
  async (_, some) => {
    const event = await added();
    const options = { ...PLAIN_MESSAGES, ...some };
    let message;
    const reads = await test.readsOf(
      async () => (message = await eventMessage(test.store.context, event, options)),
    );
    expect(message).toEqual({
      event_timestamp: new Date(event.at).toISOString(),
      event_type: 'flows/segments_added',
      event: { flow_id: uuid(1), segments: await listed(options) },
    });
    expect(reads).toBeLessThanOrEqual(2);
    // What several receivers share stays as it was.
    expect((event.payload.segments as object[])[0]).not.toHaveProperty('get_urls');
  },
);

it('tells all other events as they were written, without a read', async () => {
  await added();
  await test.store.flows.delete(ALICE, uuid(1));
  for (const event of await test.events()) {
    if (event.type === 'flows/segments_added') continue;
    const telling = async () =>
      expect(await eventMessage(test.store.context, event, PLAIN_MESSAGES)).toEqual({
        event_timestamp: new Date(event.at).toISOString(),
        event_type: event.type,
        event: event.payload,
      });
    expect(await test.readsOf(telling)).toBe(0);
  }
});

it('tells segments that are gone since, without the URLs that went with them', async () => {
  const event = await added();
  await test.store.flows.delete(ALICE, uuid(1));
  test.clock.now += 30 * 86_400_000;
  await test.store.housekeeping.runOnce();
  const { event: told } = (await eventMessage(test.store.context, event, PLAIN_MESSAGES)) as {
    event: { segments: { object_id: string; get_urls: unknown[] }[] };
  };
  expect(told.segments.map(({ object_id, get_urls }) => [object_id, get_urls])).toEqual([
    ['given', []],
    ['own', []],
    ['other', []],
  ]);
});
