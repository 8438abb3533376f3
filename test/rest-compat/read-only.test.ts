import {
  allocate,
  externalSegment,
  flowWithSegments,
  makeFlow,
  multiFlow,
  videoFlow,
  type FlowBody,
} from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

let flow: FlowBody;
beforeEach(async () => {
  flow = await flowWithSegments(
    api,
    ['[0:0_1:0)'],
    videoFlow({ label: 'l', description: 'd', tags: { a: 'b' }, max_bit_rate: 1, avg_bit_rate: 1 }),
  );
  await api.expect(204, 'PUT', `/flows/${flow.id}/read_only`, { json: true });
});

it('[RO1] replacing does not unlock', async () => {
  for (const change of [{ read_only: false }, { read_only: true }, {}, { label: 'x' }])
    await api.refused(403, 'PUT', `/flows/${flow.id}`, { json: { ...flow, ...change } });
  expect((await api.get(`/flows/${flow.id}`)).json.read_only).toBe(true);
});

it('[RO1] only read_only itself does', async () => {
  await api.expect(204, 'PUT', `/flows/${flow.id}/read_only`, { json: true });
  await api.expect(204, 'PUT', `/flows/${flow.id}/read_only`, { json: false });
  expect((await api.get(`/flows/${flow.id}/read_only`)).json).toBe(false);
  await api.expect(204, 'PUT', `/flows/${flow.id}`, { json: { ...flow, read_only: true } });
  await api.refused(403, 'PUT', `/flows/${flow.id}`, { json: flow });
});

it('[RO2] a locked flow keeps its label', async () => {
  await api.refused(403, 'DELETE', `/flows/${flow.id}/label`);
  expect((await api.get(`/flows/${flow.id}/label`)).json).toBe('l');
});

it.each([
  ['PUT', 'tags/a', 'x'],
  ['PUT', 'tags/new', 'x'],
  ['DELETE', 'tags/a', undefined],
  ['DELETE', 'tags/nothing', undefined],
  ['PUT', 'description', 'x'],
  ['DELETE', 'description', undefined],
  ['PUT', 'label', 'x'],
  ['PUT', 'flow_collection', []],
  ['DELETE', 'flow_collection', undefined],
  ['PUT', 'max_bit_rate', 1],
  ['DELETE', 'max_bit_rate', undefined],
  ['PUT', 'avg_bit_rate', 1],
  ['DELETE', 'avg_bit_rate', undefined],
  ['POST', 'segments', externalSegment('[5:0_6:0)')],
  ['POST', 'segments', []],
  ['DELETE', 'segments', undefined],
  ['DELETE', 'segments?timerange=()', undefined],
  ['DELETE', 'segments?object_id=nothing', undefined],
  ['POST', 'storage', {}],
] as const)('[RO2] %s %s is refused', async (method, path, json) => {
  await api.refused(403, method, `/flows/${flow.id}/${path}`, json === undefined ? {} : { json });
});

it('[RO3] a locked flow is not deleted', async () => {
  await api.refused(403, 'DELETE', `/flows/${flow.id}`);
  await api.put(`/flows/${flow.id}/read_only`, false);
  await api.expect(204, 'DELETE', `/flows/${flow.id}`);
});

it('[RO3] an unset property of a locked flow is not deleted either', async () => {
  const bare = await makeFlow(api, videoFlow({ read_only: true }));
  for (const name of ['label', 'description', 'max_bit_rate', 'avg_bit_rate', 'flow_collection', 'tags/x'])
    await api.refused(403, 'DELETE', `/flows/${bare.id}/${name}`);
});

it('[RO2] reading, its source, collecting it and reusing its objects go on', async () => {
  for (const path of ['', '/label', '/tags', '/segments', '/read_only', '/flow_collection'])
    expect((await api.getAndHead(`/flows/${flow.id}${path}`)).status).toBe(200);
  for (const name of ['label', 'description', 'tags/x']) {
    await api.expect(204, 'PUT', `/sources/${flow.source_id}/${name}`, { json: 'x' });
    await api.expect(204, 'DELETE', `/sources/${flow.source_id}/${name}`);
  }
  await makeFlow(api, multiFlow({ flow_collection: [{ id: flow.id, role: 'r' }] }));
  const [segment] = (await api.get(`/flows/${flow.id}/segments`)).json as { object_id: string }[];
  const other = await makeFlow(api);
  await api.expect(201, 'POST', `/flows/${other.id}/segments`, {
    json: { object_id: segment!.object_id, timerange: '[0:0_1:0)' },
  });
});

it('[RO2] media of a locked flow are not uploaded', async () => {
  const open = await makeFlow(api);
  const [allocated, registered] = await allocate(api, open.id, 2);
  await api.expect(201, 'POST', `/flows/${open.id}/segments`, {
    json: { object_id: registered!.object_id, timerange: '[0:0_1:0)' },
  });
  await api.put(`/flows/${open.id}/read_only`, true);
  const upload = (object: { put_url: { url: string; 'content-type': string } }) =>
    api.follow('PUT', object.put_url.url, {
      body: 'media',
      headers: { 'content-type': object.put_url['content-type'] },
    });
  expect((await upload(allocated!)).status).toBe(403);
  expect((await upload(registered!)).status).toBe(403);
  await api.put(`/flows/${open.id}/read_only`, false);
  expect((await upload(allocated!)).status).toBe(200);
  expect((await upload(registered!)).status).toBe(200);
});
