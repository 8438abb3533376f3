import { encodePart } from '../../src/percent-encoding';
import {
  app,
  origin,
  store,
  SignIn,
  TYPE,
  gate,
  start,
  allocate,
  put,
  stored,
  refused,
  filesOnDisk,
  useMediaServer,
} from './media-server';

useMediaServer();

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
    await refused(await fetch(origin + store.signer.getPath(before)('one')), 403, 'UrlExpired');
    await refused(await put(origin + store.signer.putPath('one', TYPE, before), 'z'), 403, 'UrlExpired');
    expect((await fetch(origin + store.signer.getPath(inAnHour())('one'))).status).toBe(200);
  });

  test('is enough where reading needs one, and nothing else is', async () => {
    await app.close();
    await start({
      readableUnsigned: (objectId, { headers }) =>
        headers.authorization === 'Bearer good'
          ? gate.readable(objectId)
          : Promise.reject(new SignIn('Sign in first.')),
    });
    const url = await stored('one', Buffer.from('x'));
    expect((await fetch(url)).status).toBe(200);
    await refused(await fetch(store.plainGetUrl('one')), 401, 'Unauthenticated');
    const signedIn = { headers: { authorization: 'Bearer good' } };
    expect((await fetch(store.plainGetUrl('one'), signedIn)).status).toBe(200);
  });
});
