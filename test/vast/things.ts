import fc from 'fast-check';
import type { Predicate } from '../../src/vast/predicate';
import { bool, defineTable, float64, instant, int64, json, nullable, utf8 } from '../../src/vast/table';
import type { PlainRow } from './oracle';

/** A table with a column of every kind, null or not, and projections that sort every way. */
export const things = defineTable(
  'things',
  {
    id: utf8(),
    part: int64(),
    label: nullable(utf8()),
    size: nullable(int64()),
    weight: nullable(float64()),
    good: nullable(bool()),
    made: instant(),
    extra: nullable(json<unknown>()),
  },
  {
    primaryKey: ['id', 'part'],
    projections: {
      by_label: ['label'],
      newest: ['-made'],
      mixed: ['-size', 'label', '-made'],
      backwards: ['-made', '-id', '-part'],
      sized: ['size', 'label'],
    },
    sparse: ['sized'],
    softDelete: true,
  },
);

/** Intervals that never overlap within a lane. */
export const spans = defineTable(
  'spans',
  { lane: utf8(), lo: utf8(), hi: utf8(), note: nullable(utf8()) },
  {
    primaryKey: ['lane', 'lo'],
    projections: { by_note: ['note'] },
    softDelete: true,
    disjoint: { within: ['lane'], start: 'lo', end: 'hi' },
  },
);

/** A table whose deletions are for good. */
export const marks = defineTable(
  'marks',
  { id: int64(), text: utf8() },
  { primaryKey: ['id'], projections: { by_text: ['text'] } },
);

/** A table that one text tells the rows of. */
export const names = defineTable('names', { name: utf8(), note: nullable(utf8()) }, { primaryKey: ['name'] });

// Few letters, so that values meet; around the surrogates, where orders of text differ.
const LETTERS = ['a', 'b', '\u0000', '"', 'é', '\ud7ff', '\ue000', '\uffff', '😀', '\u{10ffff}'];

export const text = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...LETTERS), { maxLength: 3 }).map((of) => of.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);
const integer = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.maxSafeInteger());
const double = fc.oneof(
  fc.constantFrom(0, 0.1 + 0.2, -1 / 3, 5e-324, Number.MAX_VALUE),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
);
const moment = fc.integer({ min: 0, max: 4 });
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 4 });

export const thing: fc.Arbitrary<PlainRow> = fc.record({
  id: text,
  part: fc.integer({ min: 0, max: 2 }),
  label: orNull(text),
  size: orNull(integer),
  weight: orNull(double),
  good: orNull(fc.boolean()),
  made: moment,
  extra: orNull(fc.jsonValue({ maxDepth: 2 }).filter((value) => value !== null && !hasNegativeZero(value))),
});

export const manyThings = fc.uniqueArray(thing, {
  maxLength: 30,
  selector: (row) => JSON.stringify([row.id, row.part]),
});

const VALUES: Record<string, fc.Arbitrary<unknown>> = {
  id: text,
  part: integer,
  label: text,
  size: integer,
  weight: double,
  good: fc.boolean(),
  made: moment,
};
const column = fc.constantFrom(...Object.keys(VALUES));
const textColumn = fc.constantFrom('id', 'label');

export const predicate = fc.letrec<{ tree: Predicate; leaf: Predicate }>((tie) => ({
  leaf: fc.oneof(
    column.chain((name) =>
      fc.record({
        op: fc.constantFrom('eq', 'ne', 'lt', 'le', 'gt', 'ge'),
        column: fc.constant(name),
        value: VALUES[name]!,
      }),
    ),
    column.chain((name) =>
      fc.record({
        op: fc.constant('in'),
        column: fc.constant(name),
        values: fc.array(VALUES[name]!, { maxLength: 3 }),
      }),
    ),
    column.chain((name) =>
      fc.record({
        op: fc.constant('between'),
        column: fc.constant(name),
        low: VALUES[name]!,
        high: VALUES[name]!,
      }),
    ),
    fc.record({
      op: fc.constantFrom('isNull', 'isNotNull'),
      column: fc.oneof(column, fc.constant('extra'), fc.constant('deleted_by')),
    }),
    fc.record({ op: fc.constant('startsWith'), column: textColumn, value: text }),
    fc.record({
      op: fc.constant('overlaps'),
      start: textColumn,
      end: textColumn,
      range: fc.record({ lo: text, hi: text }),
    }),
  ) as fc.Arbitrary<Predicate>,
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.record({
      op: fc.constantFrom('and', 'or'),
      of: fc.array(tie('tree'), { maxLength: 3 }),
    }) as fc.Arbitrary<Predicate>,
    fc.record({ op: fc.constant('not'), of: tie('tree') }) as fc.Arbitrary<Predicate>,
  ),
})).tree;

/** Disjoint intervals of one lane: cut points in order, some of the stretches between them kept. */
export const laneOfSpans = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 20 }),
    fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
  )
  .map(([points, kept]) => {
    const cuts = points.sort((a, b) => a - b).map(cutText);
    return cuts.slice(1).flatMap((hi, i) => (kept[i] ? [{ lo: cuts[i]!, hi }] : []));
  });

export const cutText = (at: number): string => String(at).padStart(4, '0');

/** JSON spells −0 as 0. */
function hasNegativeZero(value: unknown): boolean {
  if (typeof value === 'number') return Object.is(value, -0);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasNegativeZero);
}
