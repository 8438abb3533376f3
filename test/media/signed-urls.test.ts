import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadUrlKey, UrlSigner } from '../../src/media/signed-urls';
import { signingWindow, WINDOW_SECONDS } from '../../src/media/signing-window';
import { useFolder } from './folder';
import { HOSTILE_IDS } from './object-ids';

const folder = useFolder();
const now = new Date('2026-11-22T17:10:00Z');
const later = Math.floor(now.getTime() / 1000) + 60;

function parsed(path: string): { id: string; query: URLSearchParams } {
  const url = new URL(path, 'http://host');
  return { id: decodeURIComponent(url.pathname.slice('/media/'.length)), query: url.searchParams };
}

test('the key of a folder is made once, by one of many who ask, for its owner only', async () => {
  const file = join(folder(), 'key');
  const keys = await Promise.all(Array.from({ length: 20 }, () => loadUrlKey(file)));
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  expect(keys[0]).toHaveLength(32);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a key of the wrong length is refused', async () => {
  const file = join(folder(), 'key');
  await writeFile(file, 'short');
  await expect(loadUrlKey(file)).rejects.toMatchObject({ code: 'BadConfiguration' });
});

test.each(HOSTILE_IDS)('URLs of %j hold for it', (id) => {
  const signer = new UrlSigner(Buffer.alloc(32, 1));
  const get = parsed(signer.getPath(later)(id));
  const put = parsed(signer.putPath(id, 'audio/mp4; codecs="a+b"', later));
  expect([get.id, put.id]).toEqual([id, id]);
  signer.verify('GET', get.id, get.query, now);
  signer.verify('PUT', put.id, put.query, now);
});

test('a URL is good until its last moment, and not in it', () => {
  const signer = new UrlSigner(Buffer.alloc(32, 1));
  const { id, query } = parsed(signer.getPath(later)('one'));
  signer.verify('GET', id, query, new Date(later * 1000 - 1));
  expect(() => signer.verify('GET', id, query, new Date(later * 1000))).toThrow(/expired/);
});

test('another key makes a forgery, which is not told whether it expired', () => {
  const { id, query } = parsed(new UrlSigner(Buffer.alloc(32, 2)).getPath(later)('one'));
  const signer = new UrlSigner(Buffer.alloc(32, 1));
  for (const at of [now, new Date(later * 1000 + 1)]) {
    expect(() => signer.verify('GET', id, query, at)).toThrow(/not valid/);
  }
});

test('what is signed for one split into id and type does not hold for another', () => {
  const signer = new UrlSigner(Buffer.alloc(32, 1));
  const { query } = parsed(signer.putPath('b', 'a', later));
  query.set('content-type', 'a\nb');
  expect(() => signer.verify('PUT', '', query, now)).toThrow(/not valid/);
});

test.each(['17:00:00.000', '17:29:59.999', '17:30:00.000', '23:59:59.999'])(
  'a window at %s lasts an hour at least and 90 minutes at most',
  (time) => {
    const at = new Date(`2026-11-22T${time}Z`);
    const { start, end } = signingWindow(at);
    expect(end - start).toBe(WINDOW_SECONDS);
    expect(start * 1000).toBeLessThanOrEqual(at.getTime());
    expect(end * 1000 - at.getTime()).toBeGreaterThan(3_600_000);
    expect(end * 1000 - at.getTime()).toBeLessThanOrEqual(5_400_000);
  },
);

test('one half hour has one window', () => {
  const windowAt = (time: string) => signingWindow(new Date(`2026-11-22T${time}Z`));
  expect(windowAt('17:00:00')).toEqual(windowAt('17:29:59.999'));
  expect(windowAt('17:00:00')).not.toEqual(windowAt('17:30:00'));
});
