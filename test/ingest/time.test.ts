import fc from 'fast-check';
import {
  formatSpan,
  formatTimestamp,
  nanosecondsOf,
  parseTimestamp,
  rationalFrameRate,
  rationalSeconds,
} from '../../src/ingest/time';

describe('durations of a playlist', () => {
  it.each([
    [2.005333, 2_005_333_000n],
    [2.002, 2_002_000_000n],
    [0.1, 100_000_000n],
    [9.009009009, 9_009_009_009n],
    [1_234_567.123456789, 1_234_567_123_456_789n],
    [-1.5, -1_500_000_000n],
  ])('%p s are exactly %p ns', (seconds, nanoseconds) => expect(nanosecondsOf(seconds)).toBe(nanoseconds));

  it('come back digit by digit whatever decimal was written', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_000_000 }),
        fc.integer({ min: 0, max: 999_999_999 }),
        (s, ns) => {
          const written = `${s}.${String(ns).padStart(9, '0')}`;
          expect(nanosecondsOf(Number.parseFloat(written))).toBe(BigInt(s) * 1_000_000_000n + BigInt(ns));
        },
      ),
    ));

  it('do not drift when added ten thousand times', () => {
    let end = 0n;
    for (let i = 0; i < 10_000; i += 1) end += nanosecondsOf(2.005333);
    expect(formatTimestamp(end)).toBe('20053:330000000');
  });
});

describe('timestamps', () => {
  it.each([
    ['0:0', 0n],
    ['-0:1', -1n],
    ['-5:500000000', -5_500_000_000n],
    ['1:5', 1_000_000_005n],
  ])('%s', (text, value) => {
    expect(parseTimestamp(text)).toBe(value);
    expect(formatTimestamp(value)).toBe(text);
  });

  it.each(['', '5', '05:0', '5:00', '5:1000000000', '+5:0', '5:0\n', ' 5:0'])('%j is none', (text) =>
    expect(parseTimestamp(text)).toBeNull(),
  );

  it('read back as they were written', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (time) => {
        expect(parseTimestamp(formatTimestamp(time))).toBe(time);
      }),
    ));

  it('make half-open timeranges', () =>
    expect(formatSpan({ start: -500_000_000n, end: 2_000_000_000n })).toBe('[-0:500000000_2:0)'));
});

it.each([
  [25, 25, 1],
  [29.97, 30000, 1001],
  [23.976, 24000, 1001],
  [59.94, 60000, 1001],
  [12.5, 25, 2],
])('a frame rate of %p is %p/%p', (rate, numerator, denominator) =>
  expect(rationalFrameRate(rate)).toEqual({ numerator, denominator }),
);

it('a duration is a fraction in lowest terms', () => {
  expect(rationalSeconds(2_000_000_000n)).toEqual({ numerator: 2, denominator: 1 });
  expect(rationalSeconds(2_002_000_000n)).toEqual({ numerator: 1001, denominator: 500 });
});
