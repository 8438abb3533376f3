import { addSegments, allocate, externalSegment, makeFlow, newId, NOBODY, videoFlow } from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
type Allocated = Awaited<ReturnType<typeof allocate>>[number];
const segmentOf = (objectId: string, timerange = '[0:0_1:0)') => ({ object_id: objectId, timerange });
const upload = (own: RestHarness, object: Allocated, body = 'media', headers: Record<string, string> = {}) =>
  own.follow('PUT', object.put_url.url, {
    body,
    headers: { 'content-type': object.put_url['content-type'], ...headers },
  });
const firstUrl = async (own: RestHarness, flowId: string): Promise<string> =>
  (await own.get(`/flows/${flowId}/segments`)).json[0].get_urls[0].url as string;

describe('allocating', () => {
  it('[ST1] 10 objects unless asked for another number, at most 1000', async () => {
    const flow = await makeFlow(api);
    const count = async (options: object) => {
      const answer = await api.expect(201, 'POST', `/flows/${flow.id}/storage`, options);
      const objects = answer.json.media_objects as Allocated[];
      expect(new Set(objects.map(({ object_id }) => object_id)).size).toBe(objects.length);
      return objects.length;
    };
    expect(await count({})).toBe(10);
    expect(await count({ body: '' })).toBe(10);
    expect(await count({ json: {} })).toBe(10);
    expect(await count({ json: { limit: 1 } })).toBe(1);
    expect(await count({ json: { limit: 3.0 } })).toBe(3);
    expect(await count({ json: { limit: 1001 } })).toBe(1000);
    for (const limit of [0, -1, 1.5, '1', null, true])
      await api.refused(400, 'POST', `/flows/${flow.id}/storage`, { json: { limit } });
  });

  it('[ST2] lists of ids: none, too many, twice the same, or a number beside them are refused', async () => {
    const flow = await makeFlow(api);
    const ids = (count: number) => Array.from({ length: count }, () => newId());
    const twice = newId();
    for (const bad of [
      { object_ids: [] },
      { object_ids: ids(1001) },
      { object_ids: [twice, newId(), twice] },
      { object_ids: ids(1), limit: 1 },
      { object_ids: [5] },
      { object_ids: 'x' },
      { object_ids: null },
    ])
      await api.refused(400, 'POST', `/flows/${flow.id}/storage`, { json: bad });
    for (const bad of [[], 'x', 5, null])
      await api.refused(400, 'POST', `/flows/${flow.id}/storage`, { json: bad });
    const object_ids = ids(1000);
    const { json } = await api.expect(201, 'POST', `/flows/${flow.id}/storage`, { json: { object_ids } });
    expect((json.media_objects as Allocated[]).map(({ object_id }) => object_id)).toEqual(object_ids);
  });

  it('[ST3] ids that exist in any way are refused, and none of the list is allocated', async () => {
    const [flow, other] = [await makeFlow(api), await makeFlow(api)];
    const [allocated, referenced, released] = await allocate(api, other.id, 3);
    const external = `external-${newId()}`;
    await addSegments(api, other.id, [
      segmentOf(referenced!.object_id),
      segmentOf(released!.object_id, '[1:0_2:0)'),
      externalSegment('[2:0_3:0)', external),
    ]);
    await api.expect(204, 'DELETE', `/flows/${other.id}/segments?object_id=${released!.object_id}`);
    for (const taken of [allocated!.object_id, referenced!.object_id, released!.object_id, external]) {
      const fresh = newId();
      const { json } = await api.refused(400, 'POST', `/flows/${flow.id}/storage`, {
        json: { object_ids: [fresh, taken] },
      });
      expect(json.summary).toMatch(/already exist/);
      await api.expect(201, 'POST', `/flows/${flow.id}/storage`, { json: { object_ids: [fresh] } });
    }
  });

  it('[ST3] of two requests for one id at once one gets it', async () => {
    const flows = [await makeFlow(api), await makeFlow(api)];
    for (let round = 0; round < 5; round += 1) {
      const json = { object_ids: [newId()] };
      const answers = await Promise.all(
        [...flows, ...flows].map(({ id }) => api.rest('POST', `/flows/${id}/storage`, { json })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400]);
    }
  });

  it.each([
    '',
    '/x',
    '.',
    '..',
    'a/../b',
    'a/./b',
    '../x',
    'a/..',
    './a',
    'a\u0001b',
    'a\u007fb',
    'a\nb',
    'x'.repeat(1025),
    'ü'.repeat(513),
  ])('[ST4] %j is no object id', async (id) => {
    const flow = await makeFlow(api);
    await api.refused(400, 'POST', `/flows/${flow.id}/storage`, { json: { object_ids: [id] } });
  });

  it('[ST4] everything else is', async () => {
    const flow = await makeFlow(api);
    const ids = [
      'a b',
      'a/b/c.ts',
      '...',
      'a..b',
      '.hidden',
      'ü/日本/🎞',
      '%2F',
      'a?b#c',
      'quote\'"<>&',
      'trailing/',
      'a//b',
      '\\',
      'x'.repeat(1024),
    ];
    for (const id of ids) {
      const { json } = await api.expect(201, 'POST', `/flows/${flow.id}/storage`, {
        json: { object_ids: [id] },
      });
      const [object] = json.media_objects as Allocated[];
      expect((await upload(api, object!, `bytes of ${id}`)).status).toBe(200);
      const range = `[${ids.indexOf(id)}:0_${ids.indexOf(id) + 1}:0)`;
      await addSegments(api, flow.id, segmentOf(id, range));
      const segments = (await api.get(`/flows/${flow.id}/segments?object_id=${encodeURIComponent(id)}`)).json;
      expect(segments[0].object_id).toBe(id);
      expect((await api.follow('GET', segments[0].get_urls[0].url as string)).text).toBe(`bytes of ${id}`);
      expect((await api.get(`/objects/${encodeURIComponent(id)}`)).json.id).toBe(id);
    }
  });

  it('[ST5][ST6] what is answered: ids and where to put them, of the flow’s type', async () => {
    const flow = await makeFlow(api, videoFlow({ container: 'video/x-own' }));
    const { json } = await api.expect(201, 'POST', `/flows/${flow.id}/storage`, { json: { limit: 5 } });
    expect(Object.keys(json as object)).toEqual(['media_objects']);
    for (const object of json.media_objects as Allocated[]) {
      expect(Object.keys(object).sort()).toEqual(['object_id', 'put_url']);
      expect(object.object_id).toMatch(UUID_V4);
      expect(object.put_url['content-type']).toBe('video/x-own');
      expect(URL.canParse(object.put_url.url)).toBe(true);
    }
  });

  it('[ST1] refusals: no flow, no container, no such backend', async () => {
    await api.refused(404, 'POST', `/flows/${NOBODY}/storage`, { json: {} });
    const { container: _container, ...bare } = videoFlow();
    await api.expect(201, 'PUT', `/flows/${bare.id}`, { json: bare });
    await api.refused(400, 'POST', `/flows/${bare.id}/storage`, { json: {} });
    const flow = await makeFlow(api);
    await api.refused(400, 'POST', `/flows/${flow.id}/storage`, { json: { storage_id: NOBODY } });
    const [backend] = (await api.get('/service/storage-backends')).json as { id: string }[];
    await api.expect(201, 'POST', `/flows/${flow.id}/storage`, {
      json: { storage_id: backend!.id, limit: 1 },
    });
  });

  it('[ST1] allocating is no metadata write and no event', async () => {
    const flow = await makeFlow(api);
    const before = (await api.get(`/flows/${flow.id}`)).text;
    expect(await api.eventTypesOf(() => allocate(api, flow.id))).toEqual([]);
    expect((await api.get(`/flows/${flow.id}`)).text).toBe(before);
  });
});

