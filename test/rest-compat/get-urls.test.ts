import { addSegments, externalSegment, makeFlow, newId, NOBODY } from './documents';
import { RestHarness } from './harness';

const DISK = {
  id: '11111111-0000-4000-8000-000000000001',
  label: 'disk',
  store_type: 'http_object_store',
  provider: 'here',
  store_product: 'a folder',
};
const CLOUD = {
  id: '22222222-0000-4000-8000-000000000002',
  label: 'cloud',
  store_type: 'http_object_store',
  provider: 'there',
  store_product: 'an S3',
  region: 'eu-test-1',
  availability_zone: 'eu-test-1a',
};
/** Where nobody listens: URLs are signed without asking the store. */
const NOWHERE = 'http://127.0.0.1:1';

interface Url {
  readonly url: string;
  readonly label?: string;
  readonly presigned?: boolean;
  readonly [more: string]: unknown;
}

let api: RestHarness;
let flowId: string;
beforeAll(async () => {
  process.env.TEST_GET_URLS_KEY = 'key';
  process.env.TEST_GET_URLS_SECRET = 'secret';
  api = await RestHarness.open({
    backends: [
      { kind: 'file', ...DISK, default_storage: true },
      {
        kind: 's3',
        ...CLOUD,
        endpoint: NOWHERE,
        bucket: 'bucket',
        path_style: true,
        access_key_id_env: 'TEST_GET_URLS_KEY',
        secret_access_key_env: 'TEST_GET_URLS_SECRET',
      },
    ],
  });
  ({ id: flowId } = await makeFlow(api));
  const given = [{ url: 'https://one.example/x', label: 'given' }, { url: 'https://two.example/x' }];
  const at = async (storage_id: string, timerange: string, rest = {}) => {
    const { json } = await api.expect(201, 'POST', `/flows/${flowId}/storage`, {
      json: { storage_id, limit: 1 },
    });
    await addSegments(api, flowId, { object_id: json.media_objects[0].object_id, timerange, ...rest });
  };
  await at(DISK.id, '[0:0_1:0)', { get_urls: given });
  await at(CLOUD.id, '[1:0_2:0)');
  await addSegments(api, flowId, externalSegment('[2:0_3:0)', 'external', { get_urls: given }));
});
afterAll(() => api.close());

/** The URLs of the three segments: on the disk with given ones, in the cloud, elsewhere. */
async function urls(query = ''): Promise<Url[][]> {
  const { json } = await api.expect(200, 'GET', `/flows/${flowId}/segments${query}`);
  return (json as { get_urls: Url[] }[]).map(({ get_urls }) => get_urls);
}
const shape = (all: readonly Url[][]) =>
  all.map((list) => list.map(({ label, presigned }) => `${label ?? '-'}${presigned ? '+' : ''}`).join(' '));

it('[G1][G2] a controlled object is offered signed, then plain, then as given', async () => {
  const all = await urls();
  expect(shape(all)).toEqual(['disk+ disk given -', 'cloud+ cloud', 'given -']);
  for (const list of all)
    for (const url of list)
      expect(Object.keys(url).sort()).toEqual(['label', 'presigned', 'url'].filter((name) => name in url));
  expect(new URL(all[1]![0]!.url).search).not.toBe('');
  expect(new URL(all[1]![1]!.url).search).toBe('');
  expect(all[1]![0]!.url.startsWith(NOWHERE)).toBe(true);
});

it('[G4] presigned is always written out', async () => {
  for (const list of await urls()) for (const url of list) expect(typeof url.presigned).toBe('boolean');
});

it('[G1] more is shown when asked for, and nothing else', async () => {
  const [disk, cloud, external] = await urls('?verbose_storage=true');
  const shown = ({ id, ...rest }: { id: string } & Record<string, unknown>) => ({
    ...rest,
    storage_id: id,
    controlled: true,
  });
  for (const [index, presigned] of [true, false].entries()) {
    expect(disk![index]).toEqual({ url: expect.any(String), presigned, ...shown(DISK) });
    expect(cloud![index]).toEqual({ url: expect.any(String), presigned, ...shown(CLOUD) });
  }
  expect(external).toEqual([
    { url: 'https://one.example/x', label: 'given', presigned: false, controlled: false },
    { url: 'https://two.example/x', presigned: false, controlled: false },
  ]);
});

