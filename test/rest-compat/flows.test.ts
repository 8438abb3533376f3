import {
  audioFlow,
  dataFlow,
  externalSegment,
  flowWithSegments,
  FORMATS,
  imageFlow,
  makeFlow,
  multiFlow,
  newId,
  videoFlow,
  type FlowBody,
} from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

const read = async (id: string) => (await api.expect(200, 'GET', `/flows/${id}`)).json;

describe('creating and replacing', () => {
  it.each([
    ['video', videoFlow],
    ['audio', audioFlow],
    ['image', imageFlow],
    ['data', dataFlow],
    ['multi', multiFlow],
  ] as const)('[F3] a %s flow is created once, then replaced', async (_format, make) => {
    const flow = make({ label: 'l', description: 'd', generation: 3, tags: { a: 'b' } });
    const created = await api.expect(201, 'PUT', `/flows/${flow.id}`, { json: flow });
    expect(created.json).toMatchObject(flow);
    expect((await api.get(`/flows/${flow.id}`)).json).toEqual(created.json);
    const { text } = await api.expect(204, 'PUT', `/flows/${flow.id}`, { json: flow });
    expect(text).toBe('');
  });

  it('[F3] a body of another flow is not found, one with a malformed id bad', async () => {
    const flow = await makeFlow(api);
    await api.refused(404, 'PUT', `/flows/${newId()}`, { json: flow });
    await api.refused(404, 'PUT', `/flows/${flow.id}`, { json: { ...flow, id: newId() } });
    await api.refused(400, 'PUT', `/flows/${flow.id}`, { json: { ...flow, id: flow.id.toUpperCase() } });
    const { id: _id, ...without } = flow;
    await api.refused(400, 'PUT', `/flows/${flow.id}`, { json: without });
  });

  it.each([
    ['video', () => videoFlow(), ['codec', 'essence_parameters', 'format', 'source_id']],
    ['audio', () => audioFlow(), ['codec', 'essence_parameters', 'format', 'source_id']],
    ['image', () => imageFlow(), ['codec', 'essence_parameters', 'format', 'source_id']],
    ['data', () => dataFlow(), ['codec', 'essence_parameters', 'format', 'source_id']],
    ['multi', () => multiFlow(), ['format', 'source_id']],
  ] as const)(
    '[F8] a %s flow needs what its schema requires and no more',
    async (_format, make, required) => {
      const { container: _container, ...least } = make();
      for (const name of required) {
        const { [name]: _left, ...without } = least as Record<string, unknown>;
        await api.refused(400, 'PUT', `/flows/${least.id}`, { json: without });
      }
      await api.expect(201, 'PUT', `/flows/${least.id}`, { json: least });
    },
  );

  it('[F8] what raw codecs should have is not enforced', async () => {
    await makeFlow(api, videoFlow({ codec: 'video/raw' }));
    await makeFlow(api, audioFlow({ codec: 'audio/x-raw-int' }));
  });

  it('[F4] replacing is total, and what the server keeps is not taken from bodies', async () => {
    const member = await makeFlow(api);
    const full = videoFlow({
      label: 'l',
      description: 'd',
      tags: { a: 'b' },
      avg_bit_rate: 1,
      max_bit_rate: 2,
      generation: 1,
      segment_duration: { numerator: 1, denominator: 25 },
      flow_collection: [{ id: member.id, role: 'r' }],
    });
    const created = (await api.expect(201, 'PUT', `/flows/${full.id}`, { json: full })).json;
    expect(created).toMatchObject(full);
    const { id, source_id, format, codec, essence_parameters } = full as FlowBody & Record<string, unknown>;
    const least = { id, source_id, format, codec, essence_parameters };
    const lies = {
      timerange: '[0:0_1:0)',
      updated_by: 'liar',
      created: '2001-01-01T00:00:00Z',
      metadata_updated: '2001-01-01T00:00:00Z',
      segments_updated: '2001-01-01T00:00:00Z',
      collected_by: [newId()],
    };
    await api.expect(204, 'PUT', `/flows/${id}`, { json: { ...least, ...lies } });
    const replaced = await read(id);
    for (const name of [
      'label',
      'description',
      'tags',
      'avg_bit_rate',
      'max_bit_rate',
      'generation',
      'segment_duration',
      'flow_collection',
      'container',
      'timerange',
      'collected_by',
      'segments_updated',
    ])
      expect(replaced).not.toHaveProperty(name);
    expect(replaced).toMatchObject({ ...least, created: created.created, updated_by: 'anonymous' });
    expect(replaced.metadata_updated).not.toBe(lies.metadata_updated);
    for (const bad of [{ timerange: 'x' }, { updated_by: 5 }, { collected_by: ['x'] }, { created: 5 }])
      await api.refused(400, 'PUT', `/flows/${id}`, { json: { ...least, ...bad } });
  });

  it('[F4] what was read can be put back', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)'], videoFlow({ label: 'l', tags: { a: 'b' } }));
    const before = (await api.get(`/flows/${flow.id}?include_timerange=true`)).json;
    await api.expect(204, 'PUT', `/flows/${flow.id}`, { json: before });
    const after = (await api.get(`/flows/${flow.id}?include_timerange=true`)).json;
    const { metadata_updated: _a, metadata_version: _b, ...kept } = before;
    expect(after).toMatchObject(kept as object);
  });

  it('[F5] the format stays', async () => {
    const flow = await makeFlow(api);
    const { id, source_id } = flow;
    await api.refused(400, 'PUT', `/flows/${id}`, { json: audioFlow({ id, source_id }) });
    await api.refused(400, 'PUT', `/flows/${id}`, { json: audioFlow({ id }) });
    await api.refused(400, 'PUT', `/flows/${id}`, { json: multiFlow({ id, source_id }) });
    const change = {
      codec: 'video/h265',
      container: 'video/mp4',
      essence_parameters: { frame_width: 1, frame_height: 2 },
    };
    await api.expect(204, 'PUT', `/flows/${id}`, { json: { ...flow, ...change } });
    expect(await read(id)).toMatchObject(change);
  });

  it('[F6] a flow may move to another source', async () => {
    const flow = await makeFlow(api, videoFlow({ label: 'moving' }));
    const other = await makeFlow(api, audioFlow());
    const target = newId();
    const types = await api.eventTypesOf(() =>
      api.expect(204, 'PUT', `/flows/${flow.id}`, { json: { ...flow, source_id: target } }),
    );
    expect(types.toSorted()).toEqual(['flows/updated', 'sources/created', 'sources/deleted']);
    await api.expect(404, 'GET', `/sources/${flow.source_id}`);
    expect((await api.get(`/sources/${target}`)).json).toMatchObject({
      format: FORMATS.video,
      label: 'moving',
    });
    await api.refused(400, 'PUT', `/flows/${flow.id}`, { json: { ...flow, source_id: other.source_id } });
    expect((await read(flow.id)).source_id).toBe(target);
  });

  it('[F7] a container may come and go with segments present', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)']);
    const { container: _container, ...without } = flow;
    await api.expect(204, 'PUT', `/flows/${flow.id}`, { json: without });
    expect(await read(flow.id)).not.toHaveProperty('container');
    expect((await api.get(`/flows/${flow.id}/segments`)).json).toHaveLength(1);
    await api.refused(400, 'POST', `/flows/${flow.id}/segments`, { json: externalSegment('[1:0_2:0)') });
    await api.refused(400, 'POST', `/flows/${flow.id}/storage`, { json: {} });
    await api.expect(204, 'PUT', `/flows/${flow.id}`, { json: { ...flow, container: 'video/mp4' } });
    await api.expect(201, 'POST', `/flows/${flow.id}/segments`, { json: externalSegment('[1:0_2:0)') });
  });

  it('[F3] of two creations at once one creates', async () => {
    for (let round = 0; round < 5; round += 1) {
      const flow = videoFlow();
      const answers = await Promise.all(
        [1, 2, 3, 4].map(() => api.rest('PUT', `/flows/${flow.id}`, { json: flow })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 204, 204, 204]);
    }
  });
});

