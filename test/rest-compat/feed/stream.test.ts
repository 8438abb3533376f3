import {
  addSegments,
  allocate,
  externalSegment,
  flowWithSegments,
  makeFlow,
  newId,
  videoFlow,
} from '../documents';
import { RestHarness } from '../harness';
import { ALL, cursorNow, messageProblems, openStream, sequenceOf } from './feed-harness';
import { StreamClient } from './stream-client';

let api: RestHarness;
const open: StreamClient[] = [];
beforeAll(async () => {
  api = await RestHarness.open();
});
afterEach(() => open.splice(0).forEach((client) => client.close()));
afterAll(() => api.close());

async function stream(query = '', headers: Record<string, string> = {}): Promise<StreamClient> {
  const client = await openStream(api, query, headers);
  open.push(client);
  return client;
}

const range = (n: number): string => `[${n}:0_${n + 1}:0)`;
const sequences = (client: StreamClient): number[] => client.events.map(({ id }) => sequenceOf(id));
const from = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** Every kind of event once, and some twice. */
async function everything(): Promise<string> {
  const member = await makeFlow(api);
  const flow = await flowWithSegments(api, [0, 1, 2].map(range));
  await api.put(`/flows/${flow.id}/label`, 'x');
  await api.put(`/sources/${flow.source_id}/label`, 'x');
  await api.delete(`/flows/${flow.id}/segments?timerange=[1:0_2:0)`);
  await api.delete(`/flows/${flow.id}`);
  return member.id;
}

describe('the stream', () => {
  it('says what it is, then when to come back and where it begins', async () => {
    const client = await stream();
    expect(client.response.statusCode).toBe(200);
    expect(client.response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
    });
    await client.until(() => client.blocks.length > 0);
    expect(client.blocks).toEqual([{ retry: expect.stringMatching(/^\d+$/), id: await cursorNow(api) }]);
  });

  it('tells everything from the oldest event on, in messages of the contract, with the place of each', async () => {
    await everything();
    const logged = await api.events();
    const client = await stream(ALL);
    const events = await client.take(logged.length);
    expect(sequences(client)).toEqual(from(1, logged.length));
    expect(events.map(({ type }) => type)).toEqual(logged.map(({ type }) => type));
    expect(new Set(events.map(({ type }) => type)).size).toBe(8);
    expect(messageProblems(events.map(({ message }) => message))).toEqual([]);
    for (const [index, { type, message }] of events.entries()) {
      const { at, payload } = logged[index]!;
      expect(message).toMatchObject({ event_type: type, event_timestamp: new Date(at).toISOString() });
      if (type !== 'flows/segments_added') expect(message.event).toEqual(payload);
    }
  });

  it('goes on with what comes, and only with that when nothing says where to begin', async () => {
    await makeFlow(api);
    const client = await stream();
    await client.until(() => client.blocks.length > 0);
    const flow = await makeFlow(api);
    const [source, created] = await client.take(2);
    expect(source!.message.event.source.id).toBe(flow.source_id);
    expect(created!.message.event.flow.id).toBe(flow.id);
    expect(client.lastId).toBe(await cursorNow(api));
  });

  it('has no gap and no repeat where what was becomes what is, while many write', async () => {
    const before = (await api.events()).length;
    const clients: StreamClient[] = [];
    let count = 0;
    const writer = async () => {
      for (let n = 0; n < 25; n += 1) {
        const flow = await makeFlow(api);
        await addSegments(api, flow.id, externalSegment(range(n)));
        count += 3;
        if (n % 8 === 0) clients.push(await stream(ALL));
      }
    };
    await Promise.all([writer(), writer(), writer()]);
    const last = before + count;
    expect((await api.events()).length).toBe(last);
    for (const client of clients) {
      await client.until(() => sequences(client).at(-1) === last);
      expect(sequences(client)).toEqual(from(1, last));
    }
  });

  it('continues behind Last-Event-ID, whatever the URL says, without a gap or a repeat', async () => {
    const first = (await api.events()).length + 1;
    const cursor = await cursorNow(api);
    const writer = (async () => {
      for (let n = 0; n < 40; n += 1) await makeFlow(api);
    })();
    const seen: number[] = [];
    // A browser repeats its first URL.
    const query = `after=${cursor}`;
    let lastId = '';
    for (let round = 0; seen.length < 80; round += 1) {
      const client = await stream(query, lastId === '' ? {} : { 'last-event-id': lastId });
      const wanted = Math.min(1 + (round % 5), 80 - seen.length);
      await client.take(wanted);
      client.close();
      await client.ended;
      seen.push(...sequences(client));
      lastId = client.lastId;
      expect(seen.length).toBeLessThanOrEqual(80);
    }
    await writer;
    expect(seen).toEqual(from(first, first + 79));
    const resumed = await stream(ALL, { 'last-event-id': lastId });
    const flow = await makeFlow(api);
    expect((await resumed.take(2))[1]!.message.event.flow.id).toBe(flow.id);
  });

  it('an id that came before any event resumes too', async () => {
    const first = await stream();
    await first.until(() => first.blocks.length > 0);
    first.close();
    const flow = await makeFlow(api);
    const second = await stream('', { 'last-event-id': first.lastId });
    expect((await second.take(2))[1]!.message.event.flow.id).toBe(flow.id);
  });

  it('begins with what was committed at a time or later', async () => {
    await makeFlow(api);
    api.tick(2_000);
    const flow = await makeFlow(api);
    const [event] = (await api.events()).slice(-1);
    const client = await stream(`since=${new Date(event!.at).toISOString()}`);
    const [source, created] = await client.take(2);
    expect([source!.type, created!.message.event.flow.id]).toEqual(['sources/created', flow.id]);
    // The same moment, as clocks two hours to the east show it.
    const east = new Date(event!.at + 7_200_000).toISOString().replace('Z', '%2B02:00');
    expect((await (await stream(`since=${east}`)).take(1))[0]!.id).toBe(source!.id);
    const later = await stream(`since=${new Date(event!.at + 1).toISOString()}`);
    await later.until(() => later.blocks.length > 0);
    expect(later.lastId).toBe(created!.id);
  });

  it('a place within an event, as other feeds have them, leaves nothing of it out', async () => {
    const flow = await makeFlow(api);
    await addSegments(
      api,
      flow.id,
      [0, 1, 2].map((n) => externalSegment(range(n))),
    );
    const client = await stream(`after=${await cursorNow(api)}.1`);
    const [added] = await client.take(1);
    expect(added!.message.event.segments).toHaveLength(3);
  });
});