it('[G3] given URLs belong to their segment; a known external object’s are inherited', async () => {
  const other = await makeFlow(api);
  const reuse = (timerange: string, rest = {}) => ({ object_id: 'external', timerange, ...rest });
  await addSegments(api, other.id, [
    reuse('[0:0_1:0)'),
    reuse('[1:0_2:0)', { get_urls: [{ url: 'https://three.example/x', label: 'own' }] }),
  ]);
  const read = async () =>
    ((await api.get(`/flows/${other.id}/segments`)).json as { get_urls: Url[] }[]).map(({ get_urls }) =>
      get_urls.map(({ url }) => url),
    );
  expect(await read()).toEqual([
    ['https://one.example/x', 'https://two.example/x'],
    ['https://three.example/x'],
  ]);
  expect((await urls())[2]!.map(({ url }) => url)).toEqual([
    'https://one.example/x',
    'https://two.example/x',
  ]);
  const third = await makeFlow(api);
  await addSegments(api, third.id, { object_id: 'external', timerange: '[0:0_1:0)' });
  expect((await api.get(`/flows/${third.id}/segments`)).json[0].get_urls).toHaveLength(2);
});

it.each([
  ['accept_get_urls=', ['', '', '']],
  ['accept_get_urls', ['', '', '']],
  ['accept_get_urls=disk', ['disk+ disk', '', '']],
  ['accept_get_urls=given', ['given', '', 'given']],
  ['accept_get_urls=cloud,given', ['given', 'cloud+ cloud', 'given']],
  ['accept_get_urls=cloud%2Cdisk', ['disk+ disk', 'cloud+ cloud', '']],
  ['accept_get_urls=nothing', ['', '', '']],
  ['accept_get_urls=Disk', ['', '', '']],
  ['accept_storage_ids=', ['disk+ disk given -', 'cloud+ cloud', 'given -']],
  [`accept_storage_ids=${DISK.id}`, ['disk+ disk', '', '']],
  [`accept_storage_ids=${DISK.id},${CLOUD.id}`, ['disk+ disk', 'cloud+ cloud', '']],
  [`accept_storage_ids=${NOBODY}`, ['', '', '']],
  ['presigned=true', ['disk+', 'cloud+', '']],
  ['presigned=false', ['disk given -', 'cloud', 'given -']],
  ['presigned=TRUE&accept_get_urls=cloud', ['', 'cloud+', '']],
  [`accept_get_urls=given&accept_storage_ids=${DISK.id}`, ['', '', '']],
  [`accept_get_urls=disk,given&accept_storage_ids=${CLOUD.id}`, ['', '', '']],
  [`accept_storage_ids=${CLOUD.id}&presigned=false&accept_get_urls=cloud`, ['', 'cloud', '']],
])('[G5][G6] %s leaves %j', async (query, expected) => {
  expect(shape(await urls(`?${query}`))).toEqual(expected);
  // Whether more is shown changes nothing of what is left.
  expect(shape(await urls(`?${query}&verbose_storage=true`))).toEqual(expected);
});

it.each([
  'accept_get_urls=a,,b',
  'accept_get_urls=,a',
  'accept_get_urls=a,',
  'accept_get_urls=,',
  'accept_storage_ids=x',
  `accept_storage_ids=${DISK.id},`,
  `accept_storage_ids=${DISK.id.toUpperCase()},x`,
  'presigned=',
  'presigned=maybe',
  'verbose_storage=',
])('[G5] %s is bad', async (query) => {
  await api.expect(400, 'GET', `/flows/${flowId}/segments?${query}`);
  await api.expect(400, 'HEAD', `/flows/${newId()}/segments?${query}`);
});

it('[G1] signed URLs of the disk are read without credentials', async () => {
  const { json } = await api.expect(201, 'POST', `/flows/${flowId}/storage`, { json: { limit: 1 } });
  const [object] = json.media_objects as {
    object_id: string;
    put_url: { url: string; 'content-type': string };
  }[];
  await api.follow('PUT', object!.put_url.url, {
    body: 'media',
    headers: { 'content-type': object!.put_url['content-type'] },
  });
  await addSegments(api, flowId, { object_id: object!.object_id, timerange: '[50:0_51:0)' });
  const [[signed, plain]] = (await urls('?timerange=[50:0_51:0)')) as [[Url, Url]];
  expect((await api.follow('GET', signed.url)).text).toBe('media');
  expect((await api.follow('GET', plain.url)).text).toBe('media');
  await api.expect(204, 'DELETE', `/flows/${flowId}/segments?object_id=${object!.object_id}`);
});
