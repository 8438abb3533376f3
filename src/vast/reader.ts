import { Table } from 'apache-arrow';
import { batchOfColumns, schemaOf } from './arrow';
import type { EachPlan, Reader, RowId, Run, SelectPlan, Visibility } from './engine';
import { and, type Predicate, type PredicateOver, type Range } from './predicate';
import { explain, type Explanation } from './queries/explain';
import type { QueryDesk } from './queries/observation';
import type { QueryOptimizer } from './queries/optimizer';
import { planOf, toObjects, type Lookup, type Query, type Selected, type WithRowIds } from './query';
import type { Columns, RowOf, TableDefinition } from './table';

/** What all reads of one database share. */
export interface ReadContext {
  readonly optimizer: QueryOptimizer;
  readonly desk: QueryDesk;
}

const lengthOf = (rows: readonly unknown[]): number => rows.length;

/** Typed reads over an engine or a transaction of one. Deleted rows are invisible unless a query asks for them by `visibility`. */
export class TableReader {
  constructor(
    protected readonly reader: Reader,
    protected readonly shared: ReadContext,
  ) {}

  select<C extends Columns, K extends keyof C & string>(
    table: TableDefinition<C>,
    query: Query<C, K> & WithRowIds,
  ): Promise<(Selected<C, K> & { rowId: RowId })[]>;
  select<C extends Columns, K extends keyof C & string>(
    table: TableDefinition<C>,
    query: Query<C, K>,
  ): Promise<Selected<C, K>[]>;
  async select<C extends Columns, K extends keyof C & string>(
    table: TableDefinition<C>,
    query: Query<C, K> & Partial<WithRowIds>,
  ): Promise<unknown[]> {
    const plan = this.plan(table, query);
    return toObjects(await this.run('select', plan, () => this.reader.select(plan)), plan);
  }

  /** One row or null; the query's predicate should name at most one. */
  async selectOne<C extends Columns, K extends keyof C & string>(
    table: TableDefinition<C>,
    query: Omit<Query<C, K>, 'limit'>,
  ): Promise<Selected<C, K> | null> {
    return (await this.select(table, { ...query, limit: 1 }))[0] ?? null;
  }

  /** The rows of a select as an Arrow table, which memory holds; JSON cells are their text. For more rows there is `scan`. */
  async selectArrow<C extends Columns, K extends keyof C & string>(
    table: TableDefinition<C>,
    query: Query<C, K>,
  ): Promise<Table> {
    const plan = this.plan(table, query);
    const schema = schemaOf(table, plan.columns);
    const tuples = await this.run('select', plan, () => this.reader.select(plan));
    const columns = plan.columns.map((name, i) => {
      const { json } = table.columns[name]!;
      return tuples.map((tuple) => (json && tuple[i] !== null ? JSON.stringify(tuple[i]) : tuple[i]));
    });
    return new Table([batchOfColumns(schema, columns, tuples.length)]);
  }

  async lookup<Row, Value>(lookup: Lookup<Row, Value>, value: Value): Promise<Row[]> {
    const { optimizer } = this.shared;
    optimizer.metadataOf(lookup.table);
    const plan = lookup.plan(optimizer);
    return toObjects(await this.run('lookup', plan, () => this.reader.lookup(plan, value)), plan) as Row[];
  }

  /** The texts of one JSON column, as they were stored; a null cell is the empty text. For rows that are passed on unread. */
  async selectTexts<C extends Columns>(
    table: TableDefinition<C>,
    column: keyof C & string,
    query: Omit<Query<C, never>, 'columns'>,
  ): Promise<string[]> {
    const plan = this.plan(table, { ...query, columns: [column] });
    return this.run('selectTexts', plan, () => this.reader.selectTexts(plan));
  }

  /**
   * One storage read for many selects that differ in the value of one column: answer i belongs to `values[i]`, and
   * `limit` holds for each.
   */
  async selectEach<C extends Columns, K extends keyof C & string, E extends keyof C & string>(
    table: TableDefinition<C>,
    column: E,
    values: readonly NonNullable<RowOf<C>[E]>[],
    query: Query<C, K>,
  ): Promise<Selected<C, K>[][]> {
    if (values.length === 0) return [];
    const plan: EachPlan = { ...this.plan(table, query, column), each: { column, values } };
    const groups = await this.run(
      'selectEach',
      plan,
      () => this.reader.selectEach(plan),
      (found) => found.reduce((sum, { length }) => sum + length, 0),
    );
    return groups.map((tuples) => toObjects(tuples, plan)) as Selected<C, K>[][];
  }

  /** How many rows. All of a table are counted in constant time. */
  async count<C extends Columns>(
    table: TableDefinition<C>,
    where?: PredicateOver<C>,
    visibility: Visibility = 'live',
  ): Promise<number> {
    this.shared.optimizer.metadataOf(table);
    const predicate: Predicate = where ?? and();
    const query = { type: 'count', table, plan: null } as const;
    return this.shared.desk.read(
      query,
      () => this.reader.count(table, predicate, visibility),
      () => 1,
    );
  }

  /** Maximal stretches of touching intervals that overlap `range`, among the rows whose `within` columns equal `key`. */
  async runs(table: TableDefinition, key: readonly unknown[], range: Range): Promise<Run[]> {
    this.shared.optimizer.metadataOf(table);
    const query = { type: 'runs', table, plan: null } as const;
    return this.shared.desk.read(query, () => this.reader.runs({ table, key, range }), lengthOf);
  }

  /** How a query is read, and why; nothing is read for it. @param each the column of a `selectEach` or a `Lookup` */
  explain<C extends Columns, K extends keyof C & string>(
    table: TableDefinition<C>,
    query: Query<C, K>,
    each: (keyof C & string) | null = null,
  ): Explanation {
    const chosenBy = query.projection === undefined ? 'optimizer' : 'query';
    return explain(this.shared.optimizer, this.plan(table, query, each), chosenBy, each);
  }

  protected plan<C extends Columns, K extends keyof C & string>(
    table: TableDefinition<C>,
    query: Query<C, K> & Partial<WithRowIds>,
    each: string | null = null,
  ): SelectPlan {
    return planOf(this.shared.optimizer, table, query, each);
  }

  private run<T extends readonly unknown[]>(
    type: 'select' | 'selectTexts' | 'selectEach' | 'lookup',
    plan: SelectPlan,
    work: () => Promise<T>,
    rowsOf: (rows: T) => number = lengthOf,
  ): Promise<T> {
    return this.shared.desk.read({ type, table: plan.table, plan }, work, rowsOf);
  }
}
