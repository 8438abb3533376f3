import { InvalidValue, type Cell } from '../../engine';
import type { Predicate, Range } from '../../predicate';
import { PRIMARY, type TableDefinition } from '../../table';
import { encodeOperand } from './cells';
import type { Param } from './connection';
import { FALSE, along, cell, keyColumns, kindOf, TOMB, visible } from './layout';

/** The values bound to one statement, each under its number. */
export class Params {
  readonly values: Param[] = [];

  add(value: Param): string {
    this.values.push(value);
    return `?${this.values.length}`;
  }
}

/** What a predicate is compiled for. */
export interface Scope {
  readonly table: TableDefinition;
  readonly params: Params;
  /** How the statement calls the table's row. */
  readonly alias: string;
  /** A column that equals this SQL besides what the predicate says. */
  readonly each?: { readonly column: string; readonly sql: string };
}

/** A top-level equality of the predicate: its value, and the SQL of it. */
export interface Fixed {
  readonly value?: Cell;
  readonly sql: string;
}

/** A predicate as the conjuncts of a WHERE clause, and the columns that it fixes to one value. */
export interface Where {
  readonly conjuncts: readonly string[];
  readonly fixed: ReadonlyMap<string, Fixed>;
}

/**
 * Compiles a predicate. Where the plan reads the live rows of a table that declares disjoint intervals and fixes the
 * columns they lie within, an overlap seeks: the first row that can overlap is the last one that starts at or before
 * the range.
 */
export function compileWhere(
  scope: Scope,
  where: Predicate,
  visibility: 'live' | 'deleted',
  projection: string = PRIMARY,
): Where {
  const { table, params, alias, each } = scope;
  const conjuncts = visible(table, alias, visibility);
  const fixed = new Map<string, Fixed>();
  // Among deleted rows the deletion is the tomb itself, and one seek finds what it hid.
  const sought = (column: string) =>
    cell(alias, column === 'deletion' && visibility === 'deleted' ? TOMB : column);
  if (each) {
    fixed.set(each.column, { sql: each.sql });
    conjuncts.push(`${sought(each.column)} = ${each.sql}`);
  }
  const rest: Predicate[] = [];
  for (const part of flatten(where)) {
    if (part.op !== 'eq') {
      rest.push(part);
      continue;
    }
    const sql = params.add(encodeOperand(table, part.column, part.value));
    if (!fixed.has(part.column)) fixed.set(part.column, { value: part.value, sql });
    conjuncts.push(`${sought(part.column)} = ${sql}`);
  }
  for (const part of rest) {
    conjuncts.push(compile(scope, part));
    if (part.op === 'overlaps' && visibility === 'live' && projection === PRIMARY) {
      const seek = firstOverlapping(scope, part.start, part.end, part.range, fixed);
      if (seek) conjuncts.push(seek);
    }
  }
  return { conjuncts, fixed };
}

export const allOf = (conjuncts: readonly string[]): string => conjuncts.join(' AND ') || '1';

function flatten(where: Predicate, into: Predicate[] = []): readonly Predicate[] {
  if (where.op === 'and') for (const part of where.of) flatten(part, into);
  // One of one value is equality, which lets a read seek and costs half as much.
  else if (where.op === 'in' && where.values.length === 1)
    into.push({ op: 'eq', column: where.column, value: where.values[0]! });
  else into.push(where);
  return into;
}

