import Database from 'libsql';
import { InvalidValue, StoreUnavailable, UnknownProjection, UnknownTable, WriteFailed } from '../../engine';

/** What may be bound to a statement. The binding aborts the process on anything else, so nothing else may reach it. */
export type Param = string | number | null;

const STATEMENTS_A_GENERATION = 256;

/**
 * One SQLite connection with its prepared statements. Those that have not been used while a generation of others was prepared
 * are let go: keeping them in order of use would write to a map with every statement.
 */
export class Connection {
  private statements = new Map<string, Database.Statement>();
  private older = new Map<string, Database.Statement>();
  private readonly db: Database.Database;

  /** @throws StoreUnavailable when the file cannot be opened or is no database. */
  constructor(file: string, cacheMegabytes: number) {
    try {
      this.db = new Database(file);
      this.db.exec(`PRAGMA cache_size = ${-1024 * cacheMegabytes}`);
      this.db.exec('PRAGMA busy_timeout = 5000');
      this.db.exec('PRAGMA synchronous = FULL');
    } catch (error) {
      throw unavailable(error);
    }
  }

  /** Runs SQL without parameters. */
  exec(sql: string): void {
    this.db.exec(sql);
  }

  /** Runs a prepared statement; says how many rows it changed. */
  run(sql: string, params: readonly Param[] = []): number {
    try {
      return this.statement(sql).run(params).changes;
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** The first column of the first row, or null. */
  value(sql: string, params: readonly Param[] = []): unknown {
    try {
      const row = this.statement(sql).get(params) as unknown[] | undefined;
      return row?.[0] ?? null;
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** The first column of the first row, which is JSON text, parsed. */
  json(sql: string, params: readonly Param[] = []): unknown {
    return JSON.parse(this.value(sql, params) as string);
  }

  get inTransaction(): boolean {
    return this.db.inTransaction;
  }

  close(): void {
    this.statements.clear();
    this.older.clear();
    if (this.db.inTransaction) this.db.exec('ROLLBACK');
    this.db.close();
  }

  private statement(sql: string): Database.Statement {
    const known = this.statements.get(sql);
    if (known) return known;
    const statement = this.older.get(sql) ?? this.prepared(sql);
    if (this.statements.size >= STATEMENTS_A_GENERATION) {
      this.older = this.statements;
      this.statements = new Map();
    }
    this.statements.set(sql, statement);
    return statement;
  }

  private prepared(sql: string): Database.Statement {
    const statement = this.db.prepare(sql);
    // Only readers have rows to shape; asking others for raw rows is an error.
    if ((statement as unknown as { reader: boolean }).reader) statement.raw();
    return statement;
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

const NO_TABLE = /^no such table: (?:main\.)?(\w+)$/;
const NO_INDEX = /^no such index: (\w+)\.(\w+)$/;
const NO_COLUMN = /^(?:no such column: (?:\w\.)?|table \w+ has no column named )"?(\w+)"?$/;

/** The error of a statement that names what is not stored, or was stopped, in words of the core; any other as it is. */
export function failureOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (codeOf(error) === 'SQLITE_INTERRUPT') return new StoreUnavailable('The read was stopped');
  if (codeOf(error).startsWith('SQLITE_CORRUPT'))
    return new StoreUnavailable('The store file is damaged: stop the server and restore a backup', {
      cause: error,
    });
  const table = NO_TABLE.exec(error.message);
  if (table) return new UnknownTable(table[1]!);
  const index = NO_INDEX.exec(error.message);
  if (index) return new UnknownProjection(index[1]!, index[2]!);
  const column = NO_COLUMN.exec(error.message);
  return column ? new InvalidValue(`No column named ${column[1]!} is stored`) : error;
}

/** Whether something failed because another connection holds the file. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === 'SQLITE_BUSY' || (error instanceof StoreUnavailable && isBusy(error.cause));
}

/** Whether a statement failed because a primary key is taken. */
export function isKeyConflict(error: unknown): boolean {
  return codeOf(error) === 'SQLITE_CONSTRAINT_PRIMARYKEY';
}

/** An error of the disk as one clear sentence; any other error as it is. */
export function writeFailure(error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'SQLITE_FULL')
    return new WriteFailed('The store could not be written: the disk is full', { cause: error });
  if (code.startsWith('SQLITE_IOERR') || code === 'SQLITE_READONLY')
    return new WriteFailed('The store could not be written: the disk reported an error', { cause: error });
  return error;
}

/** An error met while opening a database file as one clear sentence. */
export function unavailable(error: unknown): StoreUnavailable {
  if (error instanceof StoreUnavailable) return error;
  const code = codeOf(error);
  const reason =
    code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT'
      ? 'its store file is damaged or is not a store: restore a backup'
      : code === 'SQLITE_BUSY'
        ? 'another process is using it'
        : 'its store file cannot be read and written';
  return new StoreUnavailable(`The data folder cannot be used: ${reason}`, { cause: error });
}
