import { access, constants, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreHeld, StoreUnavailable } from '../../engine';
import { Connection, isBusy } from './connection';

/** Folders that this process has open: the file lock below only keeps other processes out. */
const open = new Set<string>();

/**
 * Makes the folder if needed and takes it for this engine alone. The lock is the operating system's lock on a file, held
 * by an open exclusive transaction, so that it is gone with its process, however that ends.
 *
 * @returns the folder's real path, and what gives it free.
 * @throws StoreUnavailable when the folder cannot be made or written, or is held.
 */
export async function lockFolder(folder: string): Promise<{ path: string; release: () => void }> {
  const path = await writableFolder(folder);
  const held = () => new StoreHeld(`Another process is using the data folder ${folder}`);
  if (open.has(path)) throw held();
  open.add(path);
  let connection: Connection | undefined;
  try {
    const lock = (connection = new Connection(join(path, 'lock.db'), 1));
    lock.exec('PRAGMA busy_timeout = 0');
    lock.exec('BEGIN EXCLUSIVE');
    return {
      path,
      release: () => {
        lock.close();
        open.delete(path);
      },
    };
  } catch (error) {
    connection?.close();
    open.delete(path);
    throw isBusy(error) ? held() : error;
  }
}

async function writableFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    const path = await realpath(folder);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return path;
  } catch (error) {
    throw new StoreUnavailable(`The data folder ${folder} cannot be created or written`, { cause: error });
  }
}
