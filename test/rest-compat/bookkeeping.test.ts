import { addSegments, externalSegment, makeFlow, multiFlow, videoFlow } from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

const read = async (id: string) => (await api.expect(200, 'GET', `/flows/${id}`)).json;
const source = async (id: string) => (await api.expect(200, 'GET', `/sources/${id}`)).json;

/** Every kind of metadata write on a flow that has everything set. */
const WRITES: readonly (readonly [what: string, method: string, path: string, json?: unknown])[] = [
  ['label', 'PUT', '/label', 'x'],
  ['the same label', 'PUT', '/label', 'x'],
  ['no label', 'DELETE', '/label'],
  ['description', 'PUT', '/description', 'x'],
  ['no description', 'DELETE', '/description'],
  ['max_bit_rate', 'PUT', '/max_bit_rate', 5],
  ['no max_bit_rate', 'DELETE', '/max_bit_rate'],
  ['avg_bit_rate', 'PUT', '/avg_bit_rate', 5],
  ['no avg_bit_rate', 'DELETE', '/avg_bit_rate'],
  ['a tag', 'PUT', '/tags/a', 'x'],
  ['the same tag', 'PUT', '/tags/a', 'x'],
  ['no tag', 'DELETE', '/tags/a'],
  ['a collection', 'PUT', '/flow_collection', 'MEMBER'],
  ['an empty collection', 'PUT', '/flow_collection', []],
  ['a collection again', 'PUT', '/flow_collection', 'MEMBER'],
  ['no collection', 'DELETE', '/flow_collection'],
  ['read_only', 'PUT', '/read_only', true],
  ['not read_only', 'PUT', '/read_only', false],
  ['everything', 'PUT', '', 'FLOW'],
  ['everything again', 'PUT', '', 'FLOW'],
];

it('[M1] the time of update is there from creation on, and moves with each write', async () => {
  const flow = await makeFlow(api);
  const created = await read(flow.id);
  expect(created.metadata_updated).toBe(created.created);
  const made = await source(flow.source_id);
  expect(made.updated).toBe(made.created);
  api.tick();
  await api.put(`/flows/${flow.id}/label`, 'x');
  await api.put(`/sources/${flow.source_id}/label`, 'x');
  const [changed, remade] = [await read(flow.id), await source(flow.source_id)];
  expect(changed.metadata_updated > created.metadata_updated).toBe(true);
  expect(remade.updated > made.updated).toBe(true);
  expect([changed.created, remade.created]).toEqual([created.created, made.created]);
});

it('[M2] created_by is the creation’s word or the principal, and stays', async () => {
  const named = await makeFlow(api, videoFlow({ created_by: 'someone' }));
  const plain = await makeFlow(api);
  expect((await read(named.id)).created_by).toBe('someone');
  expect((await read(plain.id)).created_by).toBe('anonymous');
  expect((await source(named.source_id)).created_by).toBe('anonymous');
  for (const flow of [named, plain]) {
    await api.expect(204, 'PUT', `/flows/${flow.id}`, { json: { ...flow, created_by: 'other' } });
    await api.put(`/flows/${flow.id}/label`, 'x');
  }
  expect((await read(named.id)).created_by).toBe('someone');
  expect((await read(plain.id)).created_by).toBe('anonymous');
});

it('[M3] updated_by is who wrote last, whatever a body says', async () => {
  const flow = await makeFlow(api, videoFlow({ updated_by: 'liar', created_by: 'someone' }));
  expect((await read(flow.id)).updated_by).toBe('anonymous');
  await api.expect(204, 'PUT', `/flows/${flow.id}`, { json: { ...flow, updated_by: 'liar' } });
  expect((await read(flow.id)).updated_by).toBe('anonymous');
  expect((await source(flow.source_id)).updated_by).toBe('anonymous');
});

it('[M4] a version may come with the creation, then the server makes it', async () => {
  const flow = await makeFlow(api, videoFlow({ metadata_version: 'of another store' }));
  const versions = [(await read(flow.id)).metadata_version as string];
  expect(versions).toEqual(['of another store']);
  await api.expect(204, 'PUT', `/flows/${flow.id}`, { json: { ...flow, metadata_version: 'mine' } });
  versions.push((await read(flow.id)).metadata_version as string);
  await api.put(`/flows/${flow.id}/label`, 'x');
  versions.push((await read(flow.id)).metadata_version as string);
  await api.put(`/flows/${flow.id}/tags/x`, 'y');
  versions.push((await read(flow.id)).metadata_version as string);
  expect(new Set(versions).size).toBe(4);
  expect(versions).not.toContain('mine');
  const own = await makeFlow(api);
  expect((await read(own.id)).metadata_version).toEqual(expect.stringMatching(/./));
});

