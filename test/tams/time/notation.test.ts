import * as fc from 'fast-check';
import { InvalidTime } from '../../../src/tams/time/invalid-time';
import { ETERNITY, formatTimeRange, isEmpty, NEVER, parseTimeRange } from '../../../src/tams/time/timerange';
import { arbTimeRangeText } from './arbitraries';
import { readTimeRange, writeTimeRange, type Reading } from './oracle';

/** Canonical text, and the other spellings of it. */
const SPELLINGS: Record<string, string[]> = {
  '[0:0_10:0)': ['0:0_10:0)'],
  '(0:0_10:0]': ['(0:0_10:0'],
  '(0:0_10:0)': [],
  '[0:0_10:0]': ['0:0_10:0', '[0:0_10:0', '0:0_10:0]'],
  _: ['[_]', '(_)', '[_', '_)', '(_', '_]', '(_]', '[_)'],
  '[5:0_': ['5:0_', '[5:0_)', '[5:0_]'],
  '(5:0_': ['(5:0_)', '(5:0_]'],
  '_5:0]': ['_5:0', '[_5:0]', '(_5:0]'],
  '_5:0)': ['(_5:0)', '[_5:0)'],
  '[5:0]': ['5:0', '[5:0', '5:0]', '[5:0_5:0]', '5:0_5:0'],
  '()': [
    ...['(5:0)', '[5:0)', '(5:0]', '(5:0', '5:0)'],
    ...['[5:0_5:0)', '(5:0_5:0]', '(5:0_5:0)'],
    ...['[5:0_3:0)', '5:0_3:0', '(5:0_3:0]'],
    ...['[]', '(]', '[)', '(', '[', ')', ']', ''],
  ],
  '(5:0_5:1)': [],
  '[-1:500000000_0:0)': ['-1:500000000_0:0)', '[-1:500000000_-0:0)'],
  '[0:0]': ['-0:0', '[-0:0_0:0]'],
  '[-281474976710655:999999999_281474976710655:999999999]': [],
};

describe('the notation of timeranges', () => {
  const rows = Object.entries(SPELLINGS).flatMap(([canonical, others]) =>
    [canonical, ...others].map((text) => [text, canonical] as const),
  );

  it.each(rows)('%j reads as %s', (text, canonical) => {
    expect(formatTimeRange(parseTimeRange(text))).toBe(canonical);
    expect(isEmpty(parseTimeRange(text))).toBe(canonical === '()');
  });

  it.each(rows)('%j reads as the oracle does', (text, canonical) => {
    const reading = readTimeRange(text);
    expect(reading.valid && writeTimeRange(reading.span)).toBe(canonical);
  });

  const invalid = [
    ...[
      ' 5:0',
      '[5:0__6:0)',
      '[5:0_6:0))',
      '5:00_6:0',
      'abc',
      '5:0\n',
      '_\n',
      '\n',
      '[[5:0',
      '5:0_6:0_7:0',
      '1:2:3',
    ],
    ...[
      '[05:0_6:0)',
      '5_6',
      '[5:0 _6:0)',
      '[5:0,6:0)',
      ')5:0(',
      ']_[',
      '-_',
      '5:0-6:0',
      '[+5:0_',
      '[5:1000000000_',
    ],
    ...['281474976710656:0', '_-281474976710656:0', '9'.repeat(50) + ':0', '['.repeat(100_000)],
  ];
  it.each(invalid)('refuses %j', (text) => {
    expect(() => parseTimeRange(text)).toThrow(InvalidTime);
    expect(readTimeRange(text).valid).toBe(false);
  });

  it('says what is wrong', () => {
    expect(() => parseTimeRange('1:2:3')).toThrow(
      '"1:2:3" is not a timerange: TAMS writes one as two timestamps around "_"',
    );
    expect(() => parseTimeRange('[0:0_281474976710656:0)')).toThrow('less than 2^48');
  });

  it('has one value for nothing and frozen values for all', () => {
    expect(parseTimeRange('[5:0_3:0)')).toBe(NEVER);
    expect(parseTimeRange('(_]')).toEqual(ETERNITY);
    expect(Object.isFrozen(parseTimeRange('[0:0_1:0)'))).toBe(true);
  });

  it('accepts exactly what the published pattern accepts, and reads it so', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...Array.from('[]()_:-0123456789 ')), maxLength: 24 }),
      fc
        .array(fc.constantFrom('[', ']', '(', ')', '_', ':', '-', '0', '1:0', '-2:5', '3:50', ' ', '04'), {
          maxLength: 7,
        })
        .map((parts) => parts.join('')),
      arbTimeRangeText,
    );
    const seen = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(text, (candidate) => {
        const reading = readTimeRange(candidate);
        seen[reading.valid ? 'valid' : 'invalid']++;
        expect(readAsProduct(candidate)).toEqual(
          reading.valid ? { valid: true, text: writeTimeRange(reading.span) } : { valid: false },
        );
      }),
      { numRuns: 20_000 },
    );
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(4000);
  });

  it('is stable: the canonical text reads as the same range', () =>
    fc.assert(
      fc.property(arbTimeRangeText, (text) => {
        const range = parseTimeRange(text);
        expect(parseTimeRange(formatTimeRange(range))).toEqual(range);
        expect(formatTimeRange(parseTimeRange(formatTimeRange(range)))).toBe(formatTimeRange(range));
      }),
      { numRuns: 2000 },
    ));
});

function readAsProduct(text: string): { valid: Reading['valid']; text?: string } {
  try {
    return { valid: true, text: formatTimeRange(parseTimeRange(text)) };
  } catch (error) {
    if (error instanceof InvalidTime) return { valid: false };
    throw error;
  }
}
