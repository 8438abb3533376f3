import { StoreUnavailable } from '../../engine';
import { Connection } from './connection';

const IDLE_AT_MOST = 2;
const OPEN_AT_MOST = 16;
const CACHE_MEGABYTES = 8;

/**
 * Connections for long reads, each of which sees the store as it was when it began, while short reads go on seeing the
 * newest. At most 16 are open; who comes then waits for one.
 */
export class Snapshots {
  private readonly idle: Connection[] = [];
  private readonly waiting: (() => void)[] = [];
  private leased = 0;
  private closed = false;
  private drained: (() => void) | null = null;

  constructor(private readonly file: string) {}

  /** A connection inside a read transaction, to be given back by `release`. */
  async lease(): Promise<Connection> {
    if (this.leased >= OPEN_AT_MOST) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.checkOpen();
    this.leased += 1;
    try {
      const connection = this.idle.pop() ?? new Connection(this.file, CACHE_MEGABYTES);
      connection.exec('BEGIN');
      return connection;
    } catch (error) {
      this.leased -= 1;
      throw error;
    }
  }

  release(connection: Connection): void {
    this.leased -= 1;
    if (connection.inTransaction) connection.exec('COMMIT');
    if (this.idle.length < IDLE_AT_MOST && !this.closed) this.idle.push(connection);
    else connection.close();
    this.waiting.shift()?.();
    if (this.leased === 0) this.drained?.();
  }

  /** @throws StoreUnavailable once the store is closing. */
  checkOpen(): void {
    if (this.closed) throw new StoreUnavailable('The store is closed');
  }

  /** Lets reads in progress stop at their next step, and closes all connections. */
  async close(): Promise<void> {
    this.closed = true;
    for (const wake of this.waiting.splice(0)) wake();
    if (this.leased > 0) await new Promise<void>((resolve) => (this.drained = resolve));
    for (const connection of this.idle.splice(0)) connection.close();
  }
}
