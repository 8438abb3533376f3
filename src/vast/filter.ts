import { InvalidValue } from './engine';
import type { Predicate, PredicateOver, Range } from './predicate';
import { columnType, type ColumnType } from './stored-table';
import type { Columns, RowOf, TableDefinition } from './table';

/** What a cell is asked: each named operator must hold. */
export interface Tests<Value> {
  readonly eq?: Value;
  readonly ne?: Value;
  readonly lt?: Value;
  readonly le?: Value;
  readonly gt?: Value;
  readonly ge?: Value;
  readonly in?: readonly Value[];
  /** [low, high], both included. */
  readonly between?: readonly [Value, Value];
  readonly isNull?: boolean;
  readonly startsWith?: string;
  readonly not?: Tests<Value>;
}

/**
 * A predicate as a plain object: all that is named must hold. A column is given a value to equal, null to be null, or tests.
 * `range: { overlaps }` is about the intervals that the table declares to be disjoint.
 * @example { format: 'x', size: { gt: 3 }, or: [{ label: null }, { label: { startsWith: 'a' } }], range: { overlaps: { lo, hi } } }
 */
export type Filter<Row = Record<string, unknown>> = {
  readonly [K in keyof Row & string]?: Row[K] | Tests<NonNullable<Row[K]>>;
} & {
  readonly and?: readonly Filter<Row>[];
  readonly or?: readonly Filter<Row>[];
  readonly not?: Filter<Row>;
  readonly range?: { readonly overlaps: Range };
};

/** A value that is not null. */
type Value = string | number | boolean;

const DEPTH_AT_MOST = 32;
const TERMS_AT_MOST = 1000;
const VALUES_AT_MOST = 10_000;

/**
 * The predicate that a plain object spells, checked against the table: it may come from anywhere. What cannot be understood is refused,
 * never passed over: a condition that is lost selects too much. A table's column wins over a word of the filter's of the same name.
 * @throws InvalidValue for an unknown column or operator, a value of the wrong type, undefined, or too much of it
 */
export function predicateOf<C extends Columns>(
  table: TableDefinition<C>,
  filter: Filter<RowOf<C>>,
): PredicateOver<C> {
  return new FilterReader(table).read(filter, 1) as unknown as PredicateOver<C>;
}

const COMPARISONS = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const;
type Comparison = (typeof COMPARISONS)[number];
const isComparison = (name: string): name is Comparison => COMPARISONS.includes(name as Comparison);

class FilterReader {
  private terms = 0;

  constructor(private readonly table: TableDefinition) {}

  read(filter: unknown, depth: number): Predicate {
    if (depth > DEPTH_AT_MOST) throw this.wrong(`is nested more than ${DEPTH_AT_MOST} deep`);
    const parts = entriesOf(filter, () => this.wrong(`has ${said(filter)} where an object is meant`));
    return { op: 'and', of: parts.map(([name, value]) => this.part(name, value, depth)) };
  }

  private part(name: string, value: unknown, depth: number): Predicate {
    if (Object.hasOwn(this.table.columns, name)) return this.column(name, value, depth);
    if (name === 'and' || name === 'or') {
      if (!Array.isArray(value)) throw this.wrong(`has ${said(value)} where ${name} takes a list`);
      return { op: name, of: value.map((part) => this.read(part, depth + 1)) };
    }
    if (name === 'not') return { op: 'not', of: this.read(value, depth + 1) };
    if (name === 'range') return this.overlaps(value);
    throw this.wrong(`names ${JSON.stringify(name)}, which is no column`);
  }

  private column(name: string, value: unknown, depth: number): Predicate {
    const column = this.table.columns[name]!;
    const type = columnType(column);
    if (value === null) return this.term({ op: 'isNull', column: name });
    if (typeof value !== 'object') return this.test(name, type, 'eq', value, depth);
    return this.tests(name, type, value, depth);
  }

  private tests(name: string, type: ColumnType, value: unknown, depth: number): Predicate {
    if (depth > DEPTH_AT_MOST) throw this.wrong(`is nested more than ${DEPTH_AT_MOST} deep`);
    const tests = entriesOf(value, () =>
      this.wrong(`has ${said(value)} where tests of column ${name} are meant`),
    );
    if (tests.length === 0) throw this.wrong(`tests column ${name} for nothing`);
    return { op: 'and', of: tests.map(([operator, of]) => this.test(name, type, operator, of, depth)) };
  }

