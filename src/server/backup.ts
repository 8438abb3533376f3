import { access, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isSystemError, syncFolder } from '../media/durable-file';
import { MediaCopy } from '../media/media-copy';
import { copyEmbeddedStore } from '../vast/engines/embedded';
import { BackupFailed } from './backup-failed';
import { checkCopy, type CopyReport } from './backup-check';
import type { Config } from './config';

/**
 * Copies the data folder to `target` while a server uses it, and opens the copy as a server would. All that was acknowledged
 * before is in it. The folder gets its name when everything is checked and on disk: until then it is `<target>.incomplete`.
 * @throws BackupFailed, StoreUnavailable, WriteFailed or MediaError
 */
export async function backUp(
  config: Pick<Config, 'dataDir' | 'storageBackends'>,
  target: string,
): Promise<CopyReport> {
  const draft = `${target}.incomplete`;
  await makeDraft(target, draft);
  try {
    const media = await MediaCopy.begin(path.join(config.dataDir, 'media'), path.join(draft, 'media'));
    // Before the rows, since it may take hours, in which objects that the rows name could go; what has come meanwhile follows.
    await media.takeAll();
    await copyEmbeddedStore(path.join(config.dataDir, 'store'), path.join(draft, 'store'));
    const report = await checkCopy(draft, media, config.storageBackends);
    await media.sync();
    await syncFolder(path.join(draft, 'store'));
    await syncFolder(draft);
    await rename(draft, target);
    await syncFolder(path.dirname(target));
    return report;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw isSystemError(error, 'ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO')
      ? new BackupFailed(`The backup could not be made (${error.code}): ${error.message}`, { cause: error })
      : error;
  }
}

async function makeDraft(target: string, draft: string): Promise<void> {
  const isThere = (folder: string) =>
    access(folder).then(
      () => true,
      () => false,
    );
  if (await isThere(target))
    throw new BackupFailed(
      `${target} is there already: name a folder that is not, such as one with the date.`,
    );
  try {
    await mkdir(draft, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BackupFailed(
      code === 'EEXIST'
        ? `${draft} is there: another backup is under way, or was interrupted. Remove it in the latter case.`
        : `${draft} cannot be made (${code}): the folder above it must be there and writable.`,
    );
  }
}
