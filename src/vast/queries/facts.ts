import type { Predicate } from '../predicate';

/** How a predicate bounds a column, best first: to a few values, to an interval, to what lies on one side. */
export type Bound = 'values' | 'interval' | 'side';

/** What the conjuncts of a predicate say of single columns: all that a projection can be sought by. */
export interface Facts {
  /** Columns that equal one value, or are null. */
  readonly fixed: ReadonlySet<string>;
  readonly bounded: ReadonlyMap<string, Bound>;
  /** Columns that are null in no row that is selected. */
  readonly present: ReadonlySet<string>;
  /** Every column that is named anywhere. */
  readonly named: ReadonlySet<string>;
}

const RANK: Readonly<Record<Bound, number>> = { values: 3, interval: 2, side: 1 };

/** @param each a column that equals one value besides what the predicate says */
export function factsOf(where: Predicate, each: string | null): Facts {
  const fixed = new Set<string>();
  const bounded = new Map<string, Bound>();
  const present = new Set<string>();
  const named = new Set<string>();
  const sides = new Map<string, 'low' | 'high'>();
  const bound = (column: string, by: Bound) => {
    const known = bounded.get(column);
    if (!known || RANK[by] > RANK[known]) bounded.set(column, by);
  };
  const side = (column: string, of: 'low' | 'high') => {
    bound(column, (sides.get(column) ?? of) === of ? 'side' : 'interval');
    sides.set(column, of);
  };
  const read = (part: Predicate): void => {
    switch (part.op) {
      case 'and':
        part.of.forEach(read);
        return;
      case 'or':
      case 'not':
        nameAll(part, named);
        return;
      case 'isNull':
        fixed.add(part.column);
        break;
      case 'overlaps':
        side(part.start, 'high');
        side(part.end, 'low');
        present.add(part.start).add(part.end);
        named.add(part.start).add(part.end);
        return;
      case 'eq':
        fixed.add(part.column);
        break;
      case 'in':
        if (part.values.length === 1) fixed.add(part.column);
        else bound(part.column, 'values');
        break;
      case 'between':
      case 'startsWith':
        bound(part.column, 'interval');
        break;
      case 'lt':
      case 'le':
        side(part.column, 'high');
        break;
      case 'gt':
      case 'ge':
        side(part.column, 'low');
        break;
      case 'ne':
      case 'isNotNull':
        break;
    }
    if (part.op !== 'isNull') present.add(part.column);
    named.add(part.column);
  };
  read(where);
  if (each !== null) {
    fixed.add(each);
    present.add(each);
    named.add(each);
  }
  return { fixed, bounded, present, named };
}

/** A text that two predicates share whose facts differ at most in what is named: the values do not matter to the choice. */
export function shapeOf(where: Predicate): string {
  switch (where.op) {
    case 'and': {
      let shape = '';
      for (const part of where.of) shape += shapeOf(part);
      return shape;
    }
    case 'or':
    case 'not':
      return '';
    case 'overlaps':
      return `overlaps ${where.start} ${where.end};`;
    case 'in':
      return where.values.length === 1 ? `eq ${where.column};` : `in ${where.column};`;
    default:
      return `${where.op} ${where.column};`;
  }
}

function nameAll(part: Predicate, into: Set<string>): void {
  switch (part.op) {
    case 'and':
    case 'or':
      for (const of of part.of) nameAll(of, into);
      return;
    case 'not':
      nameAll(part.of, into);
      return;
    case 'overlaps':
      into.add(part.start).add(part.end);
      return;
    default:
      into.add(part.column);
  }
}

/** The conjuncts of a predicate that are about these columns alone: what a seek applies. */
export function partAbout(where: Predicate, columns: ReadonlySet<string>): Predicate {
  if (where.op === 'and') return { op: 'and', of: where.of.map((part) => partAbout(part, columns)) };
  const named = new Set<string>();
  nameAll(where, named);
  return [...named].every((column) => columns.has(column)) ? where : { op: 'and', of: [] };
}
