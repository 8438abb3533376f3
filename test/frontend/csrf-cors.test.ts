import { startGateway, type TestGateway } from '../server/gateway';
import { makeFlow, type MadeFlow } from './media-library';

const ALLOWED = 'https://app.example';
const OTHER = 'https://other.example';
const QUERY = '{ service { apiVersion } }';

let open: TestGateway;
let closed: TestGateway;

beforeAll(async () => {
  open = await startGateway();
  closed = await startGateway({ env: { TAMS_CORS_ORIGINS: ALLOWED } });
});

afterAll(async () => {
  await open.close();
  await closed.close();
});

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: { message: string; extensions: { code?: string } }[];
}
const read = async (response: Response): Promise<Answer> => (await response.json()) as Answer;

describe('a request that any web page could send without asking first', () => {
  let flow: MadeFlow;
  const labelOf = async (): Promise<unknown> => {
    const response = await fetch(`${open.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `{ flow(id: "${flow.id}") { label } }` }),
    });
    return (await read(response)).data?.flow;
  };

  beforeAll(async () => {
    flow = await makeFlow(open.url, 'mine');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'is refused as a POST of type "%s", and changes nothing',
    async (type) => {
      const mutation = `mutation { updateFlow(id: "${flow.id}", patch: { label: "theirs" }) { id } }`;
      const response = await fetch(`${open.url}/graphql`, {
        method: 'POST',
        headers: type === '' ? {} : { 'content-type': type },
        body: new TextEncoder().encode(JSON.stringify({ query: mutation })),
      });
      expect([400, 415]).toContain(response.status);
      expect((await read(response)).errors?.[0]?.message).toMatch(/CSRF|content-type/i);
      expect(await labelOf()).toEqual({ label: 'mine' });
    },
  );

  const get = (headers: Record<string, string>): Promise<Response> =>
    fetch(`${open.url}/graphql?query=${encodeURIComponent(QUERY)}`, { headers });

  it.each(['cross-site', 'same-site'])(
    'is refused as a GET that a browser marks as %s, with a message that names the header to send',
    async (site) => {
      const response = await get({ 'sec-fetch-site': site });
      expect(response.status).toBe(400);
      const { errors } = await read(response);
      expect(errors?.[0]?.message).toContain('apollo-require-preflight');
      expect(errors?.[0]?.extensions.code).toBe('CSRF_BLOCKED');
    },
  );

  it.each([
    ['of a page of this server', { 'sec-fetch-site': 'same-origin' }],
    ['typed into the address bar', { 'sec-fetch-site': 'none' }],
    ['of a program', {}],
    ['with a preflighted header', { 'sec-fetch-site': 'cross-site', 'apollo-require-preflight': 'true' }],
    ['of Apollo Client', { 'sec-fetch-site': 'cross-site', 'x-apollo-operation-name': 'Service' }],
  ])('is answered as a GET %s', async (_whose, headers) => {
    const response = await get(headers);
    expect(response.status).toBe(200);
    expect((await read(response)).data).toEqual({ service: { apiVersion: '7.0' } });
  });

  it('cannot change anything as a GET, asked for or not', async () => {
    const mutation = `mutation { updateFlow(id: "${flow.id}", patch: { label: "theirs" }) { id } }`;
    const response = await fetch(`${open.url}/graphql?query=${encodeURIComponent(mutation)}`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect(response.status).toBe(405);
    expect(await labelOf()).toEqual({ label: 'mine' });
  });
});

/** What a browser asks before it lets a page of `origin` post JSON. */
const preflight = (url: string, origin: string): Promise<Response> =>
  fetch(`${url}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-apollo-operation-name',
    },
  });

const post = (url: string, origin: string): Promise<Response> =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY }),
  });

describe('pages of other origins', () => {
  it('may ask and read when every origin may, without credentials', async () => {
    const asked = await preflight(open.url, OTHER);
    expect(asked.ok).toBe(true);
    expect(asked.headers.get('access-control-allow-origin')).toBe('*');
    expect(asked.headers.get('access-control-allow-methods')).toMatch(/POST/);
    expect(asked.headers.get('access-control-allow-headers')).toMatch(/content-type/i);
    expect(asked.headers.get('access-control-allow-headers')).toMatch(/x-apollo-operation-name/i);
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    expect(Number(asked.headers.get('access-control-max-age'))).toBeGreaterThan(0);
    const answered = await post(open.url, OTHER);
    expect(answered.status).toBe(200);
    expect(answered.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('may read the request id, to name it in a report', async () => {
    const answered = await post(open.url, OTHER);
    expect(answered.headers.get('access-control-expose-headers')).toMatch(/x-request-id/i);
    expect(answered.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('may ask and read from an origin of the list', async () => {
    const asked = await preflight(closed.url, ALLOWED);
    expect(asked.ok).toBe(true);
    expect(asked.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    const answered = await post(closed.url, ALLOWED);
    expect(answered.headers.get('access-control-allow-origin')).toBe(ALLOWED);
    // Caches must not give one origin's answer to another.
    expect(answered.headers.get('vary')).toMatch(/origin/i);
  });

  it('get no permission from an origin that the list does not have', async () => {
    for (const origin of [OTHER, `${ALLOWED}.other.example`, 'http://app.example', 'null']) {
      const asked = await preflight(closed.url, origin);
      expect([null, ALLOWED]).toContain(asked.headers.get('access-control-allow-origin'));
      const answered = await post(closed.url, origin);
      expect([null, ALLOWED]).toContain(answered.headers.get('access-control-allow-origin'));
    }
  });

  it('can read why an operation is refused', async () => {
    const response = await fetch(`${closed.url}/graphql`, {
      method: 'POST',
      headers: { origin: ALLOWED, 'content-type': 'application/json' },
      body: '{',
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('access-control-allow-origin')).toBe(ALLOWED);
  });
});
