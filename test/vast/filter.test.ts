import fc from 'fast-check';
import { InvalidValue } from '../../src/vast/engine';
import { predicateOf, type Filter } from '../../src/vast/filter';
import type { Predicate } from '../../src/vast/predicate';
import { matches, type PlainRow } from './oracle';
import { eachTestOpens } from './new-store';
import { manyThings, spans, text, things } from './things';

const store = eachTestOpens([things, spans]);
const read = (filter: unknown, table: typeof things | typeof spans = things) =>
  predicateOf(table as typeof things, filter as Filter<never>) as unknown as Predicate;

/** What a filter says of a row, read plainly: true, false or, as null, unknown. */
function truthOf(filter: Record<string, unknown>, row: PlainRow): boolean | null {
  return every(
    Object.entries(filter).map(([name, value]) => {
      if (name === 'and') return every((value as Record<string, unknown>[]).map((of) => truthOf(of, row)));
      if (name === 'or')
        return not(every((value as Record<string, unknown>[]).map((of) => not(truthOf(of, row)))));
      if (name === 'not') return not(truthOf(value as Record<string, unknown>, row));
      const cell = row[name] as string | number | null;
      if (value === null) return cell === null;
      const tests = typeof value === 'object' ? Object.entries(value) : [['eq', value]];
      return every(tests.map(([operator, of]) => testOf(operator as string, cell, of as never)));
    }),
  );
}

