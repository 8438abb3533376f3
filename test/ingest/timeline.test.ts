import { locate } from '../../src/ingest/location';
import { parsePlaylist, type MediaPlaylist } from '../../src/ingest/playlist';
import { formatSpan, SECOND } from '../../src/ingest/time';
import { Timeline, type KnownSegment } from '../../src/ingest/timeline';

const playlist = (sequence: number, ...entries: string[]): MediaPlaylist =>
  parsePlaylist(
    ['#EXTM3U', '#EXT-X-TARGETDURATION:2', `#EXT-X-MEDIA-SEQUENCE:${sequence}`, ...entries].join('\n'),
    locate('https://media.example/index.m3u8'),
  ) as MediaPlaylist;
const segment = (name: string, seconds = '2.000', ...tags: string[]): string =>
  [...tags, `#EXTINF:${seconds},`, name].join('\n');
const date = (text: string): string => `#EXT-X-PROGRAM-DATE-TIME:${text}`;
const known = (start: bigint, end: bigint): KnownSegment => ({ span: { start, end }, tsOffset: 0n });
const ranges = (timeline: Timeline, reading: MediaPlaylist): string[] =>
  timeline.place(reading).map(({ span }) => formatSpan(span));
const fromZero = { start: 0n, useProgramDateTime: false };

it('puts segments end to start, exactly', () => {
  const reading = playlist(0, segment('a', '2.005333'), segment('b', '2.005333'), segment('c', '0.021333'));
  expect(ranges(new Timeline(new Map(), fromZero), reading)).toEqual([
    '[0:0_2:5333000)',
    '[2:5333000_4:10666000)',
    '[4:10666000_4:31999000)',
  ]);
});

it('starts where it is told to, also before zero', () => {
  const timeline = new Timeline(new Map(), { start: -3n * SECOND, useProgramDateTime: false });
  expect(ranges(timeline, playlist(5, segment('a'), segment('b')))).toEqual(['[-3:0_-1:0)', '[-1:0_1:0)']);
});

it('places only what is new in the next reading of a live playlist', () => {
  const timeline = new Timeline(new Map(), fromZero);
  timeline.place(playlist(0, segment('a'), segment('b')));
  expect(ranges(timeline, playlist(1, segment('b'), segment('c')))).toEqual(['[4:0_6:0)']);
  expect(ranges(timeline, playlist(1, segment('b'), segment('c')))).toEqual([]);
});

it('leaves a gap of the target duration for each segment that was lost, and says how many', () => {
  const timeline = new Timeline(new Map(), fromZero);
  timeline.place(playlist(0, segment('a')));
  const [placed] = timeline.place(playlist(4, segment('e')));
  expect(placed).toMatchObject({ lost: 3, restarts: true });
  expect(formatSpan(placed!.span)).toBe('[8:0_10:0)');
});

describe('with an earlier run', () => {
  it('leaves its segments where they are and fills in between', () => {
    const timeline = new Timeline(new Map([[1, known(12n * SECOND, 14n * SECOND)]]), fromZero);
    const placed = timeline.place(playlist(0, segment('a'), segment('b'), segment('c')));
    expect(placed.map(({ span, known: there }) => [formatSpan(span), there !== null])).toEqual([
      ['[10:0_12:0)', false],
      ['[12:0_14:0)', true],
      ['[14:0_16:0)', false],
    ]);
  });

  it('goes on behind it when its segments have left the window', () => {
    const timeline = new Timeline(new Map([[1, known(12n * SECOND, 14n * SECOND)]]), fromZero);
    const [placed] = timeline.place(playlist(4, segment('e')));
    expect(placed).toMatchObject({ lost: 2, restarts: true });
    expect(formatSpan(placed!.span)).toBe('[18:0_20:0)');
  });
});

describe('with dates', () => {
  const dated = { start: 0n, useProgramDateTime: true };

  it('starts at the first one', () => {
    const reading = playlist(0, segment('a', '2', date('1970-01-01T00:01:40.500Z')), segment('b'));
    expect(ranges(new Timeline(new Map(), dated), reading)).toEqual([
      '[100:500000000_102:500000000)',
      '[102:500000000_104:500000000)',
    ]);
  });

  it('moves at discontinuities only, and never backwards', () => {
    const reading = playlist(
      0,
      segment('a', '2', date('1970-01-01T00:01:40.000Z')),
      segment('b', '2', date('1970-01-01T00:01:42.001Z')),
      segment('c', '2', '#EXT-X-DISCONTINUITY', date('1970-01-01T00:02:00.000Z')),
      segment('d', '2', '#EXT-X-DISCONTINUITY', date('1970-01-01T00:01:00.000Z')),
    );
    expect(ranges(new Timeline(new Map(), dated), reading)).toEqual([
      '[100:0_102:0)',
      '[102:0_104:0)',
      '[120:0_122:0)',
      '[122:0_124:0)',
    ]);
  });

  it('takes the date behind lost segments', () => {
    const timeline = new Timeline(new Map(), dated);
    timeline.place(playlist(0, segment('a', '2', date('1970-01-01T00:01:40.000Z'))));
    expect(ranges(timeline, playlist(9, segment('j', '2', date('1970-01-01T00:01:57.000Z'))))).toEqual([
      '[117:0_119:0)',
    ]);
  });

  it('refuses a playlist that has none', () =>
    expect(() => new Timeline(new Map(), dated).place(playlist(0, segment('a')))).toThrow(
      /EXT-X-PROGRAM-DATE-TIME/,
    ));
});
