import type { StorageEngine, TableStats } from './engine';
import type { TableDefinition } from './table';

/** What is known of a table without reading it. */
export interface TableMetadata {
  readonly table: TableDefinition;
  /** As of start-up or the last refresh: inserts do not change it. */
  readonly stats: TableStats;
}

/**
 * Table metadata, filled once at start-up and refreshed only on request: no background work, no expiry, no
 * invalidation on insert.
 */
export class TableCache {
  hits = 0;
  misses = 0;
  private constructor(
    private readonly engine: StorageEngine,
    private readonly known: Map<string, TableMetadata>,
  ) {}

  static async fill(engine: StorageEngine, tables: readonly TableDefinition[]): Promise<TableCache> {
    const cache = new TableCache(engine, new Map());
    for (const table of tables) await cache.refreshTableMetadata(table);
    return cache;
  }

  get(name: string): TableMetadata | null {
    const metadata = this.known.get(name) ?? null;
    if (metadata) this.hits += 1;
    else this.misses += 1;
    return metadata;
  }

  async refreshTableMetadata(table: TableDefinition): Promise<TableMetadata> {
    const metadata = { table, stats: await this.engine.stats(table) };
    this.known.set(table.name, metadata);
    return metadata;
  }
}