/** The tree's three-valued logic is that of SQL. */
function compile(scope: Scope, part: Predicate): string {
  const { table, params, alias } = scope;
  const operand = (column: string, value: Cell) => params.add(encodeOperand(table, column, value));
  switch (part.op) {
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge': {
      const { column } = part;
      const value = operand(column, part.value);
      return `${cell(alias, column)} ${COMPARISONS[part.op]} ${value}`;
    }
    case 'in':
      return membership(scope, part.column, part.values);
    case 'between': {
      const low = operand(part.column, part.low);
      const high = operand(part.column, part.high);
      return `${cell(alias, part.column)} BETWEEN ${low} AND ${high}`;
    }
    case 'isNull':
      return `${filterable(scope, part.column)} IS NULL`;
    case 'isNotNull':
      return `${filterable(scope, part.column)} IS NOT NULL`;
    case 'startsWith':
      return prefixed(scope, part.column, part.value);
    case 'overlaps': {
      const before = `${cell(alias, part.start)} < ${operand(part.start, part.range.hi)}`;
      const behind = `${cell(alias, part.end)} > ${operand(part.end, part.range.lo)}`;
      return `(${before} AND ${behind})`;
    }
    case 'and':
    case 'or': {
      if (part.of.length === 0) return part.op === 'and' ? '1' : FALSE;
      const parts = part.of.map((of) => compile(scope, of));
      return `(${parts.join(part.op === 'and' ? ' AND ' : ' OR ')})`;
    }
    case 'not':
      return `NOT ${compile(scope, part.of)}`;
  }
}

const COMPARISONS = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;

function filterable({ table, alias }: Scope, column: string): string {
  if (!Object.hasOwn(table.columns, column))
    throw new InvalidValue(`Table ${table.name} has no column named ${column}`);
  return cell(alias, column);
}

/** Each number of values is a statement of its own, so only few may be. */
const BOUND_AT_MOST = 10;

function membership({ table, params, alias }: Scope, column: string, values: readonly Cell[]): string {
  const operands = values.map((value) => encodeOperand(table, column, value));
  const sql = filterable({ table, params, alias }, column);
  if (operands.length === 0) return FALSE;
  // A few are bound one by one, which is faster; so are doubles, which SQLite reads inexactly from JSON.
  if (operands.length <= BOUND_AT_MOST || kindOf(table.columns[column]!) === 'real')
    return `${sql} IN (${operands.map((operand) => params.add(operand)).join(', ')})`;
  return `${sql} IN (SELECT value FROM json_each(${params.add(JSON.stringify(operands))}))`;
}

function prefixed(scope: Scope, column: string, prefix: string): string {
  const { table, params, alias } = scope;
  const sql = cell(alias, column);
  const from = `${sql} >= ${params.add(encodeOperand(table, column, prefix))}`;
  const end = endOfPrefix(prefix);
  return end === null ? from : `(${from} AND ${sql} < ${params.add(end)})`;
}

const LAST_CODE_POINT = 0x10ffff;

/** The first text, by code points, behind all that start with `prefix`; null when there is none. */
export function endOfPrefix(prefix: string): string | null {
  const points = Array.from(prefix, (character) => character.codePointAt(0)!);
  while (points.length > 0) {
    const last = points.pop()!;
    if (last === LAST_CODE_POINT) continue;
    // Surrogates are no characters: U+D7FF is followed by U+E000.
    points.push(last === 0xd7ff ? 0xe000 : last + 1);
    // One by one: spread into a call, a long text would not fit the stack.
    return points.map((point) => String.fromCodePoint(point)).join('');
  }
  return null;
}

/** Where the rows that can overlap `range` begin, as a bound on the start column; null when that cannot be sought. */
function firstOverlapping(
  scope: Scope,
  start: string,
  end: string,
  range: Range,
  fixed: ReadonlyMap<string, Fixed>,
): string | null {
  const { table, params, alias } = scope;
  const { disjoint } = table;
  if (disjoint?.start !== start || disjoint.end !== end) return null;
  const within = disjoint.within.map((column) => ({ column, is: fixed.get(column) }));
  if (within.some(({ is }) => !is)) return null;
  const conditions = [
    ...visible(table, 's', 'live'),
    ...within.map(({ column, is }) => `${cell('s', column)} = ${is!.sql}`),
    `${cell('s', start)} <= ${params.add(encodeOperand(table, start, range.lo))}`,
  ];
  const key = keyColumns(table).map((column) => `${cell('s', column)} DESC`);
  const last =
    `SELECT ${cell('s', start)} FROM ${along(table, PRIMARY, 's')} ` +
    `WHERE ${allOf(conditions)} ORDER BY ${key.join(', ')} LIMIT 1`;
  return `${cell(alias, start)} >= coalesce((${last}), '')`;
}
