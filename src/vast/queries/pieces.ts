import { orderColumns, type Cell, type SelectPlan, type Snapshot } from '../engine';
import { and, eq, ge, gt, isNotNull, isNull, le, lt, or, type Predicate } from '../predicate';
import { factsOf, partAbout } from './facts';
import { seekOf } from './optimizer';

/**
 * A plan as pieces that follow each other in its order, each of at most `rows` rows of what is sought, so that a predicate that few rows
 * pass makes pieces small, not long to find.
 */
export async function* piecesOf(
  snapshot: Snapshot,
  plan: SelectPlan,
  rows: number,
): AsyncGenerator<SelectPlan, void, void> {
  const { equal, bounded } = seekOf(plan.table, plan.projection, factsOf(plan.where, null));
  const { disjoint } = plan.table;
  // The end of an interval is looked at to seek its start.
  const sought = new Set([...equal, ...(bounded === null ? [] : [bounded])]);
  if (disjoint && sought.has(disjoint.start)) sought.add(disjoint.end);
  const walked = { ...plan, where: partAbout(plan.where, sought), limit: rows };
  let after = plan.after;
  for (;;) {
    const until = await snapshot.placeBehind({ ...walked, after });
    const where = until ? and(plan.where, upTo(plan, new Set(equal), until)) : plan.where;
    yield { ...plan, where, after, limit: Math.min(plan.limit, rows) };
    if (!until) return;
    after = until;
  }
}

interface Place {
  readonly column: string;
  readonly descending: boolean;
  readonly nullable: boolean;
  readonly value: Cell;
}

/** The rows of a plan that do not come behind a place. Nulls sort before all values. */
function upTo(plan: SelectPlan, fixed: ReadonlySet<string>, place: readonly Cell[]): Predicate {
  const { table, reverse } = plan;
  const order = orderColumns(table, plan.projection).map(({ column, descending }) => ({
    column,
    descending: descending !== reverse,
  }));
  // Deleted rows that share a key follow the order of their deletions.
  if (place.length > order.length) order.push({ column: 'deletion', descending: reverse });
  const places = order
    .map((sorted, i) => ({
      ...sorted,
      nullable: sorted.column !== 'deletion' && table.columns[sorted.column]!.nullable,
      value: place[i],
    }))
    .filter(({ column }) => !fixed.has(column));
  const [first] = places;
  if (!first) return and();
  // Implied by the rest, and where the walk can end.
  const bound = first.descending ? ge : le;
  const end = first.nullable ? and() : bound(first.column, first.value);
  return and(end, places.reduceRight<Predicate>(notBehind, and() as Predicate)) as Predicate;
}

/** Before this place in its column, or at it and not behind the rest. */
const notBehind = (rest: Predicate, place: Place): Predicate =>
  or(before(place), and(at(place), rest)) as Predicate;

const at = ({ column, value }: Place) => (value === null ? isNull(column) : eq(column, value));

function before({ column, value, descending, nullable }: Place) {
  if (value === null) return descending ? isNotNull(column) : or();
  if (descending) return gt(column, value);
  return nullable ? or(isNull(column), lt(column, value)) : lt(column, value);
}
