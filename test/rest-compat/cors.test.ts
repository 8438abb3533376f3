import { flowWithSegments, makeFlow } from './documents';
import { RestHarness } from './harness';

let api: RestHarness;
beforeAll(async () => {
  api = await RestHarness.open();
});
afterAll(() => api.close());

const ORIGIN = 'https://app.example';
const names = (header: string | string[] | undefined): string[] =>
  String(header ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
    .sort();

const EXPOSED = [
  'link',
  'location',
  'x-paging-limit',
  'x-paging-nextkey',
  'x-paging-count',
  'x-paging-timerange',
  'x-paging-reverse-order',
];

describe('cross-origin access', () => {
  it.each([
    ['GET', '/', 200],
    ['GET', '/flows', 200],
    ['HEAD', '/flows', 200],
    ['GET', '/flows/malformed', 404],
    ['GET', '/nothing', 404],
    ['GET', '/flows?limit=0', 400],
    ['PATCH', '/flows', 405],
    ['POST', '/service', 400],
  ])('[H29] %s %s is open to every origin, whatever its status', async (method, target, status) => {
    const { headers } = await api.expect(status, method, target, { headers: { origin: ORIGIN } });
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect(names(headers['access-control-expose-headers'])).toEqual(expect.arrayContaining(EXPOSED));
  });

  it('[H29] refused bodies are open too', async () => {
    const flow = await makeFlow(api);
    for (const [status, body, type] of [
      [415, '{}', 'text/plain'],
      [400, '{', 'application/json'],
      [413, ' '.repeat(1_048_577), 'application/json'],
    ] as const) {
      const { headers } = await api.expect(status, 'PUT', `/flows/${flow.id}`, {
        body,
        headers: { origin: ORIGIN, 'content-type': type },
      });
      expect(headers['access-control-allow-origin']).toBe('*');
    }
  });

  it.each(['GET', 'HEAD', 'PUT', 'POST', 'DELETE'])(
    '[H29] a preflight for %s is answered',
    async (method) => {
      const flow = await makeFlow(api);
      for (const target of [`/flows/${flow.id}`, '/service', `/flows/${flow.id}/segments`]) {
        const { headers, text } = await api.expect(204, 'OPTIONS', target, {
          headers: {
            origin: ORIGIN,
            'access-control-request-method': method,
            'access-control-request-headers': 'authorization, content-type',
          },
        });
        expect(headers['access-control-allow-origin']).toBe('*');
        expect(names(headers['access-control-allow-methods'])).toEqual(
          expect.arrayContaining(['delete', 'get', 'head', 'post', 'put']),
        );
        expect(names(headers['access-control-allow-headers'])).toEqual(
          expect.arrayContaining(['authorization', 'content-type']),
        );
        expect(text).toBe('');
      }
    },
  );

  it('[H29] what pages is exposed by name', async () => {
    const flow = await flowWithSegments(api, ['[0:0_1:0)', '[1:0_2:0)']);
    const { headers } = await api.get(`/flows/${flow.id}/segments?limit=1`, { origin: ORIGIN });
    expect(headers).toHaveProperty('link');
    for (const name of Object.keys(headers).filter((key) => /^(link|x-paging)/.test(key)))
      expect(names(headers['access-control-expose-headers'])).toContain(name);
    expect(headers['access-control-expose-headers']).not.toContain('*');
  });

  it('[H29] origins are configurable', async () => {
    const own = await RestHarness.open({
      env: { TAMS_CORS_ORIGINS: 'https://one.example,https://two.example' },
    });
    try {
      const allowed = async (origin: string) =>
        (await own.get('/flows', { origin })).headers['access-control-allow-origin'];
      expect(await allowed('https://two.example')).toBe('https://two.example');
      expect(await allowed(ORIGIN)).not.toBe(ORIGIN);
      expect(await allowed(ORIGIN)).not.toBe('*');
      expect((await own.get('/flows', { origin: 'https://one.example' })).headers.vary).toMatch(/origin/i);
    } finally {
      await own.close();
    }
  });

  it('[H29] media may be read and written across origins', async () => {
    const flow = await makeFlow(api);
    const { json } = await api.post(`/flows/${flow.id}/storage`, { limit: 1 });
    const [object] = json.media_objects as {
      object_id: string;
      put_url: { url: string; 'content-type': string };
    }[];
    const put = await api.follow('PUT', object!.put_url.url, {
      body: 'media',
      headers: { origin: ORIGIN, 'content-type': object!.put_url['content-type'] },
    });
    expect([put.status, put.headers['access-control-allow-origin']]).toEqual([200, '*']);
    await api.post(`/flows/${flow.id}/segments`, { object_id: object!.object_id, timerange: '[0:0_1:0)' });
    const segments = (await api.get(`/flows/${flow.id}/segments`)).json as { get_urls: { url: string }[] }[];
    const got = await api.follow('GET', segments[0]!.get_urls[0]!.url, {
      headers: { origin: ORIGIN, range: 'bytes=0-1' },
    });
    expect([got.status, got.text, got.headers['access-control-allow-origin']]).toEqual([206, 'me', '*']);
    expect(names(got.headers['access-control-expose-headers'])).toEqual(
      expect.arrayContaining(['accept-ranges', 'content-range']),
    );
  });
});
