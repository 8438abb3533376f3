import { readFileSync } from 'node:fs';
import { locate, resolveReference, display } from '../../src/ingest/location';
import { parsePlaylist, type MediaPlaylist, type MultivariantPlaylist } from '../../src/ingest/playlist';
import { failureOf } from './failure-of';
import { samplePlaylist } from '../../src/ingest/sample';

const here = locate('https://media.example/show/index.m3u8?token=secret');
const media = (...lines: string[]): MediaPlaylist =>
  parsePlaylist(['#EXTM3U', '#EXT-X-TARGETDURATION:2', ...lines].join('\n'), here) as MediaPlaylist;

describe('a media playlist', () => {
  it('has segments with exact durations, ranges, initialisation sections, discontinuities, dates and gaps', () => {
    const playlist = media(
      '#EXT-X-MEDIA-SEQUENCE:7',
      '#EXT-X-MAP:URI="init.mp4",BYTERANGE="10@0"',
      '#EXTINF:2.002,Ein Titel mit Ümlaut',
      '#EXT-X-BYTERANGE:100@10',
      'all.mp4?x=1',
      '#EXTINF:1.999999999,',
      '#EXT-X-BYTERANGE:50',
      'all.mp4?x=1',
      '#EXT-X-DISCONTINUITY',
      '#EXT-X-PROGRAM-DATE-TIME:2024-01-01T00:00:00.123+01:00',
      '#EXT-X-GAP',
      '#EXTINF:1,',
      '../other/b.mp4',
    );
    expect(playlist).toMatchObject({ ended: false, targetDuration: 2_000_000_000n });
    const [first, second, third] = playlist.segments;
    expect(first).toMatchObject({
      sequence: 7,
      duration: 2_002_000_000n,
      media: { range: { offset: 10, length: 100 } },
    });
    expect(first?.initialisation?.range).toEqual({ offset: 0, length: 10 });
    expect(display(first!.initialisation!.location)).toBe('https://media.example/show/init.mp4');
    expect(second).toMatchObject({
      sequence: 8,
      duration: 1_999_999_999n,
      media: { range: { offset: 110, length: 50 } },
      discontinuity: false,
    });
    expect(third).toMatchObject({ sequence: 9, discontinuity: true, missing: true });
    expect(third?.programDateTime?.toISOString()).toBe('2023-12-31T23:00:00.123Z');
    expect(display(third!.media.location)).toBe('https://media.example/other/b.mp4');
  });

  it.each([
    ['', 'it is no HLS playlist'],
    ['<html></html>', 'it is no HLS playlist'],
    ['#EXTM3U\nseg.ts\n', 'no EXT-X-TARGETDURATION|without #EXTINF'],
    ['#EXTM3U\n#EXTINF:2,\nseg.ts\n', 'no EXT-X-TARGETDURATION'],
    ['#EXTM3U\n#EXT-X-TARGETDURATION:2\nseg.ts\n', 'without #EXTINF'],
    ['#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:abc,\nseg.ts\n', 'segment 0 has no duration above zero'],
    [
      '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-DISCONTINUITY\nseg.ts\n',
      'segment 0 has no duration above zero',
    ],
    ['#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:-2,\nseg.ts\n', 'segment 0 has no duration above zero'],
    [
      '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n#EXT-X-BYTERANGE:50\nseg.ts\n',
      'segment 0 has a byte range without',
    ],
    [
      '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:METHOD=AES-128,URI="k"\n#EXTINF:2,\nseg.ts\n',
      'segment 0 is encrypted',
    ],
    ['#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-I-FRAMES-ONLY\n#EXTINF:2,\nseg.ts\n', 'key frames only'],
    ['#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n', 'names no variant stream'],
    ['#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile:///etc/passwd\n', 'no http or https URL'],
  ])('%j is refused in one sentence', async (text, why) => {
    const { failure, message } = await failureOf(() => parsePlaylist(text, here));
    expect(failure).toBe('playlist');
    expect(message).toMatch(new RegExp(why));
    expect(message).not.toMatch(/secret|\n/);
  });
});

describe('a multivariant playlist', () => {
  it('names its variants and sounds (the sample)', () => {
    const file = samplePlaylist();
    const playlist = parsePlaylist(readFileSync(file, 'utf8'), locate(file)) as MultivariantPlaylist;
    expect(playlist.variants.map(({ uri, frameRate, audioApart }) => [uri, frameRate, audioApart])).toEqual([
      ['360p/playlist.m3u8', 25, true],
      ['180p/playlist.m3u8', 25, true],
    ]);
    expect(playlist.audio).toEqual([
      {
        uri: 'audio/playlist.m3u8',
        name: 'Tone',
        language: 'en',
        channels: 2,
        codecs: 'avc1.4d401e,mp4a.40.2',
      },
    ]);
  });

  it('counts a playlist once, leaves out key-frame streams and says that it leaves out subtitles', () => {
    const text = `#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",DEFAULT=YES
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="Deutsch",URI="de.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=100,AUDIO="a",SUBTITLES="s"
v.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=90,AUDIO="a",SUBTITLES="s"
v.m3u8
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=10,URI="i.m3u8"
`;
    const playlist = parsePlaylist(text, here) as MultivariantPlaylist;
    expect(playlist.variants).toMatchObject([{ uri: 'v.m3u8', bandwidth: 100, audioApart: false }]);
    expect(playlist.audio).toEqual([]);
    expect(playlist.leftOut).toEqual(['subtitles "Deutsch"']);
  });
});

describe('locations', () => {
  it('never let a playlist from the network name a file', () => {
    expect(resolveReference(here, '/etc/passwd')).toMatchObject({ kind: 'url' });
    expect(() => resolveReference(here, 'file:///etc/passwd')).toThrow(/no http or https URL/);
  });

  it('read what users and playlists write', async () => {
    expect((await failureOf(() => locate('ftp://x/y'))).failure).toBe('usage');
    expect(() => locate('')).toThrow(/No playlist was named/);
    const base = locate('/tmp/a b/index.m3u8');
    expect(resolveReference(base, 'seg%20ment.m4s?x=1')).toEqual({
      kind: 'file',
      path: '/tmp/a b/seg ment.m4s',
    });
    expect(resolveReference(base, '100%.m4s')).toEqual({ kind: 'file', path: '/tmp/a b/100%.m4s' });
    expect(resolveReference(base, 'http://h/x.ts')).toMatchObject({ kind: 'url' });
  });
});
