import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Duck } from './duckdb';
import type { Export } from './exported-rows';
import { sql } from './sql';

/** DuckDB's types of what is exported. */
const TYPES = { text: 'VARCHAR', whole: 'BIGINT', real: 'DOUBLE', named: 'VARCHAR' } as const;

/** A file that is there until it is removed. */
export interface ExportedFile {
  readonly file: string;
  readonly remove: () => Promise<void>;
}

/**
 * The rows as a Parquet file. It is written as a whole before it can be read, for what it holds is told at its end; memory holds
 * a group of rows. When the signal aborts, writing stops and the file goes.
 */
export async function parquetFile(duck: Duck, rows: Export, signal: AbortSignal): Promise<ExportedFile> {
  const file = path.join(duck.exportFolder, `${randomUUID()}.parquet`);
  const remove = () => rm(file, { force: true });
  const columns = rows.columns.map(({ name, kind, expression, parquet }) => {
    const value = parquet ?? expression;
    return kind === 'instant'
      ? `make_timestamp_ms(${value}) AS "${name}"`
      : `(${value})::${TYPES[kind]} AS "${name}"`;
  });
  try {
    await duck.read(
      (session) =>
        session.run(
          sql(
            `COPY (SELECT ${columns.join(', ')} FROM ${rows.table} WHERE ${rows.where.text})
             TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`,
            rows.where.values,
          ),
        ),
      signal,
    );
  } catch (error) {
    await remove();
    throw error;
  }
  return { file, remove };
}
