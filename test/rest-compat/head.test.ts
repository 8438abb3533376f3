import { OPERATIONS, TEMPLATES } from './contract';
import { NOBODY, newId } from './documents';
import { RestHarness } from './harness';
import { makeScene, pathIn, type Scene } from './operations';

let api: RestHarness;
let scene: Scene;
beforeAll(async () => {
  api = await RestHarness.open();
  scene = await makeScene(api);
});
afterAll(() => api.close());

const readable = TEMPLATES.filter((template) =>
  OPERATIONS.some((operation) => operation.template === template && operation.method === 'get'),
);

it('[H26] every path that has GET has HEAD', () => {
  const heads = OPERATIONS.filter(({ method }) => method === 'head').map(({ template }) => template);
  expect(heads).toEqual(readable);
  expect(readable).toHaveLength(24);
});

it.each(readable)('[H26] HEAD of %s is GET without its body', async (template) => {
  const { status } = await api.getAndHead(pathIn(template, scene));
  expect(status).toBe(template.endsWith('{request-id}') ? 404 : 200);
});

it.each(readable)('[H26] HEAD of %s where there is nothing is GET without its body', async (template) => {
  const nothing: Scene = { flowId: NOBODY, sourceId: NOBODY, objectId: 'nothing', tag: 'nothing' };
  await api.getAndHead(pathIn(template, nothing));
  await api.getAndHead(pathIn(template, { ...nothing, flowId: 'malformed', sourceId: 'malformed' }));
});

const queries: readonly (readonly [string, string])[] = [
  ['/flows', 'limit=1'],
  ['/flows', 'limit=0'],
  ['/flows', 'page=nonsense'],
  ['/flows', 'timerange=abc'],
  ['/flows', 'label=a%20label&limit=1000'],
  ['/sources', 'limit=1'],
  ['/sources', 'format=nonsense'],
  ['/flows/{flowId}', 'include_timerange=true'],
  ['/flows/{flowId}', 'include_timerange=maybe'],
  ['/flows/{flowId}/segments', 'limit=2'],
  ['/flows/{flowId}/segments', 'limit=2&reverse_order=true'],
  ['/flows/{flowId}/segments', 'timerange=()'],
  ['/flows/{flowId}/segments', 'timerange=[1:0_2:0)&verbose_storage=true'],
  ['/flows/{flowId}/segments', 'timerange=x'],
  ['/flows/{flowId}/segments', 'accept_get_urls=,'],
  ['/objects/{objectId}', 'limit=1'],
  ['/objects/{objectId}', 'limit=x'],
];
it.each(queries)('[H26] HEAD of %s?%s is GET without its body', async (template, query) => {
  await api.getAndHead(`${pathIn(template, scene)}?${query}`);
});

it('[H26] HEAD pages as GET does', async () => {
  const target = `/flows/${scene.flowId}/segments?limit=3`;
  const { headers } = await api.expect(200, 'HEAD', target);
  expect(headers).toMatchObject({
    'x-paging-count': '3',
    'x-paging-limit': '3',
    'x-paging-timerange': '[0:0_3:0)',
  });
  const next = new URL(/<(.*)>/.exec(String(headers.link))![1]!);
  const second = await api.get(next.pathname.slice('/tams/v7.0'.length) + next.search);
  expect(second.headers['x-paging-count']).toBe('1');
});

it('[H26] HEAD changes nothing', async () => {
  const before = await api.dump();
  for (const template of TEMPLATES) await api.rest('HEAD', pathIn(template, scene));
  await api.rest('HEAD', `/flows/${newId()}`);
  expect(await api.dump()).toEqual(before);
});
