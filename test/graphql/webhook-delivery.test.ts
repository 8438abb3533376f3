import { BOB, uuid, videoFlow } from '../tams/store-fixture';
import { until } from '../support/webhook-receiver';
import { CALLER, GraphHarness } from './harness';

let graph: GraphHarness;
beforeAll(async () => {
  graph = await GraphHarness.open();
});
afterAll(async () => {
  await graph.test.store.deliveryWorker.stop();
  await graph.close();
});

const DELIVERY =
  'delivery { position lag lastStatus lastError lastAttempt lastSuccess failures nextTry missed }';
const PUT = `mutation ($input: WebhookInput!) { putWebhook(input: $input) { id ${DELIVERY} } }`;
const REPLAY = `mutation ($id: UUID!, $after: String!) { replayWebhook(id: $id, after: $after) { id url ${DELIVERY} } }`;
const NOTHING_YET = {
  lastStatus: null,
  lastError: null,
  lastAttempt: null,
  lastSuccess: null,
  failures: 0,
  nextTry: null,
  missed: 0,
};

const put = async (url: string) =>
  (await graph.data(PUT, { input: { url, events: ['flows/created'] } })).putWebhook;
const cursorAt = (sequence: number, item: number | null = null): string =>
  graph.test.store.context.log.cursor({ sequence, item });
const makeFlow = (n: number) => graph.test.store.flows.put(CALLER, videoFlow(n));

it('a registration shows how its deliveries go, from the newest event on', async () => {
  await makeFlow(1);
  const { delivery } = await put('https://hooks.example/a');
  expect(delivery).toEqual({ ...NOTHING_YET, position: cursorAt(2), lag: 0 });
  await makeFlow(2);
  const { webhooks } = await graph.data(`{ webhooks { ${DELIVERY} } }`);
  expect(webhooks).toEqual([{ delivery: { ...NOTHING_YET, position: cursorAt(2), lag: 2 } }]);
});

it('the deliveries of all registrations are one read', async () => {
  const one = await graph.readsOf(`{ webhooks { ${DELIVERY} } }`);
  for (const n of [1, 2, 3]) await put(`https://hooks.example/many/${n}`);
  expect(await graph.readsOf(`{ webhooks { ${DELIVERY} } }`)).toBe(one);
});

it('replayWebhook moves the position, and its answer shows that', async () => {
  const { id } = await put('https://hooks.example/b');
  await makeFlow(3);
  const { replayWebhook } = await graph.data(REPLAY, { id, after: cursorAt(1) });
  expect(replayWebhook).toMatchObject({
    id,
    url: 'https://hooks.example/b',
    delivery: { ...NOTHING_YET, position: cursorAt(1), lag: 5 },
  });
  const again = await graph.data(REPLAY, { id, after: cursorAt(4, 0) });
  expect(again.replayWebhook.delivery).toMatchObject({ position: cursorAt(3) });
  const both = await graph.data(
    `mutation ($id: UUID!, $a: String!, $b: String!) {
      a: replayWebhook(id: $id, after: $a) { delivery { position } }
      b: replayWebhook(id: $id, after: $b) { delivery { position } }
    }`,
    { id, a: cursorAt(1), b: cursorAt(2) },
  );
  expect(both).toEqual({
    a: { delivery: { position: cursorAt(1) } },
    b: { delivery: { position: cursorAt(2) } },
  });
});

it('replayWebhook refuses what is not there, is not the caller’s, and cursors that cannot be used', async () => {
  const { id } = await put('https://hooks.example/c');
  const codeFor = async (variables: Record<string, unknown>) =>
    (await graph.error(REPLAY, variables)).extensions.code;
  expect(await codeFor({ id: uuid(99), after: cursorAt(1) })).toBe('WEBHOOK_NOT_FOUND');
  const foreign = await graph.test.store.webhooks.put(BOB, {
    url: 'https://hooks.example/bob',
    events: ['flows/created'],
  });
  expect(await codeFor({ id: foreign!.id, after: cursorAt(1) })).toBe('WEBHOOK_NOT_FOUND');
  // What the caller may not know of is told first.
  expect(await codeFor({ id: foreign!.id, after: 'x' })).toBe('WEBHOOK_NOT_FOUND');
  for (const after of ['', 'x', 'aaaaaaaa-1', cursorAt(10_000)])
    expect(await codeFor({ id, after })).toBe('BAD_CURSOR');
});

it('replayWebhook says from where the log can still be replayed', async () => {
  const { id } = await put('https://hooks.example/d');
  const eventRetention = { maxAgeMs: 86_400_000, maxCount: 4 };
  Object.assign(graph.test.store.context.options, { eventRetention });
  await graph.test.store.housekeeping.runOnce();
  const { extensions } = await graph.error(REPLAY, { id, after: cursorAt(1) });
  expect(extensions).toMatchObject({ code: 'CURSOR_EXPIRED', kind: 'gone', oldestCursor: cursorAt(2) });
  await graph.data(REPLAY, { id, after: extensions.oldestCursor });
});

it('a failing delivery tells why, and nothing secret', async () => {
  const webhook = {
    url: 'http://receiver.invalid/?token=hush',
    apiKeyName: 'X-Key',
    apiKeyValue: 'hush',
    events: ['flows/created'],
  };
  const { id } = (await graph.test.store.webhooks.put(CALLER, webhook))!;
  graph.test.store.deliveryWorker.start(graph.logger);
  await makeFlow(4);
  let delivery: Record<string, unknown> = {};
  await until(async () => {
    const { webhooks } = await graph.data(`{ webhooks { id ${DELIVERY} } }`);
    delivery = webhooks.find((listed: { id: string }) => listed.id === id).delivery;
    return delivery.failures === 1;
  });
  expect(delivery).toMatchObject({ lastStatus: null, lastSuccess: null, missed: 0, lag: 1 });
  expect(delivery.lastError).toMatch(
    /^it (could not be reached \([A-Z_]+\)|did not answer within 10000 ms)$/,
  );
  expect(Date.parse(delivery.nextTry as string)).toBeGreaterThan(Date.parse(delivery.lastAttempt as string));
  expect(JSON.stringify([delivery, graph.log])).not.toContain('hush');
});