describe('media', () => {
  it('[ST7] upload URLs need no credentials and mind none', async () => {
    const flow = await makeFlow(api);
    const [plain, withMore] = await allocate(api, flow.id, 2);
    expect((await upload(api, plain!)).status).toBe(200);
    expect(
      (await upload(api, withMore!, 'x', { authorization: 'Bearer nobody', cookie: 'a=b' })).status,
    ).toBe(200);
    const forged = plain!.put_url.url.replace(/signature=[^&]{4}/, 'signature=AAAA');
    expect(
      (await api.follow('PUT', forged, { body: 'x', headers: { 'content-type': 'video/mp2t' } })).status,
    ).toBeGreaterThanOrEqual(400);
  });

  it('[ST8] another content type is refused', async () => {
    const flow = await makeFlow(api);
    const [object] = await allocate(api, flow.id);
    expect((await upload(api, object!, 'x', { 'content-type': 'video/mp4' })).status).toBe(400);
    expect((await upload(api, object!, 'x')).status).toBe(200);
    await addSegments(api, flow.id, segmentOf(object!.object_id));
    const got = await api.follow('GET', await firstUrl(api, flow.id));
    expect([got.headers['content-type'], got.text]).toEqual(['video/mp2t', 'x']);
  });

  it('[ST9] media may be written again until a segment names it', async () => {
    const flow = await makeFlow(api);
    const [object] = await allocate(api, flow.id);
    expect((await upload(api, object!, 'first')).status).toBe(200);
    expect((await upload(api, object!, 'second')).status).toBe(200);
    await addSegments(api, flow.id, segmentOf(object!.object_id));
    expect((await upload(api, object!, 'third')).status).toBe(403);
    expect((await api.follow('GET', await firstUrl(api, flow.id))).text).toBe('second');
  });

  it('[ST10] a segment may be registered before its bytes are there', async () => {
    const flow = await makeFlow(api);
    const [object] = await allocate(api, flow.id);
    await addSegments(api, flow.id, segmentOf(object!.object_id));
    const url = await firstUrl(api, flow.id);
    expect((await api.follow('GET', url)).status).toBe(404);
    expect((await upload(api, object!, 'late')).status).toBe(200);
    expect((await api.follow('GET', url)).text).toBe('late');
    expect((await upload(api, object!, 'again')).status).toBe(403);
    const part = await api.follow('GET', url, { headers: { range: 'bytes=1-2' } });
    expect([part.status, part.text]).toEqual([206, 'at']);
    expect((await api.follow('HEAD', url)).headers['content-length']).toBe('4');
  });

  it('[ST11] media outlives its last reference by the grace, then is gone and its id free', async () => {
    const own = await RestHarness.open({
      env: { TAMS_SOFT_DELETE_RETENTION: '0', TAMS_OBJECT_GRACE: '300s' },
    });
    try {
      const flow = await makeFlow(own);
      const [object] = await allocate(own, flow.id);
      const id = object!.object_id;
      await upload(own, object!, 'precious');
      await addSegments(own, flow.id, segmentOf(id));
      const url = await firstUrl(own, flow.id);
      const later = async (ms: number) => {
        own.tick(ms);
        await own.gateway.store.housekeeping.runOnce();
      };
      await own.expect(204, 'DELETE', `/flows/${flow.id}/segments`);
      await own.expect(404, 'GET', `/objects/${id}`);
      await later(200_000);
      // Deleting and writing anew is how a segment is corrected.
      await addSegments(own, flow.id, { ...segmentOf(id), key_frame_count: 1 });
      expect((await own.follow('GET', url)).text).toBe('precious');
      await later(400_000);
      expect((await own.follow('GET', url)).status).toBe(200);
      await own.expect(204, 'DELETE', `/flows/${flow.id}/segments`);
      await later(299_000);
      await own.refused(400, 'POST', `/flows/${flow.id}/storage`, { json: { object_ids: [id] } });
      await later(2_000);
      expect((await own.follow('GET', url)).status).toBe(404);
      await own.refused(400, 'POST', `/flows/${flow.id}/segments`, { json: segmentOf(id) });
      await own.expect(201, 'POST', `/flows/${flow.id}/storage`, { json: { object_ids: [id] } });
    } finally {
      await own.close();
    }
  });

  it('[ST11] an allocation that nobody uses is forgotten', async () => {
    const own = await RestHarness.open({ env: { TAMS_ALLOCATION_LIFE: '24h' } });
    try {
      const flow = await makeFlow(own);
      const [object] = await allocate(own, flow.id);
      own.tick(24 * 3_600_000 + 1000);
      await own.gateway.store.housekeeping.runOnce();
      await own.expect(201, 'POST', `/flows/${flow.id}/storage`, {
        json: { object_ids: [object!.object_id] },
      });
    } finally {
      await own.close();
    }
  });
});
