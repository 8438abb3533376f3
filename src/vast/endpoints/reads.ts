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

/**
 * Whether it may walk many rows for a short answer. Others cost the asker more to send, and to take the answer from JSON, than
 * to read (README.md has the figures). The number of all rows is kept, so telling it walks none.
 */
export function walks({ op, plan }: Read): boolean {
  return op === 'runs' || (op === 'count' && !(plan.where.op === 'and' && plan.where.of.length === 0));
}
