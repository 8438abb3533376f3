import { OPERATIONS, TEMPLATES } from './contract';
import { makeFlow, newId, NOBODY, externalSegment, addSegments, videoFlow } from './documents';
import { BASE_PATH, RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

/** A path of the contract with these ids in it. */
const pathOf = (template: string, id: string): string =>
  template.replace(/\{(flowId|sourceId)\}/, id).replace(/\{[^}]+\}/, 'x');

const MALFORMED = [
  ['upper case', '6F3A2C1B-0000-4000-8000-000000000001'],
  ['version 7', '018f3a2c-0000-7000-8000-000000000001'],
  ['version 6', '018f3a2c-0000-6000-8000-000000000001'],
  ['the nil UUID', '00000000-0000-0000-0000-000000000000'],
  ['another variant', '6f3a2c1b-0000-4000-c000-000000000001'],
  ['no hyphens', '6f3a2c1b000040008000000000000001'],
  ['a newline at its end', '6f3a2c1b-0000-4000-8000-000000000001%0A'],
  ['braces', '%7B6f3a2c1b-0000-4000-8000-000000000001%7D'],
  ['a word', 'nonsense'],
] as const;

/** A body that the operation would take, so that nothing but the path is wrong. */
const BODY: Record<string, unknown> = {
  'PUT_flows-flowId': { id: NOBODY, source_id: NOBODY, format: 'urn:x-nmos:format:multi' },
  'PUT_flows-flowId-read-only': true,
  'PUT_flows-flowId-max-bit-rate': 1,
  'PUT_flows-flowId-avg-bit-rate': 1,
  'PUT_flows-flowId-flow-collection': [],
  'POST_flows-flowId-segments': externalSegment('[0:0_1:0)'),
  'POST_flows-flowId-storage': {},
};

const withIds = OPERATIONS.filter(({ template }) => /\{(flowId|sourceId)\}/.test(template));

describe('ids in paths', () => {
  it.each(withIds.map((operation) => [operation.id, operation] as const))(
    '[H1] a malformed id is not found by %s',
    async (_id, { method, template, hasBody, id }) => {
      for (const [, bad] of MALFORMED) {
        await api.expect(
          404,
          method.toUpperCase(),
          pathOf(template, bad),
          hasBody ? { json: BODY[id] ?? 'text' } : {},
        );
      }
    },
  );

  it.each(MALFORMED)('[H1] %s is no id', async (_what, bad) => {
    await api.expect(404, 'GET', `/flows/${bad}`);
    await api.expect(404, 'GET', `/sources/${bad}`);
    await api.expect(404, 'GET', `/flows/${bad}/segments`);
  });

  it('[H1] ids of versions 1 to 5 are ids', async () => {
    for (const version of [1, 2, 3, 4, 5]) {
      const id = `6f3a2c1b-0000-${version}000-8000-000000000001`;
      expect((await api.get(`/flows/${id}/segments`)).json).toEqual([]);
    }
  });

  it('[H3] ids of delete requests and objects are any text', async () => {
    for (const id of ['x', NOBODY, '%20', 'NOT-A-UUID', 'a.b', '%F0%9F%8E%9E', '...']) {
      await api.expect(404, 'GET', `/flow-delete-requests/${id}`);
      await api.expect(404, 'GET', `/objects/${id}`);
    }
  });
});

