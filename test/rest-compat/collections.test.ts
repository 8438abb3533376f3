import { audioFlow, makeFlow, multiFlow, newId, videoFlow } from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

const item = (id: string, role = 'r', rest = {}) => ({ id, role, ...rest });
const read = async (id: string) => (await api.expect(200, 'GET', `/flows/${id}`)).json;

it('[F9] members must be there', async () => {
  const flow = await makeFlow(api, multiFlow());
  const member = await makeFlow(api);
  const gone = await makeFlow(api);
  await api.expect(204, 'DELETE', `/flows/${gone.id}`);
  for (const missing of [newId(), gone.id]) {
    const flow_collection = [item(member.id), item(missing)];
    await api.refused(400, 'PUT', `/flows/${flow.id}/flow_collection`, { json: flow_collection });
    await api.refused(400, 'PUT', `/flows/${flow.id}`, { json: { ...flow, flow_collection } });
    const created = multiFlow({ flow_collection });
    await api.refused(400, 'PUT', `/flows/${created.id}`, { json: created });
  }
});

it('[F9] no flow contains itself', async () => {
  const flow = await makeFlow(api, multiFlow());
  await api.refused(400, 'PUT', `/flows/${flow.id}/flow_collection`, { json: [item(flow.id)] });
  await api.refused(400, 'PUT', `/flows/${flow.id}`, { json: { ...flow, flow_collection: [item(flow.id)] } });
  const created = multiFlow();
  await api.refused(400, 'PUT', `/flows/${created.id}`, {
    json: { ...created, flow_collection: [item(created.id)] },
  });
});

it('[F9] nor through others', async () => {
  const inner = await makeFlow(api, multiFlow());
  const middle = await makeFlow(api, multiFlow({ flow_collection: [item(inner.id)] }));
  const outer = await makeFlow(api, multiFlow({ flow_collection: [item(middle.id)] }));
  for (const target of [middle, outer]) {
    await api.refused(400, 'PUT', `/flows/${inner.id}/flow_collection`, { json: [item(target.id)] });
    await api.refused(400, 'PUT', `/flows/${inner.id}`, {
      json: { ...inner, flow_collection: [item(target.id)] },
    });
  }
  // A diamond is no cycle.
  await api.expect(204, 'PUT', `/flows/${outer.id}/flow_collection`, {
    json: [item(middle.id), item(inner.id)],
  });
});

it('[F9] nor when two are tied together at once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [a, b] = [await makeFlow(api, multiFlow()), await makeFlow(api, multiFlow())];
    const answers = await Promise.all([
      api.rest('PUT', `/flows/${a.id}/flow_collection`, { json: [item(b.id)] }),
      api.rest('PUT', `/flows/${b.id}/flow_collection`, { json: [item(a.id)] }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 400]);
  }
});

it('[F10] a member may be there twice, in its place', async () => {
  const [video, audio] = [await makeFlow(api), await makeFlow(api, audioFlow())];
  const flow_collection = [
    item(audio.id, 'sound'),
    item(video.id, 'picture', { container_mapping: { track_index: 2 } }),
    item(audio.id, 'sound'),
    item(audio.id, ''),
  ];
  const flow = await makeFlow(api, multiFlow({ flow_collection }));
  expect((await api.getAndHead(`/flows/${flow.id}/flow_collection`)).json).toEqual(flow_collection);
  expect((await read(flow.id)).flow_collection).toEqual(flow_collection);
  expect((await read(audio.id)).collected_by).toEqual([flow.id]);
  expect((await read(video.id)).collected_by).toEqual([flow.id]);
});

it('[F10] any format may collect, and items need an id and a role', async () => {
  const member = await makeFlow(api);
  const flow = await makeFlow(api, videoFlow({ flow_collection: [item(member.id)] }));
  expect((await read(member.id)).collected_by).toEqual([flow.id]);
  for (const bad of [
    [{ id: member.id }],
    [{ role: 'r' }],
    [member.id],
    {},
    'x',
    [item('x')],
    [{ ...item(member.id), role: 5 }],
    [{ ...item(member.id), container_mapping: 'x' }],
  ])
    await api.refused(400, 'PUT', `/flows/${flow.id}/flow_collection`, { json: bad });
});

it('[F11] deleting a member edits its collectors, locked ones too', async () => {
  const [member, other] = [await makeFlow(api), await makeFlow(api)];
  const open = await makeFlow(
    api,
    multiFlow({ flow_collection: [item(member.id), item(other.id), item(member.id, 'again')] }),
  );
  const locked = await makeFlow(api, multiFlow({ read_only: true, flow_collection: [item(member.id)] }));
  const untouched = await makeFlow(api, multiFlow({ flow_collection: [item(other.id)] }));
  const before = new Map([open, locked, untouched].map(({ id }) => [id, read(id)]));
  for (const [id, flow] of before) before.set(id, await flow);
  api.tick();
  const events = await api.eventsOf(() => api.expect(204, 'DELETE', `/flows/${member.id}`));
  expect((await read(open.id)).flow_collection).toEqual([item(other.id)]);
  expect(await read(locked.id)).not.toHaveProperty('flow_collection');
  for (const { id } of [open, locked]) {
    const now = await read(id);
    const was = (await before.get(id)) as Record<string, string>;
    expect(now.metadata_version).not.toBe(was.metadata_version);
    expect(now.metadata_updated > was.metadata_updated!).toBe(true);
    expect(events.filter((event) => event.type === 'flows/updated' && event.flowId === id)).toHaveLength(1);
  }
  expect(await read(untouched.id)).toEqual(await before.get(untouched.id));
  expect((await read(locked.id)).read_only).toBe(true);
});

it('[F11] members stay when their collector goes', async () => {
  const member = await makeFlow(api);
  const flow = await makeFlow(api, multiFlow({ flow_collection: [item(member.id)] }));
  const before = await read(member.id);
  await api.expect(204, 'DELETE', `/flows/${flow.id}`);
  const { collected_by, ...rest } = before;
  expect(collected_by).toEqual([flow.id]);
  expect(await read(member.id)).toEqual(rest);
});
