import { createHmac } from 'node:crypto';
import { JwtIssuer } from '../../src/auth/jwt-issuer';
import { bearer, GuardedGateway } from './guarded-gateway';
import { Issuer } from './issuer';

let issuer: Issuer;
let server: GuardedGateway;
beforeAll(async () => {
  issuer = await Issuer.start();
  await issuer.addKey();
  server = await GuardedGateway.open({
    env: { TAMS_AUTH_ISSUER: issuer.url, TAMS_AUTH_AUDIENCE: 'tams', TAMS_AUTH_CLOCK_SKEW: '10s' },
  });
});
afterAll(async () => {
  await server.close();
  await issuer.close();
});

const now = () => Math.floor(Date.now() / 1000);
const statusOf = async (claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}) =>
  server.statusWith(bearer(await issuer.sign(issuer.keys[0]!, claims, header)));

describe('tokens of the issuer', () => {
  it('let their subject in, who is who writes', async () => {
    const token = await issuer.sign(issuer.keys[0]!, { scope: 'read write' });
    expect(await server.statusWith(bearer(token))).toBe(200);
    const id = '00000000-0000-4000-8000-00000000000a';
    const { json } = await server.graphql(
      bearer(token),
      `mutation { putFlow(input: { id: "${id}", sourceId: "${id}", format: MULTI }) { flow { createdBy } } }`,
    );
    expect(json.data.putFlow.flow.createdBy).toBe('jane');
  });

  it.each([
    ['text', { scope: 'openid read' }, 200],
    ['the spelling of app note 0016', { scope: 'tams-api/read tams-api/write' }, 200],
    ['a list', { scope: null, scp: ['tams-api/read'] }, 200],
    ['scp as text', { scope: null, scp: 'write read' }, 200],
    ['none', { scope: null }, 403],
    ['others', { scope: 'reader tams-api/readers other/read' }, 403],
    ['no text', { scope: 5 }, 403],
  ])('may do what their scopes say: %s', async (_what, claims, status) => {
    expect(await statusOf(claims)).toBe(status);
  });

  it.each([
    ['text', 'news sport', ['news']],
    ['text with commas', 'drama, news', ['news']],
    ['a list', ['drama', 'news', 5], ['news']],
    ['others', 'drama', []],
    ['none', '', []],
    ['an empty list', [], []],
    ['what is no list', { news: true }, []],
    ['nothing, for it is left out', null, undefined],
  ])('see what the claim auth_classes says: %s', async (_what, claim, classes) => {
    const flow = '00000000-0000-4000-8000-00000000000b';
    const token = (claims: Record<string, unknown>) => issuer.sign(issuer.keys[0]!, claims).then(bearer);
    await server.graphql(
      await token({ scope: 'write' }),
      `mutation { putFlow(input: {
        id: "${flow}", sourceId: "${flow}", format: MULTI, tags: [{ name: "auth_classes", value: "news" }] }) { created } }`,
    );
    const limited = await token({ scope: 'read admin', auth_classes: claim });
    const { json } = await server.graphql(limited, `{ flow(id: "${flow}") { id } }`);
    expect(json.data.flow !== null).toBe(classes === undefined || classes.length > 0);
    // Who sees a part of the store cannot administer it.
    const { json: asked } = await server.graphql(limited, '{ administration { users { name } } }');
    expect(asked.errors?.[0].extensions.code).toBe(classes === undefined ? undefined : 'SCOPE_MISSING');
  });

  it('are refused with more classes than fit', async () => {
    const many = Array.from({ length: 101 }, (_, n) => `class-${n}`);
    expect(await statusOf({ auth_classes: many })).toBe(401);
    expect(await statusOf({ auth_classes: many.slice(1).join(' ') })).toBe(200);
  });

  it.each([
    ['of another issuer', { iss: 'https://issuer.example' }],
    ['of no issuer', { iss: null }],
    ['for another audience', { aud: 'other' }],
    ['for no audience', { aud: null }],
    ['that have expired', { exp: now() - 11 }],
    ['that never expire', { exp: null }],
    ['that expire at no time', { exp: 'never' }],
    ['that are not valid yet', { nbf: now() + 60 }],
    ['of nobody', { sub: null }],
    ['of no text', { sub: 12 }],
    ['of the empty text', { sub: '' }],
  ])('are refused %s', async (_what, claims) => expect(await statusOf(claims)).toBe(401));

  it('may be a little late or early, as clocks are, and for one audience of several', async () => {
    expect(await statusOf({ exp: now() - 5 })).toBe(200);
    expect(await statusOf({ nbf: now() + 5 })).toBe(200);
    expect(await statusOf({ aud: ['other', 'tams'] })).toBe(200);
  });

  it('are refused unsigned, cut, altered, or signed with a key of somebody else', async () => {
    const good = await issuer.sign(issuer.keys[0]!);
    const [head, body, signature] = good.split('.') as [string, string, string];
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const altered = Buffer.from(body, 'base64url').toString().replace('"read"', '"admin"');
    for (const token of [
      `${none}.${body}.`,
      `${none}.${body}.${signature}`,
      `${head}.${body}.`,
      `${head}.${body}`,
      `${head}.${Buffer.from(altered).toString('base64url')}.${signature}`,
      `${head}.${body}.${signature.slice(0, -2)}`,
    ])
      expect(await server.statusWith(bearer(token))).toBe(401);
    const stranger = await Issuer.start();
    const key = { ...(await stranger.addKey()), kid: issuer.keys[0]!.kid };
    expect(await server.statusWith(bearer(await issuer.sign(key)))).toBe(401);
    await stranger.close();
  });

  it('are refused when signed with the public key as if it were a shared secret', async () => {
    const { kid, publicJwk } = issuer.keys[0]!;
    const key = await issuer.jose.importJWK(publicJwk, 'RS256');
    const pem = await issuer.jose.exportSPKI(key as never);
    const good = await issuer.sign(issuer.keys[0]!);
    const head = Buffer.from(JSON.stringify({ alg: 'HS256', kid })).toString('base64url');
    const signed = `${head}.${good.split('.')[1]}`;
    for (const secret of [pem, pem.trim(), JSON.stringify(publicJwk)]) {
      const signature = createHmac('sha256', secret).update(signed).digest('base64url');
      expect(await server.statusWith(bearer(`${signed}.${signature}`))).toBe(401);
    }
  });

  it('are not fetched keys for over and over', async () => {
    const before = issuer.requests.length;
    for (let i = 0; i < 20; i += 1) await statusOf({}, { kid: `unknown-${i}` });
    expect(issuer.requests.length - before).toBeLessThanOrEqual(1);
  });
});