function testOf(operator: string, cell: string | number | null, of: never): boolean | null {
  if (operator === 'isNull') return (cell === null) === of;
  if (operator === 'not') return not(every(Object.entries(of).map(([o, v]) => testOf(o, cell, v as never))));
  if (operator === 'in' && (of as unknown[]).length === 0) return false;
  if (cell === null) return null;
  const than = of as number | string;
  const [low, high] = operator === 'between' ? (of as [number, number]) : [0, 0];
  const answers: Record<string, () => boolean> = {
    eq: () => cell === of,
    ne: () => cell !== of,
    lt: () => cell < than,
    le: () => cell <= than,
    gt: () => cell > than,
    ge: () => cell >= than,
    in: () => (of as unknown[]).includes(cell),
    between: () => (cell as number) >= low && (cell as number) <= high,
    startsWith: () => (cell as string).startsWith(of),
  };
  return answers[operator]!();
}
const not = (truth: boolean | null) => (truth === null ? null : !truth);
function every(truths: (boolean | null)[]): boolean | null {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

const number = fc.integer({ min: -3, max: 3 });
const tests = (value: fc.Arbitrary<unknown>, further: Record<string, fc.Arbitrary<unknown>>) =>
  fc
    .record(
      {
        eq: value,
        ne: value,
        isNull: fc.boolean(),
        in: fc.array(value, { maxLength: 3 }),
        not: fc.record({ eq: value }),
        ...further,
      },
      { requiredKeys: [] },
    )
    .filter((of) => Object.keys(of).length > 0);
const { filter } = fc.letrec<{ filter: Record<string, unknown> }>((tie) => ({
  filter: fc.record(
    {
      size: fc.oneof(
        number,
        fc.constant(null),
        tests(number, { lt: number, le: number, gt: number, ge: number, between: fc.tuple(number, number) }),
      ),
      label: fc.oneof(text, fc.constant(null), tests(text, { startsWith: text })),
      good: fc.oneof(fc.boolean(), fc.constant(null), tests(fc.boolean(), {})),
      and: fc.oneof(
        { depthSize: 'small', maxDepth: 2 },
        fc.constant([]),
        fc.array(tie('filter'), { maxLength: 2 }),
      ),
      or: fc.oneof(
        { depthSize: 'small', maxDepth: 2 },
        fc.constant([{}]),
        fc.array(tie('filter'), { maxLength: 2 }),
      ),
      not: fc.oneof({ depthSize: 'small', maxDepth: 2 }, fc.constant({ size: 1 }), tie('filter')),
    },
    { requiredKeys: [] },
  ),
}));

it('selects what a plain reading of the object selects, with null as unknown', () =>
  fc.assert(
    fc.asyncProperty(manyThings, fc.array(filter, { minLength: 4, maxLength: 8 }), async (rows, filters) => {
      const { db } = store();
      await db.transaction(async (tx) => {
        const old = await tx.select(things, { columns: [], limit: 100, includeRowIds: true });
        await tx.purge(
          things,
          old.map(({ rowId }) => rowId),
        );
        await tx.insert(things, rows as never);
      });
      for (const of of filters) {
        const where = predicateOf(things, of as Filter<never>);
        const wanted = rows.filter((row) => truthOf(of, row) === true).length;
        expect(await db.count(things, where)).toBe(wanted);
        expect(rows.filter((row) => matches(where as unknown as Predicate, row))).toHaveLength(wanted);
      }
    }),
    { numRuns: 80 },
  ));

it('does not leak what is deleted: null or false means null or false', async () => {
  const { db } = store();
  const row = (id: string, good: boolean | null) => ({ id, part: 0, made: 0, good });
  await db.transaction((tx) => tx.insert(things, [row('none', null), row('not', false), row('gone', true)]));
  const ids = async (filter: Filter<never>) =>
    (await db.select(things, { columns: ['id'], where: predicateOf(things, filter), limit: 9 })).map(
      ({ id }) => id,
    );
  expect(await ids({ or: [{ good: null }, { good: false }] } as never)).toEqual(['none', 'not']);
  // Unknown is not true, however it is turned.
  expect(await ids({ good: { ne: true } } as never)).toEqual(['not']);
  expect(await ids({ not: { good: true } } as never)).toEqual(['not']);
  expect(await ids({ not: { not: { good: true } } } as never)).toEqual(['gone']);
});

it('finds what overlaps a range of the declared intervals', async () => {
  const { db } = store();
  await db.transaction((tx) =>
    tx.insert(
      spans,
      ['0', '2', '4', '6'].map((lo) => ({ lane: 'a', lo, hi: String(Number(lo) + 1) })),
    ),
  );
  const where = predicateOf(spans, { lane: 'a', range: { overlaps: { lo: '1', hi: '5' } } });
  expect(await db.select(spans, { columns: ['lo'], where, limit: 9 })).toEqual([{ lo: '2' }, { lo: '4' }]);
});

const deep = (levels: number): unknown => (levels === 0 ? {} : { not: deep(levels - 1) });
it.each([
  ['an unknown column', { colour: 'red' }, 'names "colour", which is no column'],
  ['a word of JavaScript', { constructor: 'x' }, 'no column'],
  ['a hidden prototype', JSON.parse('{"__proto__": "x"}'), 'no column'],
  ['an unknown operator', { size: { above: 3 } }, '"above", which is no operator'],
  ['an operator of JavaScript', { size: { toString: 3 } }, 'no operator'],
  ['text for a number', { size: '3' }, 'compares column size, which is int64, with "3"'],
  ['a fraction for an integer', { size: 1.5 }, 'int64, with 1.5'],
  ['what is not a number', { weight: NaN }, 'with NaN'],
  ['a number for true or false', { good: 1 }, 'bool'],
  ['half a surrogate pair', { label: '\ud800' }, 'utf8'],
  ['undefined, which would be lost', { size: undefined }, 'with undefined'],
  ['null in a comparison', { size: { gt: null } }, 'asked by isNull'],
  ['null in a list', { size: { in: [1, null] } }, 'asked by isNull'],
  ['a list for a value', { size: [1, 2] }, 'a list'],
  ['no tests', { size: {} }, 'for nothing'],
  ['a value for a list', { size: { in: 3 } }, 'takes a list'],
  ['one end of two', { size: { between: [1] } }, 'other than two values'],
  ['a prefix of a number', { size: { startsWith: '1' } }, 'no text'],
  ['JSON that is compared', { extra: { eq: 1 } }, 'holds JSON'],
  ['an object for a list', { or: { size: 1 } }, 'takes a list'],
  ['a list for an object', [], 'an object is meant'],
  ['nothing at all', null, 'an object is meant'],
  ['a date', { made: new Date(0) }, 'tests of column made'],
  ['a range where none is declared', { range: { overlaps: { lo: 'a', hi: 'b' } } }, 'declares no intervals'],
  ['too deep a nest', deep(40), 'more than 32 deep'],
  ['too many terms', { or: Array.from({ length: 1001 }, () => ({ size: 1 })) }, 'more than 1000 terms'],
  [
    'too many values',
    { size: { in: Array.from({ length: 10_001 }, (_, i) => i) } },
    'more than 10000 values',
  ],
])('refuses %s, in clear words', (_what, filter, words) => {
  expect(() => read(filter)).toThrow(InvalidValue);
  expect(() => read(filter)).toThrow(words);
});

it.each([
  {},
  { overlaps: null },
  { overlaps: { lo: 'a' } },
  { overlaps: { lo: 1, hi: 2 } },
  { meets: { lo: 'a', hi: 'b' } },
])('refuses %j as a range', (range) => expect(() => read({ range }, spans)).toThrow(InvalidValue));
