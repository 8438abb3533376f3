import { InvalidValue, type EachPlan, type SelectPlan, type Tuple, type Visibility } from '../../engine';
import type { Predicate } from '../../predicate';
import type { TableDefinition } from '../../table';
import { encodeOperand } from './cells';
import type { Connection } from './connection';
import { ALIAS, frameOf } from './frame';
import { FALSE, kindOf, quote } from './layout';
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
  const { sql, params } = compileSelect(plan);
  const tuples = connection.json(sql, params.values) as Tuple[];
  tuples.forEach(frameOf(plan).decode);
  return tuples;
}

/** Runs a select for each of some values of one column, as one statement. */
export function selectEach(connection: Connection, plan: EachPlan): Tuple[][] {
  if (plan.limit === 0) return plan.each.values.map(() => []);
  const { sql, params } = compileSelectEach(plan);
  const pages = connection.json(sql, params.values) as Tuple[][];
  const { decode } = frameOf(plan);
  for (const tuples of pages) tuples.forEach(decode);
  return pages;
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
  const params = new Params();
  return { sql: page(plan, { table: plan.table, params, alias: ALIAS }), params };
}

export function compileSelectEach(plan: EachPlan): Statement {
  const { table, each } = plan;
  const params = new Params();
  const values = each.values.map((value) => encodeOperand(table, each.column, value));
  if (kindOf(table.columns[each.column]!) === 'real')
    throw new InvalidValue(`Column ${each.column} of table ${table.name} cannot be looked up by many values`);
  const list = params.add(JSON.stringify(values));
  const scope = { table, params, alias: ALIAS, each: { column: each.column, sql: 'v.value' } };
  const pages = `SELECT (${page(plan, scope)}) AS page FROM json_each(${list}) AS v ORDER BY v.key`;
  return { sql: `SELECT '[' || group_concat(page, ',') || ']' FROM (${pages})`, params };
}

/** A select whose one value is the JSON text of the plan's rows. */
function page(plan: SelectPlan, scope: Scope): string {
  const { params } = scope;
  const frame = frameOf(plan);
  const { conjuncts, fixed } = compileWhere(scope, plan.where, plan.visibility, plan.projection);
  const limit = limitOf(plan, params);
  const arm = (conditions: readonly string[]) =>
    `${frame.rows} WHERE ${allOf([...frame.holds, ...conditions])} ORDER BY ${frame.orderBy} LIMIT ${limit}`;
  const arms = behind(plan, frame.order, fixed, params) ?? [[]];
  const selects = arms.map((conditions) => arm([...conjuncts, ...conditions]));
  return `${frame.json} FROM (${inSequence(selects, limit) ?? arm([FALSE])})`;
}

/** The rows of several selects one after another; null when there is none. */
function inSequence(selects: readonly string[], limit: string): string | null {
  if (selects.length < 2) return selects[0] ?? null;
  return `${selects.map((sql) => `SELECT * FROM (${sql})`).join(' UNION ALL ')} LIMIT ${limit}`;
}

function limitOf({ limit, table }: SelectPlan, params: Params): string {
  if (!Number.isSafeInteger(limit) || limit < 0)
    throw new InvalidValue(`A read of table ${table.name} needs a limit that is a whole number`);
  return params.add(limit);
}
