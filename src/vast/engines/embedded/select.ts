import { InvalidValue, type EachPlan, type SelectPlan, type Tuple, type Visibility } from '../../engine';
import { and, eq, type Predicate } from '../../predicate';
import type { TableDefinition } from '../../table';
import { encodeOperand } from './cells';
import type { Connection } from './connection';
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
  const frame = frameOf(plan);
  if (plan.limit === 1) return selectFirst(connection, plan, frame);
  const { sql, params } = compileSelect(plan, frame);
  const tuples = connection.json(sql, params.values) as Tuple[];
  tuples.forEach(frame.decode);
  return tuples;
}

/** One row needs nothing that gathers rows. */
function selectFirst(connection: Connection, plan: SelectPlan, frame: Frame): Tuple[] {
  const params = new Params();
  const sql = rowsOf(plan, { table: plan.table, params, alias: ALIAS }, frame, frame.cells);
  const cells = connection.value(sql, params.values);
  if (cells === null) return [];
  const tuple = JSON.parse(cells as string) as Tuple;
  frame.decode(tuple);
  return [tuple];
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
  const params = new Params();
  const texts = `coalesce(${cell(ALIAS, column)}, '')`;
  const rows = rowsOf(plan, { table, params, alias: ALIAS }, frameOf(plan), texts);
  const text = connection.value(
    `SELECT group_concat(row, ${params.add(BETWEEN_TEXTS)}) FROM (${rows})`,
    params.values,
  );
  return text === null ? [] : (text as string).split(BETWEEN_TEXTS);
}

/** Runs a select for each of some values of one column, as one statement. */
export function selectEach(connection: Connection, plan: EachPlan): Tuple[][] {
  checkLookedUp(plan);
  if (plan.limit === 0) return plan.each.values.map(() => []);
  if (plan.each.values.length === 1) return [select(connection, withOnly(plan))];
  const frame = frameOf(plan);
  const { sql, params } = compileSelectEach(plan, frame);
  const pages = connection.json(sql, params.values) as Tuple[][];
  for (const tuples of pages) tuples.forEach(frame.decode);
  return pages;
}

/** @throws InvalidValue for a column of doubles, which SQLite reads inexactly from JSON. */
function checkLookedUp({ table, each }: EachPlan): void {
  const column = table.columns[each.column];
  if (column && kindOf(column) === 'real')
    throw new InvalidValue(`Column ${each.column} of table ${table.name} cannot be looked up by many values`);
}

/** Of one value it is a select like any other, which is faster. */
function withOnly({ each, ...plan }: EachPlan): SelectPlan {
  return { ...plan, where: and(eq(each.column, each.values[0]), plan.where) as Predicate };
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

export function compileSelect(plan: SelectPlan, frame = frameOf(plan)): Statement {
  const params = new Params();
  return { sql: page(plan, { table: plan.table, params, alias: ALIAS }, frame), params };
}

export function compileSelectEach(plan: EachPlan, frame = frameOf(plan)): Statement {
  const { table, each } = plan;
  const params = new Params();
  const values = each.values.map((value) => encodeOperand(table, each.column, value));
  const list = params.add(JSON.stringify(values));
  const scope = { table, params, alias: ALIAS, each: { column: each.column, sql: 'v.value' } };
  const pages = `SELECT (${page(plan, scope, frame)}) AS page FROM json_each(${list}) AS v ORDER BY v.key`;
  return { sql: `SELECT '[' || group_concat(page, ',') || ']' FROM (${pages})`, params };
}

/**
 * A select whose one value is the JSON text of the plan's rows. Each row is made text before they are gathered: gathering
 * their columns would first copy those.
 */
function page(plan: SelectPlan, scope: Scope, frame: Frame): string {
  return `SELECT '[' || coalesce(group_concat(row, ','), '') || ']' FROM (${rowsOf(plan, scope, frame, frame.cells)})`;
}

/** A select of the plan's rows, of each the value of this SQL, named `row`. */
function rowsOf(plan: SelectPlan, scope: Scope, frame: Frame, sql: string): string {
  const { holds, order, orderBy, from } = frame;
  const { conjuncts, fixed } = compileWhere(scope, plan.where, plan.visibility, plan.projection);
  const limit = limitOf(plan, scope.params);
  const arm = (conditions: readonly string[]) =>
    `SELECT ${sql} AS row FROM ${from} WHERE ${allOf([...holds, ...conjuncts, ...conditions])} ORDER BY ${orderBy} LIMIT ${limit}`;
  const arms = behind(plan, order, fixed, scope.params) ?? [[]];
  return inSequence(arms.map(arm), limit) ?? arm([FALSE]);
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
