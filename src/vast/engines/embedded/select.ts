import {
  InvalidValue,
  type Cell,
  type EachPlan,
  type LookupPlan,
  type SelectPlan,
  type Tuple,
  type Visibility,
} from '../../engine';
import type { Predicate } from '../../predicate';
import type { TableDefinition } from '../../table';
import { carried, encodeOperand } from './cells';
import type { Connection, Param } from './connection';
import { ALIAS, frameOf, type Frame } from './frame';
import { cell, FALSE, kindOf, quote } from './layout';
import { behind } from './order';
import { allOf, compileWhere, Params, type Scope } from './where';

/** SQL with the values to bind to it. */
export interface Statement {
  readonly sql: string;
  readonly params: Params;
}

/** Runs a select as one statement that returns all its rows as one JSON text: reading rows one by one costs 2.5 times as much. */
export function select(connection: Connection, plan: SelectPlan): Tuple[] {
  if (plan.limit === 0) return [];
  const scope = scopeOf(plan);
  return read(connection, compiled(plan, scope), scope.params.values);
}

/** A select that is ready to be run, with whatever values. */
interface Compiled {
  readonly sql: string;
  /** Its one value is a row, which needs nothing that gathers rows; else it is all rows. */
  readonly ofOne: boolean;
  readonly decode: (tuple: Tuple) => void;
}

function compiled(plan: SelectPlan, scope: Scope): Compiled {
  const frame = frameOf(plan);
  const rows = rowsOf(plan, frame, scope, `${frame.cells} AS row`);
  const ofOne = plan.limit === 1;
  return { sql: ofOne ? rows : gathered(rows), ofOne, decode: frame.decode };
}

function read(connection: Connection, { sql, ofOne, decode }: Compiled, values: readonly Param[]): Tuple[] {
  const text = connection.value(sql, values);
  if (text === null) return [];
  const cells = JSON.parse(text as string) as Tuple | Tuple[];
  const tuples = ofOne ? [cells] : (cells as Tuple[]);
  tuples.forEach(decode);
  return tuples;
}

interface KnownLookup extends Compiled {
  /** What is bound behind the value that is looked up. */
  readonly rest: readonly Param[];
}

const lookups = new WeakMap<LookupPlan, KnownLookup>();

/** Runs a select that was compiled when it was first asked for: compiling costs as much as finding a row. */
export function lookup(connection: Connection, plan: LookupPlan, value: Cell): Tuple[] {
  if (plan.limit === 0) return [];
  const bound = encodeOperand(plan.table, plan.column, value);
  let known = lookups.get(plan);
  if (!known) {
    const scope = scopeOfOnly(plan, plan.column, bound);
    const select = compiled(plan, scope);
    lookups.set(plan, (known = { ...select, rest: scope.params.values.slice(1) }));
  }
  return read(connection, known, [bound, ...known.rest]);
}

/** What JSON text never holds: control characters are escaped in it. */
const BETWEEN_TEXTS = '\u001e';

/** Runs a select of one JSON column as one statement that returns all its texts as one. */
export function selectTexts(connection: Connection, plan: SelectPlan): string[] {
  const { table, columns, rowIds } = plan;
  const [column, ...others] = columns;
  if (!column || !table.columns[column]?.json || others.length > 0 || rowIds)
    throw new InvalidValue(`Texts of table ${table.name} are read of one column, which holds JSON`);
  if (plan.limit === 0) return [];
  const scope = scopeOf(plan);
  const rows = rowsOf(plan, frameOf(plan), scope, `coalesce(${cell(ALIAS, column)}, '') AS row`);
  const between = scope.params.add(BETWEEN_TEXTS);
  const text = connection.value(`SELECT group_concat(row, ${between}) FROM (${rows})`, scope.params.values);
  return text === null ? [] : (text as string).split(BETWEEN_TEXTS);
}

/** Runs a select for each of some values of one column, as one statement. */
export function selectEach(connection: Connection, plan: EachPlan): Tuple[][] {
  checkLookedUp(plan);
  if (plan.limit === 0) return plan.each.values.map(() => []);
  if (plan.each.values.length === 1) {
    const { column, values } = plan.each;
    const scope = scopeOfOnly(plan, column, encodeOperand(plan.table, column, values[0]));
    return [read(connection, compiled(plan, scope), scope.params.values)];
  }
  const { sql, params } = compileSelectEach(plan);
  const pages = connection.json(sql, params.values) as Tuple[][];
  const { decode } = frameOf(plan);
  for (const tuples of pages) tuples.forEach(decode);
  return pages;
}

/** @throws InvalidValue for a column of doubles, which SQLite reads inexactly from JSON. */
function checkLookedUp({ table, each }: EachPlan): void {
  const column = table.columns[each.column];
  if (column && kindOf(column) === 'real')
    throw new InvalidValue(`Column ${each.column} of table ${table.name} cannot be looked up by many values`);
}

const scopeOf = ({ table }: SelectPlan): Scope => ({ table, params: new Params(), alias: ALIAS });

