import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BACKEND_ID,
  describeBackend,
  readBackendEntries,
  readCredentials,
  type BackendEntry,
} from './backend-config';
import { readOrCreate } from './durable-file';
import { EmbeddedStore } from './embedded-store';
import { MediaError } from './errors';
import { FileStore } from './file-store';
import { S3Store } from './s3-store';
import { loadUrlKey, UrlSigner } from './signed-urls';
import type { MediaStore, MediaStores, StorageBackend } from './store';

export interface MediaOptions {
  /** The storage backends file; null for one embedded store, which is the default. */
  readonly backendsFile: string | null;
  /** The embedded store and its key are kept in `media` inside it. It is not touched when no backend is `file`. */
  readonly dataFolder: string;
  /** The origin that clients reach this server by, without a final slash. Asked for whenever a URL is made. */
  readonly publicUrl: () => string;
  /** Where credentials are looked up. */
  readonly env: NodeJS.ProcessEnv;
}

/** The configured stores, and the embedded one among them, if any, for the server to offer under `/media/`. */
export interface OpenedMedia {
  readonly stores: MediaStores;
  readonly embedded: EmbeddedStore | null;
}

/**
 * Opens all configured storage backends. Remote ones are not contacted.
 * @throws MediaError `BadConfiguration`, naming the file and the value.
 */
export async function openMedia(options: MediaOptions): Promise<OpenedMedia> {
  const stores = await Promise.all(
    options.backendsFile === null
      ? [openEmbedded(await embeddedBackend(options.dataFolder), options)]
      : await openEntries(options.backendsFile, options),
  );
  return {
    stores: registryOf(stores),
    embedded: stores.find((store) => store instanceof EmbeddedStore) ?? null,
  };
}

/** A registry of these stores. At most one of them may be the default. */
export function registryOf(stores: readonly MediaStore[]): MediaStores {
  const byId = new Map(stores.map((store) => [store.backend.id, store]));
  const backends = stores.map((store) => store.backend);
  return {
    byId: (id) => byId.get(id) ?? null,
    default: stores.find((store) => store.backend.isDefault) ?? null,
    list: () => backends,
  };
}

async function openEntries(file: string, options: MediaOptions): Promise<Promise<MediaStore>[]> {
  const open = async (entry: BackendEntry): Promise<MediaStore> => {
    const backend = describeBackend(entry);
    if (entry.kind === 'file') return openEmbedded(backend, options);
    return new S3Store(backend, {
      endpoint: entry.endpoint,
      bucket: entry.bucket,
      region: entry.region,
      pathStyle: entry.path_style,
      credentials: await readCredentials(entry, file, options.env),
    });
  };
  return (await readBackendEntries(file)).map(open);
}

async function openEmbedded(backend: StorageBackend, options: MediaOptions): Promise<EmbeddedStore> {
  const folder = await mediaFolder(options.dataFolder);
  const files = await FileStore.open(folder);
  const signer = new UrlSigner(await loadUrlKey(join(folder, 'url-key')));
  return new EmbeddedStore(backend, files, signer, options.publicUrl);
}

/** The one backend of a server without a backends file. Its id is made once for each data folder and kept there. */
async function embeddedBackend(dataFolder: string): Promise<StorageBackend> {
  const folder = await mediaFolder(dataFolder);
  const file = join(folder, 'backend-id');
  const id = (await readOrCreate(file, () => Buffer.from(randomUUID()))).toString();
  if (!BACKEND_ID.test(id))
    throw new MediaError('BadConfiguration', `The file ${file} does not hold a UUID.`);
  return {
    id,
    label: 'embedded',
    storeType: 'http_object_store',
    provider: 'tams-graph',
    storeProduct: 'embedded file store',
    region: null,
    availabilityZone: null,
    isDefault: true,
  };
}

async function mediaFolder(dataFolder: string): Promise<string> {
  const folder = join(dataFolder, 'media');
  await mkdir(folder, { recursive: true });
  return folder;
}
