import { externalSegment, flowWithSegments, makeFlow, newId, NOBODY, videoFlow } from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

// The harness holds every error against the form of H27; here is what the form cannot tell.
describe('documents of errors', () => {
  it.each([
    [404, 'GET', '/nothing', undefined],
    [404, 'GET', '/flows/x', undefined],
    [404, 'GET', `/flows/${NOBODY}`, undefined],
    [405, 'PUT', '/flows', {}],
    [400, 'GET', '/flows?limit=x', undefined],
    [400, 'PUT', `/flows/${NOBODY}`, { id: NOBODY }],
    [400, 'POST', '/service', []],
  ] as const)('[H27] %s of %s %s says what is wrong', async (status, method, target, json) => {
    const { json: body } = await api.expect(status, method, target, json === undefined ? {} : { json });
    expect(body.type).toMatch(/^[A-Z][A-Za-z]+$/);
    expect(body.summary.length).toBeGreaterThan(5);
    expect(body.message).toBe(body.summary);
    expect(Math.abs(Date.parse(body.time as string) - Date.now())).toBeLessThan(60_000);
    expect(body).not.toHaveProperty('traceback');
  });

  it.each([
    ['label', { label: 5 }],
    ['tags', { tags: { a: 1 } }],
    ['frame_width', { essence_parameters: { frame_width: 0, frame_height: 1 } }],
    ['nonsense', { essence_parameters: { frame_width: 1, frame_height: 1, nonsense: 1 } }],
    ['source_id', { source_id: 'x' }],
    ['flow_collection', { flow_collection: [{ id: 'x', role: 'r' }] }],
  ])('[H27] a schema error names its place, such as %s', async (place, wrong) => {
    const flow = videoFlow(wrong);
    const { json } = await api.refused(400, 'PUT', `/flows/${flow.id}`, { json: flow });
    expect(json.details.length).toBeGreaterThan(0);
    expect(JSON.stringify(json.details)).toContain(place);
  });

  it('[H27] types are stable and tell apart what went wrong', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)']);
    const type = async (method: string, target: string, json?: unknown): Promise<string> =>
      (await api.rest(method, target, json === undefined ? {} : { json })).json.type as string;
    const types = [
      await type('GET', `/flows/${NOBODY}`),
      await type('GET', '/flows?timerange=x'),
      await type('POST', `/flows/${flow.id}/segments`, externalSegment('[0:0_1:0)')),
      await type('GET', `/objects/${NOBODY}`),
      await type('GET', `/sources/${NOBODY}`),
    ];
    await api.put(`/flows/${flow.id}/read_only`, true);
    types.push(await type('DELETE', `/flows/${flow.id}`));
    expect(new Set(types).size).toBe(types.length);
    expect(types).toEqual(expect.arrayContaining(['FlowNotFound', 'SegmentOverlap', 'FlowReadOnly']));
  });

  it('[H27] a clash of object ids is told with the words that clients look for', async () => {
    const flow = await makeFlow(api);
    const object_ids = [`clash-${newId()}`];
    await api.expect(201, 'POST', `/flows/${flow.id}/storage`, { json: { object_ids } });
    const { json } = await api.refused(400, 'POST', `/flows/${flow.id}/storage`, { json: { object_ids } });
    expect(json.message).toMatch(/already exist/);
    expect(json.type).toBe('ObjectIdExists');
  });

  it('[H27] a HEAD error has the headers and no body', async () => {
    for (const target of ['/nothing', '/flows/x', '/flows?limit=0', `/objects/${NOBODY}`]) {
      const answer = await api.getAndHead(target);
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('the order of checks', () => {
  it('[H9] each check comes before the next', async () => {
    const locked = await makeFlow(api, videoFlow({ read_only: true }));
    const open = await flowWithSegments(api, ['[0:0_1:0)']);
    const bad = { body: '{', headers: { 'content-type': 'application/json' } };
    const noJson = { body: '{}', headers: { 'content-type': 'text/plain' } };
    const steps: readonly (readonly [number, string, string, object, string])[] = [
      [405, 'PUT', '/flows?limit=x', bad, 'method before query and body'],
      [405, 'POST', '/flows/malformed', bad, 'method before ids'],
      [404, 'GET', '/flows/malformed?timerange=x', {}, 'ids before the query'],
      [404, 'PUT', '/flows/malformed', bad, 'ids before the body'],
      [404, 'PUT', '/flows/malformed', noJson, 'ids before the type'],
      [400, 'GET', `/flows/${NOBODY}?timerange=x`, {}, 'the query before existence'],
      [400, 'GET', `/objects/nothing?limit=0`, {}, 'the query before existence'],
      [400, 'DELETE', `/flows/${NOBODY}/segments?timerange=x`, {}, 'the query before existence'],
      [400, 'DELETE', `/flows/${locked.id}/segments?timerange=x`, {}, 'the query before read-only'],
      [415, 'PUT', `/flows/${NOBODY}/label`, noJson, 'the type before existence'],
      [400, 'PUT', `/flows/${NOBODY}/label`, bad, 'JSON before existence'],
      [400, 'PUT', `/flows/${NOBODY}/label`, { json: 5 }, 'the schema before existence'],
      [400, 'POST', `/flows/${NOBODY}/segments`, { json: { object_id: 'x' } }, 'the schema before existence'],
      [400, 'PUT', `/flows/${locked.id}/label`, { json: 5 }, 'the schema before read-only'],
      [
        400,
        'PUT',
        `/flows/${open.id}`,
        { json: videoFlow({ label: 5 }) },
        'the schema before agreement of ids',
      ],
      [404, 'PUT', `/flows/${locked.id}`, { json: videoFlow() }, 'agreement of ids before read-only'],
      [404, 'PUT', `/flows/${NOBODY}/read_only`, { json: true }, 'existence'],
      [403, 'DELETE', `/flows/${locked.id}/tags/nothing`, {}, 'read-only before the tag'],
      [403, 'DELETE', `/flows/${locked.id}/label`, {}, 'read-only before content'],
      [
        403,
        'POST',
        `/flows/${locked.id}/segments`,
        { json: externalSegment('()') },
        'read-only before meaning',
      ],
      [
        403,
        'PUT',
        `/flows/${locked.id}/flow_collection`,
        { json: [{ id: NOBODY, role: 'r' }] },
        'read-only before meaning',
      ],
      [
        403,
        'PUT',
        `/flows/${locked.id}`,
        { json: { ...locked, format: 'urn:x-nmos:format:multi' } },
        'read-only before meaning',
      ],
      [404, 'DELETE', `/flows/${open.id}/tags/nothing`, {}, 'the tag'],
      [400, 'POST', `/flows/${open.id}/segments`, { json: externalSegment('()') }, 'meaning'],
    ];
    for (const [status, method, target, options, what] of steps) {
      const answer = await api.rest(method, target, options);
      expect([what, answer.status]).toEqual([what, status]);
    }
  });
});

describe('faults of the server', () => {
  it('[H28] tell a request id and nothing else', async () => {
    const own = await RestHarness.open();
    try {
      const flow = await makeFlow(own);
      // The store's own engine is closed under the server: every read fails in earnest.
      await own.gateway.database.close();
      const answer = await own.send('GET', `/tams/v7.0/flows/${flow.id}`);
      expect([500, 503]).toContain(answer.status);
      const body = JSON.parse(answer.text) as Record<string, string>;
      expect(body).toMatchObject({
        type: expect.any(String),
        summary: expect.any(String),
        time: expect.any(String),
      });
      expect(body.message).toBe(body.summary);
      expect(answer.text).toContain(String(answer.headers['x-request-id']));
      expect(answer.text).not.toMatch(/sqlite|select|\.ts|\.js|node_modules|\/tmp|stack|traceback/i);
      expect(answer.headers['cache-control']).toBe('no-store');
    } finally {
      await own.close().catch(() => undefined);
    }
  });
});