describe('filters', () => {
  it('by event, by flow and by source, and by all of them at once', async () => {
    const after = `after=${await cursorNow(api)}`;
    const one = await flowWithSegments(api, [range(0)]);
    const two = await flowWithSegments(api, [range(0)], videoFlow({ source_id: one.source_id }));
    const other = await flowWithSegments(api, [range(0)]);
    await api.put(`/sources/${one.source_id}/label`, 'x');
    const end = await makeFlow(api);
    const told = async (query: string) => {
      const client = await stream(`${after}&${query}`);
      await client.until(() => client.events.some(({ message }) => message.event.flow?.id === end.id));
      return client.events
        .filter(({ message }) => message.event.flow?.id !== end.id)
        .map(({ type, message: { event } }) => [type, event.flow_id ?? event.flow?.id ?? event.source.id]);
    };
    const also = (ids: readonly string[]) => [...ids, end.id].join(',');
    expect(await told('types=flows/created')).toEqual([
      ['flows/created', one.id],
      ['flows/created', two.id],
      ['flows/created', other.id],
    ]);
    expect(await told(`flow_id=${also([two.id])}`)).toEqual([
      ['flows/created', two.id],
      ['flows/segments_added', two.id],
    ]);
    expect(
      await told(
        `source_id=${one.source_id},${end.source_id}&types=flows%2Fsegments_added,flows/created,sources/updated`,
      ),
    ).toEqual([
      ['flows/created', one.id],
      ['flows/segments_added', one.id],
      ['flows/created', two.id],
      ['flows/segments_added', two.id],
      ['sources/updated', one.source_id],
    ]);
    expect(
      await told(`source_id=${one.source_id},${end.source_id}&flow_id=${also([one.id, other.id])}`),
    ).toEqual([
      ['flows/created', one.id],
      ['flows/segments_added', one.id],
    ]);
    expect(await told(`flow_id=${also([newId()])}&nonsense=ignored`)).toEqual([]);
  });
});

describe('URLs in messages', () => {
  it.each([
    '',
    'accept_get_urls=',
    'accept_get_urls=given',
    'accept_get_urls=nothing,given',
    'accept_storage_ids=',
    `accept_storage_ids=${newId()}`,
    'presigned=TRUE',
    'presigned=false&verbose_storage=true',
    'verbose_storage=true&accept_get_urls=given',
  ])('are those of the listing with ?%s', async (options) => {
    const after = `after=${await cursorNow(api)}`;
    const flow = await makeFlow(api);
    const [object] = await allocate(api, flow.id);
    const given = [{ url: 'https://one.example/x', label: 'given' }, { url: 'https://two.example/x' }];
    await addSegments(api, flow.id, [
      { object_id: object!.object_id, timerange: range(0), get_urls: given },
      externalSegment(range(1)),
    ]);
    const client = await stream(`${after}&types=flows/segments_added&${options}`);
    const { message } = (await client.take(1))[0]!;
    // Signatures may differ when the half hour turns between them.
    const unsigned = (value: unknown) =>
      JSON.parse(JSON.stringify(value).replace(/\?expires=[^"]*/g, '?')) as unknown;
    const { json } = await api.get(`/flows/${flow.id}/segments?${options}`);
    expect(unsigned(message.event)).toEqual(unsigned({ flow_id: flow.id, segments: json }));
    expect(messageProblems([message])).toEqual([]);
  });

  it('are signed when they are sent, and work', async () => {
    const client = await stream('types=flows/segments_added');
    await client.until(() => client.blocks.length > 0);
    const flow = await makeFlow(api);
    const [object] = await allocate(api, flow.id);
    const { url, 'content-type': type } = object!.put_url;
    await api.follow('PUT', url, { body: 'media', headers: { 'content-type': type } });
    await addSegments(api, flow.id, { object_id: object!.object_id, timerange: range(0) });
    const { message } = (await client.take(1))[0]!;
    const [signed] = message.event.segments[0].get_urls;
    expect(signed.presigned).toBe(true);
    expect((await api.follow('GET', signed.url)).text).toBe('media');
  });

  it('one event of thousands of segments is one block, whatever characters it has', async () => {
    const client = await stream('types=flows/segments_added,flows/updated');
    await client.until(() => client.blocks.length > 0);
    const flow = await makeFlow(api);
    const segments = Array.from({ length: 5_000 }, (_, n) => externalSegment(range(n)));
    await addSegments(api, flow.id, segments);
    // Characters of four bytes, at odd places of whatever is cut out of the text.
    const description = `-${'𝄞'.repeat(100_000)}`;
    await api.put(`/flows/${flow.id}/description`, description);
    const [added, updated] = await client.take(2);
    expect(added!.message.event.segments).toHaveLength(5_000);
    expect(updated!.message.event.flow.description).toBe(description);
  });
});
