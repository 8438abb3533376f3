import { InvalidValue, type EachPlan, type SelectPlan, type Tuple, type Visibility } from '../../engine';
import type { Predicate } from '../../predicate';
import type { TableDefinition } from '../../table';
import { carried, decoder, encodeOperand } from './cells';
import type { Connection } from './connection';
import { along, keyColumns, kindOf, quote } from './layout';
import { behind, orderBy, orderOf } from './order';
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
  tuples.forEach(decoder(plan.table, plan.columns));
  return tuples;
}

/** Runs a select for each of some values of one column, as one statement. */
export function selectEach(connection: Connection, plan: EachPlan): Tuple[][] {
  if (plan.limit === 0) return plan.each.values.map(() => []);
  const { sql, params } = compileSelectEach(plan);
  const pages = connection.json(sql, params.values) as Tuple[][];
  const decode = decoder(plan.table, plan.columns);
  for (const page of pages) page.forEach(decode);
  return pages;
}

export function count(
  connection: Connection,
  table: TableDefinition,
  where: Predicate,
  visibility: Visibility,
): number {
  const params = new Params();
  const { conjuncts } = compileWhere({ table, params, alias: 't' }, where, visibility);
  const sql = `SELECT count(*) FROM ${quote(table.name)} AS t WHERE ${allOf(conjuncts)}`;
  return connection.value(sql, params.values) as number;
}

export function compileSelect(plan: SelectPlan): Statement {
  const params = new Params();
  return { sql: page(plan, { table: plan.table, params, alias: 't' }), params };
}

export function compileSelectEach(plan: EachPlan): Statement {
  const { table, each } = plan;
  const params = new Params();
  const values = each.values.map((value) => encodeOperand(table, each.column, value));
  if (kindOf(table.columns[each.column]!) === 'real')
    throw new InvalidValue(`Column ${each.column} of table ${table.name} cannot be looked up by many values`);
  const list = params.add(JSON.stringify(values));
  const scope = { table, params, alias: 't', each: { column: each.column, sql: 'v.value' } };
  const pages = `SELECT (${page(plan, scope)}) AS page FROM json_each(${list}) AS v ORDER BY v.key`;
  return { sql: `SELECT '[' || group_concat(page, ',') || ']' FROM (${pages})`, params };
}

/** A select whose one value is the JSON text of the plan's rows. */
function page(plan: SelectPlan, scope: Scope): string {
  const { table } = plan;
  const { alias, params } = scope;
  const order = orderOf(plan, alias);
  const { conjuncts, fixed } = compileWhere(scope, plan.where, plan.visibility, plan.projection);
  const cells = plan.columns.map((column) => carried(table, alias, column));
  if (plan.rowIds) cells.push(rowId(table, alias));
  const named = cells.map((sql, i) => `${sql} AS c${i}`).join(', ');
  const limit = limitOf(plan, params);
  const from = along(table, plan.projection, alias);
  const arm = (conditions: readonly string[]) =>
    `SELECT ${named} FROM ${from} WHERE ${allOf(conditions)} ORDER BY ${orderBy(order)} LIMIT ${limit}`;
  const arms = behind(plan, order, fixed, params) ?? ['1'];
  const rows =
    arms.length === 1
      ? arm([...conjuncts, arms[0]!])
      : arms.length === 0
        ? arm(['0'])
        : `${arms.map((condition) => `SELECT * FROM (${arm([...conjuncts, condition])})`).join(' UNION ALL ')} LIMIT ${limit}`;
  return `SELECT json_group_array(json_array(${cells.map((_, i) => `c${i}`).join(', ')})) FROM (${rows})`;
}

function limitOf({ limit, table }: SelectPlan, params: Params): string {
  if (!Number.isSafeInteger(limit) || limit < 0)
    throw new InvalidValue(`A read of table ${table.name} needs a limit that is a whole number`);
  return params.add(limit);
}

/** A row's id: the JSON text of its physical key. The empty text keeps SQLite from nesting it as JSON. */
function rowId(table: TableDefinition, alias: string): string {
  const key = keyColumns(table).map((column) => carried(table, alias, column));
  return `json_array(${key.join(', ')}) || ''`;
}
