import { access, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreUnavailable, WriteFailed } from '../../engine';
import { Connection, unavailable, writeFailure } from './connection';
import { STORE_FILE } from './engine';

const CACHE_MEGABYTES = 64;

/**
 * Writes a copy of the store in `folder` into the folder `target`, as the store is at one moment, while another process may
 * be using it: whatever was committed before the call is in it. The copy is compact, checked and on disk. It blocks this
 * process while it works; writers are not held up, but their log grows until it is done.
 * @throws StoreUnavailable when there is no store, or it cannot be read; WriteFailed when the copy cannot be written.
 */
export async function copyEmbeddedStore(folder: string, target: string): Promise<void> {
  const file = join(folder, STORE_FILE);
  const copy = join(target, STORE_FILE);
  // SQLite would make a file that is not there.
  await access(file).catch((error: unknown) => {
    throw new StoreUnavailable(`There is no store in ${folder}`, { cause: error });
  });
  await mkdir(target, { recursive: true });
  const source = new Connection(file, CACHE_MEGABYTES);
  try {
    source.run('VACUUM INTO ?1', [copy]);
  } catch (error) {
    const failure = writeFailure(error);
    throw failure instanceof WriteFailed ? failure : unavailable(failure);
  } finally {
    source.close();
  }
  check(copy);
  const handle = await open(copy, 'r+');
  await handle.sync();
  await handle.close();
}

/** @throws StoreUnavailable when SQLite finds a fault, which a copy has from its original. */
function check(file: string): void {
  const connection = new Connection(file, CACHE_MEGABYTES);
  try {
    const verdict = connection.value('PRAGMA integrity_check(1)');
    if (verdict !== 'ok') throw new StoreUnavailable(`The store is damaged: ${String(verdict)}`);
  } catch (error) {
    throw unavailable(error);
  } finally {
    connection.close();
  }
}
