import { codecOf, codecOfKind } from '../../src/ingest/codec-strings';

it('reads the three bytes of H.264', () =>
  expect(codecOf('avc1.4d401e')).toEqual({
    kind: 'video',
    mime: 'video/h264',
    avc: { profile: 0x4d, flags: 0x40, level: 0x1e },
    audioObjectType: null,
  }));

it('reads the audio object type of AAC', () =>
  expect(codecOf('mp4a.40.2')).toMatchObject({ kind: 'audio', mime: 'audio/aac', audioObjectType: 2 }));

it.each([
  ['hvc1.1.6.L93.B0', 'video/h265'],
  ['av01.0.04M.08', 'video/av1'],
  ['ec-3', 'audio/eac3'],
  ['mp4a.40.34', 'audio/mpeg'],
  ['Opus', 'audio/opus'],
])('%s is %s', (text, mime) => expect(codecOf(text)?.mime).toBe(mime));

it('knows what it does not know', () => expect(codecOf('xyz1')).toBeNull());

it('finds the codec of a kind in a list', () => {
  expect(codecOfKind('stpp.ttml, avc1.64001f ,mp4a.40.2', 'audio')?.mime).toBe('audio/aac');
  expect(codecOfKind('avc1.64001f', 'audio')).toBeNull();
  expect(codecOfKind(null, 'video')).toBeNull();
});
