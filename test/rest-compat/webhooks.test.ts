import { newId } from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

const TARGET = '/service/webhooks';
type Hook = Record<string, unknown>;
const hook = (rest: Hook = {}): Hook => ({
  url: `https://hook.example/${newId()}`,
  events: ['flows/created'],
  ...rest,
});
const list = async (own = api): Promise<Hook[]> => (await own.expect(200, 'GET', TARGET)).json as Hook[];
const register = (json: Hook, status = 201) => api.expect(status, 'POST', TARGET, { json });
const KEY = { api_key_name: 'X-Api-Key', api_key_value: 'the very secret' };

it('[W2] a registration is its URL, key name and key value, and is replaced whole', async () => {
  const { url } = hook();
  const before = (await list()).length;
  await register(hook({ url }));
  await register(hook({ url, ...KEY, flow_ids: [newId()] }));
  await register(hook({ url, ...KEY, api_key_value: 'other' }));
  await register(hook({ url, ...KEY, api_key_name: 'X-Other' }));
  expect(await list()).toHaveLength(before + 4);
  await register(hook({ url, ...KEY, events: ['sources/updated'], presigned: true }));
  const all = await list();
  expect(all).toHaveLength(before + 4);
  expect(all[before + 1]).toEqual({
    url,
    api_key_name: KEY.api_key_name,
    events: ['sources/updated'],
    presigned: true,
  });
});

it('[W3] no events remove it, and removing again is the same', async () => {
  const { url } = hook();
  await register(hook({ url }));
  await register(hook({ url, ...KEY }));
  const before = (await list()).length;
  const { text } = await register(hook({ url, events: [] }), 204);
  expect(text).toBe('');
  expect((await list()).filter((entry) => entry.url === url)).toEqual([
    { url, api_key_name: KEY.api_key_name, events: ['flows/created'] },
  ]);
  await register(hook({ url, events: [] }), 204);
  await register(hook({ url, ...KEY, api_key_value: 'wrong', events: [] }), 204);
  expect(await list()).toHaveLength(before - 1);
  await register({ url, ...KEY, events: [] }, 204);
  // What may not be registered may still be removed.
  await register(hook({ url: 'http://127.0.0.1/x', events: [] }), 204);
  expect((await list()).filter((entry) => entry.url === url)).toEqual([]);
});

it('[W4] what was registered comes back, without its secret', async () => {
  const everything = hook({
    ...KEY,
    events: [
      'flows/created',
      'flows/updated',
      'flows/deleted',
      'flows/segments_added',
      'flows/segments_deleted',
      'sources/created',
      'sources/updated',
      'sources/deleted',
    ],
    flow_ids: [newId()],
    source_ids: [],
    flow_collected_by_ids: [newId(), newId()],
    source_collected_by_ids: [newId()],
    accept_get_urls: ['a', ''],
    accept_storage_ids: [],
    presigned: false,
    verbose_storage: true,
  });
  const { json, text } = await register(everything);
  const { api_key_value: secret, ...shown } = everything;
  expect(json).toEqual(shown);
  expect(await list()).toContainEqual(shown);
  expect(text + JSON.stringify(await list())).not.toContain(secret as string);
  expect((await api.getAndHead(TARGET)).status).toBe(200);
  const bare = hook();
  expect((await register(bare)).json).toEqual(bare);
});

it.each([
  ['no URL', { url: undefined }],
  ['no events', { events: undefined }],
  ['an unknown event', { events: ['flows/created', 'flows/exploded'] }],
  ['an event of another form', { events: ['flows.created'] }],
  ['events that are no list', { events: 'flows/created' }],
  ['a relative URL', { url: '/hook' }],
  ['ftp', { url: 'ftp://hook.example/' }],
  ['nonsense', { url: 'nonsense' }],
  ['an empty URL', { url: '' }],
  ['null', { url: null }],
  ['a value without a name', { api_key_value: 'x' }],
  ['a name without a value', { api_key_name: 'X-Key' }],
  ['a name that is no token', { ...KEY, api_key_name: 'X Key' }],
  ['an empty name', { ...KEY, api_key_name: '' }],
  ['a header that frames', { ...KEY, api_key_name: 'Content-Length' }],
  ['a header of the connection', { ...KEY, api_key_name: 'transfer-encoding' }],
  ['Host', { ...KEY, api_key_name: 'host' }],
  ['Content-Type', { ...KEY, api_key_name: 'content-type' }],
  ['Connection', { ...KEY, api_key_name: 'CONNECTION' }],
  ['a newline in the value', { ...KEY, api_key_value: 'a\r\nX-Injected: b' }],
  ['a line feed in the value', { ...KEY, api_key_value: 'a\nb' }],
  ['a filter that is no list', { flow_ids: newId() }],
  ['a malformed id', { source_ids: ['x'] }],
  ['an option that is no boolean', { presigned: 'true' }],
  ['labels that are no list', { accept_get_urls: 'a,b' }],
])('[W5] %s is refused', async (_what, change) => {
  const { text } = await api.refused(400, 'POST', TARGET, { json: hook(change) });
  expect(text).not.toContain(KEY.api_key_value);
});

it.each([
  '127.0.0.1',
  '127.8.8.8',
  '10.0.0.1',
  '192.168.1.1',
  '172.16.0.1',
  '169.254.169.254',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '100.64.0.1',
  '[::1]',
  '[::]',
  '[fe80::1]',
  '[fd00:ec2::254]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[ff02::1]',
  'localhost',
  'LOCALHOST',
  'a.localhost',
  '2130706433',
  '0x7f.1',
  '127.1',
  '0177.0.0.1',
])('[W6] %s is no public address', async (host) => {
  for (const scheme of ['http', 'https'])
    await api.refused(400, 'POST', TARGET, { json: hook({ url: `${scheme}://${host}/x` }) });
  await api.refused(400, 'POST', TARGET, { json: hook({ url: `http://${host}:8080/` }) });
});

it('[W6] public addresses and names are taken, and those that the operator allows', async () => {
  for (const host of ['hook.example', '93.184.216.34', '[2606:2800:220:1::1]', 'hook.example:8443'])
    await register(hook({ url: `https://${host}/x` }));
  const own = await RestHarness.open({ env: { TAMS_WEBHOOK_ALLOW: '127.0.0.1' } });
  try {
    await own.expect(201, 'POST', TARGET, { json: hook({ url: 'http://127.0.0.1:9/x' }) });
    await own.refused(400, 'POST', TARGET, { json: hook({ url: 'http://127.0.0.2:9/x' }) });
    expect(await list(own)).toHaveLength(1);
  } finally {
    await own.close();
  }
});
