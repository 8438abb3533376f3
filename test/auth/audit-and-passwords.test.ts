import { eq } from '../../src/vast/predicate';
import { usersTable } from '../../src/auth/tables';
import { Passwords } from '../../src/auth/passwords';
import { basic, bearer, GuardedGateway, PASSWORD } from './guarded-gateway';

const CHEAP = { logN: 4, r: 8, p: 1 };

describe('passwords', () => {
  it('cost one hash for a known user, an unknown one, and one without a password', async () => {
    const passwords = new Passwords(CHEAP);
    const stored = await passwords.hash(PASSWORD);
    for (const [password, hash] of [
      [PASSWORD, stored],
      ['wrong', stored],
      [PASSWORD, null],
    ] as const) {
      const before = passwords.hashes;
      expect((await passwords.verify(password, hash)).right).toBe(password === PASSWORD && hash !== null);
      expect(passwords.hashes - before).toBe(1);
    }
  });

  it('are salted, and the same however their letters are composed', async () => {
    const passwords = new Passwords(CHEAP);
    expect(await passwords.hash(PASSWORD)).not.toBe(await passwords.hash(PASSWORD));
    const stored = await passwords.hash('caf\u00e9 caf\u00e9');
    expect((await passwords.verify('cafe\u0301 cafe\u0301', stored)).right).toBe(true);
  });

  it('are hashed anew at the cost of today when somebody logs in', async () => {
    const server = await GuardedGateway.open();
    try {
      const user = await server.user('ada');
      const old = await new Passwords({ logN: 3, r: 8, p: 1 }).hash(PASSWORD);
      const stored = async () => {
        const row = await server.gateway.database.selectOne(usersTable, {
          columns: ['password'],
          where: eq('name', 'ada'),
        });
        return row!.password!;
      };
      await server.gateway.database.transaction(async (tx) => {
        const [row] = await tx.select(usersTable, {
          ...{ columns: ['password'], where: eq('name', 'ada'), limit: 1, includeRowIds: true },
        });
        await tx.update(usersTable, [row!.rowId], { password: old });
      });
      expect(await server.statusWith(basic('ada', 'wrong password'))).toBe(401);
      expect(await stored()).toBe(old);
      expect(await server.statusWith(user)).toBe(200);
      expect(await stored()).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$/);
      expect(await server.statusWith(user)).toBe(200);
    } finally {
      await server.close();
    }
  });
});

describe('the audit log', () => {
  let server: GuardedGateway;
  beforeAll(async () => (server = await GuardedGateway.open({ env: { TAMS_AUDIT_LIMIT: '20' } })));
  afterAll(() => server.close());

  it('tells who administered what, from where, with what outcome', async () => {
    const admin = await server.token(['admin'], {});
    const create = 'mutation { createUser(input: { name: "eve", scopes: [READ] }) { name } }';
    await server.graphql(bearer(admin.secret), create);
    await server.graphql(bearer(admin.secret), create);
    const { json } = await server.graphql(
      bearer(admin.secret),
      `{ administration { auditLog(principal: "${admin.user}") { principal action subject address outcome detail } } }`,
    );
    const of = { principal: admin.user, action: 'createUser', subject: 'eve', address: '127.0.0.1' };
    expect(json.data.administration.auditLog).toEqual([
      { ...of, outcome: 'FAILED', detail: 'The user exists already: eve' },
      { ...of, outcome: 'DONE', detail: 'scopes read' },
    ]);
  });

  it('tells of who was refused, at the gate and behind it', async () => {
    const { secret, user } = await server.token(['write']);
    await server.send('GET', `/tams/v7.0/flows?access_token=tams_nonsense`);
    await server.send('GET', '/tams/v7.0/flows', { authorization: basic('nobody') });
    await server.send('GET', '/tams/v7.0/flows', { authorization: bearer(secret) });
    await server.graphql(bearer(secret), '{ flows { nodes { id } } }');
    await server.graphql(bearer(secret), '{ administration { users { name } } }');
    const entries = await server.accounts.auditLog({ first: 5 });
    expect(entries.map(({ principal, subject, outcome }) => [principal, subject, outcome])).toEqual([
      [user, 'administration', 'refused'],
      [user, 'flows.list', 'refused'],
      [user, 'GET /flows', 'refused'],
      ['nobody', 'GET /tams/v7.0/flows', 'refused'],
      [null, 'GET /tams/v7.0/flows', 'refused'],
    ]);
  });

  it('keeps as much as it is told to', async () => {
    for (let i = 0; i < 40; i += 1) await server.send('GET', '/');
    await server.gateway.access.audit.flush();
    await server.gateway.access.audit.purge();
    const kept = await server.accounts.auditLog({ first: 1000 });
    expect(kept).toHaveLength(20);
    // What was administered before all of these.
    expect(kept.filter(({ action }) => action === 'createUser').length).toBeGreaterThan(0);
    // Refusals, without end and faster than they are purged, leave no more.
    for (let n = 0; n < 900; n += 1)
      server.gateway.access.audit.later({
        ...{ principal: null, action: 'request', subject: `GET /${n}`, address: null },
        ...{ outcome: 'refused', detail: null },
      });
    await server.gateway.access.audit.flush();
    await server.gateway.access.audit.purge();
    const left = await server.accounts.auditLog({ first: 1000 });
    expect(left).toHaveLength(20);
    expect(left[0]!.subject).toBe('GET /899');
    expect(left.filter(({ outcome }) => outcome !== 'refused')).toEqual(
      kept.filter(({ outcome }) => outcome !== 'refused'),
    );
  });
});
