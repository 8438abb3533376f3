import Database from 'libsql/promise';
import { failureOf, type Param } from './connection';

/**
 * The package's types leave out what its statements are, and that preparing and executing give promises. A statement's first
 * step is taken on another thread; the rows of one that yields a single row are then there.
 */
interface BackgroundStatement {
  raw(): BackgroundStatement;
  get(params: readonly Param[]): unknown;
  iterate(params: readonly Param[]): Promise<Iterator<unknown[], undefined>>;
}
type BackgroundDatabase = Omit<Database, 'exec' | 'prepare'> & {
  readonly inTransaction: boolean;
  exec(sql: string): Promise<void>;
  prepare(sql: string): Promise<BackgroundStatement>;
};

/**
 * A SQLite connection whose statements run on other threads, for what takes long: this thread, and so every short read, goes on
 * meanwhile. It costs some 60 µs a statement more, which is why short reads do not use it. One statement at a time.
 */
export class BackgroundConnection {
  private readonly db: BackgroundDatabase;
  /** What is being run: closing waits for it. */
  private running: Promise<unknown> = Promise.resolve();
  private closing: Promise<void> | null = null;

  private constructor(file: string) {
    this.db = new (Database as unknown as new (file: string) => BackgroundDatabase)(file);
  }

  /** @param cacheMegabytes of pages in memory */
  static async open(file: string, cacheMegabytes: number): Promise<BackgroundConnection> {
    const connection = new BackgroundConnection(file);
    try {
      await connection.db.exec(`PRAGMA cache_size = ${-1024 * cacheMegabytes}`);
      await connection.db.exec('PRAGMA busy_timeout = 5000');
      await connection.db.exec('PRAGMA synchronous = FULL');
      // What is sorted may be larger than memory.
      await connection.db.exec('PRAGMA temp_store = FILE');
      return connection;
    } catch (error) {
      connection.db.close();
      throw error;
    }
  }

  /** Runs statements as one transaction that writes. */
  async transaction(statements: readonly string[]): Promise<void> {
    await this.run(() => this.db.exec('BEGIN IMMEDIATE'));
    try {
      for (const sql of statements) await this.run(() => this.db.exec(sql));
      await this.run(() => this.db.exec('COMMIT'));
    } catch (error) {
      if (this.db.inTransaction) await this.db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Begins to read; the function that it gives sets, at once, the moment that is read. */
  async begin(): Promise<() => void> {
    await this.run(() => this.db.exec('BEGIN'));
    const statement = (await this.run(() => this.db.prepare('SELECT count(*) FROM "_counters"'))).raw();
    return () => void statement.get([]);
  }

  /** The first column of the first row, or null. */
  async value(sql: string, params: readonly Param[] = []): Promise<unknown> {
    return this.run(async () => {
      const statement = await this.db.prepare(sql);
      const rows = await statement.raw().iterate(params);
      return rows.next().value?.[0] ?? null;
    });
  }

  /** Stops what is being run, which then fails, ends the transaction and closes. */
  close(): Promise<void> {
    this.closing ??= this.stop();
    return this.closing;
  }

  private async stop(): Promise<void> {
    this.db.interrupt();
    await this.running.catch(() => undefined);
    if (this.db.inTransaction) await this.db.exec('ROLLBACK');
    this.db.close();
  }

  private async run<T>(work: () => Promise<T>): Promise<T> {
    const running = work();
    this.running = running;
    try {
      return await running;
    } catch (error) {
      throw failureOf(error);
    }
  }
}
