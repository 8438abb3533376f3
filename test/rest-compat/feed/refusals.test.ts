import { EVENT_TYPES } from '../../../src/tams/webhooks/registration';
import { schemaProblems } from '../contract';
import { makeFlow, newId } from '../documents';
import { RestHarness } from '../harness';
import { ALL, askFeed, cursorNow, FEED_PATH, openStream } from './feed-harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
  await makeFlow(api);
});
afterAll(() => api.close());

const ORIGIN = 'https://app.example';
const STREAM = { accept: 'text/event-stream' };

/** A request that must be refused, in either form; the body. */
async function refused(status: number, query: string, headers: Record<string, string> = {}): Promise<any> {
  const bodies = [];
  for (const accept of ['text/event-stream', 'application/json']) {
    const answer = await askFeed(api, query, { accept, ...headers });
    expect([query, answer.status]).toEqual([query, status]);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    const body = JSON.parse(answer.text);
    expect(schemaProblems('error.json', body)).toEqual([]);
    expect(body.message).toBe(body.summary);
    const head = await askFeed(api, query, { accept, ...headers }, 'HEAD');
    expect([head.status, head.text]).toEqual([status, '']);
    bodies.push(body);
  }
  expect(bodies[1].type).toBe(bodies[0].type);
  return bodies[0];
}

describe('what is asked badly', () => {
  it.each([
    ['wait=-1', 'wait'],
    ['wait=61', 'wait'],
    ['wait=', 'wait'],
    ['wait=1.5', 'wait'],
    ['wait=99999999999999999999', 'wait'],
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=ten', 'limit'],
    ['since=', 'since'],
    ['since=yesterday', 'since'],
    ['since=2026-01-31', 'since'],
    ['since=2026-01-31T09:30:00', 'since'],
    ['since=2026-02-30T09:30:00Z', 'since'],
    ['since=2026-01-31T24:00:00Z', 'since'],
    ['since=2026-01-31T09:30:60Z', 'since'],
    ['since=2026-01-31T09:30:00+01:00', 'since'],
    ['since=0:0', 'since'],
    ['flow_id=x', 'flow_id'],
    ['flow_id=', 'flow_id'],
    [`flow_id=${newId()},`, 'flow_id'],
    [`flow_id=${newId().toUpperCase()}A`, 'flow_id'],
    ['source_id=../..', 'source_id'],
    ['types=', 'types'],
    ['types=flows/created,', 'types'],
    ['accept_get_urls=a,,b', 'accept_get_urls'],
    ['accept_storage_ids=x', 'accept_storage_ids'],
    ['presigned=maybe', 'presigned'],
    ['verbose_storage=', 'verbose_storage'],
    [`flow_id=${newId()}&flow_id=${newId()}`, 'flow_id'],
    ['limit=1&limit=1', 'limit'],
  ])('%s is refused and named', async (query, parameter) => {
    const { type, summary, details } = await refused(400, query);
    expect(type).toBe('InvalidQuery');
    expect(summary).toContain(parameter);
    expect(details[0].path).toBe(parameter);
  });

  it('an unknown event is refused, and the known ones are named', async () => {
    const { summary } = await refused(400, 'types=flows/exploded');
    for (const type of EVENT_TYPES) expect(summary).toContain(type);
  });

  it('a cursor and a time at once are refused, also when a last id would be heard', async () => {
    const after = await cursorNow(api);
    await refused(400, `after=${after}&${ALL}`);
    await refused(400, `after=${after}&${ALL}`, { 'last-event-id': after });
  });

  it('a query that is not percent-encoded UTF-8 is refused', async () => {
    expect((await refused(400, 'types=%ff')).type).toBe('InvalidQuery');
  });

  it.each(['', 'x', '1', 'abcdefgh', 'abcdefgh-', 'abcdefgh-01', 'ABCDEFGH-1', '%00', '..%2f..'])(
    '%j is no cursor',
    async (cursor) => {
      expect((await refused(400, `after=${cursor}`)).type).toBe('BadCursor');
    },
  );

  it('a cursor of another store, or of what has not happened, is refused', async () => {
    const cursor = await cursorNow(api);
    expect((await refused(400, `after=zzzzzzzz${cursor.slice(8)}`)).type).toBe('BadCursor');
    expect((await refused(400, `after=${cursor}0000`)).type).toBe('BadCursor');
    const other = await RestHarness.open();
    try {
      await makeFlow(other);
      expect((await refused(400, `after=${await cursorNow(other)}`)).type).toBe('BadCursor');
    } finally {
      await other.close();
    }
  });

  it('a last id that is no cursor is refused by streams, and none is none', async () => {
    const headers = { ...STREAM, 'last-event-id': 'nonsense' };
    expect((await askFeed(api, '', headers)).status).toBe(400);
    const client = await openStream(api, '', { 'last-event-id': '' });
    expect(client.response.statusCode).toBe(200);
    client.close();
  });
});