describe('methods and paths', () => {
  const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH'];
  it.each(TEMPLATES)('[H4] %s answers 405 with Allow to methods that it does not offer', async (template) => {
    const flow = pathOf(template, NOBODY);
    const offered = OPERATIONS.filter((operation) => operation.template === template).map(({ method }) =>
      method.toUpperCase(),
    );
    for (const method of methods.filter((name) => !offered.includes(name))) {
      const { headers } = await api.expect(405, method, flow);
      expect(allowed(headers.allow)).toEqual([...offered, 'OPTIONS'].sort());
    }
  });

  it.each(TEMPLATES)('[H4] OPTIONS of %s is 204 with what it offers', async (template) => {
    const offered = OPERATIONS.filter((operation) => operation.template === template).map(({ method }) =>
      method.toUpperCase(),
    );
    const answer = await api.expect(204, 'OPTIONS', pathOf(template, NOBODY));
    expect(allowed(answer.headers.allow)).toEqual([...offered, 'OPTIONS'].sort());
    expect(answer.text).toBe('');
  });

  const allowed = (header: string | undefined): string[] =>
    [...new Set([...(header ?? '').split(/\s*,\s*/), 'OPTIONS'])].sort();

  it.each([
    '/nothing',
    '/flow',
    '/Flows',
    '/flows/x/y/z',
    `/flows/${NOBODY}/nothing`,
    `/sources/${NOBODY}/segments`,
    '/objects',
    '/service/nothing',
    '//flows',
    `/flows//segments`,
  ])('[H4] %s is no path', async (unknown) => {
    for (const method of ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS'])
      await api.expect(404, method, unknown);
  });

  it('[H5] a slash at the end makes another path', async () => {
    const flow = await makeFlow(api);
    const source = flow.source_id;
    for (const known of [
      '/flows',
      '/sources',
      '/service',
      '/service/webhooks',
      '/service/storage-backends',
      '/flow-delete-requests',
      `/flows/${flow.id}`,
      `/flows/${flow.id}/tags`,
      `/flows/${flow.id}/segments`,
      `/sources/${source}`,
      `/sources/${source}/label`,
    ]) {
      await api.expect(404, 'GET', `${known}/`);
      await api.expect(404, 'HEAD', `${known}/`);
    }
    await api.expect(404, 'DELETE', `/flows/${flow.id}/`);
    await api.expect(200, 'GET', `/flows/${flow.id}`);
  });

  it('[H5] the root answers with and without one', async () => {
    const roots = [await api.get(''), await api.get('/')];
    expect(roots[0]!.status).toBe(200);
    expect(roots[0]!.text).toBe(roots[1]!.text);
  });

  it('[H6] generated URLs include the base path', async () => {
    await makeFlow(api);
    await makeFlow(api);
    const { headers } = await api.get('/flows?limit=1');
    expect(headers.link).toContain(`${api.base}/flows?`);
  });

  it('[H6] the base path can be another', async () => {
    const own = await RestHarness.open({ env: { TAMS_REST_PATH: '/store/api' } });
    try {
      expect((await own.send('GET', '/store/api/flows')).status).toBe(200);
      expect((await own.send('GET', `${BASE_PATH}/flows`)).status).toBe(404);
      for (let n = 0; n < 2; n += 1) {
        const flow = videoFlow();
        const put = { body: JSON.stringify(flow), headers: { 'content-type': 'application/json' } };
        expect((await own.send('PUT', `/store/api/flows/${flow.id}`, put)).status).toBe(201);
      }
      const { headers } = await own.send('GET', '/store/api/flows?limit=1');
      expect(headers.link).toContain(`<${own.gateway.url}/store/api/flows?`);
    } finally {
      await own.close();
    }
  });
});

describe('percent-encoding in paths', () => {
  it('[H7] a tag name is one raw segment, decoded once', async () => {
    const flow = await makeFlow(api);
    const names = [
      'a/b',
      'a%2Fb',
      'per%cent',
      'sp ace',
      'dots..in.it',
      '.',
      '..',
      'ünï',
      '日本',
      '🎞',
      '?',
      '#',
      'a+b',
      '&=;',
      '__proto__',
      'constructor',
      '"',
      '{name}',
      'a\\b',
      'x'.repeat(300),
    ];
    for (const name of names) {
      const target = `/flows/${flow.id}/tags/${encodeURIComponent(name).replaceAll('.', '%2E')}`;
      await api.expect(204, 'PUT', target, { json: `value of ${name}` });
      expect((await api.get(target)).json).toBe(`value of ${name}`);
    }
    const tags = (await api.get(`/flows/${flow.id}/tags`)).text;
    const entries = new Map(Object.entries(JSON.parse(tags) as Record<string, string>));
    expect([...entries.keys()].sort()).toEqual([...names].sort());
    for (const name of names) expect(entries.get(name)).toBe(`value of ${name}`);
    for (const name of names)
      await api.expect(
        204,
        'DELETE',
        `/flows/${flow.id}/tags/${encodeURIComponent(name).replaceAll('.', '%2E')}`,
      );
    expect((await api.get(`/flows/${flow.id}/tags`)).json).toEqual({});
  });

  it('[H7] raw dots in a tag name are just dots', async () => {
    const flow = await makeFlow(api);
    await api.expect(204, 'PUT', `/flows/${flow.id}/tags/a.b.c`, { json: 'x' });
    expect((await api.get(`/flows/${flow.id}/tags/a%2Eb.c`)).json).toBe('x');
  });

  it('[H7] a further raw slash in a tag name is not found', async () => {
    const flow = await makeFlow(api);
    await api.expect(204, 'PUT', `/flows/${flow.id}/tags/a%2Fb`, { json: 'x' });
    await api.expect(404, 'GET', `/flows/${flow.id}/tags/a/b`);
    await api.expect(404, 'PUT', `/flows/${flow.id}/tags/a/b`, { json: 'x' });
    await api.expect(404, 'DELETE', `/flows/${flow.id}/tags/a/b`);
  });

  it('[H7] an object id is the whole rest of the path, encoded or not', async () => {
    const flow = await makeFlow(api);
    const objectId = `bucket/${newId()}/part 1%`;
    await addSegments(api, flow.id, externalSegment('[0:0_1:0)', objectId));
    for (const written of [
      encodeURIComponent(objectId),
      objectId.split('/').map(encodeURIComponent).join('/'),
    ]) {
      expect((await api.get(`/objects/${written}`)).json).toMatchObject({ id: objectId });
      await api.getAndHead(`/objects/${written}`);
    }
  });

  it.each(['%', '%zz', '%2', 'a%', '%ff', '%c3%28', '%ed%a0%80', '%C0%AF'])(
    '[H8] %s in a path is not found',
    async (broken) => {
      const flow = await makeFlow(api);
      await api.expect(404, 'GET', `/flows/${flow.id}/tags/${broken}`);
      await api.expect(404, 'PUT', `/flows/${flow.id}/tags/${broken}`, { json: 'x' });
      await api.expect(404, 'DELETE', `/flows/${flow.id}/tags/${broken}`);
      await api.expect(404, 'GET', `/flows/${broken}`);
      await api.expect(404, 'GET', `/objects/${broken}`);
      await api.expect(404, 'GET', `/flow-delete-requests/${broken}`);
      await api.expect(404, 'GET', `/${broken}`);
    },
  );

  it.each(['%', '%zz', 'a%', '%ff', '%c3%28', '%ed%a0%80'])('[H8] %s in a query is bad', async (broken) => {
    const flow = await makeFlow(api);
    await api.expect(400, 'GET', `/flows?label=${broken}`);
    await api.expect(400, 'GET', `/flows?tag.${broken}=x`);
    await api.expect(400, 'GET', `/sources?label=${broken}`);
    await api.expect(400, 'HEAD', `/sources?label=${broken}`);
    await api.expect(400, 'GET', `/flows/${flow.id}/segments?object_id=${broken}`);
    await api.refused(400, 'DELETE', `/flows/${flow.id}/segments?object_id=${broken}`);
  });

  it('[TG1] an empty tag name is another path', async () => {
    const flow = await makeFlow(api);
    for (const owner of [`/flows/${flow.id}`, `/sources/${flow.source_id}`]) {
      await api.expect(404, 'GET', `${owner}/tags/`);
      await api.refused(404, 'PUT', `${owner}/tags/`, { json: 'x' });
      await api.refused(404, 'DELETE', `${owner}/tags/`);
    }
  });
});

describe('access', () => {
  it('[A5] with authentication off everyone is anonymous', async () => {
    const flow = await makeFlow(api);
    expect((await api.get(`/flows/${flow.id}`)).json).toMatchObject({
      created_by: 'anonymous',
      updated_by: 'anonymous',
    });
    expect((await api.get(`/flows/${flow.id}`, { authorization: 'Bearer nobody' })).status).toBe(200);
  });

  it('[A6] preflights and health need no credentials', async () => {
    await api.expect(204, 'OPTIONS', '/flows', {
      headers: { origin: 'https://app.example', 'access-control-request-method': 'GET' },
    });
    expect((await api.send('GET', '/livez')).status).toBe(200);
    expect((await api.send('GET', '/readyz')).status).toBe(200);
  });
});
