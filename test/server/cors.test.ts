import { startGateway, type TestGateway } from './gateway';

const ALLOWED = 'https://app.example';
const OTHER = 'https://other.example';

let gateway: TestGateway;
beforeAll(async () => (gateway = await startGateway({ env: { TAMS_CORS_ORIGINS: ALLOWED } })));
afterAll(() => gateway.close());

const SURFACES = [
  ['the graph', '/graphql?query={__typename}', 'POST'],
  ['streams of the graph', '/graphql/stream?query={__typename}', 'POST'],
  ['REST', '/tams/v7.0/flows', 'PUT'],
  ['the event feed', '/tams/v7.0-ext/events', 'GET'],
  ['media', '/media/nothing', 'PUT'],
  ['analytics', '/analytics/export?table=flows', 'GET'],
] as const;

describe.each(SURFACES)('%s', (_what, path, method) => {
  const ask = (origin: string, options: { method?: string; headers?: Record<string, string> } = {}) =>
    fetch(gateway.url + path, { ...options, headers: { origin, ...options.headers } });
  const preflight = (origin: string) =>
    ask(origin, {
      method: 'OPTIONS',
      headers: {
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization, content-type',
      },
    });

  it('may be read by pages of the origins in TAMS_CORS_ORIGINS, without remembered passwords, and by no others', async () => {
    const allowed = await ask(ALLOWED);
    await allowed.arrayBuffer();
    expect(allowed.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
    expect(allowed.headers.get('vary')).toMatch(/origin/i);
    const other = await ask(OTHER);
    await other.arrayBuffer();
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    expect(other.headers.get('vary')).toMatch(/origin/i);
  });

  it('answers who asks before', async () => {
    const { status, headers } = await preflight(ALLOWED);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, ALLOWED]);
    expect(headers.get('access-control-allow-methods')).toContain(method);
    expect(headers.get('access-control-allow-headers')?.toLowerCase()).toContain('authorization');
    expect((await preflight(OTHER)).headers.get('access-control-allow-origin')).toBeNull();
  });
});

it.each(['/', '/graphiql', '/tams/v7.0/docs', '/metrics', '/livez'])(
  '%s is for no other page to read, whatever its origin',
  async (path) => {
    const { headers } = await fetch(gateway.url + path, { headers: { origin: ALLOWED } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  },
);
