import { createClient } from 'graphql-sse';
import { FeedHarness, secondsOf, type Message } from './harness';

let feed: FeedHarness;
beforeEach(async () => (feed = await FeedHarness.open({ TAMS_CORS_ORIGINS: 'https://app.example' })));
afterEach(() => feed.close());

const stream = () => `${feed.gateway.url}/graphql/stream`;
const SUBSCRIPTION = 'subscription ($since: DateTime) { segments(since: $since) { cursor timerange } }';
const FROM_THE_BEGINNING = { since: '1970-01-01T00:00:00Z' };

/** Reads a stream until it holds the text. */
async function until(response: Response, text: string): Promise<string> {
  const reader = response.body!.getReader();
  let read = '';
  while (!read.includes(text)) {
    const { value, done } = await reader.read();
    if (done) break;
    read += Buffer.from(value).toString();
  }
  await reader.cancel();
  return read;
}

const ask = (init: { method?: string; headers?: Record<string, string>; body?: unknown; search?: string }) =>
  fetch(`${stream()}${init.search ?? ''}`, {
    method: init.method ?? 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...init.headers },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });

it('brings what a WebSocket brings, to the client of graphql-sse', async () => {
  const flow = await feed.flow(1);
  await feed.add(flow, 0, 1);
  const client = createClient({ url: stream(), retryAttempts: 0 });
  const messages: Message[] = [];
  const iterator = client.iterate({ query: SUBSCRIPTION, variables: FROM_THE_BEGINNING });
  for await (const { data } of iterator) {
    messages.push((data as Message).segments);
    if (messages.length === 2) await feed.add(flow, 2);
    if (messages.length === 3) break;
  }
  expect(secondsOf(messages)).toEqual([0, 1, 2]);
  client.dispose();
});

it('serves a browser: GET by EventSource, from allowed origins', async () => {
  const flow = await feed.flow(1);
  await feed.add(flow, 0);
  const search = `?${new URLSearchParams({ query: SUBSCRIPTION, variables: JSON.stringify(FROM_THE_BEGINNING) }).toString()}`;
  const allowed = await ask({ method: 'GET', search, headers: { origin: 'https://app.example' } });
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
  expect(allowed.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(await until(allowed, '\n\n')).toContain(':');
  const other = await ask({ method: 'GET', search, headers: { origin: 'https://evil.example' } });
  expect(other.status).toBe(403);
  const unasked = await ask({ method: 'GET', search, headers: { 'sec-fetch-site': 'cross-site' } });
  expect(await unasked.json()).toMatchObject({ errors: [{ extensions: { code: 'CSRF_BLOCKED' } }] });
});

it('tells in the stream why an operation is refused, and completes it', async () => {
  const text = await until(
    await ask({ body: { query: 'subscription { segments(after: "x") { cursor } }' } }),
    'event: complete',
  );
  expect(text).toContain('"code":"BAD_CURSOR"');
  const invalid = await until(await ask({ body: { query: 'subscription { nothing }' } }), 'event: complete');
  expect(invalid).toContain('"code":"GRAPHQL_VALIDATION_FAILED"');
});

it('carries queries and mutations, the latter by POST only', async () => {
  const query = await until(await ask({ body: { query: '{ service { type } }' } }), 'event: complete');
  expect(query).toContain('urn:x-tams:service');
  const mutation = 'mutation { updateService(name: "Streamed") { name } }';
  const refused = await until(
    await ask({ method: 'GET', search: `?${new URLSearchParams({ query: mutation }).toString()}` }),
    'event: complete',
  );
  expect(refused).toContain('Mutations need POST');
  expect((await feed.mutate('{ service { name } }')).service.name).toBeNull();
  await until(await ask({ body: { query: mutation } }), 'event: complete');
  expect((await feed.mutate('{ service { name } }')).service.name).toBe('Streamed');
});

it('refuses what is no request for a stream', async () => {
  expect((await ask({ headers: { accept: 'application/json' }, body: {} })).status).toBe(406);
  expect((await ask({ body: {} })).status).toBe(400);
  expect((await ask({ body: { query: 1 } })).status).toBe(400);
  expect((await ask({ body: { query: SUBSCRIPTION, variables: [] } })).status).toBe(400);
  expect((await ask({ headers: { 'content-type': 'text/plain' }, body: {} })).status).toBe(415);
});

it('is cut when the server stops, without a word that it is complete: clients come back', async () => {
  const response = await ask({ body: { query: 'subscription { segments { cursor } }' } });
  const reading = response.text().catch(() => 'cut');
  await feed.gateway.close();
  expect(await reading).not.toContain('complete');
});
