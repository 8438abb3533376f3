import type { DuckDBDataChunk } from '@duckdb/node-api';

export type CellArray = Int32Array | BigInt64Array | Float64Array;
export type CellType = 'INTEGER' | 'BIGINT' | 'DOUBLE';

const ARRAYS = { INTEGER: Int32Array, BIGINT: BigInt64Array, DOUBLE: Float64Array } as const;

/** Memory that DuckDB's client keeps to itself: a vector of numbers, and one bit a row, set where there is one. */
interface RawVector {
  readonly items: CellArray;
  readonly validity: { readonly data: BigUint64Array | null };
}

/** One column of numbers, copied out of DuckDB's vectors, whose memory goes with their chunk. Laid out as Arrow does. */
export class Cells {
  readonly values: CellArray;
  /** One bit a row, set where there is a value; null when all rows have one. */
  present: Uint8Array | null = null;
  private filled = 0;

  constructor(
    type: CellType,
    private readonly length: number,
  ) {
    this.values = new ARRAYS[type](length);
  }

  /** Takes the next rows: all of a chunk's, from its column of this index. */
  take(chunk: DuckDBDataChunk, index: number): void {
    const { items, validity } = chunk.getColumnVector(index) as unknown as RawVector;
    (this.values as Float64Array).set(items as Float64Array, this.filled);
    const { data } = validity;
    if (data) this.takePresence(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), items.length);
    this.filled += items.length;
  }

  private takePresence(bits: Uint8Array, rows: number): void {
    const present = (this.present ??= new Uint8Array((this.length + 7) >> 3).fill(0xff));
    const { filled } = this;
    if (filled % 8 === 0) {
      present.set(bits.subarray(0, (rows + 7) >> 3), filled >> 3);
      // What lies behind the last row is not told; whatever comes next counts on ones.
      if (rows % 8 !== 0) present[(filled + rows) >> 3]! |= 0xff << (rows % 8);
      return;
    }
    for (let row = 0; row < rows; row += 1)
      if (!isSet(bits, row)) present[(filled + row) >> 3]! &= ~(1 << ((filled + row) % 8));
  }
}

export const isSet = (bits: Uint8Array, row: number): boolean => ((bits[row >> 3]! >> (row % 8)) & 1) === 1;
