import { fastify, type FastifyInstance } from 'fastify';
import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request as rawRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openMedia } from '../../src/media/backends';
import type { EmbeddedStore } from '../../src/media/embedded-store';
import { encodePart } from '../../src/media/percent-encoding';
import { mediaRoutes, type MediaGate, type MediaRoutesOptions } from '../../src/server/media-routes';
import { useFolder } from './folder';
import { HOSTILE_IDS } from './object-ids';

class NotAllocated extends Error {}
class SignIn extends Error {}

const MAX_BYTES = 100_000;
const TYPE = 'video/mp2t';
const folder = useFolder();

/** A domain of a few objects: what it was told is what it answers. */
class Gate implements MediaGate {
  readonly allocated = new Map<string, { contentType: string; overwrite: boolean }>();
  readonly reported: { objectId: string; size: number; etag: string }[] = [];

  admitUpload(objectId: string) {
    const known = this.allocated.get(objectId);
    return known ? Promise.resolve(known) : Promise.reject(new NotAllocated('No such media object'));
  }
  uploaded(objectId: string, facts: { size: number; etag: string }) {
    this.reported.push({ objectId, ...facts });
    return Promise.resolve();
  }
  readable(objectId: string) {
    return Promise.resolve(this.allocated.get(objectId) ?? null);
  }
}

let app: FastifyInstance;
let origin: string;
let gate: Gate;
let store: EmbeddedStore;
let errors: unknown[];

