import { open } from 'node:fs/promises';
import path from 'node:path';
import { eventsTable, EVENT_TABLES } from '../../events/events-table';
import { isSystemError } from '../../media/durable-file';
import { MODEL_TABLES } from '../../tams/tables';
import { VastDatabase } from '../../vast/database';
import { StoreHeld, StoreUnavailable } from '../../vast/engine';
import { FORMAT, openEmbeddedEngine, STORE_FILE } from '../../vast/engines/embedded';
import { fine, wrong, type Finding } from './finding';

/** Clocks that are set by the network differ by less. */
const MOST_AHEAD_MS = 60_000;
const SQLITE = 'SQLite format 3\0';
/** Where SQLite's header has `user_version`, which is the store's format. */
const FORMAT_AT = 60;

/**
 * Opens the store as a server would, unless a server has it or its format is another: then its file is only looked at.
 * @param now milliseconds since 1970
 */
export async function storeFindings(dataDir: string, now: number): Promise<Finding[]> {
  const folder = path.join(dataDir, 'store');
  let format: number | null;
  try {
    format = await formatOf(path.join(folder, STORE_FILE));
  } catch (error) {
    if (isSystemError(error, 'ENOENT'))
      return [fine('store', `there is none in ${dataDir} yet: the server makes it`)];
    if (isSystemError(error))
      return [wrong('store', `${error.message}: let the user of the server read and write ${dataDir}.`)];
    throw error;
  }
  if (format === null)
    return [wrong('store', `${path.join(folder, STORE_FILE)} is damaged or no store: restore a backup.`)];
  if (format > FORMAT)
    return [
      wrong('store', `its format ${format} is newer than this version's ${FORMAT}: run the newer version.`),
    ];
  if (format < FORMAT)
    return [fine('store', `format ${format}: the server brings it to ${FORMAT}; make a backup before`)];
  return opened(folder, now);
}

async function opened(folder: string, now: number): Promise<Finding[]> {
  try {
    const engine = await openEmbeddedEngine(folder);
    try {
      const db = await VastDatabase.open(engine, [...MODEL_TABLES, ...EVENT_TABLES]);
      const newest = await db.selectOne(eventsTable, { columns: ['at'], reverse: true });
      return [
        fine('store', `format ${FORMAT}, ${db.listTables().length} tables`),
        clockFinding(newest?.at ?? null, now),
      ];
    } finally {
      await engine.close();
    }
  } catch (error) {
    if (error instanceof StoreHeld)
      return [fine('store', `format ${FORMAT}; a server has it open, and /readyz of it says more`)];
    if (error instanceof StoreUnavailable)
      return [wrong('store', `${error.message}: see that its files can be written, or restore a backup.`)];
    throw error;
  }
}

function clockFinding(newest: number | null, now: number): Finding {
  const ahead = newest === null ? 0 : newest - now;
  if (ahead <= MOST_AHEAD_MS) return fine('clock', 'no event of the store is from the future');
  return wrong(
    'clock',
    `the newest event is ${Math.round(ahead / 1000)} s ahead of this machine's clock: set the clock (NTP) before the server starts.`,
  );
}

/** Null when the file is no SQLite database. An empty one is a store that was never written. */
async function formatOf(file: string): Promise<number | null> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(FORMAT_AT + 4), 0, FORMAT_AT + 4, 0);
    if (bytesRead === 0) return 0;
    if (bytesRead < buffer.length || buffer.toString('latin1', 0, SQLITE.length) !== SQLITE) return null;
    return buffer.readUInt32BE(FORMAT_AT);
  } finally {
    await handle.close();
  }
}
