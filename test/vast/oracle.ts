import type { Predicate } from '../../src/vast/predicate';
import type { TableDefinition } from '../../src/vast/table';
import { orderColumns } from '../../src/vast/engine';

/** A row as plain data. */
export type PlainRow = Record<string, unknown>;

/** The order of text is that of its code points, which is not JavaScript's beyond U+FFFF. */
export function compareText(a: string, b: string): number {
  const left = Array.from(a, (character) => character.codePointAt(0)!);
  const right = Array.from(b, (character) => character.codePointAt(0)!);
  for (let i = 0; i < Math.min(left.length, right.length); i += 1)
    if (left[i] !== right[i]) return left[i]! - right[i]!;
  return left.length - right.length;
}

/** Nulls first, then values. */
export function compareCells(a: unknown, b: unknown): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a === 'string') return compareText(a, b as string);
  return Number(a) - Number(b);
}

/** The plain reading of a predicate: what every engine must agree with. */
export const matches = (where: Predicate, row: PlainRow): boolean => truthOf(where, row) === true;

/** True, false, or, as null, unknown: SQL's logic. */
function truthOf(where: Predicate, row: PlainRow): boolean | null {
  const isNull = (column: string) => row[column] === null || row[column] === undefined;
  const test = (column: string, of: (cell: unknown) => boolean) => (isNull(column) ? null : of(row[column]));
  switch (where.op) {
    case 'eq':
      return test(where.column, (cell) => compareCells(cell, where.value) === 0);
    case 'ne':
      return test(where.column, (cell) => compareCells(cell, where.value) !== 0);
    case 'lt':
      return test(where.column, (cell) => compareCells(cell, where.value) < 0);
    case 'le':
      return test(where.column, (cell) => compareCells(cell, where.value) <= 0);
    case 'gt':
      return test(where.column, (cell) => compareCells(cell, where.value) > 0);
    case 'ge':
      return test(where.column, (cell) => compareCells(cell, where.value) >= 0);
    case 'in':
      if (where.values.length === 0) return false;
      return test(where.column, (cell) => where.values.some((value) => compareCells(cell, value) === 0));
    case 'between':
      return test(
        where.column,
        (cell) => compareCells(cell, where.low) >= 0 && compareCells(cell, where.high) <= 0,
      );
    case 'isNull':
      return isNull(where.column);
    case 'isNotNull':
      return !isNull(where.column);
    case 'startsWith':
      return test(where.column, (cell) => (cell as string).startsWith(where.value));
    case 'overlaps':
      return all([
        test(where.start, (cell) => compareCells(cell, where.range.hi) < 0),
        test(where.end, (cell) => compareCells(cell, where.range.lo) > 0),
      ]);
    case 'and':
      return all(where.of.map((part) => truthOf(part, row)));
    case 'or':
      return opposite(all(where.of.map((part) => opposite(truthOf(part, row)))));
    case 'not':
      return opposite(truthOf(where.of, row));
  }
}

const opposite = (truth: boolean | null) => (truth === null ? null : !truth);

function all(truths: readonly (boolean | null)[]): boolean | null {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

/** The rows in the order of a projection. */
export function inOrder(
  table: TableDefinition,
  projection: string,
  reverse: boolean,
  rows: readonly PlainRow[],
): PlainRow[] {
  const order = orderColumns(table, projection);
  const held = table.projections[projection]!.sparse
    ? rows.filter((row) => row[order[0]!.column] !== null)
    : rows;
  return [...held].sort((a, b) => {
    for (const { column, descending } of order) {
      const compared = compareCells(a[column], b[column]);
      if (compared !== 0) return descending === reverse ? compared : -compared;
    }
    return 0;
  });
}
