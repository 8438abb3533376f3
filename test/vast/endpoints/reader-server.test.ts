import { connect, type Socket } from 'node:net';
import { serveReader, type ReaderServer, type ServerLimits } from '../../../src/vast/endpoints/reader-server';
import {
  DEFINITIONS_HEADER,
  definitionsOf,
  encodeRead,
  STORE_HEADER,
} from '../../../src/vast/endpoints/wire';
import { openEmbeddedReader, type EmbeddedReader } from '../../../src/vast/engines/embedded/read-only';
import { utf8, defineTable } from '../../../src/vast/table';
import { planOf } from '../plans';
import { names, things } from '../things';
import { EndpointStore, SERVED } from './fixture';

const TOKEN = 'a token that nobody guesses';

let store: EndpointStore;
let reader: EmbeddedReader;
const servers: ReaderServer[] = [];
const errors: unknown[] = [];
beforeAll(async () => {
  store = await EndpointStore.open();
  await store.own.createTable(names);
  await store.own.transaction((tx) => tx.insert(names, [{ name: 'one', note: 'x'.repeat(5000) }]));
  reader = await openEmbeddedReader(store.folder);
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
afterAll(async () => {
  await reader.close();
  await store.close();
});

async function serve(limits: Partial<ServerLimits> = {}, token: string | null = null): Promise<string> {
  const server = await serveReader({
    reader,
    tables: SERVED,
    store: reader.identity,
    check: () => reader.check(),
    host: '127.0.0.1',
    port: 0,
    token,
    limits,
    onError: (error) => errors.push(error),
  });
  servers.push(server);
  return server.url;
}

const meant = () => ({ [STORE_HEADER]: reader.identity, [DEFINITIONS_HEADER]: definitionsOf(SERVED) });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const NAMES = encodeRead({ op: 'select', plan: planOf(names) });

async function ask(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(`${url}/read`, { method: 'POST', body, headers: { ...meant(), ...headers } });
  return { status: response.status, answer: await response.json() };
}

/** A connection that nothing is sent on yet. */
const open = (url: string): Socket =>
  connect(Number(new URL(url).port), '127.0.0.1')
    .on('error', () => undefined)
    .resume();

/** A read of `names` with something else in its plan. */
const spoilt = (plan: Record<string, unknown>, op = 'select'): string =>
  JSON.stringify({ op, plan: { ...planOf(names), table: 'names', ...plan } });

describe('an endpoint', () => {
  it('answers reads, and says that it is well', async () => {
    const url = await serve();
    expect(await ask(url, NAMES)).toEqual({ status: 200, answer: [['one', 'x'.repeat(5000)]] });
    const health = await fetch(`${url}/health`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
  });

  it.each<[string, string, RegExp]>([
    ['no JSON', '{"op":', /is a JSON object/],
    ['nothing', '', /is a JSON object/],
    ['a list', '[]', /has an op/],
    ['no plan', '{"op":"select"}', /has an op/],
    ['an unknown table', spoilt({ table: 'nowhere' }), /no table named "nowhere"/],
    ['a table of the engine’s own', spoilt({ table: '_tables' }), /no table named "_tables"/],
    ['a table by an inherited name', spoilt({ table: 'constructor' }), /no table named/],
    ['an unknown column', spoilt({ columns: ['nothing'] }), /plan\.columns\.0/],
    ['a column by an inherited name', spoilt({ columns: ['toString'] }), /plan\.columns\.0/],
    ['SQL for a column', spoilt({ columns: ['name" FROM "_tables" --'] }), /plan\.columns\.0/],
    ['SQL in a predicate', spoilt({ where: { op: 'eq', column: 'a" OR 1 --', value: 1 } }), /plan\.where/],
    ['an unknown predicate', spoilt({ where: { op: 'sql', of: [] } }), /plan\.where/],
    ['a projection that is none', spoilt({ projection: '__proto__' }), /plan\.projection/],
    ['a limit that is none', spoilt({ limit: '1' }), /plan\.limit/],
    ['something more', spoilt({ sql: 'DROP TABLE names' }), /plan/],
    ['a write', spoilt({ rows: [{ name: 'two' }] }, 'insert'), /at op/],
    ['a transaction', spoilt({}, 'transaction'), /at op/],
  ])('refuses %s with one sentence', async (_name, body, sentence) => {
    const { status, answer } = await ask(await serve(), body);
    expect(status).toBe(400);
    expect((answer as { error: string }).error).toMatch(sentence);
    expect(await store.own.describe()).toHaveLength(1);
    expect(await store.own.select(planOf(names))).toHaveLength(1);
  });

  it('refuses what only the store can judge, and predicates of any depth, and lives on', async () => {
    const url = await serve();
    expect(await ask(url, spoilt({ where: { op: 'eq', column: 'name', value: 7 } }))).toMatchObject({
      status: 422,
      answer: { error: expect.stringContaining('Not well-formed text') as string },
    });
    for (const depth of [2_000, 100_000]) {
      const where = `${'{"op":"not","of":'.repeat(depth)}{"op":"isNull","column":"note"}${'}'.repeat(depth)}`;
      const deep = spoilt({ where: 0 }).replace('"where":0', `"where":${where}`);
      expect([400, 422]).toContain((await ask(url, deep)).status);
      expect((await ask(url, '['.repeat(1_000_000))).status).toBe(400);
    }
    expect((await ask(url, NAMES)).status).toBe(200);
  });

  it('serves nothing else', async () => {
    const url = await serve();
    const status = async (path: string, method: string) =>
      (await fetch(url + path, { method, headers: meant() })).status;
    expect(await status('/', 'GET')).toBe(404);
    expect(await status('/read', 'GET')).toBe(405);
    expect(await status('/read', 'DELETE')).toBe(405);
    expect(await status('/health', 'POST')).toBe(404);
    expect(await status('/read?x=1', 'POST')).toBe(404);
  });

  it('bounds requests, told and untold, and answers', async () => {
    const url = await serve({ requestBytes: 2000, answerBytes: 4000 });
    const large = spoilt({ after: ['y'.repeat(2000)] });
    expect((await ask(url, large)).status).toBe(413);
    const chunks = new ReadableStream({
      pull: (controller) => controller.enqueue(Buffer.alloc(1500, ' ')),
    });
    const endless = await fetch(`${url}/read`, {
      method: 'POST',
      headers: meant(),
      body: chunks,
      duplex: 'half',
    }).then(
      ({ status }) => status,
      () => 'broken off',
    );
    expect([413, 'broken off']).toContain(endless);
    expect(await ask(url, NAMES)).toMatchObject({
      status: 422,
      answer: { error: expect.stringMatching(/4000/) as string },
    });
    expect((await ask(url, spoilt({ columns: ['name'] }))).status).toBe(200);
  });

  it('takes only so many reads at once', async () => {
    const url = await serve({ reads: 2 });
    const headers = Object.entries(meant()).map(([name, value]) => `${name}: ${value}\r\n`);
    const begun = `POST /read HTTP/1.1\r\nhost: x\r\n${headers.join('')}content-length: ${NAMES.length}\r\n\r\n`;
    const sockets = [0, 1].map(() => open(url));
    for (const socket of sockets) socket.write(begun);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await ask(url, NAMES)).toEqual({
      status: 503,
      answer: { error: '2 reads are under way already' },
    });
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await ask(url, NAMES)).status).toBe(200);
  });

  it('takes only so many connections', async () => {
    const url = await serve({ connections: 3 });
    const sockets = [0, 1, 2].map(() => open(url));
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    await new Promise((resolve) => open(url).once('close', resolve));
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await ask(url, NAMES)).status).toBe(200);
  });

  it('lets go of connections that send nothing, or too slowly', async () => {
    const url = await serve({ arrivalMs: 200 });
    const silent = open(url);
    const slow = open(url);
    slow.write('POST /read HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{');
    const closed = [silent, slow].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    await Promise.all(closed);
    expect((await ask(url, NAMES)).status).toBe(200);
  });

  it('asks for its token, and repeats none', async () => {
    const url = await serve({}, TOKEN);
    const answers = [
      await ask(url, NAMES),
      await ask(url, NAMES, bearer('wrong')),
      await ask(url, NAMES, bearer(`${TOKEN}x`)),
      await ask(url, NAMES, { authorization: TOKEN }),
    ];
    for (const answer of answers)
      expect(answer).toEqual({ status: 401, answer: { error: 'The token is missing or wrong' } });
    expect((await fetch(`${url}/health`)).status).toBe(401);
    expect((await ask(url, NAMES, bearer(TOKEN))).status).toBe(200);
    expect(JSON.stringify([answers, errors.map(String)])).not.toContain(TOKEN);
  });

  it('answers only who means this store and these definitions', async () => {
    const url = await serve();
    const other = defineTable('names', { name: utf8() }, { primaryKey: ['name'] });
    const conflict = (of: string) => ({
      status: 409,
      answer: { error: expect.stringContaining(of) as string },
    });
    expect(await ask(url, NAMES, { [STORE_HEADER]: '1:2' })).toEqual(conflict('another store'));
    expect(await ask(url, NAMES, { [DEFINITIONS_HEADER]: definitionsOf([other]) })).toEqual(
      conflict('another version'),
    );
    const unsaid = await fetch(`${url}/read`, { method: 'POST', body: NAMES });
    expect(unsaid.status).toBe(409);
    expect(definitionsOf([...SERVED].reverse())).toBe(definitionsOf(SERVED));
    expect(definitionsOf([things])).not.toBe(definitionsOf([names]));
  });

  it('finishes what it has when it is closed', async () => {
    const url = await serve();
    const asked = ask(url, NAMES);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await servers.pop()!.close();
    expect((await asked).status).toBe(200);
    await expect(fetch(`${url}/health`)).rejects.toThrow();
  });
});
