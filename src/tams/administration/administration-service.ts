import type { StoreContext } from '../context';
import { PerformanceService } from './performance-service';

/** One table of the storage core. */
export interface TableReport {
  readonly name: string;
  readonly rows: number;
  readonly deletedRows: number;
}

/** What only those who run the store may see and do. Everything of it is reached through here, so that one place can guard it. */
export class AdministrationService {
  /** What queries cost. */
  readonly performance: PerformanceService;

  constructor(private readonly context: StoreContext) {
    this.performance = new PerformanceService(context);
  }

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
}
