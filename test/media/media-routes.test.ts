import { fastify } from 'fastify';
import { randomBytes } from 'node:crypto';
import { request as rawRequest, type IncomingMessage } from 'node:http';
import { mediaRoutes } from '../../src/server/media-routes';
import {
  app,
  origin,
  gate,
  store,
  errors,
  MAX_BYTES,
  start,
  allocate,
  put,
  bytesOf,
  stored,
  refused,
  useMediaServer,
} from './media-server';

useMediaServer();

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
      readableUnsigned: (objectId: string) => gate.readable(objectId),
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
