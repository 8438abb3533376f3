import { isSameAsker, trusted } from '../../src/tams/access/caller';
import { bearer, GuardedGateway } from './guarded-gateway';

const ID = '00000000-0000-4000-8000-000000000001';
const ids = (count: number) =>
  Array.from({ length: count }, (_, n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`);

let server: GuardedGateway;
let admin: string;
beforeAll(async () => {
  server = await GuardedGateway.open();
  admin = bearer((await server.token()).secret);
  await server.user('ada');
});
afterAll(() => server.close());

const create = (input: Record<string, unknown>) =>
  server.graphql(
    admin,
    `mutation ($input: TokenInput!) { createToken(input: $input) {
      secret token { id scopes limits { sourceIds flowIds classes } } } }`,
    { input: { user: 'ada', ...input } },
  );

it('are made, listed and audited with their limits, and have all scopes of their user but admin', async () => {
  const limits = { sourceIds: [ID, ID], classes: ['news', 'sport', 'news'] };
  const shown = { sourceIds: [ID], flowIds: [], classes: ['news', 'sport'] };
  const { json } = await create({ limits });
  const { token, secret } = json.data.createToken;
  expect(token).toMatchObject({ scopes: ['READ', 'WRITE', 'DELETE'], limits: shown });
  const listed = await server.graphql(
    admin,
    '{ administration { tokens(user: "ada") { id limits { sourceIds flowIds classes } } auditLog(first: 1) { detail } } }',
  );
  const { tokens, auditLog } = listed.json.data.administration;
  expect(tokens).toEqual([{ id: token.id, limits: shown }]);
  expect(auditLog[0].detail).toMatch(/limits: 1 sources, 0 flows, classes news sport$/);
  const { json: asked } = await server.graphql(bearer(secret), '{ administration { users { name } } }');
  expect(asked.errors[0].extensions.code).toBe('SCOPE_MISSING');
});

it('without limits say so', async () => {
  const { json } = await create({});
  expect(json.data.createToken.token).toMatchObject({
    scopes: ['READ', 'WRITE', 'DELETE', 'ADMIN'],
    limits: null,
  });
});

it.each([
  ['name nothing', { limits: {} }, 'name no source, flow or class, so it would see nothing'],
  ['name empty lists', { limits: { sourceIds: [], flowIds: null, classes: [] } }, 'name no source'],
  [
    'leave administration',
    { scopes: ['READ', 'ADMIN'], limits: { classes: ['a'] } },
    'cannot have the scope admin',
  ],
  [
    'have too many sources',
    { limits: { sourceIds: ids(1001) } },
    'sourceIds has 1001 values; at most 1000 fit',
  ],
  ['have too many flows', { limits: { flowIds: ids(1001) } }, 'flowIds has 1001 values; at most 1000 fit'],
  ['have too many classes', { limits: { classes: ids(101) } }, 'classes has 101 values; at most 100 fit'],
  ['have the empty class', { limits: { classes: [''] } }, '"" is no class'],
  ['have a class with a comma', { limits: { classes: ['a,b'] } }, '"a,b" is no class'],
  ['have a class with a blank', { limits: { classes: ['a b'] } }, '"a b" is no class'],
  [
    'have an endless class',
    { limits: { classes: ['x'.repeat(101)] } },
    'is no class: it has 1 to 100 characters',
  ],
])('are not made when their limits %s', async (_what, input, message) => {
  const before = await server.accounts.tokens(null);
  const { json } = await create(input);
  expect(json.errors[0].extensions.code).toBe('INVALID_TOKEN');
  expect(json.errors[0].message).toContain(message);
  expect(await server.accounts.tokens(null)).toEqual(before);
});

it('are not made with what is no id, by whatever way', async () => {
  const wrong = { sourceIds: ['x'], flowIds: [], classes: [] };
  expect((await create({ limits: { flowIds: ['x'] } })).json.errors).toHaveLength(1);
  await expect(
    server.accounts.createToken({ user: 'ada', label: null, scopes: null, expires: null, limits: wrong }),
  ).rejects.toThrow('"x" of sourceIds is no lower-case UUID');
});

it('are audited when they go beyond their limits, before a change or within it', async () => {
  const { json } = await create({ limits: { classes: ['news'] } });
  const authorization = bearer(json.data.createToken.secret);
  const put = `mutation { putFlow(input: { id: "${ID}", sourceId: "${ID}", format: MULTI }) { created } }`;
  expect((await server.graphql(authorization, put)).json.errors[0].extensions).toMatchObject({
    code: 'BEYOND_LIMITS',
    kind: 'forbidden',
  });
  expect((await server.send('GET', '/metrics', { authorization })).status).toBe(403);
  await server.gateway.access.audit.flush();
  const log = await server.accounts.auditLog({ principal: 'ada', first: 2 });
  expect(log.map(({ subject, outcome }) => [subject, outcome])).toEqual([
    ['performance.metrics', 'refused'],
    ['flows.put', 'refused'],
  ]);
});

it('keep a socket for who sees the same only', () => {
  const limits = { sourceIds: [ID], flowIds: [], classes: [] };
  const ada = trusted('ada');
  expect(isSameAsker({ ...ada, limits }, { ...ada, limits: { ...limits } })).toBe(true);
  expect(isSameAsker({ ...ada, limits }, ada)).toBe(false);
  expect(isSameAsker({ ...ada, limits }, { ...ada, limits: { ...limits, classes: ['a'] } })).toBe(false);
  expect(isSameAsker(ada, trusted('bob'))).toBe(false);
});
