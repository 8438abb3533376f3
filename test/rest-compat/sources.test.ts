import { audioFlow, FORMATS, makeFlow, multiFlow, newId, videoFlow } from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

const source = async (id: string) => (await api.expect(200, 'GET', `/sources/${id}`)).json;

describe('a source lives with its flows', () => {
  it('[SO1] it takes over what its first flow says, once', async () => {
    const first = videoFlow({ label: 'l', description: 'd', tags: { a: 'b', c: '' } });
    await makeFlow(api, first);
    const made = await source(first.source_id);
    expect(made).toMatchObject({
      id: first.source_id,
      format: FORMATS.video,
      label: 'l',
      description: 'd',
      tags: { a: 'b', c: '' },
      created_by: 'anonymous',
    });
    await makeFlow(api, videoFlow({ source_id: first.source_id, label: 'other', tags: { x: 'y' } }));
    await api.expect(204, 'PUT', `/flows/${first.id}`, { json: { ...first, label: 'changed', tags: {} } });
    await api.expect(204, 'PUT', `/flows/${first.id}/label`, { json: 'again' });
    expect(await source(first.source_id)).toEqual(made);
  });

  it('[SO1] it is gone with its last flow, and starts anew', async () => {
    const flow = await makeFlow(api, videoFlow({ label: 'first' }));
    const second = await makeFlow(api, videoFlow({ source_id: flow.source_id }));
    await api.put(`/sources/${flow.source_id}/description`, 'of the source');
    await api.expect(204, 'DELETE', `/flows/${flow.id}`);
    expect((await source(flow.source_id)).description).toBe('of the source');
    await api.expect(204, 'DELETE', `/flows/${second.id}`);
    await api.expect(404, 'GET', `/sources/${flow.source_id}`);
    await api.expect(404, 'PUT', `/sources/${flow.source_id}/label`, { json: 'x' });
    await makeFlow(api, { ...second, label: 'anew' });
    const anew = await source(flow.source_id);
    expect(anew.label).toBe('anew');
    expect(anew).not.toHaveProperty('description');
  });

  it('[SO2] a flow has its source’s format', async () => {
    const flow = await makeFlow(api);
    const other = audioFlow({ source_id: flow.source_id });
    await api.refused(400, 'PUT', `/flows/${other.id}`, { json: other });
    await api.expect(204, 'DELETE', `/flows/${flow.id}`);
    await makeFlow(api, other);
    expect((await source(flow.source_id)).format).toBe(FORMATS.audio);
  });
});

describe('collections of sources', () => {
  it('[SO3] are sets by source and role, in the order of the collecting flows, without the source itself', async () => {
    const [video, audio] = [await makeFlow(api), await makeFlow(api, audioFlow())];
    const twin = await makeFlow(api, videoFlow({ source_id: video.source_id }));
    const source_id = newId();
    const item = (id: string, role: string, rest = {}) => ({ id, role, ...rest });
    const sibling = await makeFlow(api, multiFlow({ source_id }));
    await makeFlow(
      api,
      multiFlow({
        source_id,
        flow_collection: [
          item(audio.id, 'sound', { container_mapping: { track_index: 1 } }),
          item(video.id, 'picture'),
        ],
      }),
    );
    api.tick();
    const second = await makeFlow(
      api,
      multiFlow({
        source_id,
        flow_collection: [item(twin.id, 'picture'), item(video.id, 'preview'), item(sibling.id, 'self')],
      }),
    );
    expect((await source(source_id)).source_collection).toEqual([
      item(audio.source_id, 'sound'),
      item(video.source_id, 'picture'),
      item(video.source_id, 'preview'),
    ]);
    expect(await source(source_id)).not.toHaveProperty('collected_by');
    expect((await source(video.source_id)).collected_by).toEqual([source_id]);
    expect((await source(audio.source_id)).collected_by).toEqual([source_id]);
    await api.expect(204, 'DELETE', `/flows/${second.id}`);
    expect((await source(source_id)).source_collection).toHaveLength(2);
  });
});

describe('filters', () => {
  it('[F1] sources are filtered by label, format and tags', async () => {
    const label = newId();
    const video = await makeFlow(api, videoFlow({ label, tags: { kind: 'a' } }));
    const audio = await makeFlow(api, audioFlow({ label, tags: { kind: 'b', more: '' } }));
    const ids = async (query: string) =>
      ((await api.get(`/sources?label=${label}&${query}`)).json as { id: string }[]).map(({ id }) => id);
    expect(await ids(`format=${FORMATS.video}`)).toEqual([video.source_id]);
    expect(await ids(`format=${encodeURIComponent(FORMATS.audio)}`)).toEqual([audio.source_id]);
    expect(await ids(`format=${FORMATS.image}`)).toEqual([]);
    expect(await ids('tag.kind=b')).toEqual([audio.source_id]);
    expect(await ids('tag_exists.more=false')).toEqual([video.source_id]);
    for (const bad of ['nonsense', 'video', '', 'URN:X-NMOS:FORMAT:VIDEO']) {
      await api.expect(400, 'GET', `/sources?format=${bad}`);
      await api.expect(400, 'GET', `/flows?format=${bad}`);
    }
  });
});
