import { InvalidValue, type Cell } from '../../engine';
import type { Column, TableDefinition } from '../../table';
import type { Param } from './connection';
import { cell, kindOf, TOMB, type Kind } from './layout';

/** A cell as it is bound. @throws InvalidValue when the value is not one that the column can hold. */
export function encode(table: TableDefinition, name: string, value: Cell): Param {
  return encoderOf(table, name)(value);
}

/** How cells of a column are bound: for many rows, to be worked out once. @throws InvalidValue as `encode` */
export function encoderOf(table: TableDefinition, name: string): (value: Cell) => Param {
  const { nullable, json } = columnOf(table, name);
  const kind = kindOf(table.columns[name]!);
  const where = () => `column ${name} of table ${table.name}`;
  return (value) => {
    if (value === undefined || (value === null && !(json && !nullable))) {
      if (nullable) return null;
      throw new InvalidValue(`Column ${name} of table ${table.name} needs a value`);
    }
    return encodeKind(kind, value, where);
  };
}

function columnOf(table: TableDefinition, name: string): Column {
  const column = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
  if (!column) throw new InvalidValue(`Table ${table.name} has no column named ${name}`);
  return column;
}

/** A value to compare a column with, as it is bound. @throws InvalidValue also for null: ask for that by `isNull`. */
export function encodeOperand(table: TableDefinition, name: string, value: Cell): Param {
  const kind = kindOf(columnOf(table, name));
  if (kind === 'json') throw new InvalidValue(`Column ${name} of table ${table.name} cannot be compared`);
  return encodeKind(kind, value, () => `column ${name} of table ${table.name}`);
}

function encodeKind(kind: Kind, value: Cell, where: () => string): Param {
  switch (kind) {
    case 'text':
      if (typeof value === 'string' && isWellFormed(value)) return value;
      throw new InvalidValue(`Not well-formed text, for ${where()}`);
    case 'integer':
      if (Number.isSafeInteger(value)) return (value as number) + 0;
      throw new InvalidValue(`Not an integer within ±(2^53−1), for ${where()}`);
    case 'real':
      if (Number.isFinite(value)) return (value as number) + 0;
      throw new InvalidValue(`Not a finite number, for ${where()}`);
    case 'bool':
      if (typeof value === 'boolean') return value ? 1 : 0;
      throw new InvalidValue(`Not true or false, for ${where()}`);
    case 'json': {
      const text = JSON.stringify(value) as string | undefined;
      if (text !== undefined) return text;
      throw new InvalidValue(`Not a JSON value, for ${where()}`);
    }
  }
}

/** Half of a surrogate pair has no UTF-8 form: stored, it would silently become another character. */
function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed();
}

/**
 * A column of a row of alias `alias` as SQL whose value JSON can carry. SQLite writes doubles into JSON with 15 digits,
 * so they go as text with the 17 that name them exactly.
 */
export function carried(table: TableDefinition, alias: string, name: string): string {
  if (name === TOMB) return cell(alias, TOMB);
  const column = columnOf(table, name);
  const sql = cell(alias, name);
  return kindOf(column) === 'real' ? `CASE WHEN ${sql} IS NOT NULL THEN printf('%!.17g', ${sql}) END` : sql;
}

/** How a carried cell that is not null becomes a cell; null where it is one already. */
export function decodeCell(
  table: TableDefinition,
  name: string,
  parse = true,
): ((cell: Cell) => Cell) | null {
  if (name === TOMB) return null;
  const kind = kindOf(columnOf(table, name));
  if (kind === 'bool') return (value) => value === 1;
  if (kind === 'real') return Number;
  return kind === 'json' && parse ? (value) => JSON.parse(value as string) as unknown : null;
}

/** Turns carried cells of these columns into cells, in place. */
export function decoder(table: TableDefinition, names: readonly string[]): (tuple: Cell[]) => void {
  const steps = names.flatMap((name, at) => {
    const decode = decodeCell(table, name);
    return decode ? [{ at, decode }] : [];
  });
  return (tuple) => {
    for (const { at, decode } of steps) if (tuple[at] !== null) tuple[at] = decode(tuple[at]);
  };
}
