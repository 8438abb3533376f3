import type { Columns, RowOf } from './table';

type Compared<R, Op extends string> = {
  [K in keyof R & string]: { readonly op: Op; readonly column: K; readonly value: NonNullable<R[K]> };
}[keyof R & string];
type TextColumn<R> = {
  [K in keyof R & string]: unknown extends R[K] ? K : NonNullable<R[K]> extends string ? K : never;
}[keyof R & string];

/**
 * Half-open interval [lo, hi) of column values. Text compares by code point (the order of its UTF-8 bytes), in every
 * comparison and every projection; JavaScript's `<` compares UTF-16 units, which differs beyond U+FFFF.
 */
export interface Range<Value = string> {
  readonly lo: Value;
  readonly hi: Value;
}

/**
 * Which rows: plain data, built anywhere, sent anywhere. `RowType` names the columns and their types, so that an
 * unknown column or a wrong type does not compile.
 *
 * Null logic is SQL's, of three values: a comparison with a null cell is unknown, `not` of unknown is unknown, `and` and `or` are
 * unknown where what is known does not decide, and only rows for which the whole is true are selected. So `ne` and
 * `not(eq(…))` both pass over null cells: who wants them says `or(isNull(…), ne(…))`. A cell is in no empty list, null or not.
 */
export type Predicate<RowType = Record<string, unknown>> =
  | Compared<RowType, 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'>
  | {
      [K in keyof RowType & string]: {
        readonly op: 'in';
        readonly column: K;
        readonly values: readonly NonNullable<RowType[K]>[];
      };
    }[keyof RowType & string]
  | {
      [K in keyof RowType & string]: {
        readonly op: 'between';
        readonly column: K;
        readonly low: NonNullable<RowType[K]>;
        readonly high: NonNullable<RowType[K]>;
      };
    }[keyof RowType & string]
  | { readonly op: 'isNull' | 'isNotNull'; readonly column: keyof RowType & string }
  | { readonly op: 'startsWith'; readonly column: TextColumn<RowType>; readonly value: string }
  | {
      readonly op: 'overlaps';
      readonly start: TextColumn<RowType>;
      readonly end: TextColumn<RowType>;
      readonly range: Range;
    }
  | { readonly op: 'and' | 'or'; readonly of: readonly Predicate<RowType>[] }
  | { readonly op: 'not'; readonly of: Predicate<RowType> };

/** The predicates over a table with these columns. */
export type PredicateOver<C extends Columns> = Predicate<RowOf<C>>;

const comparison =
  <Op extends string>(op: Op) =>
  <const K extends string, V>(column: K, value: V) =>
    ({ op, column, value }) as { readonly op: Op; readonly column: K; readonly value: V };

export const eq = comparison('eq');
export const ne = comparison('ne');
export const lt = comparison('lt');
export const le = comparison('le');
export const gt = comparison('gt');
export const ge = comparison('ge');
/** The cell is one of `values`; none of an empty list. */
export const isIn = <const K extends string, V>(column: K, values: readonly V[]) =>
  ({ op: 'in', column, values }) as const;
/** low ≤ cell ≤ high */
export const between = <const K extends string, V>(column: K, low: V, high: V) =>
  ({ op: 'between', column, low, high }) as const;
export const isNull = <const K extends string>(column: K) => ({ op: 'isNull', column }) as const;
export const isNotNull = <const K extends string>(column: K) => ({ op: 'isNotNull', column }) as const;
export const startsWith = <const K extends string>(column: K, value: string) =>
  ({ op: 'startsWith', column, value }) as const;
/** The interval [start, end) of the row and `range` share a point: start < range.hi and end > range.lo. */
export const overlaps = <const S extends string, const E extends string>(start: S, end: E, range: Range) =>
  ({ op: 'overlaps', start, end, range }) as const;
/** All hold; `and()` is true. */
export const and = <const P extends readonly unknown[]>(...of: P) =>
  ({ op: 'and', of }) as { readonly op: 'and'; readonly of: readonly P[number][] };
/** One holds; `or()` is false. */
export const or = <const P extends readonly unknown[]>(...of: P) =>
  ({ op: 'or', of }) as { readonly op: 'or'; readonly of: readonly P[number][] };
export const not = <const P>(of: P) => ({ op: 'not', of }) as const;
