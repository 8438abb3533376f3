import { externalSegment, flowWithSegments, makeFlow, multiFlow, videoFlow } from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

it.each(['text/html', 'image/*', 'application/xml;q=1, application/json;q=0', 'nonsense', ''])(
  '[H22] accepting %s changes nothing',
  async (accept) => {
    const flow = await makeFlow(api);
    for (const target of ['/', '/service', '/flows', `/flows/${flow.id}`, `/flows/${flow.id}/segments`]) {
      const answer = await api.get(target, { accept });
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
    }
    const error = await api.get('/flows/x', { accept });
    expect([error.status, error.headers['content-type']]).toEqual([404, 'application/json']);
  },
);

it('[H22] bodies are UTF-8 without a mark', async () => {
  const flow = await makeFlow(api, videoFlow({ label: 'Grüße 🎞' }));
  expect((await api.get(`/flows/${flow.id}/label`)).text).toBe('"Grüße 🎞"');
});

it('[H23] nothing may be cached, errors and refusals neither', async () => {
  const flow = await makeFlow(api);
  const answers = [
    await api.get('/'),
    await api.get(`/flows/${flow.id}/segments`),
    await api.put(`/flows/${flow.id}/label`, 'x'),
    await api.get('/nothing'),
    await api.get('/flows?limit=0'),
    await api.rest('PATCH', '/flows'),
    await api.rest('PUT', `/flows/${flow.id}`, { body: '{' }),
    await api.post(`/flows/${flow.id}/storage`, {}),
    await api.delete(`/flows/${flow.id}`),
  ];
  for (const { headers } of answers) expect(headers['cache-control']).toBe('no-store');
});

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/;

it('[H24] date-times are UTC with milliseconds at least', async () => {
  const flow = await flowWithSegments(api, ['[0:0_1:0)']);
  const { json } = await api.get(`/flows/${flow.id}`);
  for (const name of ['created', 'metadata_updated', 'segments_updated'])
    expect(json[name]).toMatch(DATE_TIME);
  const source = (await api.get(`/sources/${flow.source_id}`)).json;
  for (const name of ['created', 'updated']) expect(source[name]).toMatch(DATE_TIME);
  expect((await api.get('/nothing')).json.time).toMatch(DATE_TIME);
  expect(Math.abs(Date.parse(json.created as string) - Date.now())).toBeLessThan(60_000);
});

it('[H25] what has no value is left out', async () => {
  const flow = multiFlow({ tags: {}, flow_collection: [] });
  const { json } = await api.expect(201, 'PUT', `/flows/${flow.id}`, { json: flow });
  const always = [
    'id',
    'source_id',
    'format',
    'created',
    'metadata_updated',
    'created_by',
    'updated_by',
    'metadata_version',
  ];
  expect(
    Object.keys(json as object)
      .filter((name) => name !== 'read_only')
      .sort(),
  ).toEqual([...always].sort());
  expect((await api.get(`/flows/${flow.id}`)).json).toEqual(json);
  expect((await api.get('/flows')).json).toContainEqual(json);
  const source = (await api.get(`/sources/${flow.source_id}`)).json;
  expect(Object.keys(source as object).sort()).toEqual([
    'created',
    'created_by',
    'format',
    'id',
    'updated',
    'updated_by',
  ]);
  expect((await api.get('/sources')).json).toContainEqual(source);
});

it('[H25] a value that was set and cleared is left out again', async () => {
  const member = await makeFlow(api);
  const flow = videoFlow({
    label: 'l',
    description: 'd',
    tags: { a: 'b' },
    avg_bit_rate: 1,
    max_bit_rate: 2,
    flow_collection: [{ id: member.id, role: 'r' }],
  });
  await makeFlow(api, flow);
  expect((await api.get(`/flows/${member.id}`)).json.collected_by).toEqual([flow.id]);
  for (const name of ['label', 'description', 'tags/a', 'avg_bit_rate', 'max_bit_rate', 'flow_collection'])
    await api.expect(204, 'DELETE', `/flows/${flow.id}/${name}`);
  const { json } = await api.get(`/flows/${flow.id}`);
  for (const name of ['label', 'description', 'tags', 'avg_bit_rate', 'max_bit_rate', 'flow_collection'])
    expect(json).not.toHaveProperty(name);
  expect((await api.get(`/flows/${member.id}`)).json).not.toHaveProperty('collected_by');
});

it('[H25] a segment says only what was registered', async () => {
  const flow = await makeFlow(api);
  await api.expect(201, 'POST', `/flows/${flow.id}/segments`, { json: externalSegment('[0:0_1:0)', 'h25') });
  const { json } = await api.get(`/flows/${flow.id}/segments`);
  expect(Object.keys(json[0] as object).sort()).toEqual(['get_urls', 'object_id', 'timerange', 'ts_offset']);
});
