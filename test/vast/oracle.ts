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
export function matches(where: Predicate, row: PlainRow): boolean {
  const known = (column: string, test: (cell: unknown) => boolean) =>
    row[column] !== null && row[column] !== undefined && test(row[column]);
  switch (where.op) {
    case 'eq':
      return known(where.column, (cell) => compareCells(cell, where.value) === 0);
    case 'ne':
      return known(where.column, (cell) => compareCells(cell, where.value) !== 0);
    case 'lt':
      return known(where.column, (cell) => compareCells(cell, where.value) < 0);
    case 'le':
      return known(where.column, (cell) => compareCells(cell, where.value) <= 0);
    case 'gt':
      return known(where.column, (cell) => compareCells(cell, where.value) > 0);
    case 'ge':
      return known(where.column, (cell) => compareCells(cell, where.value) >= 0);
    case 'in':
      return known(where.column, (cell) => where.values.some((value) => compareCells(cell, value) === 0));
    case 'between':
      return known(
        where.column,
        (cell) => compareCells(cell, where.low) >= 0 && compareCells(cell, where.high) <= 0,
      );
    case 'isNull':
      return !known(where.column, () => true);
    case 'isNotNull':
      return known(where.column, () => true);
    case 'startsWith':
      return known(where.column, (cell) => (cell as string).startsWith(where.value));
    case 'overlaps':
      return (
        known(where.start, (cell) => compareCells(cell, where.range.hi) < 0) &&
        known(where.end, (cell) => compareCells(cell, where.range.lo) > 0)
      );
    case 'and':
      return where.of.every((part) => matches(part, row));
    case 'or':
      return where.of.some((part) => matches(part, row));
    case 'not':
      return !matches(where.of, row);
  }
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
