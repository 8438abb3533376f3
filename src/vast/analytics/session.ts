import type * as Api from '@duckdb/node-api';
import { setImmediate as turn } from 'node:timers/promises';
import type { Sql, SqlValue } from './sql';

export type DuckApi = typeof Api;

/** Types of columns that rows are appended to. */
export type AppendedType = 'VARCHAR' | 'INTEGER' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN';
/** A cell as it is appended; `BIGINT` takes whole numbers as they are. */
export type AppendedCell = string | number | boolean | null;

/** What DuckDB takes and gives at once. */
const ROWS_A_CHUNK = 2_048;
/** Chunks that are appended in one go: about a millisecond each. */
const CHUNKS_A_TURN = 4;

/** What a statement came to. Chunks can be taken once, also while the session runs the next statement. */
export interface Rows {
  readonly length: number;
  readonly chunks: () => AsyncGenerator<Api.DuckDBDataChunk, void, void>;
}

/** One connection, with its transactions and temporary tables. */
export class DuckSession {
  constructor(
    private readonly api: DuckApi,
    private readonly connection: Api.DuckDBConnection,
  ) {}

  /** Runs a statement. */
  async run({ text, values }: Sql): Promise<void> {
    await this.connection.run(text, values.map(this.bound), values.map(this.typeOf));
  }

  /** The rows of a statement as objects: numbers of `DOUBLE` and up to 32 bits are numbers, larger ones bigint. */
  async rows<Row>({ text, values }: Sql): Promise<Row[]> {
    const result = await this.connection.run(text, values.map(this.bound), values.map(this.typeOf));
    return (await result.getRowObjectsJS()) as Row[];
  }

  /** The rows of a statement as DuckDB keeps them, all computed: for those that read vectors (`cells.ts`). */
  async gathered({ text, values }: Sql): Promise<Rows> {
    const result = await this.connection.run(text, values.map(this.bound), values.map(this.typeOf));
    return { length: result.rowCount, chunks: () => chunksOf(result) };
  }

  /** All of the work, or, when it fails, nothing. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.begin();
    try {
      const result = await work();
      await this.connection.run('COMMIT');
      return result;
    } catch (error) {
      await this.end();
      throw error;
    }
  }

  /** From here to `end` all reads see the same. */
  async begin(): Promise<void> {
    await this.connection.run('BEGIN');
  }

  /** Ends the transaction and leaves nothing of it. */
  async end(): Promise<void> {
    // Where the database itself has failed there is nothing left to roll back.
    await this.connection.run('ROLLBACK').catch(() => undefined);
  }

  /** Appends rows, given column by column, to a table of exactly these columns. Lets others have their turn as it goes. */
  async append(
    table: string,
    types: readonly AppendedType[],
    columns: readonly (readonly AppendedCell[])[],
  ): Promise<void> {
    const rows = columns[0]?.length ?? 0;
    if (rows === 0) return;
    const appender = await this.connection.createAppender(table);
    try {
      const duckTypes = types.map((type) => this.api[type]);
      for (let from = 0, chunks = 1; from < rows; from += ROWS_A_CHUNK, chunks += 1) {
        const count = Math.min(ROWS_A_CHUNK, rows - from);
        const chunk = this.api.DuckDBDataChunk.create(duckTypes, count);
        columns.forEach((column, i) => {
          const cells = column.slice(from, from + count);
          chunk.setColumnValues(i, types[i] === 'BIGINT' ? cells.map(wide) : cells);
        });
        appender.appendDataChunk(chunk);
        if (chunks % CHUNKS_A_TURN === 0) await turn();
      }
    } finally {
      appender.closeSync();
    }
  }

  private readonly bound = (value: SqlValue): Api.DuckDBValue =>
    isList(value) ? this.api.listValue(value) : value;

  /** Numbers are doubles, whatever they are: DuckDB's client would guess by their size. */
  private readonly typeOf = (value: SqlValue): Api.DuckDBType => {
    if (isList(value)) return this.api.LIST(this.api.VARCHAR);
    switch (typeof value) {
      case 'number':
        return this.api.DOUBLE;
      case 'bigint':
        return this.api.HUGEINT;
      case 'boolean':
        return this.api.BOOLEAN;
      default:
        return value === null ? this.api.SQLNULL : this.api.VARCHAR;
    }
  };
}

async function* chunksOf(result: Api.DuckDBResult): AsyncGenerator<Api.DuckDBDataChunk, void, void> {
  // The next one is fetched while one is read.
  let next = result.fetchChunk();
  for (;;) {
    const chunk = await next;
    if (!chunk || chunk.rowCount === 0) return;
    next = result.fetchChunk();
    // Whether it failed is told when it is waited for.
    next.catch(() => undefined);
    yield chunk;
  }
}

const isList = (value: SqlValue): value is readonly string[] => Array.isArray(value);
const wide = (cell: AppendedCell): bigint | null => (cell === null ? null : BigInt(cell));
