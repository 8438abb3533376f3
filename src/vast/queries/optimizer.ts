import { availableParallelism } from 'node:os';
import type { TableCache, TableMetadata } from '../cache';
import { InvalidValue, orderColumns, UnknownProjection, type SelectPlan } from '../engine';
import { and, type Predicate } from '../predicate';
import type { Query } from '../query';
import { PRIMARY, type Columns, type TableDefinition } from '../table';
import { factsOf, shapeOf, type Bound, type Facts } from './facts';

type AnyQuery = Query<Columns, string>;

/** How far a projection can be sought: columns that equal one value, and the column behind them if it is bounded. */
export interface Seek {
  readonly equal: readonly string[];
  readonly bounded: string | null;
}

/** How a scan is divided. */
export interface ScanShape {
  /** Reads that run at the same time. */
  readonly splits: number;
  /** Pieces that these are expected to read, one after another. */
  readonly subSplits: number;
  /** Rows of a piece, and so of a record batch, at most. */
  readonly pageRows: number;
}

/** Beyond this many readers one thread, which makes the batches, no longer keeps up. */
const SPLITS_AT_MOST = 4;
/** A page of so many cells is some megabytes. */
const CELLS_A_PAGE = 524_288;
const FEWEST_ROWS_A_PAGE = 4096;
const MOST_ROWS_A_PAGE = 65_536;
/** A JSON document is as long as so many other cells. */
const CELLS_A_DOCUMENT = 8;

const SHAPES_A_TABLE = 256;

/** Chooses how queries are read, by rules and from table metadata alone: it reads nothing, and one query is always read alike. */
export class QueryOptimizer {
  /** What was chosen for queries of one shape, while the table is as it was: choosing anew takes some 5 µs. */
  private readonly chosen = new WeakMap<
    TableDefinition,
    { readonly metadata: TableMetadata; readonly choices: Map<string, string> }
  >();

  constructor(private readonly cache: TableCache) {}

  /** What is known of a table that is to be used. @throws UnknownTable */
  metadataOf(table: TableDefinition): TableMetadata {
    return this.cache.require(table.name);
  }

  /**
   * The projection that a query follows. What the query names is kept, if it is stored.
   * @param each a column that equals one value besides what the predicate says
   * @throws UnknownTable, UnknownProjection; InvalidValue when no projection gives the order that is asked for
   */
  projectionFor(table: TableDefinition, query: AnyQuery, each: string | null): string {
    const metadata = this.metadataOf(table);
    const { stored } = metadata;
    if (query.projection !== undefined) {
      if (Object.hasOwn(stored.projections, query.projection)) return query.projection;
      throw new UnknownProjection(table.name, query.projection);
    }
    if (isAboutPrimaryOrder(query)) return PRIMARY;
    const choices = this.choicesFor(table, metadata);
    const shape = `${each ?? ''} ${query.orderBy?.join() ?? ''} ${shapeOf(query.where ?? and())}`;
    let choice = choices.get(shape);
    if (choice === undefined) {
      choice = this.choose(table, metadata, query, each);
      if (choices.size >= SHAPES_A_TABLE) choices.clear();
      choices.set(shape, choice);
    }
    return choice;
  }

  private choicesFor(table: TableDefinition, metadata: TableMetadata): Map<string, string> {
    const known = this.chosen.get(table);
    if (known?.metadata === metadata) return known.choices;
    const choices = new Map<string, string>();
    this.chosen.set(table, { metadata, choices });
    return choices;
  }

  private choose(
    table: TableDefinition,
    { stored }: TableMetadata,
    { where, orderBy }: AnyQuery,
    each: string | null,
  ): string {
    const facts = factsOf(where ?? and(), each);
    let best: string | null = null;
    let highest = 0;
    for (const name of Object.keys(table.projections)) {
      if (!Object.hasOwn(stored.projections, name)) continue;
      const value = orderBy && !gives(table, name, orderBy, facts) ? 0 : worth(table, name, facts);
      if (value > highest) {
        best = name;
        highest = value;
      }
    }
    if (best !== null) return best;
    throw new InvalidValue(
      `No projection of table ${table.name} sorts by ${orderBy?.join(', ') ?? 'anything'}: add one`,
    );
  }

