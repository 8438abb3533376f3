import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

it('[S1] the root lists what can be listed', async () => {
  const { json } = await api.getAndHead('/');
  expect(json).toEqual(['service', 'flows', 'sources', 'flow-delete-requests']);
  for (const name of json as string[]) await api.expect(200, 'GET', `/${name}`);
});

it('[S2] the service tells what it is', async () => {
  const { json } = await api.getAndHead('/service');
  expect(json.type).toMatch(/^urn:x-tams:service/);
  expect(json.api_version).toBe('7.0');
  expect(json.event_stream_mechanisms).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: 'webhooks' })]),
  );
  expect(json).not.toHaveProperty('media_store');
});

it('[S2] absent stays, empty clears, anything else is refused', async () => {
  const shown = async () => {
    const { name, description } = (await api.get('/service')).json;
    return { name, description };
  };
  const write = async (body: object) => {
    const { text } = await api.expect(200, 'POST', '/service', { json: body });
    expect(text).toBe('');
  };
  await write({ name: 'n', description: 'd' });
  expect(await shown()).toEqual({ name: 'n', description: 'd' });
  await write({});
  expect(await shown()).toEqual({ name: 'n', description: 'd' });
  await write({ description: 'other', nonsense: 1 });
  expect(await shown()).toEqual({ name: 'n', description: 'other' });
  await write({ name: '' });
  expect(await shown()).toEqual({ name: undefined, description: 'other' });
  expect((await api.get('/service')).json).not.toHaveProperty('name');
  for (const bad of [[], 'x', 5, null, true, { name: 5 }, { name: null }, { description: ['x'] }])
    await api.refused(400, 'POST', '/service', { json: bad });
  expect(await shown()).toEqual({ name: undefined, description: 'other' });
});

const FILE = {
  kind: 'file',
  id: '11111111-0000-4000-8000-000000000001',
  label: 'local disk',
  store_type: 'http_object_store',
  provider: 'here',
  store_product: 'a folder',
};

it('[S3] backends come in the order configured, the default first, each with a label to select it by', async () => {
  const { json } = await api.getAndHead('/service/storage-backends');
  expect(json).toHaveLength(1);
  expect(json[0]).toMatchObject({ store_type: 'http_object_store', default_storage: true });
  expect(json[0].label).toMatch(/^[^,]+$/);
  const own = await RestHarness.open({ backends: [{ ...FILE, region: 'r', default_storage: true }] });
  try {
    const { kind: _kind, ...shown } = FILE;
    expect((await own.get('/service/storage-backends')).json).toEqual([
      { ...shown, region: 'r', default_storage: true },
    ]);
  } finally {
    await own.close();
  }
});

it.each([
  ['none', { label: undefined }],
  ['an empty one', { label: '' }],
  ['one with a comma', { label: 'a,b' }],
])('[S3] a backend with %s for a label is refused at start', async (_what, change) => {
  await expect(RestHarness.open({ backends: [{ ...FILE, ...change }] })).rejects.toThrow(/label/);
});

it('[S3] two backends with one label are refused at start', async () => {
  const other = { ...FILE, id: '11111111-0000-4000-8000-000000000002' };
  await expect(RestHarness.open({ backends: [FILE, other] })).rejects.toThrow(/label/);
});
