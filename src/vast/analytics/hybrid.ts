import { DataType, type RecordBatch } from 'apache-arrow';
import type { Query, VastDatabase } from '../database';
import type { Columns, TableDefinition } from '../table';
import type { Duck } from './duckdb';
import type { AppendedCell, AppendedType } from './session';
import { sql, type ColumnKind, type Relation } from './sql';

/** Rows that the engine gives at once: what is in memory. */
const BATCH = 16_384;

let gathered = 0;

/**
 * Statistics over rows that the engine finds: it filters along its projections, reads only the columns that are asked for, and
 * hands them over as Arrow batches; DuckDB computes. For tables that have no columnar copy, and for questions that an index
 * answers better. Costs what reading the rows costs. Instants are their milliseconds since 1970; JSON is its text.
 * @param work gets the rows as a relation, which is gone when it ends
 * @throws what the engine throws for columns, predicates and projections that are not there; the signal's reason
 */
export async function withRows<C extends Columns, K extends keyof C & string, T>(
  { db, duck, signal }: { readonly db: VastDatabase; readonly duck: Duck; readonly signal?: AbortSignal },
  table: TableDefinition<C>,
  query: Query<C, K>,
  work: (rows: Relation) => Promise<T>,
): Promise<T> {
  const names = [...query.columns];
  const types = names.map((name) => appendedType(table.columns[name]!.type));
  const name = `gathered_${(gathered += 1)}`;
  const columns = names.map((column, i) => `"${column}" ${types[i]!}`);
  await duck.session((session) => session.run(sql(`CREATE TABLE ${name} (${columns.join(', ')})`)));
  try {
    const patience = signal ? { signal } : {};
    for await (const batch of db.scan(table, query, { batchRows: BATCH, ...patience }))
      await duck.session((session) => session.append(name, types, cellsOf(batch)));
    return await work({
      select: sql(`SELECT * FROM ${name}`),
      columns: Object.fromEntries(names.map((column, i) => [column, KINDS[types[i]!]])),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    await duck.session((session) => session.run(sql(`DROP TABLE ${name}`)));
  }
}

/** The cells of a batch, column by column, as DuckDB is given them. */
export function cellsOf(batch: RecordBatch): AppendedCell[][] {
  return batch.schema.fields.map((_, i) => {
    const column = batch.getChildAt(i)!;
    return Array.from(column, (cell: unknown) =>
      typeof cell === 'bigint' ? Number(cell) : (cell as AppendedCell),
    );
  });
}

const KINDS = {
  VARCHAR: 'text',
  INTEGER: 'whole',
  BIGINT: 'whole',
  DOUBLE: 'real',
  BOOLEAN: 'boolean',
} as const satisfies Record<AppendedType, ColumnKind>;

function appendedType(type: DataType): AppendedType {
  if (DataType.isInt(type) || DataType.isTimestamp(type)) return 'BIGINT';
  if (DataType.isFloat(type)) return 'DOUBLE';
  return DataType.isBool(type) ? 'BOOLEAN' : 'VARCHAR';
}
