import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { isSystemError } from '../../media/durable-file';
import { fine, wrong, type Finding } from './finding';

/** The store's log alone may take some hundred MiB. */
const LEAST_FREE = 1024 ** 3;

/** Whether there is room on the disk that has the data folder, or will have it. @param least bytes */
export async function diskFinding(dataDir: string, least = LEAST_FREE): Promise<Finding> {
  let folder = path.resolve(dataDir);
  for (;;) {
    try {
      const { bsize, bavail } = await statfs(folder);
      const free = `${((bsize * bavail) / 1024 ** 3).toFixed(1)} GiB are free at ${folder}`;
      if (bsize * bavail >= least) return fine('disk', free);
      return wrong('disk', `only ${free}: writes are refused when it is full. Make room.`);
    } catch (error) {
      if (!isSystemError(error, 'ENOENT')) throw error;
      folder = path.dirname(folder);
    }
  }
}
