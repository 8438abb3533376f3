import * as fc from 'fast-check';
import { InvalidTime } from '../../../src/tams/time/invalid-time';
import {
  compareTimestamps,
  formatTimestamp,
  fromNanoseconds,
  parseTimestamp,
  toNanoseconds,
  ZERO,
} from '../../../src/tams/time/timestamp';
import { arbNanoseconds } from './arbitraries';
import { readTimestamp, writeTimestamp } from './oracle';

describe('a timestamp', () => {
  it.each([
    ['0:0', 0, 0],
    ['-0:0', 0, 0],
    ['1:5', 1, 5],
    ['-0:1', -1, 999_999_999],
    ['-5:500000000', -6, 500_000_000],
    ['-5:0', -5, 0],
    ['1694429247:40000000', 1_694_429_247, 40_000_000],
    ['281474976710655:999999999', 2 ** 48 - 1, 999_999_999],
    ['-281474976710655:999999999', -(2 ** 48), 1],
  ])('%s is %d s and %d ns', (text, seconds, nanoseconds) => {
    expect(parseTimestamp(text)).toStrictEqual({ seconds, nanoseconds });
  });

  it.each([
    '',
    '5',
    '5:',
    ':5',
    '05:0',
    '5:00',
    '5:01',
    '5:1000000000',
    '+5:0',
    '--5:0',
    '5:-1',
    '5:0.5',
    '5.5',
  ])('refuses %j', (text) => expect(() => parseTimestamp(text)).toThrow(InvalidTime));

  it.each([' 5:0', '5:0 ', '5:0\n', '5: 0', '٥:0', '0x5:0', '1e3:0', '5:0\0'])('refuses %j', (text) =>
    expect(() => parseTimestamp(text)).toThrow(InvalidTime),
  );

  it.each(['281474976710656:0', '-281474976710656:0', '999999999999999:0'])(
    'names the limit when it refuses %s (T1)',
    (text) =>
      expect(() => parseTimestamp(text)).toThrow(
        `"${text}" is not a timestamp: its seconds must be less than 2^48 in size (TAMS app note 0008).`,
      ),
  );

  it('refuses nanoseconds beyond the range too', () => {
    const limit = 2n ** 48n * 10n ** 9n;
    expect(() => fromNanoseconds(limit)).toThrow(InvalidTime);
    expect(() => fromNanoseconds(-limit)).toThrow(InvalidTime);
    expect(formatTimestamp(fromNanoseconds(limit - 1n))).toBe('281474976710655:999999999');
  });

  it('never writes -0:0 (T2)', () => {
    expect(formatTimestamp(parseTimestamp('-0:0'))).toBe('0:0');
    expect(ZERO).toStrictEqual(parseTimestamp('-0:0'));
  });

  it('has one text and one number, over all of the range', () =>
    fc.assert(
      fc.property(arbNanoseconds, (nanoseconds) => {
        const text = writeTimestamp(nanoseconds);
        expect(formatTimestamp(fromNanoseconds(nanoseconds))).toBe(text);
        expect(parseTimestamp(text)).toStrictEqual(fromNanoseconds(nanoseconds));
        expect(toNanoseconds(parseTimestamp(text))).toBe(readTimestamp(text));
      }),
      { numRuns: 2000 },
    ));

  it('compares as its number does', () =>
    fc.assert(
      fc.property(arbNanoseconds, arbNanoseconds, (a, b) => {
        expect(Math.sign(compareTimestamps(fromNanoseconds(a), fromNanoseconds(b)))).toBe(
          a < b ? -1 : a > b ? 1 : 0,
        );
      }),
      { numRuns: 2000 },
    ));
});

describe('the error of an invalid time', () => {
  const messageOf = (text: string): string => {
    try {
      parseTimestamp(text);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('accepted');
  };

  it('quotes at most 80 characters of a long text', () => {
    expect(messageOf('9'.repeat(1_000_000))).toMatch(/^"9{80}…" is not a timestamp: TAMS writes one as /);
    expect(messageOf('9'.repeat(80))).toMatch(/^"9{80}" is/);
  });

  it('escapes what could forge a log line or hide text', () => {
    expect(messageOf('a\r\n"\\\u0000\u001b[31m\u2028\u202e\ud800é')).toMatch(
      '"a\\u{d}\\u{a}\\"\\\\\\u{0}\\u{1b}[31m\\u{2028}\\u{202e}\\u{d800}é" is not',
    );
  });
});
