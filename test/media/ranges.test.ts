import { namesEtag, rangeStillHolds, requestedRange, type RangeOutcome } from '../../src/media/ranges';

const whole: RangeOutcome = { kind: 'whole' };
const unsatisfiable: RangeOutcome = { kind: 'unsatisfiable' };
const part = (start: number, end: number): RangeOutcome => ({ kind: 'part', start, end });

test.each<[string | undefined, number, RangeOutcome]>([
  [undefined, 10, whole],
  ['bytes=0-0', 10, part(0, 0)],
  ['bytes=0-9', 10, part(0, 9)],
  ['bytes=2-5', 10, part(2, 5)],
  ['bytes=9-', 10, part(9, 9)],
  ['bytes=0-', 10, part(0, 9)],
  ['bytes=5-99999999999999999999999', 10, part(5, 9)],
  ['bytes=-3', 10, part(7, 9)],
  ['bytes=-10', 10, part(0, 9)],
  ['bytes=-11', 10, part(0, 9)],
  ['BYTES= 2-5 ', 10, part(2, 5)],
  ['bytes=10-', 10, unsatisfiable],
  ['bytes=99999999999999999999999-', 10, unsatisfiable],
  ['bytes=-0', 10, unsatisfiable],
  ['bytes=0-', 0, unsatisfiable],
  ['bytes=-5', 0, whole],
  ['bytes=5-2', 10, whole],
  ['bytes=-', 10, whole],
  ['bytes=', 10, whole],
  ['bytes=a-b', 10, whole],
  ['bytes=1.5-3', 10, whole],
  ['bytes=--3', 10, whole],
  ['bytes=0-1,3-4', 10, whole],
  ['items=0-1', 10, whole],
  ['0-1', 10, whole],
])('Range %s of %i bytes', (header, size, outcome) => {
  expect(requestedRange(header, size)).toEqual(outcome);
});

test.each([
  [undefined, false],
  ['"a"', true],
  ['W/"a"', true],
  ['"b", W/"a"', true],
  ['"b"', false],
  ['a', false],
  ['*', true],
])('If-None-Match %s', (header, matches) => {
  expect(namesEtag(header, '"a"')).toBe(matches);
});

test.each([
  [undefined, true],
  ['"a"', true],
  ['W/"a"', false],
  ['"b"', false],
  ['Sun, 22 Nov 2026 17:00:00 GMT', false],
])('If-Range %s', (header, holds) => {
  expect(rangeStillHolds(header, '"a"')).toBe(holds);
});
