import { open } from 'node:fs/promises';
import { StoreUnavailable } from '../../engine';

/** Of SQLite's write-ahead log: a header of as many bytes begins with one of these numbers. */
const LOG_HEADER_BYTES = 32;
const LOG_MAGIC = [0x377f0682, 0x377f0683];

/**
 * Looks for damage that SQLite takes for a store that is new: then it would forget the log, and what was acknowledged with it. A log
 * whose end is damaged cannot be told from one whose last commit was interrupted.
 * @param file of the store; it need not be there
 * @throws StoreUnavailable
 */
export async function refuseDamage(file: string): Promise<void> {
  const log = await headOf(`${file}-wal`);
  // Its header is on the disk before anything behind it.
  if (!log || log.size <= LOG_HEADER_BYTES) return;
  if (!LOG_MAGIC.includes(log.head.readUInt32BE(0)))
    throw damaged(`the beginning of its log ${file}-wal is damaged`);
  const store = await headOf(file);
  if (!store || store.size === 0)
    throw damaged(`its store file ${file} is ${store ? 'empty' : 'gone'}, but its log ${file}-wal is not`);
}

const damaged = (what: string): StoreUnavailable =>
  new StoreUnavailable(
    `The data folder cannot be used: ${what}. Nothing has been changed: restore a backup, or the file if there is a copy of it.`,
  );

/** The first bytes of a file and its size; null when there is none. */
async function headOf(file: string): Promise<{ head: Buffer; size: number } | null> {
  let handle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new StoreUnavailable(`The data folder cannot be used: ${file} cannot be read`, { cause: error });
  }
  try {
    const head = Buffer.alloc(LOG_HEADER_BYTES);
    await handle.read(head, 0, LOG_HEADER_BYTES, 0);
    return { head, size: (await handle.stat()).size };
  } finally {
    await handle.close();
  }
}
