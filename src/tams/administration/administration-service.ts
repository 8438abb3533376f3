import type { EndpointsReport } from '../../vast/endpoints/endpoints-engine';
import type { StoreContext } from '../context';

export type { EndpointsReport };

/** One table of the storage core. */
export interface TableReport {
  readonly name: string;
  readonly rows: number;
  readonly deletedRows: number;
}

/** What only those who run the store may see and do. Everything of it is reached through here, so that one place can guard it. */
export class AdministrationService {
  constructor(private readonly context: StoreContext) {}

  /** The tables, with their statistics as of now. */
  async tables(): Promise<TableReport[]> {
    const { db } = this.context;
    return Promise.all(
      db.tables.map(async (table) => {
        const { stats } = await db.cache.refreshTableMetadata(table);
        return { name: table.name, rows: stats.rows, deletedRows: stats.deletedRows };
      }),
    );
  }

  /** The endpoints that answer reads, as of now; null when none are configured. */
  endpoints(): EndpointsReport | null {
    return this.context.endpoints?.report() ?? null;
  }
}