/** For one value of a column, which is bound first: it is a select like any other, which is faster than one of many. */
function scopeOfOnly(plan: SelectPlan, column: string, bound: Param): Scope {
  const scope = scopeOf(plan);
  return { ...scope, each: { column, sql: scope.params.add(bound) } };
}

export function count(
  connection: Connection,
  table: TableDefinition,
  where: Predicate,
  visibility: Visibility,
): number {
  const params = new Params();
  const { conjuncts } = compileWhere({ table, params, alias: ALIAS }, where, visibility);
  const sql = `SELECT count(*) FROM ${quote(table.name)} AS ${ALIAS} WHERE ${allOf(conjuncts)}`;
  return connection.value(sql, params.values) as number;
}

export function compileSelect(plan: SelectPlan): Statement {
  const scope = scopeOf(plan);
  return { sql: page(plan, scope), params: scope.params };
}

export function compileSelectEach(plan: EachPlan): Statement {
  const { table, each } = plan;
  const params = new Params();
  const values = each.values.map((value) => encodeOperand(table, each.column, value));
  const list = params.add(JSON.stringify(values));
  const scope = { table, params, alias: ALIAS, each: { column: each.column, sql: 'v.value' } };
  const pages = `SELECT (${page(plan, scope)}) AS page FROM json_each(${list}) AS v ORDER BY v.key`;
  return { sql: `SELECT '[' || group_concat(page, ',') || ']' FROM (${pages})`, params };
}

/** How many rows a plan has, and the cells of each of its columns, as one JSON list. */
export function compileColumns(plan: SelectPlan): Statement {
  const scope = scopeOf(plan);
  const selected = plan.columns.map((name, i) => `${carried(plan.table, ALIAS, name)} AS c${i}`);
  const rows = rowsOf(plan, frameOf({ ...plan, columns: [] }), scope, ['1 AS one', ...selected].join(', '));
  const columns = selected.map((_, i) => `json_group_array(c${i})`);
  return {
    sql: `SELECT json_array(${['count(*)', ...columns].join(', ')}) FROM (${rows})`,
    params: scope.params,
  };
}

/** The values, as a JSON list, that place the last of a plan's rows in its order; none when there are fewer than its limit. */
export function compilePlace(plan: SelectPlan): Statement {
  const scope = scopeOf(plan);
  const frame = frameOf({ ...plan, columns: [] });
  const place = frame.order.map(({ column }) => carried(plan.table, ALIAS, column));
  const limit = limitOf(plan, scope.params);
  const arms = armsOf(plan, frame, scope, `json_array(${place.join(', ')}) AS row`);
  const last = `LIMIT 1 OFFSET ${scope.params.add(plan.limit - 1)}`;
  // One select passes over rows without making their values.
  const sql =
    arms.length === 1 ? `${arms[0]!} ${last}` : `SELECT row FROM (${inSequence(arms, limit)}) ${last}`;
  return { sql, params: scope.params };
}

/** A select whose one value is the JSON text of the plan's rows. */
function page(plan: SelectPlan, scope: Scope): string {
  const frame = frameOf(plan);
  return gathered(rowsOf(plan, frame, scope, `${frame.cells} AS row`));
}

/**
 * Rows as one JSON text. Each row is made text before they are gathered: gathering their columns would first copy those.
 */
const gathered = (rows: string): string =>
  `SELECT '[' || coalesce(group_concat(row, ','), '') || ']' FROM (${rows})`;

/** A select of the plan's rows, of each these values. */
function rowsOf(plan: SelectPlan, frame: Frame, scope: Scope, selected: string): string {
  const limit = limitOf(plan, scope.params);
  return inSequence(armsOf(plan, frame, scope, selected), limit);
}

/** Selects that have the plan's rows one after another, without its limit. */
function armsOf(plan: SelectPlan, frame: Frame, scope: Scope, selected: string): string[] {
  const { holds, order, orderBy, from } = frame;
  const { conjuncts, fixed } = compileWhere(scope, plan.where, plan.visibility, plan.projection);
  const arm = (conditions: readonly string[]) =>
    `SELECT ${selected} FROM ${from} WHERE ${allOf([...holds, ...conjuncts, ...conditions])} ORDER BY ${orderBy}`;
  const arms = behind(plan, order, fixed, scope.params) ?? [[]];
  return (arms.length > 0 ? arms : [[FALSE]]).map(arm);
}

/** The first rows of several selects one after another. */
function inSequence(selects: readonly string[], limit: string): string {
  const limited = selects.map((sql) => `${sql} LIMIT ${limit}`);
  if (limited.length === 1) return limited[0]!;
  return `${limited.map((sql) => `SELECT * FROM (${sql})`).join(' UNION ALL ')} LIMIT ${limit}`;
}

function limitOf({ limit, table }: SelectPlan, params: Params): string {
  if (!Number.isSafeInteger(limit) || limit < 0)
    throw new InvalidValue(`A read of table ${table.name} needs a limit that is a whole number`);
  return params.add(limit);
}
