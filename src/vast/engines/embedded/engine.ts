import { join } from 'node:path';
import {
  StoreUnavailable,
  type Cell,
  type CommitCounts,
  type ProjectionSize,
  type Run,
  type RunsPlan,
  type Snapshot,
  type StorageEngine,
  type TableStats,
  type WriteTransaction,
} from '../../engine';
import type { StoredTable } from '../../stored-table';
import type { TableDefinition } from '../../table';
import { BackgroundReaders } from './background-readers';
import { Connection } from './connection';
import { readCounters } from './counters';
import { refuseDamage } from './damage';
import { addColumns, addProjection, createTable, dropProjection, dropTable, storedTables } from './ddl';
import { migrate, PAGE_BYTES } from './format';
import { GroupCommit } from './group-commit';
import { lockFolder } from './lock';
import { runsBeside } from './runs';
import { sizesOf } from './sizes';
import { Snapshots } from './snapshots';
import { Stamps } from './stamps';
import { ConnectionReader, EmbeddedTransaction, promised } from './transaction';

/** The store, in its folder. */
export const STORE_FILE = 'store.db';
const READER_CACHE_MEGABYTES = 64;
/** Writes go to few pages at a time; what is read before them is in the file cache of the system. */
const WRITER_CACHE_MEGABYTES = 32;
/** In the log before a commit moves it into the file: fewer, longer pauses. */
const CHECKPOINT_BYTES = 32 * 1024 * 1024;

/**
 * Opens, or makes, the store in a folder. The engine has it for itself until it is closed or its process ends.
 * @throws StoreUnavailable when another has it, a newer version wrote it, or it cannot be read and written.
 */
export async function openEmbeddedEngine(folder: string): Promise<StorageEngine> {
  const { path, release } = await lockFolder(folder);
  const file = join(path, STORE_FILE);
  let writer: Connection | undefined;
  try {
    await refuseDamage(file);
    writer = new Connection(file, WRITER_CACHE_MEGABYTES);
    migrate(writer);
    writer.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_BYTES / PAGE_BYTES}`);
    const readers = new BackgroundReaders(file);
    return new EmbeddedEngine(
      writer,
      new Connection(file, READER_CACHE_MEGABYTES),
      new Snapshots(file),
      readers,
      release,
    );
  } catch (error) {
    writer?.close();
    release();
    throw error;
  }
}

/** The engine over one SQLite file: one connection writes, one serves short reads, some serve long ones beside this thread. */
class EmbeddedEngine extends ConnectionReader implements StorageEngine {
  private readonly commits: GroupCommit;
  private readonly stamps = new Stamps();
  private closing: Promise<void> | null = null;

  constructor(
    private readonly writer: Connection,
    reader: Connection,
    private readonly snapshots: Snapshots,
    private readonly background: BackgroundReaders,
    private readonly release: () => void,
  ) {
    super(reader, [], () => {
      if (this.closing) throw new StoreUnavailable('The store is closed');
    });
    this.commits = new GroupCommit(writer, () => this.stamps.committed());
  }

  get commitCounts(): CommitCounts {
    const { commits, works, sizes } = this.commits;
    return { commits, transactions: works, sizes };
  }

  describe(): Promise<readonly StoredTable[]> {
    return this.whileOpen(() => storedTables(this.connection));
  }

  createTable(table: TableDefinition): Promise<void> {
    return this.change(() => createTable(this.writer, table));
  }

  dropTable(name: string): Promise<void> {
    return this.change(() => dropTable(this.writer, name));
  }

  addColumns(table: TableDefinition, names: readonly string[]): Promise<void> {
    return this.change(() => addColumns(this.writer, table, names));
  }

  addProjection(table: TableDefinition, name: string): Promise<void> {
    return this.commits.submit(
      () =>
        this.background.withConnection((background) => addProjection(this.writer, background, table, name)),
      'outside',
    );
  }

  dropProjection(table: string, name: string): Promise<void> {
    return this.change(() => dropProjection(this.writer, table, name));
  }

  transaction<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.commits.submit(async (deltas) => {
      const transaction = new EmbeddedTransaction(this.writer, this.commits.pending, deltas, this.stamps);
      try {
        return await work(transaction);
      } finally {
        transaction.end();
      }
    });
  }

  stamp(table: TableDefinition, key?: Cell): number {
    return this.stamps.of(table, key);
  }

  override runs(plan: RunsPlan): Promise<Run[]> {
    return this.whileOpen(() => runsBeside(this.connection, this.snapshots, plan));
  }

  snapshot(readers: number): Promise<Snapshot> {
    return this.whileOpen(() => this.background.snapshot(readers));
  }

  stats(table: TableDefinition): Promise<TableStats> {
    return this.whileOpen(() => readCounters(this.connection, table.name));
  }

  sizes(table: TableDefinition): Promise<Readonly<Record<string, ProjectionSize>>> {
    return this.whileOpen(() => {
      const stored = readCounters(this.connection, table.name);
      return this.background.withConnection((background) => sizesOf(background, table, stored));
    });
  }

  /** Finishes the transactions it has, refuses further ones, and gives the folder free. */
  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    await this.commits.close();
    await this.snapshots.close();
    await this.background.close();
    this.connection.close();
    try {
      // Statements not yet collected keep the file open, so closing does not do this by itself.
      this.writer.value('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      this.writer.close();
      this.release();
    }
  }

  private change(work: () => void): Promise<void> {
    return this.commits.submit(() => {
      this.stamps.redefined();
      return promised(work);
    }, 'alone');
  }
}
