import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StoreUnavailable, type Reader, type Run, type RunsPlan } from '../../engine';
import { Connection } from './connection';
import { FORMAT } from './format';
import { runsBeside } from './runs';
import { Snapshots } from './snapshots';
import { ConnectionReader } from './transaction';

const CACHE_MEGABYTES = 64;

/** A store opened for reading only, beside whatever process writes it. */
export interface EmbeddedReader extends Reader {
  /** Which file it reads, as `storeIdentity` tells it. */
  readonly identity: string;
  /** Reads from the file. @throws StoreUnavailable when it is not what was opened, or in another format by now. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the store in a folder for reading, without its lock: any number of processes of this machine may, while one writes.
 * Every read sees what was committed before it began, since all share the write-ahead log.
 * @throws StoreUnavailable when there is no store, or its format is not the one that this version writes.
 */
export async function openEmbeddedReader(folder: string): Promise<EmbeddedReader> {
  const file = join(folder, 'store.db');
  const identity = await storeIdentity(folder);
  // SQLite refuses all writes on such a connection, also the move of the log into the file when the last one closes.
  const readOnly = `${pathToFileURL(file).href}?mode=ro`;
  const connection = new Connection(readOnly, CACHE_MEGABYTES);
  try {
    checkFormat(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  return new ReadOnlyStore(connection, new Snapshots(readOnly), folder, identity);
}

/**
 * Tells one store file of this machine from all others: a copy of a store has another identity, so equal ones share every
 * commit. @throws StoreUnavailable when there is no store in the folder.
 */
export async function storeIdentity(folder: string): Promise<string> {
  try {
    const { dev, ino } = await stat(join(folder, 'store.db'), { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    throw new StoreUnavailable(
      `There is no store in the folder ${folder} yet: start the gateway on it first`,
      {
        cause: error,
      },
    );
  }
}

function checkFormat(connection: Connection): void {
  const format = connection.value('PRAGMA user_version') as number;
  if (format < FORMAT)
    throw new StoreUnavailable(
      `The store has format ${format} and this version reads format ${FORMAT}: start the gateway on it once`,
    );
  if (format > FORMAT)
    throw new StoreUnavailable(
      `The store was written by a newer version (format ${format}); this one reads format ${FORMAT}`,
    );
}

class ReadOnlyStore extends ConnectionReader implements EmbeddedReader {
  private closed = false;

  constructor(
    connection: Connection,
    private readonly snapshots: Snapshots,
    private readonly folder: string,
    readonly identity: string,
  ) {
    super(connection, [], () => {
      if (this.closed) throw new StoreUnavailable('The store is closed');
    });
  }

  override runs(plan: RunsPlan): Promise<Run[]> {
    return this.whileOpen(() => runsBeside(this.connection, this.snapshots, plan));
  }

  async check(): Promise<void> {
    const identity = await storeIdentity(this.folder);
    this.checkOpen();
    if (identity !== this.identity) throw new StoreUnavailable('The store file was replaced by another');
    checkFormat(this.connection);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.snapshots.close();
    this.connection.close();
  }
}
