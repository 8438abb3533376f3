import { orderColumns, type SelectPlan } from '../engine';
import { PRIMARY } from '../table';
import { factsOf } from './facts';
import { seekOf, worth, type QueryOptimizer, type ScanShape, type Seek } from './optimizer';

/** How a query is read, and why: plain data. */
export interface Explanation {
  readonly table: string;
  readonly projection: string;
  readonly chosenBy: 'query' | 'optimizer';
  /** What is sought; the rows in between are walked. */
  readonly seek: Seek;
  /** Columns that the predicate looks at in each row that is walked. */
  readonly filters: readonly string[];
  /** The order of the rows. */
  readonly order: readonly string[];
  /** Live rows of the table, as the metadata cache knows them. */
  readonly rows: number;
  /** How it would be divided as a scan. */
  readonly scan: ScanShape;
  /** The other projections, and what speaks for the chosen one. */
  readonly others: readonly { readonly projection: string; readonly seek: Seek; readonly verdict: string }[];
  /** All of that in words. */
  readonly text: string;
}

/** @param chosenBy who named the plan's projection @param each a column that equals one value besides what the predicate says */
export function explain(
  optimizer: QueryOptimizer,
  plan: SelectPlan,
  chosenBy: 'query' | 'optimizer',
  each: string | null = null,
): Explanation {
  const { table, projection } = plan;
  const { stats, stored } = optimizer.metadataOf(table);
  const facts = factsOf(plan.where, each);
  const seek = seekOf(table, projection, facts);
  const sought = new Set([...seek.equal, ...(seek.bounded === null ? [] : [seek.bounded])]);
  const filters = [...facts.named].filter((column) => !sought.has(column));
  const order = orderColumns(table, projection).map(({ column, descending }) =>
    descending !== plan.reverse ? `-${column}` : column,
  );
  const chosen = worth(table, projection, facts);
  const others = Object.keys(table.projections)
    .filter((name) => name !== projection)
    .map((name) => ({
      projection: name,
      seek: seekOf(table, name, facts),
      verdict: !Object.hasOwn(stored.projections, name)
        ? 'not stored'
        : verdictOn(worth(table, name, facts), chosen, projection === PRIMARY),
    }));
  const known = { table: table.name, projection, chosenBy, seek, filters, order, rows: stats.rows };
  const explanation = { ...known, scan: optimizer.scanShape(plan), others };
  return { ...explanation, text: inWords(explanation) };
}

function verdictOn(worthOfOther: number, chosen: number, primary: boolean): string {
  if (worthOfOther === 0) return 'sparse: it may lack rows that are asked for';
  if (worthOfOther < chosen) return primary ? 'seeks no better than the table itself' : 'seeks less';
  return worthOfOther > chosen
    ? 'seeks more, but another was named or gives the order'
    : 'seeks as much, but is defined later';
}

function inWords({
  table,
  projection,
  chosenBy,
  seek,
  filters,
  order,
  rows,
  scan,
  others,
}: Omit<Explanation, 'text'>): string {
  const sought = [
    ...seek.equal.map((column) => `${column} =`),
    ...(seek.bounded === null ? [] : [`${seek.bounded} within bounds`]),
  ];
  return [
    `${table} along ${projection}, ${chosenBy === 'query' ? 'which the query names' : 'which seeks best'}: ` +
      (sought.length > 0 ? `seeks ${sought.join(', ')}` : `walks all of it (${rows} rows known)`) +
      (filters.length > 0 ? `, looks at ${filters.join(', ')} of each row` : ''),
    `in the order ${order.join(', ')}`,
    `as a scan: ${scan.splits} at a time, ${scan.subSplits} in all, of up to ${scan.pageRows} rows`,
    ...others.map(({ projection: name, verdict }) => `not along ${name}: ${verdict}`),
  ].join('\n');
}
