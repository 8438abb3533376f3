import {
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
  makeData,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
  type Data,
  type DataType,
} from 'apache-arrow';
import { isSet, type Cells, type CellType } from './cells';
import type { ExportColumn, ExportKind } from './exported-rows';

/** How the cells of a kind of column are read: those of texts are their lengths in bytes, the texts come in one piece. */
export const CELL_TYPES: Readonly<Record<ExportKind, CellType>> = {
  text: 'INTEGER',
  whole: 'BIGINT',
  instant: 'BIGINT',
  real: 'DOUBLE',
  named: 'INTEGER',
};

/** A column as Arrow has it. */
export interface ArrowColumn {
  readonly field: Field;
  /** The cells as they are, which are not copied. @param text in one piece, of columns of texts */
  readonly dataOf: (cells: Cells, text: Uint8Array) => Data;
}

export function arrowColumn({ name, kind, names }: ExportColumn): ArrowColumn {
  switch (kind) {
    case 'text': {
      const type = new Utf8();
      return {
        field: new Field(name, type, true),
        dataOf: (cells, data) =>
          makeData({ type, ...shapeOf(cells), valueOffsets: offsetsOf(cells, data), data }),
      };
    }
    case 'named': {
      const dictionary = vectorFromArray([...(names ?? [])], new Utf8());
      const type = new Dictionary(new Utf8(), new Int32());
      return {
        field: new Field(name, type, true),
        dataOf: (cells) =>
          makeData({ type, ...shapeOf(cells), data: cells.values as Int32Array, dictionary }),
      };
    }
    default: {
      const type = { whole: new Int64(), instant: new TimestampMillisecond(), real: new Float64() }[kind];
      return {
        field: new Field(name, type as DataType, true),
        dataOf: (cells) =>
          makeData({ type: type as Int64, ...shapeOf(cells), data: cells.values as BigInt64Array }),
      };
    }
  }
}

const shapeOf = ({ values: { length }, present }: Cells) =>
  present ? { length, nullBitmap: present, nullCount: -1 } : { length, nullCount: 0 };

/** Where each text begins, and the last ends. What stands for the length of one that is null means nothing. */
function offsetsOf({ values, present }: Cells, text: Uint8Array): Int32Array {
  const lengths = values as Int32Array;
  const offsets = new Int32Array(lengths.length + 1);
  // Columns that say nothing are common.
  if (text.byteLength === 0) return offsets;
  let end = 0;
  for (let row = 0; row < lengths.length; row += 1) {
    if (!present || isSet(present, row)) end += lengths[row]!;
    offsets[row + 1] = end;
  }
  return offsets;
}
