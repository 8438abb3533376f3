import type { StoreContext } from '../context';
import { deletedFlows, type DeletedFlow } from '../deleted/flows';
import { deletedSegments, type DeletedSegment } from '../deleted/segments';
import type { Page, PageRequest, Uuid } from '../model';
import type { TimeRange } from '../time/timerange';
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
}
