import { DataType, type RecordBatch, type Table } from 'apache-arrow';
import { InvalidValue, type Cell } from './engine';
import { columnType, type ColumnType } from './stored-table';
import type { TableDefinition } from './table';

type PlainRow = Record<string, Cell>;

/** Cells by column as rows. @throws InvalidValue when the columns are not equally long, or are not of this table */
export function rowsOfColumns(
  table: TableDefinition,
  columns: Readonly<Record<string, ArrayLike<Cell> | undefined>>,
): PlainRow[] {
  const given = Object.entries(columns).flatMap(([name, cells]) => (cells ? [{ name, cells }] : []));
  const [first, ...others] = given;
  if (!first) return [];
  for (const { name } of given) knownColumn(table, name);
  const odd = others.find(({ cells }) => cells.length !== first.cells.length);
  if (odd)
    throw new InvalidValue(
      `Rows for table ${table.name} by column: ${first.name} has ${first.cells.length} cells, ${odd.name} has ${odd.cells.length}`,
    );
  return Array.from({ length: first.cells.length }, (_, i) => {
    const row: PlainRow = {};
    for (const { name, cells } of given) row[name] = cells[i];
    return row;
  });
}

/** The rows of an Arrow record batch or table, to insert. @throws InvalidValue for columns that the table cannot take */
export function rowsOfArrow(table: TableDefinition, data: RecordBatch | Table): PlainRow[] {
  const columns = data.schema.fields.map(({ name, type }, i) => {
    const wanted = columnType(knownColumn(table, name));
    if (!FITS[wanted](type as DataType))
      throw new InvalidValue(
        `Column ${name} of table ${table.name} is ${wanted}, which Arrow's ${String(type)} is not`,
      );
    return { name, read: readerOf(table, name, wanted), vector: data.getChildAt(i)! };
  });
  return Array.from({ length: data.numRows }, (_, i) => {
    const row: PlainRow = {};
    for (const { name, read, vector } of columns) {
      const cell: unknown = vector.get(i);
      row[name] = cell === null ? null : read(cell);
    }
    return row;
  });
}

function knownColumn(table: TableDefinition, name: string) {
  const column = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
  if (!column) throw new InvalidValue(`Table ${table.name} has no column named ${name}`);
  return column;
}

const isText = (type: DataType): boolean =>
  DataType.isUtf8(type) ||
  DataType.isLargeUtf8(type) ||
  (DataType.isDictionary(type) && isText(type.dictionary as DataType));

/** Which Arrow types a column of each kind takes; dates and times of day are no instants. */
const FITS: Readonly<Record<ColumnType, (type: DataType) => boolean>> = {
  utf8: isText,
  json: isText,
  int64: (type) => DataType.isInt(type),
  float64: (type) => DataType.isFloat(type) || DataType.isInt(type),
  bool: (type) => DataType.isBool(type),
  instant: (type) => DataType.isTimestamp(type) || DataType.isInt(type),
};

/** How a cell that is not null becomes one of the table's. */
function readerOf(table: TableDefinition, name: string, type: ColumnType): (cell: unknown) => Cell {
  if (type === 'json')
    return (cell) => {
      try {
        return JSON.parse(cell as string) as unknown;
      } catch {
        throw new InvalidValue(`Not JSON text, for column ${name} of table ${table.name}`);
      }
    };
  return (cell) => {
    if (typeof cell !== 'bigint') return cell;
    const number = Number(cell);
    // Doubles would round it, and the engine would not see that they did.
    if (Number.isSafeInteger(number)) return number;
    throw new InvalidValue(`Not an integer within ±(2^53−1), for column ${name} of table ${table.name}`);
  };
}
