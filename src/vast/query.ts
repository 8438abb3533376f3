import type { Cell, LookupPlan, SelectPlan, Tuple, Visibility } from './engine';
import { and, type PredicateOver } from './predicate';
import type { QueryOptimizer } from './queries/optimizer';
import type { Columns, RowOf, TableDefinition } from './table';

/** A typed read of one table. Left out: all rows, live, in the order of whatever projection answers soonest. */
export interface Query<C extends Columns, K extends keyof C & string> {
  readonly columns: readonly K[];
  readonly where?: PredicateOver<C>;
  /**
   * Which projection to follow, and so the order. Left out, the optimizer chooses; a query with `after` or `reverse`, which are about
   * an order, then follows the primary key unless it says `orderBy`.
   */
  readonly projection?: string;
  /**
   * The order, as columns (`-column` descends): the optimizer chooses among the projections that give it, once the columns that the
   * predicate fixes to one value are passed over. @throws InvalidValue when there is none: nothing is sorted in memory
   */
  readonly orderBy?: readonly (K | `-${K}` | (keyof C & string) | `-${keyof C & string}`)[];
  readonly reverse?: boolean;
  /** Keyset paging: values, in `orderColumns` order, of the row to continue behind. */
  readonly after?: readonly Cell[] | null;
  readonly limit: number;
  readonly visibility?: Visibility;
}

/** `select` with this among its options gives each row its `rowId`. */
export interface WithRowIds {
  readonly includeRowIds: true;
}

export type Selected<C extends Columns, K extends keyof C & string> = Pick<RowOf<C>, K>;

/** A read that is asked for again and again, each time for another value of one column. Worked out once: keep it. */
export class Lookup<Row, Value> {
  /** Only for the types. */
  declare private readonly of: (value: Value) => Row;
  private known: LookupPlan | null = null;

  private constructor(
    readonly table: TableDefinition,
    private readonly query: Query<Columns, string>,
    private readonly column: string,
  ) {}

  static in<C extends Columns, K extends keyof C & string, E extends keyof C & string>(
    table: TableDefinition<C>,
    column: E,
    query: Query<C, K>,
  ): Lookup<Selected<C, K>, NonNullable<RowOf<C>[E]>> {
    return new Lookup(table, query, column);
  }

  /** What to ask of an engine. One object for all time, so that engines can keep what they work out for it. */
  plan(optimizer: QueryOptimizer): LookupPlan {
    return (this.known ??= {
      ...planOf(optimizer, this.table, this.query, this.column),
      column: this.column,
    });
  }
}

/** The plan of a query. @throws UnknownTable, UnknownProjection, InvalidValue */
export function planOf<C extends Columns, K extends keyof C & string>(
  optimizer: QueryOptimizer,
  table: TableDefinition<C>,
  query: Query<C, K> & Partial<WithRowIds>,
  each: string | null = null,
): SelectPlan {
  return {
    table,
    columns: query.columns,
    where: query.where ?? and(),
    projection: optimizer.projectionFor(table, query, each),
    reverse: query.reverse ?? false,
    after: query.after ?? null,
    limit: query.limit,
    visibility: query.visibility ?? 'live',
    rowIds: query.includeRowIds ?? false,
  };
}

export function toObjects(tuples: readonly Tuple[], plan: SelectPlan): Record<string, Cell>[] {
  const names = plan.rowIds ? [...plan.columns, 'rowId'] : plan.columns;
  return tuples.map((tuple) => {
    const row: Record<string, Cell> = {};
    for (let i = 0; i < names.length; i += 1) row[names[i]!] = tuple[i];
    return row;
  });
}
