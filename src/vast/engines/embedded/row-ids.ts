import { InvalidValue, type RowId } from '../../engine';
import type { TableDefinition } from '../../table';
import type { Param } from './connection';
import { keyColumns, kindOf, TOMB } from './layout';

/** The key of a row id, as it is bound. @throws InvalidValue when it is no row id of this table. */
export function parseRowId(table: TableDefinition, row: RowId): Param[] {
  const names = keyColumns(table);
  let key: unknown;
  try {
    key = JSON.parse(row);
  } catch {
    key = null;
  }
  if (!Array.isArray(key) || key.length !== names.length) throw notRowId(table);
  return key.map((part: unknown, i) => {
    const name = names[i]!;
    const text = name !== TOMB && kindOf(table.columns[name]!) === 'text';
    if (text && typeof part === 'string') return part;
    // Doubles are carried as text; the column's affinity makes all of them numbers again.
    const number = text || part === null || part === '' ? NaN : Number(part);
    if (Number.isFinite(number)) return number;
    throw notRowId(table);
  });
}

const notRowId = (table: TableDefinition) => new InvalidValue(`Not a row id of table ${table.name}`);