describe('a cursor that the log no longer reaches', () => {
  it('is gone, and the oldest that it reaches is told', async () => {
    const own = await RestHarness.open({ env: { TAMS_EVENT_LIMIT: '5' } });
    try {
      const early = await cursorNow(own);
      for (let n = 0; n < 10; n += 1) await makeFlow(own);
      await own.gateway.store.housekeeping.runOnce();
      for (const headers of [{}, STREAM, { ...STREAM, 'last-event-id': early }]) {
        const answer = await askFeed(own, `after=${early}`, headers);
        expect(answer.status).toBe(410);
        const body = JSON.parse(answer.text);
        expect(schemaProblems('error.json', body)).toEqual([]);
        expect(body.type).toBe('CursorExpired');
        const client = await openStream(own, `after=${body.oldest_cursor}`);
        await client.take(5);
        client.close();
      }
      // A time is no cursor: it begins with what there is.
      expect(JSON.parse((await askFeed(own, ALL)).text).events).toHaveLength(5);
    } finally {
      await own.close();
    }
  });
});

describe('manners', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s is not taken', async (method) => {
    const { status, headers, text } = await askFeed(api, '', { origin: ORIGIN }, method);
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(schemaProblems('error.json', JSON.parse(text))).toEqual([]);
  });

  it.each(['', '/', '/events/', '/events/x', '/Events', '/service'])(
    'nothing is at %j beside it',
    async (path) => {
      const { status, text } = await api.send('GET', `/tams/v7.0-ext${path}`);
      expect([status, JSON.parse(text).type]).toEqual([404, 'NotFound']);
    },
  );

  it('the strict API does not have it, and lies where it did', async () => {
    await api.expect(404, 'GET', '/events');
    expect((await api.send('GET', '/tams/v7.0-extra/events')).status).toBe(404);
    await api.expect(200, 'GET', '/service');
  });

  it('HEAD is GET without the body, for polls and for streams', async () => {
    for (const headers of [{}, STREAM]) {
      const { status, headers: headed, text } = await askFeed(api, ALL, headers, 'HEAD');
      expect([status, text]).toEqual([200, '']);
      const client = await openStream(api, ALL, { accept: 'application/json', ...headers });
      const got = client.response.headers;
      client.close();
      for (const name of ['content-type', 'cache-control', 'link', 'access-control-allow-origin'])
        expect([name, headed[name]]).toEqual([name, got[name]]);
    }
  });

  it.each([
    ['text/event-stream', true],
    ['TEXT/Event-Stream; charset=utf-8', true],
    ['text/event-stream, application/json', true],
    ['application/json;q=0.5, text/event-stream;q=0.9', true],
    ['application/json, text/event-stream;q=0.9', false],
    ['text/event-stream;q=0', false],
    ['text/*', false],
    ['*/*', false],
    ['application/json', false],
    ['nonsense', false],
  ])('Accept %s: a stream is %j', async (accept, isStream) => {
    const { headers } = await askFeed(api, '', { accept }, 'HEAD');
    expect(headers['content-type']).toBe(isStream ? 'text/event-stream' : 'application/json');
  });

  it('a preflight is answered, and lets a page resume', async () => {
    const { status, headers, text } = await askFeed(
      api,
      '',
      {
        origin: ORIGIN,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'last-event-id',
      },
      'OPTIONS',
    );
    expect([status, text]).toEqual([204, '']);
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'Authorization, Content-Type, Last-Event-ID',
      allow: 'GET, HEAD, OPTIONS',
    });
  });

  it('origins are those of the strict API', async () => {
    const own = await RestHarness.open({ env: { TAMS_CORS_ORIGINS: ORIGIN } });
    try {
      for (const accept of ['application/json', 'text/event-stream'])
        for (const query of ['', 'wait=x']) {
          const allowed = async (origin: string) =>
            (await askFeed(own, query, { origin, accept }, 'HEAD')).headers['access-control-allow-origin'];
          expect(await allowed(ORIGIN)).toBe(ORIGIN);
          expect(await allowed('https://other.example')).toBeUndefined();
        }
    } finally {
      await own.close();
    }
  });

  it('the service tells of every way to hear of changes', async () => {
    const { json } = await api.get('/service');
    const mechanisms = json.event_stream_mechanisms as { name: string; config?: { url: string } }[];
    expect(mechanisms.map(({ name }) => name)).toEqual([
      'webhooks',
      'tams-graph:events-sse',
      'tams-graph:events-poll',
      'tams-graph:graphql-ws',
      'tams-graph:graphql-sse',
    ]);
    const [, sse, polls, socket, graphSse] = mechanisms.map(({ config }) => config?.url);
    expect([sse, polls]).toEqual([`${api.gateway.url}${FEED_PATH}`, `${api.gateway.url}${FEED_PATH}`]);
    expect(socket).toBe(`${api.gateway.url.replace('http:', 'ws:')}/graphql`);
    expect(graphSse).toBe(`${api.gateway.url}/graphql/stream`);
    expect((await api.follow('HEAD', sse!, { headers: STREAM })).headers['content-type']).toBe(
      'text/event-stream',
    );
  });

  it('it lies beside the strict API wherever that is, and is named as clients reach it', async () => {
    const env = { TAMS_REST_PATH: '/x', TAMS_PUBLIC_URL: 'https://tams.example/base' };
    const own = await RestHarness.open({ env });
    try {
      const { status, headers } = await own.send('GET', '/x-ext/events');
      expect(status).toBe(200);
      expect(headers.link).toMatch(/^<https:\/\/tams\.example\/base\/x-ext\/events\?after=/);
      const { text } = await own.send('GET', '/x/service');
      expect(text).toContain('"https://tams.example/base/x-ext/events"');
      expect(text).toContain('"wss://tams.example/base/graphql"');
    } finally {
      await own.close();
    }
  });
});
