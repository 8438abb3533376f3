import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { diskFailure } from './failures';
import { DuckSession, type DuckApi } from './session';
import { Slots } from './slots';
import { sql, type Sql } from './sql';

/** What DuckDB may take of the machine. */
const MEMORY = '1GB';
const THREADS = 2;
/** Statements that run at once: each holds a thread of Node's pool, which files and the interactive path use, too. */
const RUNNING = 2;
/** Reads that wait for their turn; more are refused. */
const WAITING = 100;

/** The file is no database of this DuckDB, or is damaged. */
export class DamagedFile extends Error {}

/** So much is being read already that this would only wait. */
export class TooBusy extends Error {
  constructor() {
    super(`${WAITING} analytic reads wait already; ask again later`);
  }
}

/** Where a database is kept. */
export interface DuckPlace {
  /** A folder of its own: the file, what does not fit into memory, and exports are in it. */
  readonly folder: string;
  /** The database's file in the folder; null keeps it in memory. */
  readonly file: string | null;
}

/**
 * A DuckDB database with nothing open to the outside: it reads and writes its own folder, loads no extensions, and its settings
 * are locked. DuckDB is loaded with the first one that is opened: who does no analytics pays nothing for it.
 */
export class Duck {
  private readonly slots = new Slots(RUNNING, WAITING, () => new TooBusy());
  private readonly connections = new Set<DuckDBConnection>();

  private constructor(
    private readonly api: DuckApi,
    private readonly instance: DuckDBInstance,
    /** Where exports are written before they are sent. */
    readonly exportFolder: string,
  ) {}

  /** @throws DamagedFile; WriteFailed when the folder is full or read-only */
  static async open(place: DuckPlace): Promise<Duck> {
    try {
      return await Duck.opened(place);
    } catch (error) {
      throw diskFailure(error);
    }
  }

  private static async opened({ folder, file }: DuckPlace): Promise<Duck> {
    const exportFolder = path.join(folder, 'export');
    const temporary = path.join(folder, 'tmp');
    // What a process that was killed left behind.
    for (const left of [exportFolder, temporary]) await rm(left, { recursive: true, force: true });
    await mkdir(exportFolder, { recursive: true });
    const api = await import('@duckdb/node-api');
    let instance: DuckDBInstance;
    try {
      instance = await api.DuckDBInstance.create(file === null ? ':memory:' : path.join(folder, file), {
        memory_limit: MEMORY,
        threads: String(THREADS),
        temp_directory: temporary,
      });
    } catch (error) {
      throw new DamagedFile(error instanceof Error ? error.message : String(error), { cause: error });
    }
    const duck = new Duck(api, instance, exportFolder);
    await duck.session(async (session) => {
      const quoted = exportFolder.replaceAll("'", "''");
      for (const statement of [
        `SET allowed_directories = ['${quoted}']`,
        'SET autoinstall_known_extensions = false',
        'SET autoload_known_extensions = false',
        'SET enable_external_access = false',
        'SET lock_configuration = true',
      ])
        await session.run(sql(statement));
    });
    return duck;
  }

  /** Runs `work` in a session of its own when it is its turn: see `turn` and `session`. */
  read<T>(work: (session: DuckSession) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.turn(() => this.session(work, signal), signal);
  }

  /** Runs `work` when it is its turn. @throws TooBusy; the signal's reason when it aborts before that */
  turn<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.slots.run(work, signal);
  }

  /**
   * Runs `work` in a session of its own, at once. When the signal aborts, what runs is interrupted.
   * @throws the signal's reason; WriteFailed when the folder is full or read-only
   */
  async session<T>(work: (session: DuckSession) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { session, close } = await this.openSession(signal);
    try {
      return await work(session);
    } catch (error) {
      signal?.throwIfAborted();
      throw diskFailure(error);
    } finally {
      close();
    }
  }

  /** A session to be closed by who asked for it. When the signal aborts, what runs is interrupted. */
  async openSession(signal?: AbortSignal): Promise<{ session: DuckSession; close: () => void }> {
    signal?.throwIfAborted();
    const connection = await this.instance.connect();
    this.connections.add(connection);
    const interrupt = () => connection.interrupt();
    signal?.addEventListener('abort', interrupt);
    const close = () => {
      signal?.removeEventListener('abort', interrupt);
      this.connections.delete(connection);
      connection.closeSync();
    };
    return { session: new DuckSession(this.api, connection), close };
  }

  /** The rows of a statement as objects. */
  rows<Row>(statement: Sql, signal?: AbortSignal): Promise<Row[]> {
    return this.read((session) => session.rows<Row>(statement), signal);
  }

  /** Interrupts what runs, and closes. */
  close(): void {
    for (const connection of this.connections) connection.interrupt();
    this.instance.closeSync();
  }
}
