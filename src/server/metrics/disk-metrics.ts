import { stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Registry } from 'prom-client';
import { isSystemError } from '../../media/durable-file';
import { STORE_FILE } from '../../vast/engines/embedded';
import { gaugeOf } from './read-metrics';

/** The disk of the data folder, and the store's files on it. */
export function diskMetrics(registry: Registry, dataDir: string): void {
  gaugeOf(registry, {
    name: 'tams_data_disk_bytes',
    help: 'The disk that has the data folder: its size, and what this user may still write.',
    label: 'of',
    read: async () => {
      const { bsize, blocks, bavail } = await statfs(dataDir);
      return { size: bsize * blocks, free: bsize * bavail };
    },
  });
  gaugeOf(registry, {
    name: 'vast_store_file_bytes',
    help: "The store's file, and its log of what is not moved there yet.",
    label: 'file',
    read: async () => {
      const store = path.join(dataDir, 'store', STORE_FILE);
      return { store: await sizeOf(store), wal: await sizeOf(`${store}-wal`) };
    },
  });
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return 0;
    throw error;
  }
}
