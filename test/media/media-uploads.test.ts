import { createHash, randomBytes } from 'node:crypto';
import { request as rawRequest } from 'node:http';
import { encodePart } from '../../src/percent-encoding';
import {
  origin,
  gate,
  store,
  errors,
  MAX_BYTES,
  TYPE,
  allocate,
  put,
  bytesOf,
  stored,
  refused,
  filesOnDisk,
  eventually,
  useMediaServer,
} from './media-server';
import { HOSTILE_IDS } from './object-ids';

useMediaServer();

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

  test('without end is cut off, whether it is refused before its bytes or by their number', async () => {
    for (const url of [allocate('endless'), store.plainGetUrl('unsigned')]) {
      const sent = rawRequest(url, { method: 'PUT', headers: { 'content-type': TYPE } });
      const answered = new Promise<number>((resolve) =>
        sent.on('response', ({ statusCode = 0 }) => resolve(statusCode)),
      );
      const closed = new Promise((resolve) => sent.on('close', resolve).on('error', resolve));
      const chunk = randomBytes(1_000_000);
      const feed = () => sent.write(chunk, (error) => (error ? undefined : setImmediate(feed)));
      feed();
      expect(await answered).toBe(url.includes('unsigned') ? 403 : 413);
      await closed;
      sent.destroy();
    }
    expect(await filesOnDisk()).toEqual([]);
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
