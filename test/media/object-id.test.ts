import { invalidObjectId } from '../../src/media/object-id';
import { encodeObjectId } from '../../src/media/percent-encoding';
import { HOSTILE_IDS, REFUSED_IDS } from './object-ids';

test.each(HOSTILE_IDS)('%j names an object', (id) => {
  expect(invalidObjectId(id)).toBeNull();
});

test.each(REFUSED_IDS)('%j names none', (id, reason) => {
  expect(invalidObjectId(id)).toContain(reason);
});

test.each(HOSTILE_IDS)('%j survives a URL, parsed and decoded once', (id) => {
  const { pathname, search, hash } = new URL(`http://host/media/${encodeObjectId(id)}`);
  expect(decodeURIComponent(pathname.slice('/media/'.length))).toBe(id);
  expect(search + hash).toBe('');
});