describe('the keys of the issuer', () => {
  const settings = () => ({
    ...{ issuer: issuer.url, audience: 'tams', scopeClaims: ['scope'], principalClaim: 'sub' },
    ...{ clockSkewMs: 0, keyCooldownMs: 0 },
  });

  it.each(['RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'])('may be of %s', async (alg) => {
    const key = await issuer.addKey(alg);
    const { principal, scopes } = await new JwtIssuer(settings()).verify(await issuer.sign(key));
    expect([principal, scopes]).toEqual(['jane', ['read']]);
  });

  it('may be rotated: tokens of the new key are taken, of the one that is gone no more', async () => {
    const verifier = new JwtIssuer(settings());
    const old = await issuer.addKey();
    const token = await issuer.sign(old);
    await expect(verifier.verify(token)).resolves.toMatchObject({ principal: 'jane' });
    issuer.keys = issuer.keys.filter((key) => key !== old);
    const fresh = await issuer.addKey();
    await expect(verifier.verify(await issuer.sign(fresh))).resolves.toMatchObject({ principal: 'jane' });
    await expect(verifier.verify(token)).rejects.toMatchObject({ type: 'Unauthenticated' });
  });

  it('are asked for again when they could not be had', async () => {
    const gone = new JwtIssuer({ ...settings(), issuer: 'http://127.0.0.1:1' });
    const token = await issuer.sign(issuer.keys[0]!);
    await expect(gone.verify(token)).rejects.toMatchObject({ type: 'StoreUnavailable' });
    const misnamed = new JwtIssuer({ ...settings(), issuer: `${issuer.url}/` });
    await expect(misnamed.verify(token)).rejects.toMatchObject({ type: 'StoreUnavailable' });
  });
});
