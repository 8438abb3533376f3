import type { DeliveryOptions } from '../../src/tams/webhooks/delivery-options';
import { pause, subjectOf, until } from '../support/webhook-receiver';
import { DeliveryHarness, EVERY_EVENT } from './delivery-fixture';
import { addSegments, externalSegment, makeFlow, multiFlow, newId, videoFlow } from './documents';

/** Five tries at once, and no second round while a test runs. */
const ONE_ROUND: Partial<DeliveryOptions> = {
  retryDelaysMs: [5, 10, 15, 20],
  restDelaysMs: [3_600_000],
  // A busy machine is no failure.
  timeoutMs: 3_000,
};
const NOT_ALLOWED = 'it has no address that webhooks may reach';

let harness: DeliveryHarness;
afterEach(() => harness.close());

const deliveryOf = async (url: string) => (await harness.deliveries()).get(url)!;

it('[E1][W9] every kind of event is posted as JSON, as the contract has it, with the key of the registration', async () => {
  harness = await DeliveryHarness.open();
  const { api } = harness;
  await harness.register('/hook?x=y', { api_key_name: 'X-Api-Key', api_key_value: 'the key' });
  const member = await makeFlow(api, videoFlow({ label: 'l', tags: { a: 'b' } }));
  const flow = await makeFlow(
    api,
    multiFlow({ container: 'video/mp2t', flow_collection: [{ id: member.id, role: 'r' }] }),
  );
  await addSegments(api, flow.id, externalSegment('[0:0_1:0)'));
  await api.put(`/flows/${flow.id}/label`, 'x');
  await api.put(`/sources/${flow.source_id}/label`, 'x');
  await api.delete(`/flows/${member.id}`);
  await api.delete(`/flows/${flow.id}`);
  await harness.settled();
  // `at` holds each body against the contract's message of its type.
  const messages = harness.at('/hook?x=y');
  const events = await api.events();
  expect(messages.map(({ body }) => [body.event_type, body.event_timestamp])).toEqual(
    events.map(({ type, at }) => [type, new Date(at).toISOString()]),
  );
  expect([...new Set(messages.map(({ body }) => body.event_type))].sort()).toEqual([...EVERY_EVENT].sort());
  for (const { method, headers } of messages) {
    expect(method).toBe('POST');
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-api-key': 'the key' });
  }
});

it('[W9] five tries make a round; the event and the registration stay, and requests know nothing of it', async () => {
  harness = await DeliveryHarness.open({ delivery: ONE_ROUND });
  const { api, receiver } = harness;
  const answers = [500, 404, 302, 'hang', 'drop'] as const;
  receiver.reply = () => answers[receiver.received.length] ?? 204;
  await harness.register('/hook', { events: ['flows/created'] });
  const flows = [await makeFlow(api), await makeFlow(api)];
  await until(async () => (await deliveryOf(receiver.url())).failures === 5);
  await pause(100);
  const ids = () => harness.at('/hook').map(({ body }) => subjectOf(body.event));
  expect(ids()).toEqual(answers.map(() => flows[0]!.id));
  expect((await api.get('/service/webhooks')).json).toHaveLength(1);
  expect(await deliveryOf(receiver.url())).toMatchObject({ lag: 3, lastStatus: null, missed: 0 });
  // Whoever registers again is tried again, and gets everything.
  await harness.register('/hook', { events: ['flows/created'] });
  await harness.settled();
  expect(ids().slice(5)).toEqual(flows.map(({ id }) => id));
});

it('[W9] any 2xx is success, and what happened before the registration is not told', async () => {
  harness = await DeliveryHarness.open({ delivery: ONE_ROUND });
  const { api, receiver } = harness;
  await makeFlow(api);
  const answers = [200, 201, 202, 203, 204, 205, 206, 299];
  receiver.reply = () => answers[receiver.received.length]!;
  await harness.register('/hook', { events: ['flows/created'] });
  const flows: string[] = [];
  for (const _ of answers) flows.push((await makeFlow(api)).id);
  await harness.settled();
  expect(harness.at('/hook').map(({ body }) => subjectOf(body.event))).toEqual(flows);
});

it('[W9] what is refused is not told', async () => {
  harness = await DeliveryHarness.open({ delivery: ONE_ROUND });
  const { api } = harness;
  await harness.register('/hook');
  await api.expect(400, 'PUT', `/flows/${newId()}`, { json: { nonsense: true } });
  const flow = await makeFlow(api);
  await api.expect(404, 'DELETE', `/flows/${flow.id}/tags/x`);
  await harness.settled();
  expect(harness.at('/hook').map(({ body }) => body.event_type)).toEqual([
    'sources/created',
    'flows/created',
  ]);
});

describe('connecting', () => {
  const resolve: DeliveryOptions['resolve'] = (hostname) =>
    Promise.resolve([
      { address: hostname.startsWith('mapped') ? '::ffff:127.0.0.1' : '127.0.0.1', family: 4 },
    ]);

  it('[W6] a name that leads to an address that is not public is not connected to', async () => {
    harness = await DeliveryHarness.open({
      env: { TAMS_WEBHOOK_ALLOW: '127.0.0.2' },
      delivery: { ...ONE_ROUND, resolve },
    });
    const { api, receiver } = harness;
    const urls = ['inside.example', 'mapped.example'].map((host) => receiver.url('/x', host));
    for (const url of urls)
      await api.expect(201, 'POST', '/service/webhooks', { json: { url, events: ['flows/created'] } });
    await makeFlow(api);
    for (const url of urls) {
      await until(async () => (await deliveryOf(url)).failures === 5);
      expect(await deliveryOf(url)).toMatchObject({ lastStatus: null, lastError: NOT_ALLOWED });
    }
    expect(receiver.everOpened).toBe(0);
  });

  it('[W6] a name that leads to an address that the operator allows is', async () => {
    harness = await DeliveryHarness.open({ delivery: { ...ONE_ROUND, resolve } });
    const { api, receiver } = harness;
    const json = { url: receiver.url('/x', 'inside.example'), events: ['flows/created'] };
    await api.expect(201, 'POST', '/service/webhooks', { json });
    await makeFlow(api);
    await harness.settled();
    expect(harness.at('/x')).toHaveLength(1);
  });

  it('[W6] a redirect is not followed', async () => {
    harness = await DeliveryHarness.open({ delivery: ONE_ROUND });
    const { receiver } = harness;
    receiver.reply = () => (response) =>
      response.writeHead(307, { location: receiver.url('/elsewhere') }).end();
    await harness.register('/hook', { events: ['flows/created'] });
    await makeFlow(harness.api);
    await until(async () => (await deliveryOf(receiver.url())).failures === 5);
    expect(await deliveryOf(receiver.url())).toMatchObject({
      lastStatus: 307,
      lastError: 'it answered with a redirect (307), which is not followed',
    });
    expect(new Set(receiver.received.map(({ path }) => path))).toEqual(new Set(['/hook']));
  });
});
