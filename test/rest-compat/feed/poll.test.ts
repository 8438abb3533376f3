import { externalSegment, addSegments, flowWithSegments, makeFlow, newId } from '../documents';
import { RestHarness } from '../harness';
import {
  ALL,
  askFeed,
  cursorNow,
  FEED_PATH,
  messageProblems,
  poll,
  sequenceOf,
  serveFeed,
} from './feed-harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

const range = (n: number): string => `[${n}:0_${n + 1}:0)`;
const sequences = (events: readonly any[]): number[] => events.map(({ cursor }) => sequenceOf(cursor));
describe('a poll', () => {
  it('answers at once with what there is, in messages of the contract, each with its place', async () => {
    const flow = await flowWithSegments(api, [0, 1].map(range));
    await api.delete(`/flows/${flow.id}/segments`);
    const logged = await api.events();
    const { events, cursor } = await poll(api, `${ALL}&wait=60`);
    expect(events.map(({ event_type }) => event_type)).toEqual(logged.map(({ type }) => type));
    expect(sequences(events)).toEqual(logged.map(({ sequence }) => sequence));
    expect(messageProblems(events.map(({ cursor: _, ...message }) => message))).toEqual([]);
    for (const event of events)
      expect(Object.keys(event)).toEqual(['cursor', 'event_timestamp', 'event_type', 'event']);
    expect(cursor).toBe(events.at(-1).cursor);
  });

  it('answers with nothing when there is nothing, and says where to continue', async () => {
    const first = await askFeed(api);
    expect([first.status, JSON.parse(first.text)]).toEqual([200, { events: [], cursor: expect.any(String) }]);
    expect(first.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    const { cursor } = JSON.parse(first.text) as { cursor: string };
    const flow = await makeFlow(api);
    const { events } = await poll(api, `after=${cursor}&types=flows/created`);
    expect(events.map(({ event }) => event.flow.id)).toEqual([flow.id]);
    expect(await poll(api, `after=${events[0].cursor}`)).toEqual({ events: [], cursor: events[0].cursor });
  });

  it('waits for a first event that passes, and is woken by it', async () => {
    const own = await serveFeed(api, {});
    try {
      const after = await cursorNow(api);
      const waiting = fetch(`${own.url}?after=${after}&types=flows/segments_added&wait=60`);
      // It is there, and what does not pass leaves it waiting.
      for (let n = 0; own.responses.length === 0 || n < 3; n += 1) await makeFlow(api);
      const flow = await makeFlow(api);
      await addSegments(api, flow.id, externalSegment(range(0)));
      const { events, cursor } = (await (await waiting).json()) as { events: any[]; cursor: string };
      expect(events.map(({ event }) => event.flow_id)).toEqual([flow.id]);
      expect(cursor).toBe(await cursorNow(api));
    } finally {
      await own.close();
    }
  });

  it('that waited in vain is empty, and has moved behind what did not pass', async () => {
    const after = await cursorNow(api);
    const waiting = poll(api, `after=${after}&flow_id=${newId()}&wait=1`);
    await makeFlow(api);
    const { events, cursor } = await waiting;
    expect(events).toEqual([]);
    expect(await poll(api, `after=${cursor}&flow_id=${newId()}`)).toEqual({
      events: [],
      cursor: await cursorNow(api),
    });
    expect(sequenceOf(cursor)).toBeGreaterThan(sequenceOf(after));
  });

  it.each([1, 2, 7, 1000])('in pages of %i, by their links, tells everything once', async (limit) => {
    for (let n = 0; n < 8; n += 1) await makeFlow(api);
    const seen: number[] = [];
    for (
      let url = `${api.gateway.url}${FEED_PATH}?${ALL}&limit=${limit}`.replace('&flow_id=&types=', '');
      ;
    ) {
      const { text, headers } = await api.follow('GET', url);
      const { events, cursor } = JSON.parse(text) as { events: any[]; cursor: string };
      expect(events.length).toBeLessThanOrEqual(limit);
      seen.push(...sequences(events));
      url = /^<(.+)>; rel="next"$/.exec(String(headers.link))![1]!;
      const { origin, pathname, searchParams } = new URL(url);
      expect([origin, pathname]).toEqual([api.gateway.url, FEED_PATH]);
      expect(Object.fromEntries(searchParams)).toEqual({ limit: String(limit), after: cursor });
      if (events.length === 0) break;
    }
    expect(seen).toEqual((await api.events()).map(({ sequence }) => sequence));
  });

  it('has a hundred events when nobody says how many', async () => {
    while ((await api.events()).length <= 100) await makeFlow(api);
    expect((await poll(api, ALL)).events).toHaveLength(100);
  });

  it('takes fewer of large events, and the rest comes with the next', async () => {
    const flow = await makeFlow(api);
    const after = await cursorNow(api);
    for (let n = 0; n < 12; n += 1)
      await api.put(`/flows/${flow.id}/description`, `${n}${'x'.repeat(500_000)}`);
    const first = await poll(api, `after=${after}`);
    expect(first.events.length).toBeGreaterThan(1);
    expect(first.events.length).toBeLessThan(12);
    const second = await poll(api, `after=${first.cursor}`);
    expect(first.events.length + second.events.length).toBe(12);
  });

  it('takes the same filters and options as a stream', async () => {
    const flow = await makeFlow(api);
    const after = await cursorNow(api);
    await addSegments(api, flow.id, externalSegment(range(0)));
    await api.put(`/sources/${flow.source_id}/label`, 'x');
    const of = async (query: string) =>
      (await poll(api, `after=${after}&${query}`)).events.map(({ event_type }) => event_type);
    expect(await of('')).toEqual(['flows/segments_added', 'sources/updated']);
    expect(await of('types=sources/updated')).toEqual(['sources/updated']);
    expect(await of(`flow_id=${flow.id}`)).toEqual(['flows/segments_added']);
    expect(await of(`source_id=${flow.source_id}`)).toHaveLength(2);
    const { events } = await poll(api, `after=${after}&accept_get_urls=`);
    expect(events[0].event.segments[0].get_urls).toEqual([]);
  });

  it('keeps every parameter in its link but where it began', async () => {
    const id = newId();
    const query = `since=2026-01-01T00:00:00Z&flow_id=${id},${id}&wait=0&access_token=a,b;c&presigned=true`;
    const { text, headers } = await askFeed(api, query);
    const link = /^<([^>,;]+)>; rel="next"$/.exec(String(headers.link))![1]!;
    expect(Object.fromEntries(new URL(link).searchParams)).toEqual({
      flow_id: `${id},${id}`,
      wait: '0',
      access_token: 'a,b;c',
      presigned: 'true',
      after: JSON.parse(text).cursor,
    });
  });
});
