import type { EachPlan, Reader, RunsPlan, SelectPlan, Visibility } from '../engine';
import type { Predicate } from '../predicate';
import type { TableDefinition } from '../table';

export interface CountPlan {
  readonly table: TableDefinition;
  readonly where: Predicate;
  readonly visibility: Visibility;
}

/** One call of a `Reader` as data. A lookup is a select with one more equality. */
export type Read =
  | { readonly op: 'select' | 'selectTexts'; readonly plan: SelectPlan }
  | { readonly op: 'selectEach'; readonly plan: EachPlan }
  | { readonly op: 'count'; readonly plan: CountPlan }
  | { readonly op: 'runs'; readonly plan: RunsPlan };

export function perform(reader: Reader, read: Read): Promise<unknown> {
  switch (read.op) {
    case 'select':
      return reader.select(read.plan);
    case 'selectTexts':
      return reader.selectTexts(read.plan);
    case 'selectEach':
      return reader.selectEach(read.plan);
    case 'count':
      return reader.count(read.plan.table, read.plan.where, read.plan.visibility);
    case 'runs':
      return reader.runs(read.plan);
  }
}

/** The most rows that a read can touch in order to answer; what is counted or walked has no bound. */
export function rowsAtMost(read: Read): number {
  switch (read.op) {
    case 'select':
    case 'selectTexts':
      return read.plan.limit;
    case 'selectEach':
      return read.plan.limit * read.plan.each.values.length;
    case 'count': {
      // The number of all rows is kept.
      const { where } = read.plan;
      return where.op === 'and' && where.of.length === 0 ? 1 : Infinity;
    }
    case 'runs':
      return Infinity;
  }
}