async function start(changes: Partial<MediaRoutesOptions> = {}): Promise<void> {
  gate = new Gate();
  errors = [];
  const { embedded } = await openMedia({
    backendsFile: null,
    dataFolder: folder(),
    publicUrl: () => origin,
    env: {},
  });
  if (embedded === null) throw new Error('no embedded store');
  store = embedded;
  app = fastify({
    logger: { level: 'error', stream: { write: (line: string) => errors.push(JSON.parse(line)) } },
  });
  await app.register(mediaRoutes, {
    store,
    gate,
    maxObjectBytes: MAX_BYTES,
    admitUnsignedRead: () => Promise.resolve(),
    corsOrigins: '*' as const,
    statusOf: (error: unknown) => {
      if (error instanceof NotAllocated) return { status: 404, type: 'ObjectNotFound' };
      return error instanceof SignIn ? { status: 401, type: 'Unauthenticated' } : null;
    },
    ...changes,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

beforeEach(() => start());
afterEach(() => app.close());

function allocate(objectId: string, overwrite = true, contentType = TYPE): string {
  gate.allocated.set(objectId, { contentType, overwrite });
  return store.putUrl(objectId, contentType, new Date()).url;
}

async function put(url: string, body: string | Buffer, contentType = TYPE): Promise<Response> {
  return fetch(url, { method: 'PUT', body, headers: { 'content-type': contentType } });
}

async function stored(objectId: string, bytes: Buffer): Promise<string> {
  expect((await put(allocate(objectId), bytes)).status).toBe(200);
  return store.presignedGetUrls([objectId], new Date())[0] ?? '';
}

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

async function refused(response: Response, status: number, type: string): Promise<string> {
  const body = (await response.json()) as Record<string, string>;
  expect({ status: response.status, type: body.type }).toEqual({ status, type });
  expect(body.summary).toBe(body.message);
  expect(new Date(body.time ?? '').toISOString()).toBe(body.time);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  return body.summary ?? '';
}

/** Every file of the store, drafts included. */
async function filesOnDisk(): Promise<string[]> {
  const names = await readdir(join(folder(), 'media'), { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile() && !['url-key', 'backend-id'].includes(entry.name))
    .map((entry) => entry.name);
}

async function eventually(check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it never came about');
}

describe('an upload', () => {
  test.each(HOSTILE_IDS)('of %j is read back exactly, by both URLs', async (id) => {
    const bytes = randomBytes(5000);
    const url = await stored(id, bytes);
    for (const readUrl of [url, store.plainGetUrl(id), `${origin}/media/${encodePart(id)}`]) {
      const response = await fetch(readUrl);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, TYPE]);
      expect((await bytesOf(response)).equals(bytes)).toBe(true);
    }
    const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`;
    expect(gate.reported).toEqual([{ objectId: id, size: 5000, etag }]);
  });

  test('of no bytes is an object of no bytes', async () => {
    const response = await fetch(await stored('empty', Buffer.alloc(0)));
    expect([response.status, response.headers.get('content-length')]).toEqual([200, '0']);
    expect(await bytesOf(response)).toHaveLength(0);
  });

  test('of exactly the limit is kept, of one byte more is refused and leaves nothing, with or without a length', async () => {
    await stored('fits', randomBytes(MAX_BYTES));
    const url = allocate('too-large');
    await refused(await put(url, randomBytes(MAX_BYTES + 1)), 413, 'TooLarge');
    const chunked = new ReadableStream({
      start(controller) {
        for (let sent = 0; sent <= MAX_BYTES; sent += 10_000) controller.enqueue(randomBytes(10_000));
        controller.close();
      },
    });
    const streaming = { method: 'PUT', body: chunked, duplex: 'half', headers: { 'content-type': TYPE } };
    await refused(await fetch(url, streaming as RequestInit), 413, 'TooLarge');
    expect(await filesOnDisk()).toHaveLength(1);
    expect(gate.reported).toHaveLength(1);
  });

  test.each(['video/mp4', 'text/html', 'application/json', 'video', ''])('as %j is refused', async (type) => {
    await refused(await put(allocate('typed'), Buffer.from('{}'), type), 400, 'InvalidUpload');
    expect(await filesOnDisk()).toEqual([]);
  });

  test('may spell its content type in its own way', async () => {
    const url = allocate('typed', true, 'audio/mp4; codecs="mp4a.40.2"');
    expect((await put(url, 'x', 'Audio/MP4;codecs="mp4a.40.2"')).status).toBe(200);
  });

  test('in an encoding or a part is refused', async () => {
    const url = allocate('encoded');
    for (const extra of [{ 'content-encoding': 'gzip' }, { 'content-range': 'bytes 0-0/2' }]) {
      const sent = fetch(url, { method: 'PUT', body: 'x', headers: { 'content-type': TYPE, ...extra } });
      await refused(await sent, 400, 'InvalidUpload');
    }
  });

  test('replaces an object that may be overwritten, and not one that may not', async () => {
    const url = await stored('one', Buffer.from('first'));
    expect((await put(allocate('one', true), 'second')).status).toBe(200);
    await refused(await put(allocate('one', false), 'third'), 403, 'MediaImmutable');
    expect(await (await fetch(url)).text()).toBe('second');
  });

  test('still counts as the first one when the object was referenced before its bytes came', async () => {
    expect((await put(allocate('early', false), 'bytes')).status).toBe(200);
  });

  test('does not replace an object that was referenced while it arrived', async () => {
    const url = await stored('raced', Buffer.from('first'));
    const putUrl = allocate('raced', true);
    const slow = new ReadableStream({
      async pull(controller) {
        controller.enqueue(Buffer.from('second'));
        await eventually(async () => (await filesOnDisk()).length === 2);
        gate.allocated.set('raced', { contentType: TYPE, overwrite: false });
        controller.close();
      },
    });
    const init = { method: 'PUT', body: slow, duplex: 'half', headers: { 'content-type': TYPE } };
    await refused(await fetch(putUrl, init as RequestInit), 403, 'MediaImmutable');
    expect(await (await fetch(url)).text()).toBe('first');
    expect(await filesOnDisk()).toHaveLength(1);
  });

  test('of one object by many, without leave to overwrite, is won by exactly one', async () => {
    const url = allocate('contested', false);
    const bodies = Array.from({ length: 20 }, () => randomBytes(20_000));
    const statuses = await Promise.all(bodies.map(async (body) => (await put(url, body)).status));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 403)).toHaveLength(19);
    const winner = bodies[statuses.indexOf(200)];
    expect((await bytesOf(await fetch(store.plainGetUrl('contested')))).equals(winner as Buffer)).toBe(true);
  });

  test('of 200 objects at once leaves the exact bytes of each', async () => {
    const bodies = Array.from({ length: 200 }, (_, i) => randomBytes(1 + i * 300));
    const urls = await Promise.all(bodies.map((body, i) => stored(`many/${i}`, body)));
    for (const [i, url] of urls.entries())
      expect((await bytesOf(await fetch(url))).equals(bodies[i] as Buffer)).toBe(true);
    expect(await filesOnDisk()).toHaveLength(200);
  });

  test('that is broken off leaves nothing', async () => {
    const sent = rawRequest(allocate('broken'), {
      method: 'PUT',
      headers: { 'content-type': TYPE, 'content-length': 50_000 },
    });
    sent.on('error', () => undefined);
    sent.write(randomBytes(20_000));
    await eventually(async () => (await filesOnDisk()).length === 1);
    sent.destroy();
    await eventually(async () => (await filesOnDisk()).length === 0);
    await refused(await fetch(store.plainGetUrl('broken')), 404, 'ObjectNotFound');
    expect(gate.reported).toEqual([]);
    expect(errors).toEqual([]);
  });

  test("of an object that was never allocated gets the domain's error", async () => {
    const { url } = store.putUrl('unknown', TYPE, new Date());
    await refused(await put(url, 'x'), 404, 'ObjectNotFound');
    expect(await filesOnDisk()).toEqual([]);
  });

  test('that the domain fails to hear of is answered by a masked error with the id of the log entry', async () => {
    gate.uploaded = () => Promise.reject(new Error('secret: the disk is at /dev/sda'));
    const response = await put(allocate('unheard'), 'x');
    const body = (await response.json()) as Record<string, string>;
    expect([response.status, body.type]).toEqual([500, 'Internal']);
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(errors).toEqual([expect.objectContaining({ reqId: body.request_id })]);
  });
});

describe('a signature', () => {
  const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

  test('is needed for an upload', async () => {
    allocate('one');
    await refused(await put(store.plainGetUrl('one'), 'x'), 403, 'UrlMalformed');
    expect(await filesOnDisk()).toEqual([]);
  });

  test.each([
    ['another signature', (url: string) => url.replace(/signature=.{8}/, 'signature=AAAAAAAA'), 'UrlForged'],
    ['a longer life', (url: string) => url.replace(/expires=\d/, 'expires=9'), 'UrlForged'],
    ['another object', (url: string) => url.replace('/media/one', '/media/two'), 'UrlForged'],
    ['another content type', (url: string) => url.replace('mp2t', 'mp4'), 'UrlForged'],
    ['no signature', (url: string) => url.replace(/&signature=.*/, ''), 'UrlMalformed'],
    ['half a signature', (url: string) => url.slice(0, -20), 'UrlMalformed'],
    ['two expiries', (url: string) => `${url}&expires=99999999999`, 'UrlMalformed'],
    [
      'an expiry that is no number',
      (url: string) => url.replace(/expires=\d+/, 'expires=never'),
      'UrlMalformed',
    ],
  ])('with %s is refused for uploads', async (_what, change, type) => {
    allocate('two');
    const url = allocate('one');
    expect(change(url)).not.toBe(url);
    const summary = await refused(await put(change(url), 'x'), 403, type);
    expect(summary).not.toMatch(/[A-Za-z0-9_-]{43}/);
    expect(await filesOnDisk()).toEqual([]);
  });

  test('of a read does not allow an upload, nor that of an upload a read', async () => {
    const getUrl = await stored('one', Buffer.from('x'));
    const putUrl = allocate('one');
    await refused(await put(getUrl, 'y'), 403, 'UrlMalformed');
    await refused(await put(`${getUrl}&content-type=${encodePart(TYPE)}`, 'y'), 403, 'UrlForged');
    await refused(await fetch(putUrl), 403, 'UrlForged');
  });

  test('of a read is refused when forged or expired, even where reading needs none', async () => {
    const url = await stored('one', Buffer.from('x'));
    await stored('two', Buffer.from('y'));
    await refused(await fetch(url.replace('/one', '/two')), 403, 'UrlForged');
    const before = Math.floor(Date.now() / 1000) - 1;
    await refused(await fetch(origin + store.signer.getPath('one', before)), 403, 'UrlExpired');
    await refused(await put(origin + store.signer.putPath('one', TYPE, before), 'z'), 403, 'UrlExpired');
    expect((await fetch(origin + store.signer.getPath('one', inAnHour()))).status).toBe(200);
  });

  test('is enough where reading needs one, and nothing else is', async () => {
    await app.close();
    await start({
      admitUnsignedRead: ({ headers }) =>
        headers.authorization === 'Bearer good'
          ? Promise.resolve()
          : Promise.reject(new SignIn('Sign in first.')),
    });
    const url = await stored('one', Buffer.from('x'));
    expect((await fetch(url)).status).toBe(200);
    await refused(await fetch(store.plainGetUrl('one')), 401, 'Unauthenticated');
    const signedIn = { headers: { authorization: 'Bearer good' } };
    expect((await fetch(store.plainGetUrl('one'), signedIn)).status).toBe(200);
  });
});

describe('a read', () => {
  const bytes = Buffer.from('0123456789');

  test('of a part gets the part', async () => {
    const url = await stored('ranged', bytes);
    for (const [range, status, contentRange, body] of [
      ['bytes=2-5', 206, 'bytes 2-5/10', '2345'],
      ['bytes=8-', 206, 'bytes 8-9/10', '89'],
      ['bytes=-3', 206, 'bytes 7-9/10', '789'],
      ['bytes=-300', 206, 'bytes 0-9/10', '0123456789'],
      ['bytes=0-1,4-5', 200, null, '0123456789'],
    ] as const) {
      const response = await fetch(url, { headers: { range } });
      expect([response.status, response.headers.get('content-range'), await response.text()]).toEqual([
        status,
        contentRange,
        body,
      ]);
    }
    const response = await fetch(url, { headers: { range: 'bytes=10-' } });
    expect(response.headers.get('content-range')).toBe('bytes */10');
    await refused(response, 416, 'RangeNotSatisfiable');
  });

  test('with the entity tag gets 304, and If-Range gets the whole of a changed object', async () => {
    const url = await stored('tagged', bytes);
    const etag = (await fetch(url)).headers.get('etag') ?? '';
    const unchanged = await fetch(url, { headers: { 'if-none-match': etag } });
    expect([unchanged.status, unchanged.headers.get('etag'), await unchanged.text()]).toEqual([
      304,
      etag,
      '',
    ]);
    const range = 'bytes=0-0';
    expect((await fetch(url, { headers: { range, 'if-range': etag } })).status).toBe(206);
    expect((await fetch(url, { headers: { range, 'if-range': '"other"' } })).status).toBe(200);
  });

  test('by HEAD has the headers of GET and no body', async () => {
    const url = await stored('headed', bytes);
    const head = await fetch(url, { method: 'HEAD' });
    const get = await fetch(url);
    for (const name of ['content-length', 'content-type', 'etag', 'accept-ranges', 'last-modified']) {
      expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
    }
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
    expect((await fetch(`${origin}/media/none`, { method: 'HEAD' })).status).toBe(404);
  });

  test('is never run as a page of this server', async () => {
    const url = allocate('page', true, 'text/html');
    await put(url, '<script>1</script>', 'text/html');
    const { headers } = await fetch(store.plainGetUrl('page'));
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('of what has no bytes, is unknown, or is no object id is 404', async () => {
    allocate('allocated');
    const paths = [
      'allocated',
      'unknown',
      '',
      '..%2f..%2fetc%2fpasswd',
      'a%2f%2e%2e%2fb',
      'nul%00',
      'x'.repeat(1025),
    ];
    for (const path of paths) await refused(await fetch(`${origin}/media/${path}`), 404, 'ObjectNotFound');
  });

  test('with a path that leaves the folder is 404 also when sent raw', async () => {
    const { hostname, port } = new URL(origin);
    for (const path of ['/media/../../etc/passwd', '/media/./x', '/media//etc/passwd']) {
      const response = await new Promise<IncomingMessage>((resolve, reject) =>
        rawRequest({ hostname, port, path }, resolve).on('error', reject).end(),
      );
      response.resume();
      expect([path, response.statusCode]).toEqual([path, 404]);
    }
  });

  test('that is broken off does not disturb the server', async () => {
    const url = await stored('left', randomBytes(MAX_BYTES));
    const response = await new Promise<IncomingMessage>((resolve) => void rawRequest(url, resolve).end());
    response.destroy();
    expect(await bytesOf(await fetch(url))).toHaveLength(MAX_BYTES);
    expect(errors).toEqual([]);
  });
});

describe('other requests', () => {
  test('a preflight is answered without a signature', async () => {
    const response = await fetch(`${origin}/media/any`, {
      method: 'OPTIONS',
      headers: { origin: 'https://player.example', 'access-control-request-method': 'PUT' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('allow')).toBe('GET, HEAD, PUT, OPTIONS');
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, HEAD, PUT');
    expect(response.headers.get('access-control-allow-headers')).toContain('Content-Type');
  });

  test('a read exposes what players need', async () => {
    const { headers } = await fetch(await stored('cors', Buffer.from('x')));
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-expose-headers')).toMatch(/Content-Range.*Accept-Ranges.*ETag/);
  });

  test('with a list of origins, only those are allowed', async () => {
    await app.close();
    await start({ corsOrigins: ['https://one.example'] });
    const from = async (from: string) =>
      (await fetch(`${origin}/media/x`, { headers: { origin: from } })).headers.get(
        'access-control-allow-origin',
      );
    expect(await from('https://one.example')).toBe('https://one.example');
    expect(await from('https://two.example')).toBeNull();
  });

  test.each(['POST', 'PATCH', 'DELETE'])('%s is not a method of media', async (method) => {
    const response = await fetch(`${origin}/media/any`, { method });
    expect(response.headers.get('allow')).toBe('GET, HEAD, PUT, OPTIONS');
    await refused(response, 405, 'MethodNotAllowed');
  });

  test('the rest of the application keeps its own parsers', async () => {
    const whole = fastify();
    whole.post('/echo', (request) => request.body);
    await whole.register(mediaRoutes, {
      store,
      gate,
      maxObjectBytes: MAX_BYTES,
      admitUnsignedRead: () => Promise.resolve(),
      corsOrigins: '*' as const,
      statusOf: () => null,
    });
    const url = `${await whole.listen({ host: '127.0.0.1', port: 0 })}/echo`;
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', body: '{"a":1}', headers });
    expect([await answer.json(), answer.headers.get('access-control-allow-origin')]).toEqual([
      { a: 1 },
      null,
    ]);
    await whole.close();
  });
});
