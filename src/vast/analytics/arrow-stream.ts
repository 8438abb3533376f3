import { AsyncByteQueue, makeData, RecordBatch, RecordBatchStreamWriter, Schema, Struct } from 'apache-arrow';
import { arrowColumn } from './arrow-columns';
import { Page, PAGE } from './arrow-pages';
import type { Export } from './exported-rows';
import type { DuckSession } from './session';
import { sql } from './sql';

/**
 * The rows as an Arrow IPC stream, as of now whatever is written meanwhile, in the order of row ids. Numbers are copied out of
 * DuckDB's vectors as they lie, text comes as one piece with its lengths, which is how Arrow keeps it: no value is made into an
 * object. Memory holds two pages, for the next is computed while one is written.
 * @param turn runs each page when it may
 */
export async function* arrowStream(
  session: DuckSession,
  rows: Export,
  turn: <T>(work: () => Promise<T>) => Promise<T>,
): AsyncGenerator<Uint8Array, void, void> {
  const columns = rows.columns.map(arrowColumn);
  const schema = new Schema(columns.map(({ field }) => field));
  const type = new Struct(schema.fields);
  const written = new WrittenBytes();
  const writer = new RecordBatchStreamWriter();
  writer.reset(written, schema);
  yield* written.take();
  await session.begin();
  let next: Promise<Page | null> | null = null;
  try {
    const [{ last } = { last: null }] = await session.rows<{ last: bigint | null }>(
      sql(`SELECT max(rowid) AS last FROM ${rows.table}`),
    );
    const end = last === null ? 0 : Number(last) + 1;
    const read = (from: number) => {
      if (from >= end) return null;
      const reading = turn(() => Page.read(session, rows, from));
      // Whether it failed is told when it is waited for.
      reading.catch(() => undefined);
      return reading;
    };
    next = read(0);
    for (let from = PAGE; next; from += PAGE) {
      const page: Page | null = await next;
      next = read(from);
      if (!page) continue;
      const { length } = page;
      const children = await page.data(columns, rows);
      writer.write(new RecordBatch(schema, makeData({ type, length, nullCount: 0, children })));
      yield* written.take();
    }
    writer.finish();
    yield* written.take();
  } finally {
    // A session does one thing at a time.
    await next?.catch(() => undefined);
    await session.end();
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