  private test(column: string, type: ColumnType, operator: string, value: unknown, depth: number): Predicate {
    if (operator === 'not') return { op: 'not', of: this.tests(column, type, value, depth + 1) };
    if (operator === 'isNull') {
      if (typeof value !== 'boolean') throw this.wrong(`has ${said(value)} where isNull takes true or false`);
      return this.term({ op: value ? 'isNull' : 'isNotNull', column });
    }
    if (type === 'json')
      throw this.wrong(`compares column ${column}, which holds JSON: it can be null or not`);
    if (isComparison(operator))
      return this.term({ op: operator, column, value: this.value(column, type, value) });
    const values = () => this.values(column, type, operator, value);
    switch (operator) {
      case 'in':
        return this.term({ op: 'in', column, values: values() });
      case 'between': {
        const [low, high, ...more] = values();
        if (low === undefined || high === undefined || more.length > 0)
          throw this.wrong(`gives between of column ${column} other than two values`);
        return this.term({ op: 'between', column, low, high });
      }
      case 'startsWith':
        if (type !== 'utf8') throw this.wrong(`asks column ${column}, which is no text, how it starts`);
        return this.term({ op: 'startsWith', column, value: this.value(column, type, value) as string });
      default:
        throw this.wrong(`asks column ${column} for ${JSON.stringify(operator)}, which is no operator`);
    }
  }

  private overlaps(value: unknown): Predicate {
    const { disjoint } = this.table;
    if (!disjoint) throw this.wrong('asks for a range, but the table declares no intervals');
    const [test, ...others] = entriesOf(value, () =>
      this.wrong('gives range other than { overlaps: { lo, hi } }'),
    );
    const ends = test?.[0] === 'overlaps' && others.length === 0 ? test[1] : null;
    const range = new Map(
      entriesOf(ends, () => this.wrong('gives range other than { overlaps: { lo, hi } }')),
    );
    if (range.size !== 2 || !range.has('lo') || !range.has('hi'))
      throw this.wrong('gives range other than { overlaps: { lo, hi } }');
    const end = (name: 'lo' | 'hi', column: string) =>
      this.value(column, columnType(this.table.columns[column]!), range.get(name)) as string;
    return this.term({
      op: 'overlaps',
      start: disjoint.start,
      end: disjoint.end,
      range: { lo: end('lo', disjoint.end), hi: end('hi', disjoint.start) },
    });
  }

  private values(column: string, type: ColumnType, operator: string, value: unknown): Value[] {
    if (!Array.isArray(value)) throw this.wrong(`has ${said(value)} where ${operator} takes a list`);
    if (value.length > VALUES_AT_MOST) throw this.wrong(`lists more than ${VALUES_AT_MOST} values`);
    return value.map((of: unknown) => this.value(column, type, of));
  }

  private value(column: string, type: ColumnType, value: unknown): Value {
    if (value === null || value === undefined)
      throw this.wrong(`compares column ${column} with ${said(value)}: that is asked by isNull`);
    if (VALUE_IS[type](value)) return value as Value;
    throw this.wrong(`compares column ${column}, which is ${type}, with ${said(value)}`);
  }

  private term(predicate: Predicate): Predicate {
    this.terms += 1;
    if (this.terms > TERMS_AT_MOST) throw this.wrong(`has more than ${TERMS_AT_MOST} terms`);
    return predicate;
  }

  private wrong(what: string): InvalidValue {
    return new InvalidValue(`A filter of table ${this.table.name} ${what}`);
  }
}

const VALUE_IS: Readonly<Record<ColumnType, (value: unknown) => boolean>> = {
  utf8: (value) =>
    typeof value === 'string' && (value as string & { isWellFormed(): boolean }).isWellFormed(),
  int64: Number.isSafeInteger,
  instant: Number.isSafeInteger,
  float64: Number.isFinite,
  bool: (value) => typeof value === 'boolean',
  json: () => false,
};

/** The members of a plain object. */
function entriesOf(value: unknown, wrong: () => InvalidValue): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong();
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw wrong();
  return Object.entries(value);
}

const LONGEST_SAID = 60;

/** A value as an error shows it. */
function said(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function')
    return `a ${typeof value}`;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  const text = Array.isArray(value)
    ? 'a list'
    : typeof value === 'object' && value
      ? 'an object'
      : JSON.stringify(value);
  return text.length > LONGEST_SAID ? `${text.slice(0, LONGEST_SAID)}…` : text;
}
