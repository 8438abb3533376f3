import {
  AsyncByteQueue,
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
  type Data,
  type DataType,
  type Vector,
} from 'apache-arrow';
import type { DuckDBDataChunk } from '@duckdb/node-api';
import type { DuckSession } from './session';
import { sql, type Sql } from './sql';

/** Rows of a page: one of DuckDB's row groups, which a page then reads no more than. */
const PAGE = 122_880;

/** How a column is exported; `named` ones are whole numbers that stand for texts of a list. */
export type ExportKind = 'text' | 'whole' | 'real' | 'instant' | 'named';

export interface ExportColumn {
  readonly name: string;
  readonly kind: ExportKind;
  /** What it is in SQL, in terms of the table's columns. */
  readonly expression: string;
  /** What the numbers of a `named` column stand for, and the same as an expression, for Parquet. */
  readonly names?: readonly string[];
  readonly parquet?: string;
}

/** Rows of one table of a DuckDB database. */
export interface Export {
  readonly table: string;
  readonly columns: readonly ExportColumn[];
  readonly where: Sql;
}

/**
 * The rows as an Arrow IPC stream, as of now whatever is written meanwhile. Each page comes out of DuckDB column by column, text
 * as one piece with its lengths, which is how Arrow keeps it: no value is made into an object. Memory holds a page.
 * @param turn runs each page when it may
 */
export async function* arrowStream(
  session: DuckSession,
  rows: Export,
  turn: <T>(work: () => Promise<T>) => Promise<T>,
): AsyncGenerator<Uint8Array, void, void> {
  const columns = rows.columns.map(arrowColumn);
  const schema = new Schema(columns.map(({ field }) => field));
  const written = new WrittenBytes();
  const writer = new RecordBatchStreamWriter();
  writer.reset(written, schema);
  yield* written.take();
  await session.begin();
  try {
    const [{ last } = { last: null }] = await session.rows<{ last: bigint | null }>(
      sql(`SELECT max(rowid) AS last FROM ${rows.table}`),
    );
    for (let from = 0; last !== null && from <= last; from += PAGE) {
      const chunk = await turn(() => session.chunk(pageOf(rows, from)));
      const length = chunk ? lengthOf(chunk) : 0;
      if (!chunk || length === 0) continue;
      const reader = new PageReader(chunk);
      const children = columns.map(({ read }) => read(reader, length));
      const type = new Struct(schema.fields);
      writer.write(new RecordBatch(schema, makeData({ type, length, nullCount: 0, children })));
      yield* written.take();
    }
    writer.finish();
    yield* written.take();
  } finally {
    await session.end();
  }
}

/** One row: a list for each column, for text its lengths and the text in one piece. */
function pageOf({ table, columns, where }: Export, from: number): Sql {
  const lists = columns.map(({ kind }, i) => {
    const type = { text: '', whole: 'BIGINT', instant: 'BIGINT', real: 'DOUBLE', named: 'INTEGER' }[kind];
    return kind === 'text'
      ? `list(strlen(c${i})::INTEGER), encode(string_agg(coalesce(c${i}, ''), ''))`
      : `list(c${i}::${type})`;
  });
  const cells = columns.map(({ expression }, i) => `${expression} AS c${i}`);
  return sql(
    `SELECT count(*)::INTEGER, ${lists.join(', ')} FROM (SELECT ${cells.join(', ')} FROM ${table}
     WHERE ${table}.rowid BETWEEN ?::BIGINT AND ?::BIGINT AND ${where.text})`,
    [from, from + PAGE - 1, ...where.values],
  );
}

const lengthOf = (chunk: DuckDBDataChunk): number => chunk.getColumnVector(0).getItem(0) as number;

interface ArrowColumn {
  readonly field: Field;
  readonly read: (page: PageReader, length: number) => Data;
}

function arrowColumn({ name, kind, names }: ExportColumn): ArrowColumn {
  switch (kind) {
    case 'text': {
      const type = new Utf8();
      return {
        field: new Field(name, type, true),
        read: (page, length) => {
          const { items, ...validity } = page.list();
          const lengths = items as Int32Array;
          const data = page.bytes();
          const valueOffsets = new Int32Array(length + 1);
          for (let i = 0; i < length; i += 1) valueOffsets[i + 1] = valueOffsets[i]! + lengths[i]!;
          return makeData({ type, length, ...nulls(validity), valueOffsets, data });
        },
      };
    }
    case 'named': {
      const dictionary: Vector<Utf8> = vectorFromArray([...(names ?? [])], new Utf8());
      const type = new Dictionary(new Utf8(), new Int32());
      return {
        field: new Field(name, type, true),
        read: (page, length) => {
          const { items, ...validity } = page.list();
          return makeData({ type, length, ...nulls(validity), data: items as Int32Array, dictionary });
        },
      };
    }
    default: {
      const type = { whole: new Int64(), instant: new TimestampMillisecond(), real: new Float64() }[kind];
      return {
        field: new Field(name, type as DataType, true),
        read: (page, length) => {
          const { items, ...validity } = page.list();
          return makeData({ type: type as Int64, length, ...nulls(validity), data: items as BigInt64Array });
        },
      };
    }
  }
}

interface Validity {
  /** One bit a row, set where there is a value; null when all have one. */
  readonly bits: Uint8Array | null;
}

const nulls = ({ bits }: Validity) => (bits ? { nullBitmap: bits, nullCount: -1 } : { nullCount: 0 });

type Items = Int32Array | BigInt64Array | Float64Array;

/** DuckDB's client keeps vectors' memory to itself; this is what of a list of numbers a page is copied from. */
interface RawList {
  readonly childVector: {
    readonly items: Items;
    readonly validity: { readonly data: BigUint64Array | null };
  };
}

/** Reads the lists of a page's one row, one behind the other. */
class PageReader {
  private next = 1;

  constructor(private readonly chunk: DuckDBDataChunk) {}

  /** Copied: the vector's memory goes with its chunk. */
  list(): { readonly items: Items } & Validity {
    // There is one row, so all of the elements are its own.
    const { childVector } = this.chunk.getColumnVector(this.next++) as unknown as RawList;
    const { data } = childVector.validity;
    const bits = data ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice() : null;
    return { items: childVector.items.slice(), bits };
  }

  bytes(): Uint8Array {
    return (this.chunk.getColumnVector(this.next++).getItem(0) as { readonly bytes: Uint8Array }).bytes;
  }
}

/** Takes what Arrow's writer writes, which is all there at once. */
class WrittenBytes extends AsyncByteQueue {
  private pieces: Uint8Array[] = [];

  override write(value: Parameters<AsyncByteQueue['write']>[0]): void {
    const bytes = value as unknown as Uint8Array;
    if (bytes.byteLength > 0) this.pieces.push(bytes);
  }

  take(): Uint8Array[] {
    return this.pieces.splice(0);
  }
}
