import { API, bearer, GuardedGateway } from './guarded-gateway';

let server: GuardedGateway;
beforeAll(async () => (server = await GuardedGateway.open()));
afterAll(() => server.close());

describe('with authentication on, nobody is let in without credentials', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/graphiql'],
    ['GET', '/metrics'],
    ['GET', '/nothing-here'],
    ['POST', '/graphql'],
    ['GET', '/graphql?query={__typename}'],
    ['GET', '/graphql/stream?query={__typename}'],
    ['GET', `${API}/`],
    ['GET', `${API}/service`],
    ['GET', `${API}/nothing`],
    ['HEAD', `${API}/sources`],
    ['DELETE', `${API}/flows/no-id`],
    ['GET', `${API}/docs`],
    ['GET', `${API}/docs/openapi.json`],
    ['GET', `${API}-ext/events`],
    ['GET', '/media/some-object'],
  ])('%s %s', async (method, path) => {
    const { status, headers } = await server.send(method, path, { headers: { accept: 'text/event-stream' } });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe(
      'Basic realm="tams-graph", charset="UTF-8", Bearer realm="tams-graph"',
    );
  });

  it('lets health be asked, and preflights', async () => {
    expect((await server.send('GET', '/livez')).status).toBe(200);
    expect((await server.send('GET', '/readyz')).status).toBe(200);
    const preflight = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
    for (const path of ['/graphql', `${API}/flows`, `${API}-ext/events`, '/media/some-object'])
      expect((await server.send('OPTIONS', path, { headers: preflight })).status).toBe(204);
  });

  it('lets pages of other origins read the refusal', async () => {
    const headers = { origin: 'https://app.example' };
    for (const path of ['/graphql', `${API}/flows`, `${API}-ext/events`, '/media/some-object'])
      expect((await server.send('GET', path, { headers })).headers.get('access-control-allow-origin')).toBe(
        '*',
      );
  });

  it('says so in the manner of each surface', async () => {
    const rest = await server.send('GET', `${API}/flows`);
    expect(rest.json).toMatchObject({ type: 'Unauthenticated', summary: expect.any(String) });
    const graph = await server.send('POST', '/graphql', { body: { query: '{ __typename }' } });
    expect(graph.json.errors[0]).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  });
});

describe('with a token', () => {
  it.each([
    ['/', 200],
    ['/metrics', 404],
    [`${API}/service`, 200],
    [`${API}/flows`, 200],
    [`${API}/nothing`, 404],
    [`${API}/docs/openapi.json`, 200],
    [`${API}-ext/events`, 200],
    ['/media/some-object', 404],
    ['/graphql?query={__typename}', 200],
  ])('GET %s is %d, by header or by parameter', async (path, status) => {
    const { secret } = await server.token();
    expect((await server.send('GET', path, { authorization: bearer(secret) })).status).toBe(status);
    const query = `${path.includes('?') ? '&' : '?'}access_token=${secret}`;
    expect((await server.send('GET', path + query)).status).toBe(status);
  });

  it('keeps the parameter in links to the next page (A3)', async () => {
    const { secret } = await server.token();
    for (const source of ['1', '2'])
      await server.send('PUT', `${API}/flows/00000000-0000-4000-8000-00000000000${source}`, {
        authorization: bearer(secret),
        body: {
          id: `00000000-0000-4000-8000-00000000000${source}`,
          source_id: `00000000-0000-4000-8000-00000000001${source}`,
          format: 'urn:x-nmos:format:multi',
        },
      });
    const page = await server.send('GET', `${API}/flows?limit=1&access_token=${secret}`);
    const next = /<([^>]+)>/.exec(page.headers.get('link')!)![1]!;
    expect(new URL(next).searchParams.get('access_token')).toBe(secret);
    const { pathname, search } = new URL(next);
    expect((await server.send('GET', pathname + search)).json).toHaveLength(1);
    expect(page.json[0].created_by).toMatch(/^user-/);
  });

  it('a header alone decides (A2)', async () => {
    const { secret } = await server.token();
    const answer = await server.send('GET', `${API}/flows?access_token=${secret}`, {
      authorization: bearer('tams_wrong'),
    });
    expect(answer.status).toBe(401);
  });
});