describe('filters of the list', () => {
  it('[F2] frame sizes match every flow that has them', async () => {
    const essence_parameters = { frame_width: 719, frame_height: 577 };
    const video = await makeFlow(api, videoFlow({ essence_parameters }));
    const image = await makeFlow(api, imageFlow({ essence_parameters }));
    await makeFlow(api, videoFlow({ essence_parameters: { frame_width: 719, frame_height: 1 } }));
    const ids = async (query: string) =>
      ((await api.get(`/flows?${query}`)).json as { id: string }[]).map(({ id }) => id).sort();
    expect(await ids('frame_width=719&frame_height=577')).toEqual([video.id, image.id].sort());
    expect(await ids('frame_height=577')).toEqual([video.id, image.id].sort());
    expect(await ids('frame_width=719')).toHaveLength(3);
    expect(await ids(`frame_height=577&format=${FORMATS.image}`)).toEqual([image.id]);
    expect(await ids('frame_height=578')).toEqual([]);
  });

  it('[F1] filters are all to hold', async () => {
    const source_id = newId();
    const flow = await flowWithSegments(
      api,
      ['[0:0_1:0)'],
      videoFlow({ source_id, label: 'all', tags: { a: 'b' }, codec: 'video/x' }),
    );
    await makeFlow(api, videoFlow({ source_id, label: 'all' }));
    const all = [
      `source_id=${source_id}`,
      'timerange=[0:0_1:0)',
      `format=${FORMATS.video}`,
      'codec=video/x',
      'label=all',
      'tag.a=b',
      'tag_exists.a=true',
      'tag_exists.z=false',
      'frame_width=1920',
      'frame_height=1080',
    ];
    expect((await api.getAndHead(`/flows?${all.join('&')}`)).json).toEqual([await read(flow.id)]);
    const other: Record<string, string> = {
      source_id: newId(),
      timerange: '[5:0_6:0)',
      format: FORMATS.audio,
      codec: 'video/y',
      label: 'no',
      'tag.a': 'c',
      'tag_exists.a': 'false',
      'tag_exists.z': 'true',
      frame_width: '1',
      frame_height: '1',
    };
    for (const [index, parameter] of all.entries()) {
      const name = parameter.slice(0, parameter.indexOf('='));
      const query = all.with(index, `${name}=${other[name]!}`).join('&');
      expect([name, (await api.get(`/flows?${query}`)).json]).toEqual([name, []]);
    }
  });
});
