import {
  covers,
  formatTimeRange,
  hull,
  intersect,
  overlaps,
  parseTimeRange,
} from '../../../src/tams/time/timerange';

const FLOW = {
  a: parseTimeRange('[0:0_10:0)'),
  b: parseTimeRange('[10:0_20:0)'),
  c: parseTimeRange('[20:0]'),
  d: parseTimeRange('[30:0_40:0]'),
};

const namesWhere = (test: (segment: (typeof FLOW)['a']) => boolean): string =>
  Object.entries(FLOW)
    .filter(([, segment]) => test(segment))
    .map(([name]) => name)
    .join(' ');

/** Timerange, the segments that overlap it (listed), the segments that it covers (deleted). */
const EDGES: [text: string, listed: string, deleted: string][] = [
  ['_', 'a b c d', 'a b c d'],
  ['()', '', ''],
  ['[20:0_10:0)', '', ''],
  ['[10:0_20:0)', 'b', 'b'],
  ['[10:0_20:0]', 'b c', 'b c'],
  ['10:0_20:0', 'b c', 'b c'],
  ['(10:0_20:0)', 'b', ''],
  ['(10:0_20:0]', 'b c', 'c'],
  ['[10:0]', 'b', ''],
  ['_10:0)', 'a', 'a'],
  ['_10:0]', 'a b', 'a'],
  ['[20:0_', 'c d', 'c d'],
  ['(20:0_', 'd', 'd'],
  ['[5:0_15:0)', 'a b', ''],
  ['[40:0_', 'd', ''],
  ['(40:0_', '', ''],
  ['[30:0_40:0)', 'd', ''],
  ['[25:0_28:0)', '', ''],
];

describe.each(EDGES)(
  'with segments a [0:0_10:0), b [10:0_20:0), c [20:0], d [30:0_40:0], %s',
  (text, listed, deleted) => {
    const asked = parseTimeRange(text);
    it(`overlaps ${listed || 'none'}`, () => expect(namesWhere((s) => overlaps(asked, s))).toBe(listed));
    it(`covers ${deleted || 'none'}`, () => expect(namesWhere((s) => covers(asked, s))).toBe(deleted));
  },
);

describe('what of a flow is available within a range (T10)', () => {
  const availableWithin = (text: string) => {
    const limit = parseTimeRange(text);
    return formatTimeRange(hull(Object.values(FLOW).map((segment) => intersect(segment, limit))));
  };

  it.each([
    ['_', '[0:0_40:0]'],
    ['[15:0_25:0)', '[15:0_20:0]'],
    ['[22:0_28:0)', '()'],
    ['(5:0_35:0)', '(5:0_35:0)'],
    ['[25:0_', '[30:0_40:0]'],
    ['()', '()'],
  ])('%s: %s', (text, available) => expect(availableWithin(text)).toBe(available));
});

describe('dense time (T5)', () => {
  it('has points between two nanoseconds', () => {
    const whole = parseTimeRange('[0:0_10:0)');
    expect(covers(parseTimeRange('[0:0_9:999999999]'), whole)).toBe(false);
    expect(overlaps(parseTimeRange('(9:999999999_10:0)'), whole)).toBe(true);
  });
});
