import { addSegments, allocate, externalSegment, makeFlow, newId } from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

const target = (objectId: string): string => `/objects/${encodeURIComponent(objectId)}`;

it('[O1] an object that no segment names is not found', async () => {
  const flow = await makeFlow(api);
  const [object] = await allocate(api, flow.id);
  const { put_url, object_id } = object!;
  expect((await api.getAndHead(target(object_id))).status).toBe(404);
  await api.follow('PUT', put_url.url, { body: 'x', headers: { 'content-type': put_url['content-type'] } });
  expect((await api.getAndHead(target(object_id))).status).toBe(404);
  await addSegments(api, flow.id, { object_id, timerange: '[0:0_1:0)' });
  expect((await api.getAndHead(target(object_id))).json).toEqual({
    id: object_id,
    referenced_by_flows: [flow.id],
    first_referenced_by_flow: flow.id,
  });
  await api.expect(204, 'DELETE', `/flows/${flow.id}/segments`);
  expect((await api.getAndHead(target(object_id))).status).toBe(404);
});

it('[O1] a flow that names it in many segments is told once', async () => {
  const flow = await makeFlow(api);
  const objectId = `o1/${newId()}`;
  await addSegments(
    api,
    flow.id,
    [0, 1, 2].map((n) => externalSegment(`[${n}:0_${n + 1}:0)`, objectId)),
  );
  expect((await api.get(target(objectId))).json.referenced_by_flows).toEqual([flow.id]);
  await api.expect(204, 'DELETE', `/flows/${flow.id}/segments?timerange=[0:0_2:0)`);
  expect((await api.get(target(objectId))).json.referenced_by_flows).toEqual([flow.id]);
});

it('[O1] the query is looked at before the object', async () => {
  for (const query of ['limit=0', 'limit=x', 'page=x', 'limit=1&limit=2'])
    await api.expect(400, 'GET', `/objects/nothing?${query}`);
});

it('[O2] the first flow of an object stays its first', async () => {
  const [first, second] = [await makeFlow(api), await makeFlow(api)];
  const objectId = `o2/${newId()}`;
  await addSegments(api, first.id, externalSegment('[0:0_1:0)', objectId));
  await addSegments(api, second.id, externalSegment('[0:0_1:0)', objectId));
  const read = async () => (await api.get(target(objectId))).json;
  expect(await read()).toMatchObject({
    referenced_by_flows: [first.id, second.id].sort(),
    first_referenced_by_flow: first.id,
  });
  await api.expect(204, 'DELETE', `/flows/${first.id}/segments`);
  expect(await read()).toEqual({
    id: objectId,
    referenced_by_flows: [second.id],
    first_referenced_by_flow: first.id,
  });
  await api.expect(204, 'DELETE', `/flows/${first.id}`);
  expect(await read()).toEqual({
    id: objectId,
    referenced_by_flows: [second.id],
    first_referenced_by_flow: first.id,
  });
});