  /** The best projection whose order no change of these columns disturbs; null when there is none. */
  undisturbedBy(
    table: TableDefinition,
    where: Predicate | undefined,
    changed: readonly string[],
  ): string | null {
    const { stored } = this.metadataOf(table);
    const facts = factsOf(where ?? and(), null);
    const [best] = Object.keys(table.projections)
      .filter(
        (name) =>
          Object.hasOwn(stored.projections, name) &&
          !orderColumns(table, name).some(({ column }) => changed.includes(column)),
      )
      .map((name) => ({ name, value: worth(table, name, facts) }))
      .sort((a, b) => b.value - a.value);
    return best && best.value > 0 ? best.name : null;
  }

  /** How a scan of a plan is divided. @param batchRows what the caller wants of pageRows */
  scanShape(plan: SelectPlan, batchRows?: number): ScanShape {
    const { table, columns, limit, visibility } = plan;
    const { stats } = this.metadataOf(table);
    const cells = columns.reduce(
      (sum, name) => sum + (table.columns[name]?.json ? CELLS_A_DOCUMENT : 1),
      plan.rowIds ? 1 : 0,
    );
    const fitting = Math.floor(CELLS_A_PAGE / Math.max(cells, 1));
    const pageRows = batchRows ?? Math.min(Math.max(fitting, FEWEST_ROWS_A_PAGE), MOST_ROWS_A_PAGE);
    const rows = Math.min(limit, visibility === 'live' ? stats.rows : stats.deletedRows);
    const subSplits = Math.max(1, Math.ceil(rows / pageRows));
    const most = Math.min(SPLITS_AT_MOST, Math.max(2, availableParallelism()));
    return { splits: Math.min(subSplits, most), subSplits, pageRows };
  }
}

/** It continues or reverses an order without saying which: the order meant is that of the primary key. */
export const isAboutPrimaryOrder = ({ after, reverse, orderBy }: AnyQuery): boolean =>
  orderBy === undefined && ((after ?? null) !== null || reverse === true);

const BOUND_WORTH: Readonly<Record<Bound, number>> = { values: 6, interval: 5, side: 3 };

/** How far a predicate can be sought along a projection. */
export function seekOf(table: TableDefinition, projection: string, facts: Facts): Seek {
  const equal: string[] = [];
  for (const { column } of orderColumns(table, projection)) {
    if (facts.fixed.has(column)) equal.push(column);
    else return { equal, bounded: facts.bounded.has(column) ? column : null };
  }
  return { equal, bounded: null };
}

/**
 * More is better; 0 is unfit. Each column that equals one value divides the rows that are walked; a bound on the next does so less.
 * A sparse projection holds few rows to walk. The primary projection wins a tie, for its rows need no second look-up; then comes
 * whichever is defined first.
 */
export function worth(table: TableDefinition, projection: string, facts: Facts): number {
  const { columns, sparse } = table.projections[projection]!;
  if (sparse && !facts.present.has(columns[0]!.column)) return 0;
  const primary = projection === PRIMARY;
  const isKnown = (column: string) => facts.fixed.has(column) || facts.bounded.get(column) === 'values';
  if (primary && table.primaryKey.every(isKnown)) return Infinity;
  const { equal, bounded } = seekOf(table, projection, facts);
  const by = bounded === null ? 0 : BOUND_WORTH[facts.bounded.get(bounded)!];
  // Among disjoint intervals an overlap is sought from both sides.
  const { disjoint } = table;
  const both = primary && bounded !== null && disjoint?.start === bounded && facts.bounded.has(disjoint.end);
  return 1 + equal.length * 10 + (both ? BOUND_WORTH.interval : by) + (primary ? 1 : 0) + (sparse ? 2 : 0);
}

/** Whether rows that follow a projection come in this order, given what the predicate fixes. */
function gives(
  table: TableDefinition,
  projection: string,
  orderBy: readonly string[],
  facts: Facts,
): boolean {
  const wanted = orderBy.map((spec) =>
    spec.startsWith('-') ? { column: spec.slice(1), descending: true } : { column: spec, descending: false },
  );
  const unknown = wanted.find(({ column }) => !Object.hasOwn(table.columns, column));
  if (unknown) throw new InvalidValue(`Table ${table.name} has no column named ${unknown.column}`);
  const varying = (of: { column: string }) => !facts.fixed.has(of.column);
  const order = orderColumns(table, projection).filter(varying);
  return wanted
    .filter(varying)
    .every(({ column, descending }, i) => order[i]?.column === column && order[i].descending === descending);
}