it('[M5] every accepted write is a write, even of the same', async () => {
  const member = await makeFlow(api);
  const flow = await makeFlow(
    api,
    videoFlow({ label: 'l', description: 'd', tags: { a: 'x' }, max_bit_rate: 1, avg_bit_rate: 1 }),
  );
  for (const [what, method, path, json] of WRITES) {
    const before = await read(flow.id);
    api.tick();
    const body = json === 'FLOW' ? flow : json === 'MEMBER' ? [{ id: member.id, role: 'r' }] : json;
    const events = await api.eventsOf(() =>
      api.expect(204, method, `/flows/${flow.id}${path}`, body === undefined ? {} : { json: body }),
    );
    const after = await read(flow.id);
    expect([what, events.map(({ type, flowId }) => [type, flowId])]).toEqual([
      what,
      [['flows/updated', flow.id]],
    ]);
    expect([what, after.metadata_version === before.metadata_version]).toEqual([what, false]);
    expect([what, after.metadata_updated > before.metadata_updated]).toEqual([what, true]);
    const { flow: told } = events[0]!.payload as { flow: unknown };
    expect(told).toEqual(after);
  }
});

it('[M5] so it is for sources', async () => {
  const { source_id } = await makeFlow(api);
  const writes = [
    ['PUT', 'label', 'x'],
    ['PUT', 'label', 'x'],
    ['DELETE', 'label'],
    ['PUT', 'description', ''],
    ['DELETE', 'description'],
    ['PUT', 'tags/a', 'b'],
    ['PUT', 'tags/a', 'b'],
    ['DELETE', 'tags/a'],
  ] as const;
  for (const [method, name, json] of writes) {
    api.tick();
    const before = await source(source_id);
    const events = await api.eventsOf(() =>
      api.expect(204, method, `/sources/${source_id}/${name}`, json === undefined ? {} : { json }),
    );
    expect(events.map(({ type, sourceId }) => [type, sourceId])).toEqual([['sources/updated', source_id]]);
    const after = await source(source_id);
    expect(after.updated > before.updated).toBe(true);
    expect((events[0]!.payload as { source: unknown }).source).toEqual(after);
  }
});

it('[M6] what is derived is nobody’s write', async () => {
  const member = await makeFlow(api);
  const before = [await read(member.id), await source(member.source_id)];
  api.tick();
  const multi = multiFlow({ flow_collection: [{ id: member.id, role: 'r' }] });
  const events = await api.eventsOf(() => makeFlow(api, multi));
  expect(events.map(({ type }) => type)).toEqual(['sources/created', 'flows/created']);
  expect(events[1]!.flowId).toBe(multi.id);
  expect([await read(member.id), await source(member.source_id)]).toEqual([
    { ...before[0], collected_by: [multi.id] },
    { ...before[1], collected_by: [multi.source_id] },
  ]);
});

it('[M6] segments set segments_updated and nothing else', async () => {
  const flow = await makeFlow(api);
  const before = await read(flow.id);
  expect(before).not.toHaveProperty('segments_updated');
  api.tick();
  await addSegments(api, flow.id, externalSegment('[0:0_1:0)'));
  const after = await read(flow.id);
  const { segments_updated, ...rest } = after;
  expect(rest).toEqual(before);
  expect(segments_updated > before.created).toBe(true);
  api.tick();
  await api.expect(204, 'DELETE', `/flows/${flow.id}/segments`);
  const cleared = await read(flow.id);
  expect(cleared.segments_updated > segments_updated).toBe(true);
  api.tick();
  await api.expect(204, 'DELETE', `/flows/${flow.id}/segments`);
  expect(await read(flow.id)).toEqual(cleared);
  await api.rest('POST', `/flows/${flow.id}/segments`, { json: [] });
  await api.rest('POST', `/flows/${flow.id}/storage`, { json: {} });
  expect(await read(flow.id)).toEqual(cleared);
});
