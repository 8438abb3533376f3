import { Agent, request, type ClientRequest } from 'node:http';
import { API, basic, bearer, GuardedGateway } from './guarded-gateway';

let server: GuardedGateway;
let agent: Agent;
beforeAll(async () => (server = await GuardedGateway.open({ env: { TAMS_TRUST_PROXY: '127.0.0.1' } })));
afterAll(() => server.close());
beforeEach(() => (agent = new Agent({ keepAlive: true, maxSockets: 1 })));
afterEach(() => agent.destroy());

interface Told {
  readonly status: number;
  /** Whether the connection had been used before. */
  readonly again: boolean;
}

/** Asks over the one connection of this test. */
function ask(
  headers: Record<string, string>,
  { method = 'GET', path = `${API}/flows` }: { method?: string; path?: string } = {},
): Promise<Told> {
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = request(server.url + path, { method, headers, agent }, (response) => {
      response
        .resume()
        .once('end', () => resolve({ status: response.statusCode!, again: sent.reusedSocket }));
    });
    sent.once('error', reject).end();
  });
}

/** Lets somebody in over the connection until they are known by it. */
async function known(authorization: string): Promise<void> {
  for (let n = 0; n < 3; n += 1) expect((await ask({ authorization })).status).toBe(200);
}

describe('a connection over which somebody was let in', () => {
  it('lets nobody else in', async () => {
    const { secret } = await server.token();
    const writer = await server.token(['write']);
    await known(bearer(secret));
    for (const [headers, status] of [
      [{}, 401],
      [{ authorization: '' }, 401],
      [{ authorization: bearer(secret.slice(0, -1)) }, 401],
      [{ authorization: bearer(`${secret}A`) }, 401],
      [{ authorization: bearer(writer.secret) }, 403],
      [{ authorization: bearer(secret) }, 200],
      [{ authorization: bearer('tams_wrong') }, 401],
      [{ authorization: bearer(secret) }, 200],
    ] as [Record<string, string>, number][])
      expect(await ask(headers)).toEqual({ status, again: true });
    const path = `${API}/flows?access_token=${writer.secret}`;
    expect(await ask({}, { path })).toEqual({ status: 403, again: true });
  });

  it.each(['revoked', 'disabled', 'narrowed'])(
    'does not know them any more once they are %s',
    async (how) => {
      const { secret, id, user } = await server.token();
      await known(bearer(secret));
      if (how === 'revoked') await server.accounts.revokeToken(id);
      else
        await server.accounts.updateUser(
          user,
          how === 'disabled' ? { disabled: true } : { scopes: ['write'] },
        );
      const status = how === 'narrowed' ? 403 : 401;
      expect(await ask({ authorization: bearer(secret) })).toEqual({ status, again: true });
    },
  );

  it('does not know a token any more that has expired', async () => {
    const { secret } = await server.token(['read'], { expires: Date.now() + 600 });
    await known(bearer(secret));
    await new Promise((resolve) => setTimeout(resolve, 650));
    expect(await ask({ authorization: bearer(secret) })).toEqual({ status: 401, again: true });
  });

  it('does not take a remembered password for what a page of another site sends', async () => {
    const authorization = await server.user('ada');
    await known(authorization);
    const forged = { authorization, 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' };
    const post = { method: 'POST', path: `${API}/service` };
    expect(await ask(forged, post)).toEqual({ status: 401, again: true });
    expect(await ask({ authorization: basic('ada') })).toEqual({ status: 200, again: true });
  });

  it('writes down the address of each who comes by it, behind a proxy', async () => {
    const { secret, user } = await server.token(['write']);
    for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.2', '203.0.113.1'])
      await ask({ authorization: bearer(secret), 'x-forwarded-for': address });
    const entries = await server.accounts.auditLog({ principal: user, first: 10 });
    expect(entries.map(({ address }) => address).reverse()).toEqual([
      ...['203.0.113.1', '203.0.113.2', '203.0.113.2', '203.0.113.1'],
    ]);
  });
});
