import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { types } from 'node:util';

/** Whether `error` is a system error with this code, e.g. `ENOENT`. */
export function isSystemError(error: unknown, ...codes: readonly string[]): error is NodeJS.ErrnoException {
  return types.isNativeError(error) && codes.includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Makes the bytes of `file` survive a power failure. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the names in `folder` survive a power failure: a file that is synced is still lost if its name is not. */
export async function syncFolder(folder: string): Promise<void> {
  await syncFile(folder);
}

/** Creates `folder` if it is not there, durably. Its parent must exist. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (isSystemError(error, 'EEXIST') && (await stat(folder)).isDirectory()) return;
    throw error;
  }
  await syncFolder(dirname(folder));
}

/**
 * The content of a file that is written once, when it is first asked for, readable by this user alone. Of several
 * processes that ask at once one writes, and all get what it wrote; a crash leaves the whole file or none.
 */
export async function readOrCreate(file: string, make: () => Buffer): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
  const draft = join(dirname(file), `.${randomUUID()}.tmp`);
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(make());
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file);
    await syncFolder(dirname(file));
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file);
}
