import { StoreUnavailable } from '../../engine';
import { unavailable, type Connection } from './connection';
import { CREATE_COUNTERS } from './counters';
import { CREATE_CATALOG } from './ddl';
import { inferDefinitions } from './inference';
import { quote, TOMB } from './layout';

/** Steps from each format of the store's file to the next; the format number is how many of them have been taken. */
const MIGRATIONS: readonly ((connection: Connection) => void)[] = [
  createCatalog,
  keepCounters,
  inferDefinitions,
];

export const FORMAT = MIGRATIONS.length;

/**
 * Of a new store; others keep theirs. In pages of 4 KiB a row of more than 1,002 bytes has its end in a page of its own, which
 * every seek for a flow read as well.
 */
export const PAGE_BYTES = 8192;

/**
 * Brings the file to the present format in one transaction; an empty file becomes an empty store.
 * @throws StoreUnavailable when the file was written by a newer version, or is no store.
 */
export function migrate(connection: Connection): void {
  try {
    connection.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
    connection.exec('PRAGMA journal_mode = WAL');
    const format = connection.value('PRAGMA user_version') as number;
    if (format > FORMAT)
      throw new StoreUnavailable(
        `The data folder was written by a newer version (format ${format}); this one reads formats up to ${FORMAT}`,
      );
    if (format === FORMAT) return;
    connection.exec('BEGIN IMMEDIATE');
    for (const step of MIGRATIONS.slice(format)) step(connection);
    connection.exec(`PRAGMA user_version = ${FORMAT}`);
    connection.exec('COMMIT');
  } catch (error) {
    throw unavailable(error);
  }
}

/** Format 1: the tables are listed. */
function createCatalog(connection: Connection): void {
  connection.exec(CREATE_CATALOG);
}

/** Format 2: the rows of each table are counted, once, here, and from then on as they change. */
function keepCounters(connection: Connection): void {
  connection.exec(CREATE_COUNTERS);
  const names = connection.json('SELECT json_group_array(name) FROM "_tables"') as string[];
  for (const name of names) {
    const tombs = connection.value(`SELECT count(*) FROM pragma_table_info(?1) WHERE name = '${TOMB}'`, [
      name,
    ]);
    const deleted = tombs === 1 ? `coalesce(sum(${quote(TOMB)} > 0), 0)` : '0';
    connection.exec(
      `INSERT INTO "_counters" SELECT '${name}', count(*) - ${deleted}, ${deleted} FROM ${quote(name)}`,
    );
  }
}
