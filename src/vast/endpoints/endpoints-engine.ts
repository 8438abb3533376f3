import type {
  Cell,
  EachPlan,
  LookupPlan,
  ProjectionSize,
  Run,
  RunsPlan,
  SelectPlan,
  Snapshot,
  StorageEngine,
  TableStats,
  Tuple,
  Visibility,
  WriteTransaction,
} from '../engine';
import { and, eq, type Predicate } from '../predicate';
import type { StoredTable } from '../stored-table';
import type { TableDefinition } from '../table';
import { EndpointFailure } from './client';
import type { EndpointReport } from './endpoint';
import { EndpointManager, type EndpointManagerOptions } from './endpoint-manager';
import type { Strategy } from './load-balancer';
import { walks, type Read } from './reads';

/** What became of the reads, and how the endpoints are. */
export interface EndpointsReport {
  readonly strategy: Strategy;
  /** Reads that an endpoint answered. */
  readonly answered: number;
  /** Reads that the own store answered because they cost less than sending them. */
  readonly kept: number;
  /** Reads that the own store answered because no endpoint did. */
  readonly fallbacks: number;
  /** Reads that an endpoint would not answer for what they are; the own store did, or said what is wrong. */
  readonly refused: number;
  readonly endpoints: readonly EndpointReport[];
}

export interface EndpointsEngineOptions extends EndpointManagerOptions {
  /** Which reads are sent; the others stay here. `walks` unless said otherwise. */
  readonly sends?: (read: Read) => boolean;
}

/**
 * An engine whose heavier reads are answered by endpoints of the same store. Writes, and reads inside a transaction, stay with
 * the engine that owns the store: it alone may write, so there is nobody to send a write to again. So do scans.
 * Each read sees what was committed before it began, wherever it is answered.
 */
export class EndpointsEngine implements StorageEngine {
  private readonly manager: EndpointManager;
  private readonly served: ReadonlySet<TableDefinition>;
  private readonly sends: (read: Read) => boolean;
  private readonly counts = { answered: 0, kept: 0, fallbacks: 0, refused: 0 };

  constructor(
    private readonly own: StorageEngine,
    options: EndpointsEngineOptions,
  ) {
    this.manager = new EndpointManager(options);
    this.served = new Set(options.tables);
    this.sends = options.sends ?? walks;
  }

  /** Begins to check the endpoints; none is asked before it has answered. Resolves after the first checks. */
  start(): Promise<void> {
    return this.manager.start();
  }

  report(): EndpointsReport {
    return { strategy: this.manager.strategy, ...this.counts, endpoints: this.manager.report() };
  }

  select(plan: SelectPlan): Promise<Tuple[]> {
    return this.read({ op: 'select', plan }, () => this.own.select(plan));
  }

  selectTexts(plan: SelectPlan): Promise<string[]> {
    return this.read({ op: 'selectTexts', plan }, () => this.own.selectTexts(plan));
  }

  lookup(plan: LookupPlan, value: Cell): Promise<Tuple[]> {
    const own = () => this.own.lookup(plan, value);
    if (this.stays({ op: 'select', plan })) return own();
    const { column, ...select } = plan;
    const where = and(eq(column, value), plan.where) as Predicate;
    return this.sent({ op: 'select', plan: { ...select, where } }, own);
  }

  selectEach(plan: EachPlan): Promise<Tuple[][]> {
    return this.read({ op: 'selectEach', plan }, () => this.own.selectEach(plan));
  }

  count(table: TableDefinition, where: Predicate, visibility: Visibility): Promise<number> {
    return this.read({ op: 'count', plan: { table, where, visibility } }, () =>
      this.own.count(table, where, visibility),
    );
  }

  runs(plan: RunsPlan): Promise<Run[]> {
    return this.read({ op: 'runs', plan }, () => this.own.runs(plan));
  }

  describe(): Promise<readonly StoredTable[]> {
    return this.own.describe();
  }

  createTable(table: TableDefinition): Promise<void> {
    return this.own.createTable(table);
  }

  dropTable(name: string): Promise<void> {
    return this.own.dropTable(name);
  }

  addColumns(table: TableDefinition, names: readonly string[]): Promise<void> {
    return this.own.addColumns(table, names);
  }

  addProjection(table: TableDefinition, name: string): Promise<void> {
    return this.own.addProjection(table, name);
  }

  dropProjection(table: string, name: string): Promise<void> {
    return this.own.dropProjection(table, name);
  }

  transaction<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.own.transaction(work);
  }

  snapshot(readers: number): Promise<Snapshot> {
    return this.own.snapshot(readers);
  }

  /** Whoever answers a read sees every commit that was made before. */
  stamp(table: TableDefinition, key?: Cell): number | null {
    return this.own.stamp(table, key);
  }

  stats(table: TableDefinition): Promise<TableStats> {
    return this.own.stats(table);
  }

  sizes(table: TableDefinition): Promise<Readonly<Record<string, ProjectionSize>>> {
    return this.own.sizes(table);
  }

  /** From here on the own store answers all reads. */
  stop(): void {
    this.manager.close();
  }

  close(): Promise<void> {
    this.stop();
    return this.own.close();
  }

  private read<T>(read: Read, own: () => Promise<T>): Promise<T> {
    return this.stays(read) ? own() : this.sent(read, own);
  }

  private stays(read: Read): boolean {
    const stays = !this.sends(read) || !this.served.has(read.plan.table);
    if (stays) this.counts.kept += 1;
    return stays;
  }

  /** Whatever comes of sending it, the read does not fail of that. */
  private async sent<T>(read: Read, own: () => Promise<T>): Promise<T> {
    try {
      const answer = (await this.manager.read(read)) as T;
      this.counts.answered += 1;
      return answer;
    } catch (error) {
      this.counts[error instanceof EndpointFailure ? 'fallbacks' : 'refused'] += 1;
    }
    return own();
  }
}
