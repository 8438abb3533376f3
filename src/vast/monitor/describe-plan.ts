import type { EachPlan, LookupPlan, SelectPlan } from '../engine';
import type { Predicate } from '../predicate';
import { factsOf } from '../queries/facts';
import { seekOf } from '../queries/optimizer';

const LONGEST_TEXT = 1000;
const SIGNS = { eq: '=', ne: '≠', lt: '<', le: '≤', gt: '>', ge: '≥' } as const;

/** Any plan: a lookup or one of many selects names the column that equals one value in each. */
type AnyPlan = SelectPlan & Partial<Pick<LookupPlan, 'column'> & Pick<EachPlan, 'each'>>;

/** A plan in words, without the values that were asked for: these may be long, and are nobody else's business. */
export function describePlan({
  table,
  columns,
  projection,
  reverse,
  after,
  limit,
  visibility,
  ...plan
}: AnyPlan): string {
  const each = plan.each ? ` for each of ${plan.each.values.length} values of ${plan.each.column}` : '';
  const looked = plan.column === undefined ? '' : `${plan.column} = ? and `;
  const { equal, bounded } = seekOf(
    table,
    projection,
    factsOf(plan.where, plan.column ?? plan.each?.column ?? null),
  );
  const sought = bounded === null ? equal : [...equal, bounded];
  const soughtBy = sought.length > 0 ? `sought by ${sought.join(', ')}` : 'walked from an end';
  const text = [
    `${columns.length} of ${Object.keys(table.columns).length} columns of ${table.name}`,
    `along ${projection}${reverse ? ' in reverse' : ''}, ${soughtBy}`,
    `where ${looked}${describe(plan.where)}`,
    ...(after ? ['behind a row'] : []),
    `at most ${limit} rows${each}`,
    ...(visibility === 'deleted' ? ['among the deleted'] : []),
  ].join(', ');
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}

function describe(part: Predicate): string {
  switch (part.op) {
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return `${part.column} ${SIGNS[part.op]} ?`;
    case 'in':
      return `${part.column} in ${part.values.length} values`;
    case 'between':
      return `${part.column} between ? and ?`;
    case 'isNull':
      return `${part.column} is null`;
    case 'isNotNull':
      return `${part.column} is not null`;
    case 'startsWith':
      return `${part.column} starts with ?`;
    case 'overlaps':
      return `${part.start} to ${part.end} overlaps ?`;
    case 'and':
    case 'or':
      if (part.of.length === 0) return part.op === 'and' ? 'anything' : 'nothing';
      if (part.of.length === 1) return describe(part.of[0]!);
      return `(${part.of.map(describe).join(` ${part.op} `)})`;
    case 'not':
      return `not ${describe(part.of)}`;
  }
}
