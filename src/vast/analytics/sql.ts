import { InvalidValue } from '../engine';

/** What a `?` of a statement stands for. */
export type SqlValue = string | number | bigint | boolean | null | readonly string[];

/** A statement with its values apart: values are never written into text. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** What a column of a relation holds; `whole` numbers are compared exactly. */
export type ColumnKind = 'whole' | 'real' | 'text' | 'boolean';

/** Rows to compute over: a SELECT whose columns are known. */
export interface Relation {
  readonly select: Sql;
  readonly columns: Readonly<Record<string, ColumnKind>>;
}

/** The name of one of the relation's columns, quoted. @throws InvalidValue when it has none of this name */
export function column(relation: Relation, name: string): string {
  if (!Object.hasOwn(relation.columns, name))
    throw new InvalidValue(
      `There is no column ${JSON.stringify(name.slice(0, 60))}; there are ${Object.keys(relation.columns).join(', ')}`,
    );
  return `"${name}"`;
}

/** The same for a column that must hold numbers. @throws InvalidValue also when it does not */
export function numeric(relation: Relation, name: string): string {
  const quoted = column(relation, name);
  const kind = relation.columns[name];
  if (kind !== 'whole' && kind !== 'real')
    throw new InvalidValue(`Column ${name} holds no numbers, so it has no such statistic`);
  return quoted;
}

/** A statement over the relation, which it knows as `source`. */
export function over({ select }: Relation, text: string, values: readonly SqlValue[] = []): Sql {
  const rest = text.startsWith('WITH ') ? `, ${text.slice('WITH '.length)}` : ` ${text}`;
  return { text: `WITH source AS (${select.text})${rest}`, values: [...select.values, ...values] };
}

/** @throws InvalidValue unless `value` is a whole number within the bounds */
export function wholeWithin(name: string, value: number, low: number, high: number): void {
  if (!Number.isSafeInteger(value) || value < low || value > high)
    throw new InvalidValue(`${name} must be a whole number from ${low} to ${high}, and is ${value}`);
}

/** A statement without values. */
export const sql = (text: string, values: readonly SqlValue[] = []): Sql => ({ text, values });
