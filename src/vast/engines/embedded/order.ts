import { InvalidValue, orderColumns, type Cell, type SelectPlan } from '../../engine';
import { encodeOperand } from './cells';
import { cell, quote, TOMB } from './layout';
import type { Fixed, Params } from './where';

/** A column of the order that a statement follows. */
export interface Sorted {
  readonly sql: string;
  readonly column: string;
  readonly descending: boolean;
  readonly nullable: boolean;
}

/**
 * The order of a plan: that of its projection or the reverse. Deleted rows that share a primary key follow the order in
 * which they were deleted.
 */
export function orderOf(plan: SelectPlan, alias: string): Sorted[] {
  const order = orderColumns(plan.table, plan.projection).map(({ column, descending }) => ({
    sql: cell(alias, column),
    column,
    descending: descending !== plan.reverse,
    nullable: plan.table.columns[column]!.nullable,
  }));
  if (plan.visibility === 'deleted' && plan.table.softDelete)
    order.push({ sql: `${alias}.${quote(TOMB)}`, column: TOMB, descending: plan.reverse, nullable: false });
  return order;
}

export const orderBy = (order: readonly Sorted[]): string =>
  order.map(({ sql, descending }) => (descending ? `${sql} DESC` : sql)).join(', ');

/**
 * The rows strictly behind `after`, as lists of conditions whose rows follow each other: every list can be sought in an index,
 * which one condition with ORs could not. Nulls sort before all values. Null means all rows, an empty list none.
 */
export function behind(
  plan: SelectPlan,
  order: readonly Sorted[],
  fixed: ReadonlyMap<string, Fixed>,
  params: Params,
): string[][] | null {
  if (!plan.after) return null;
  const places = placesOf(plan, order, plan.after, fixed, params);
  const tail = uniformTail(places);
  const arms: string[][] = [];
  const equal = places.slice(0, tail).map(same);
  if (tail < places.length) arms.push([...equal, rowBehind(places.slice(tail))]);
  for (let at = tail - 1; at >= 0; at -= 1)
    for (const beyond of beyondOne(places[at]!)) arms.push([...equal.slice(0, at), beyond]);
  return arms;
}

interface Place extends Sorted {
  /** The SQL of the value to be behind; null for the null value. */
  readonly value: string | null;
}

/** The sorted columns with the values to be behind, without those that the predicate fixes to the same value. */
function placesOf(
  { table, projection }: SelectPlan,
  order: readonly Sorted[],
  after: readonly Cell[],
  fixed: ReadonlyMap<string, Fixed>,
  params: Params,
): Place[] {
  const named = order.filter(({ column }) => column !== TOMB);
  if (after.length !== named.length && after.length !== order.length)
    throw new InvalidValue(
      `To continue along ${projection} of table ${table.name} takes ${named.length} values, not ${after.length}`,
    );
  const places: Place[] = [];
  after.forEach((cellValue, i) => {
    const sorted = order[i]!;
    const is = fixed.get(sorted.column);
    if (is && 'value' in is && is.value === cellValue) return;
    if (sorted.column === TOMB) places.push({ ...sorted, value: params.add(cellValue as number) });
    else if (cellValue === null && sorted.nullable) places.push({ ...sorted, value: null });
    else places.push({ ...sorted, value: params.add(encodeOperand(table, sorted.column, cellValue)) });
  });
  return places;
}

/** Where the last columns begin that sort the same way and cannot be null: those compare as one row value. */
function uniformTail(places: readonly Place[]): number {
  let tail = places.length;
  while (tail > 0) {
    const place = places[tail - 1]!;
    if (place.nullable || place.descending !== places.at(-1)!.descending) break;
    tail -= 1;
  }
  return tail;
}

function rowBehind(places: readonly Place[]): string {
  const operator = places[0]!.descending ? '<' : '>';
  const row = (of: (place: Place) => string) =>
    places.length === 1 ? of(places[0]!) : `(${places.map(of).join(', ')})`;
  return `${row(({ sql }) => sql)} ${operator} ${row(({ value }) => value!)}`;
}

const same = ({ sql, value }: Place): string => (value === null ? `${sql} IS NULL` : `${sql} = ${value}`);

/** The values behind one, in the order in which they follow. */
function beyondOne({ sql, value, descending, nullable }: Place): string[] {
  if (value === null) return descending ? [] : [`${sql} IS NOT NULL`];
  if (!descending) return [`${sql} > ${value}`];
  return nullable ? [`${sql} < ${value}`, `${sql} IS NULL`] : [`${sql} < ${value}`];
}
