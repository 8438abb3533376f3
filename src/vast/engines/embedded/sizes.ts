import type { ProjectionSize, TableStats } from '../../engine';
import type { TableDefinition } from '../../table';
import type { BackgroundConnection } from './background';
import { indexName, quote } from './layout';

/**
 * Rows and bytes of each projection that is stored. The bytes are those of its pages, which are all walked (SQLite's `dbstat`, some
 * 1 ms a megabyte); the rows are counted where a projection is sparse.
 */
export async function sizesOf(
  connection: BackgroundConnection,
  table: TableDefinition,
  { rows, deletedRows }: TableStats,
): Promise<Record<string, ProjectionSize>> {
  const sizes: Record<string, ProjectionSize> = {};
  for (const [name, { columns, sparse }] of Object.entries(table.projections)) {
    // A table without row ids is its own primary index, under its own name.
    const pages = name === 'primary' ? table.name : indexName(table.name, name);
    const bytes = (await connection.value('SELECT pgsize FROM dbstat WHERE name = ?1 AND aggregate = 1', [
      pages,
    ])) as number | null;
    const held = `SELECT count(*) FROM ${quote(table.name)} INDEXED BY ${quote(pages)} WHERE ${quote(columns[0]!.column)} IS NOT NULL`;
    sizes[name] = {
      rows: sparse ? ((await connection.value(held)) as number) : rows + deletedRows,
      bytes,
    };
  }
  return sizes;
}
