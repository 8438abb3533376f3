import { UnknownTable, type StorageEngine, type TableStats } from './engine';
import { definitionOf, type StoredTable } from './stored-table';
import type { TableDefinition } from './table';

/** What is known of a table without reading it. */
export interface TableMetadata {
  /** The definition in code; of a table that the code does not know, what is stored of it. */
  readonly table: TableDefinition;
  /** The table as it is stored, which may have more columns and projections. */
  readonly stored: StoredTable;
  /** As of start-up or the last refresh: inserts do not change it. */
  readonly stats: TableStats;
}

/**
 * Metadata of all tables of the store, filled once at start-up and refreshed on request and by the core's own changes to tables: no
 * background work, no expiry, no invalidation on insert. Every query asks it.
 */
export class TableCache {
  hits = 0;
  misses = 0;
  private constructor(
    private readonly engine: StorageEngine,
    private readonly known: Map<string, TableMetadata>,
  ) {}

  /** @param tables those whose definition the code has */
  static async fill(engine: StorageEngine, tables: readonly TableDefinition[]): Promise<TableCache> {
    const cache = new TableCache(engine, new Map());
    const inCode = new Map(tables.map((table) => [table.name, table]));
    for (const stored of await engine.describe())
      await cache.keep(stored, inCode.get(stored.name) ?? definitionOf(stored));
    return cache;
  }

  get(name: string): TableMetadata | null {
    const metadata = this.known.get(name) ?? null;
    if (metadata) this.hits += 1;
    else this.misses += 1;
    return metadata;
  }

  /** @throws UnknownTable when the cache does not have it, though another process may have made it since: refresh then */
  require(name: string): TableMetadata {
    const metadata = this.get(name);
    if (!metadata) throw new UnknownTable(name);
    return metadata;
  }

  /** What is known of each table, by name; this asks for nothing, so it is no hit. */
  all(): TableMetadata[] {
    return [...this.known.values()].sort((a, b) => (a.table.name < b.table.name ? -1 : 1));
  }

  /** Asks the engine anew. @throws UnknownTable when the table is not stored (any more): it is forgotten */
  async refreshTableMetadata(table: TableDefinition): Promise<TableMetadata> {
    const stored = (await this.engine.describe()).find(({ name }) => name === table.name);
    if (stored) return this.keep(stored, table);
    this.known.delete(table.name);
    throw new UnknownTable(table.name);
  }

  /** Forgets a table that was dropped. */
  forget(name: string): void {
    this.known.delete(name);
  }

  private async keep(stored: StoredTable, table: TableDefinition): Promise<TableMetadata> {
    const metadata = { table, stored, stats: await this.engine.stats(table) };
    this.known.set(table.name, metadata);
    return metadata;
  }
}
