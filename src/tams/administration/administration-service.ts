import type { EndpointsReport } from '../../vast/endpoints/endpoints-engine';
import type { StoredColumn } from '../../vast/stored-table';
import type { StoreContext } from '../context';
import { deletedFlows, type DeletedFlow } from '../deleted/flows';
import { deletedSegments, type DeletedSegment } from '../deleted/segments';
import { ColumnStatistics, StatisticsDesk, type RowFilter } from './column-statistics';
import type { Page, PageRequest, Uuid } from '../model';
import type { TimeRange } from '../time/timerange';

export type { ColumnStatistics, EndpointsReport };

/** One table of the storage core. */
export interface TableReport {
  readonly name: string;
  readonly rows: number;
  readonly deletedRows: number;
  readonly columns: readonly StoredColumn[];
  readonly primaryKey: readonly string[];
}

/** One projection of a table, as it is stored. */
export interface ProjectionReport {
  readonly name: string;
  /** In order; `-column` descends. */
  readonly columns: readonly string[];
  readonly sparse: boolean;
  readonly rows: number;
  /** Null where the engine cannot tell. */
  readonly bytes: number | null;
}

/** How often the cache of table metadata knew what it was asked. */
export interface CacheReport {
  readonly hits: number;
  readonly misses: number;
}

/** What only those who run the store may see and do. Everything of it is reached through here, so that one place can guard it. */
export class AdministrationService {
  private readonly statisticsDesk: StatisticsDesk;

  constructor(private readonly context: StoreContext) {
    this.statisticsDesk = new StatisticsDesk(context);
  }

  /** All tables of the store, with their row counts as of now, in constant time each. */
  async tables(): Promise<TableReport[]> {
    const { db } = this.context;
    return Promise.all(
      db.listTables().map(async (name) => {
        const { stats, stored } = await db.cache.refreshTableMetadata(db.discoverTable(name));
        const { columns, primaryKey } = stored;
        return { name, rows: stats.rows, deletedRows: stats.deletedRows, columns, primaryKey };
      }),
    );
  }

  /** A page of the flows that were deleted and are not purged yet, the last one first. @throws TamsError `InvalidPage` */
  deletedFlows(page: PageRequest): Promise<Page<DeletedFlow>> {
    return deletedFlows(this.context, page);
  }

  /**
   * A page of the deleted segments of a flow, there or gone, that the range completely covers: the latest deletion first.
   * @throws TamsError `InvalidPage`
   */
  deletedSegments(flowId: Uuid, timerange: TimeRange, page: PageRequest): Promise<Page<DeletedSegment>> {
    return deletedSegments(this.context, flowId, timerange, page);
  }

  /** What each projection of a table takes: in a time that grows with the table, beside other work. @throws UnknownTable */
  async projections(name: string): Promise<ProjectionReport[]> {
    const { db } = this.context;
    const { projections } = await db.statistics(db.discoverTable(name));
    const stored = db.describeTable(name).projections;
    return Object.entries(projections).map(([projection, { rows, bytes }]) => {
      const { columns, sparse } = stored[projection]!;
      const sorted = columns.map(({ column, descending }) => (descending ? `-${column}` : column));
      return { name: projection, columns: sorted, sparse, rows, bytes };
    });
  }

  /**
   * What statistics can be computed of: the values of a column in the rows that `where` holds for.
   * @throws TamsError `InvalidAnalysis` for tables and columns that are not there or not shown, and for conditions that make no sense
   */
  columnStatistics(table: string, column: string, where: RowFilter): ColumnStatistics {
    return new ColumnStatistics(this.statisticsDesk, { table, column, where });
  }

  tableCache(): CacheReport {
    const { hits, misses } = this.context.db.cache;
    return { hits, misses };
  }

  /** The endpoints that answer reads, as of now; null when none are configured. */
  endpoints(): EndpointsReport | null {
    return this.context.endpoints?.report() ?? null;
  }
}
