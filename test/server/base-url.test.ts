import http from 'node:http';
import { graphql, startGateway, type TestGateway } from './gateway';

const PUT = /* GraphQL */ `
  mutation Put($input: FlowInput!) {
    putFlow(input: $input) {
      created
    }
  }
`;
const flow = (n: number) => ({
  id: `00000000-0000-4000-8000-00000000000${n}`,
  sourceId: '00000000-0000-4000-8000-0000000000ff',
  format: 'MULTI',
});

let gateway: TestGateway;
const start = async (env: Record<string, string>) => {
  gateway = await startGateway({ env });
  for (const n of [1, 2]) await graphql(gateway.url, PUT, { input: flow(n) });
};
afterEach(() => gateway.close());

/** Where the link of a page with these headers leads, up to its query. */
function linked(headers: http.OutgoingHttpHeaders): Promise<string> {
  return new Promise((resolve, reject) => {
    const url = `${gateway.url}/tams/v7.0/flows?limit=1`;
    http
      .get(url, { headers }, (response) => {
        response.resume();
        resolve(String(response.headers.link).replace(/^<(.*)\?.*$/, '$1'));
      })
      .once('error', reject);
  });
}

const FORWARDED = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'tams.example' };

it('believes a trusted proxy, the last of several', async () => {
  await start({ TAMS_TRUST_PROXY: '127.0.0.0/8' });
  expect(await linked(FORWARDED)).toBe('https://tams.example/tams/v7.0/flows');
  expect(
    await linked({
      'x-forwarded-proto': 'http, https',
      'x-forwarded-host': 'evil.example, tams.example:8443',
    }),
  ).toBe('https://tams.example:8443/tams/v7.0/flows');
  expect(await linked({ 'x-forwarded-proto': 'gopher' })).toBe(`${gateway.url}/tams/v7.0/flows`);
});

it('believes nobody else', async () => {
  await start({ TAMS_TRUST_PROXY: '10.0.0.0/8' });
  expect(await linked(FORWARDED)).toBe(`${gateway.url}/tams/v7.0/flows`);
});

it.each(['tams.example/path', 'a,b', 'a b', '"', '<x>', 'user@tams.example', ''])(
  'puts no host %j into a link',
  async (host) => {
    await start({});
    expect(await linked({ host })).toBe(`${gateway.url}/tams/v7.0/flows`);
  },
);
