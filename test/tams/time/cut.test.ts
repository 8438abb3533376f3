import * as fc from 'fast-check';
import {
  cutAfter,
  cutBefore,
  HIGHEST,
  isAfter,
  LOWEST,
  timestampOfCut,
  type Cut,
} from '../../../src/tams/time/cut';
import { fromNanoseconds, parseTimestamp, toNanoseconds } from '../../../src/tams/time/timestamp';
import { arbNanoseconds } from './arbitraries';

const cutOf = (nanoseconds: bigint, above: boolean): Cut =>
  (above ? cutAfter : cutBefore)(fromNanoseconds(nanoseconds));
const order = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

describe('a cut', () => {
  it('is fixed-width text', () => {
    expect(cutBefore(parseTimestamp('0:0'))).toBe('100000000000000000000');
    expect(cutAfter(parseTimestamp('0:0'))).toBe('100000000000000000001');
    expect(cutAfter(parseTimestamp('281474976710655:999999999'))).toBe('1ffffffffffff773593ff');
    expect(cutBefore(parseTimestamp('-281474976710655:999999999'))).toBe('000000000000000000002');
  });

  it('orders as its number does: twice the nanoseconds, one more when above', () =>
    fc.assert(
      fc.property(arbNanoseconds, fc.boolean(), arbNanoseconds, fc.boolean(), (a, aboveA, b, aboveB) => {
        const [cutA, cutB] = [cutOf(a, aboveA), cutOf(b, aboveB)];
        expect(order(cutA, cutB)).toBe(order(2n * a + BigInt(aboveA), 2n * b + BigInt(aboveB)));
        expect(order(Buffer.from(cutA).compare(Buffer.from(cutB)), 0)).toBe(order(cutA, cutB));
      }),
      { numRuns: 5000 },
    ));

  it('gives back its instant and its side', () =>
    fc.assert(
      fc.property(arbNanoseconds, fc.boolean(), (nanoseconds, above) => {
        const cut = cutOf(nanoseconds, above);
        expect(cut).toMatch(/^[01][0-9a-f]{20}$/);
        expect(toNanoseconds(timestampOfCut(cut))).toBe(nanoseconds);
        expect(isAfter(cut)).toBe(above);
      }),
      { numRuns: 2000 },
    ));

  it('lies between the open ends, which lie at no instant', () => {
    const last = 2n ** 48n * 10n ** 9n - 1n;
    expect(LOWEST < cutOf(-last, false)).toBe(true);
    expect(cutOf(last, true) < HIGHEST).toBe(true);
    expect([isAfter(LOWEST), isAfter(HIGHEST)]).toEqual([false, false]);
    expect(() => timestampOfCut(LOWEST)).toThrow(RangeError);
    expect(() => timestampOfCut(HIGHEST)).toThrow(RangeError);
  });
});
