import { newObjectId, nameUuid, sequenceOf } from '../../src/ingest/ids';

it('names give UUIDs of version 5, the same every time', () => {
  const id = nameUuid('flow', 'seed', '360p/playlist.m3u8');
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(nameUuid('flow', 'seed', '360p/playlist.m3u8')).toBe(id);
  // Pinned: another id here would orphan every earlier ingest.
  expect(id).toBe('fef5b8ba-46fa-505d-a48c-cb261dfbfff1');
});

it('parts are kept apart', () => expect(nameUuid('ab', 'c')).not.toBe(nameUuid('a', 'bc')));

it('object ids carry the media sequence number, and differ at each attempt', () => {
  const flow = nameUuid('flow');
  const id = newObjectId(flow, 42);
  expect(sequenceOf(id, flow)).toBe(42);
  expect(newObjectId(flow, 42)).not.toBe(id);
});

it.each(['something', '7.0123456789ab', 'f.7', 'f.7.0123456789ag', 'f.-7.0123456789ab', 'g.7.0123456789ab'])(
  '%s is no object id of flow f made here',
  (id) => expect(sequenceOf(id, 'f')).toBeNull(),
);
