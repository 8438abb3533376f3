import { InvalidValue, StoreUnavailable, type Cell, type SelectPlan, type Snapshot } from '../../engine';
import { BackgroundConnection } from './background';
import { readBatch, readPlace } from './scan';

const CONNECTIONS_AT_MOST = 16;
const CACHE_MEGABYTES = 8;

/**
 * Connections that read beside this thread. At most 16 are open; who comes then waits until as many as it needs are free.
 */
export class BackgroundReaders {
  private readonly open = new Set<BackgroundConnection>();
  private readonly waiting: (() => void)[] = [];
  private leased = 0;
  private closed = false;

  constructor(private readonly file: string) {}

  /** The store as it is now. */
  async snapshot(readers: number): Promise<Snapshot> {
    if (!Number.isSafeInteger(readers) || readers < 1 || readers > CONNECTIONS_AT_MOST)
      throw new InvalidValue(`A snapshot has 1 to ${CONNECTIONS_AT_MOST} readers, not ${readers}`);
    const connections = await this.lease(readers);
    try {
      const begun = await Promise.all(connections.map((connection) => connection.begin()));
      // In one turn of this thread, which alone commits rows: all of them see the same.
      for (const look of begun) look();
      return new BackgroundSnapshot(connections, () => this.release(connections));
    } catch (error) {
      await this.release(connections);
      throw error;
    }
  }

  async withConnection<T>(work: (connection: BackgroundConnection) => Promise<T>): Promise<T> {
    const connections = await this.lease(1);
    try {
      return await work(connections[0]!);
    } finally {
      await this.release(connections);
    }
  }

  /** Stops what is being read, and closes all connections. */
  async close(): Promise<void> {
    this.closed = true;
    for (const wake of this.waiting.splice(0)) wake();
    await Promise.all([...this.open].map((connection) => connection.close()));
  }

  private checkOpen(): void {
    if (this.closed) throw new StoreUnavailable('The store is closed');
  }

  private async lease(number: number): Promise<BackgroundConnection[]> {
    while (this.leased + number > CONNECTIONS_AT_MOST && !this.closed)
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.checkOpen();
    this.leased += number;
    const connections: BackgroundConnection[] = [];
    try {
      for (let i = 0; i < number; i += 1) {
        const connection = await BackgroundConnection.open(this.file, CACHE_MEGABYTES);
        this.open.add(connection);
        connections.push(connection);
        this.checkOpen();
      }
      return connections;
    } catch (error) {
      await this.release(connections, number);
      throw error;
    }
  }

  private async release(
    connections: readonly BackgroundConnection[],
    number = connections.length,
  ): Promise<void> {
    for (const connection of connections) {
      this.open.delete(connection);
      await connection.close();
    }
    this.leased -= number;
    for (const wake of this.waiting.splice(0)) wake();
  }
}

/** Reads at one moment, each on a connection of its own while there is a free one. */
class BackgroundSnapshot implements Snapshot {
  private readonly free: BackgroundConnection[];
  private readonly waiting: (() => void)[] = [];
  private closing: Promise<void> | null = null;

  constructor(
    connections: readonly BackgroundConnection[],
    private readonly release: () => Promise<void>,
  ) {
    this.free = [...connections];
  }

  read(plan: SelectPlan) {
    return this.on((connection) => readBatch(connection, plan));
  }

  placeBehind(plan: SelectPlan): Promise<readonly Cell[] | null> {
    return this.on((connection) => readPlace(connection, plan));
  }

  close(): Promise<void> {
    this.closing ??= this.release();
    for (const wake of this.waiting.splice(0)) wake();
    return this.closing;
  }

  private async on<T>(work: (connection: BackgroundConnection) => Promise<T>): Promise<T> {
    while (this.free.length === 0 && !this.closing)
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.closing) throw new StoreUnavailable('The read was stopped');
    const connection = this.free.pop()!;
    try {
      return await work(connection);
    } finally {
      this.free.push(connection);
      this.waiting.shift()?.();
    }
  }
}
