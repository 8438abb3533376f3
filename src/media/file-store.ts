import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, rename, rm, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { isSystemError, makeFolder, syncFolder } from './durable-file';
import { MediaError } from './errors';
import { objectFolder, objectName, OBJECTS_FOLDER } from './object-file';
import { encodeRecord, readRecord } from './stored-record';

/** The size limit of one object unless configured otherwise: 5 GiB, as of a single PUT to S3. */
export const DEFAULT_MAX_OBJECT_BYTES = 5 * 1024 ** 3;

export interface WriteOptions {
  /** Most bytes to accept. */
  readonly maxBytes: number;
  /** Kept with the bytes; at most 255 characters. */
  readonly contentType: string;
  /**
   * Whether bytes that are there already may be replaced. Asked when the new ones are complete, as the answer may
   * change while they arrive; if it throws, they are dropped.
   */
  readonly mayOverwrite: () => Promise<boolean>;
}

/** What became of a write. */
export interface WrittenObject {
  /** Bytes. */
  readonly size: number;
  /** Strong entity tag, quoted as in the `ETag` header: equal bytes have equal tags. */
  readonly etag: string;
}

/** What is known of an object that has bytes. */
export interface ObjectFacts extends WrittenObject {
  readonly contentType: string;
  /** When its bytes were written. */
  readonly modified: Date;
}

/** An object held open: what is read is what the facts describe, also if it is replaced or deleted meanwhile. */
export interface OpenObject extends ObjectFacts {
  /** The bytes from `start` to `end`, both included; without a range, all. Ends or fails having closed the object. */
  stream(range?: { readonly start: number; readonly end: number }): Readable;
  /** For those who do not stream. */
  close(): Promise<void>;
}

/**
 * Media bytes in a folder of this machine. An object id never becomes a path: the file's name is the id's hash.
 * A write is seen whole or not at all, and once its promise resolves it survives a power failure.
 * One process uses a folder at a time (the data folder's lock sees to it).
 */
export class FileStore {
  private constructor(
    private readonly objects: string,
    private readonly incoming: string,
  ) {}

  /** Opens the store in `folder`, creating it if needed, and removes what interrupted writes left behind. */
  static async open(folder: string): Promise<FileStore> {
    await mkdir(folder, { recursive: true });
    const store = new FileStore(join(folder, OBJECTS_FOLDER), join(folder, 'incoming'));
    await makeFolder(store.objects);
    await makeFolder(store.incoming);
    await Promise.all((await readdir(store.incoming)).map((name) => rm(join(store.incoming, name))));
    return store;
  }

  /**
   * Stores what `bytes` yields as the object's content. `bytes` is read, but not destroyed, so that a server can
   * still answer on its connection. On any error, that of `bytes` included, nothing is left.
   * @throws MediaError `TooLarge`, `AlreadyWritten` (also when another write of the object came first), `StorageFull`, `NotWritable`.
   */
  async write(objectId: string, bytes: Readable, options: WriteOptions): Promise<WrittenObject> {
    const draft = join(this.incoming, randomUUID());
    try {
      const handle = await open(draft, 'wx');
      let written: WrittenObject;
      try {
        written = await this.fill(handle, objectId, bytes, options);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await this.publish(draft, objectId, await options.mayOverwrite());
      return written;
    } catch (error) {
      throw refusalOfDisk(error) ?? error;
    } finally {
      // What is left where it cannot be removed goes when the store is opened next.
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  /** Facts of the object's bytes, or null when it has none. */
  async stat(objectId: string): Promise<ObjectFacts | null> {
    const object = await this.open(objectId);
    await object?.close();
    return object;
  }

  /** Opens the object's bytes, or null when it has none. The caller streams or closes it. */
  async open(objectId: string): Promise<OpenObject | null> {
    let handle: FileHandle;
    try {
      handle = await open(this.fileOf(objectId), 'r');
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return null;
      throw error;
    }
    try {
      const { size, etag, contentType, modified } = await readRecord(handle);
      return {
        size,
        etag,
        contentType,
        modified,
        stream: (range) => streamOf(handle, size, range),
        close: () => handle.close(),
      };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Removes the object's bytes. Resolves to whether it had any. */
  async delete(objectId: string): Promise<boolean> {
    try {
      await unlink(this.fileOf(objectId));
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return false;
      throw error;
    }
    await syncFolder(this.folderOf(objectId));
    return true;
  }

  private async fill(
    handle: FileHandle,
    objectId: string,
    bytes: Readable,
    { maxBytes, contentType }: WriteOptions,
  ): Promise<WrittenObject> {
    const digest = createHash('sha256');
    let size = 0;
    for await (const chunk of bytes.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw new MediaError('TooLarge', `An object may have at most ${maxBytes} bytes.`);
      digest.update(chunk);
      await writeAll(handle, chunk);
    }
    const etag = `"${digest.digest('hex').slice(0, 32)}"`;
    await writeAll(handle, encodeRecord({ id: objectId, contentType, etag }));
    return { size, etag };
  }

  private async publish(draft: string, objectId: string, overwrite: boolean): Promise<void> {
    const folder = this.folderOf(objectId);
    await makeFolder(folder);
    const file = this.fileOf(objectId);
    if (overwrite) {
      await rename(draft, file);
    } else {
      // A link, unlike a rename, fails if the name is taken: of two first writes exactly one wins.
      await link(draft, file).catch((error: unknown) => {
        if (!isSystemError(error, 'EEXIST')) throw error;
        throw new MediaError('AlreadyWritten', 'The object has its bytes already, and they may not change.');
      });
    }
    await syncFolder(folder);
  }

  private folderOf(objectId: string): string {
    return objectFolder(this.objects, objectName(objectId));
  }

  private fileOf(objectId: string): string {
    return join(this.folderOf(objectId), objectName(objectId));
  }
}

/** What a client is told when the disk did not take their bytes; null for other errors. */
function refusalOfDisk(error: unknown): MediaError | null {
  if (isSystemError(error, 'ENOSPC', 'EDQUOT', 'EFBIG'))
    return new MediaError('StorageFull', 'There is no room left to store the object.', { cause: error });
  if (isSystemError(error, 'EROFS', 'EACCES', 'EPERM', 'EIO', 'ENXIO', 'ENODEV', 'ESTALE'))
    return new MediaError('NotWritable', 'The object cannot be stored now: the disk takes no writes.', {
      cause: error,
    });
  return null;
}

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await handle.write(bytes, done, bytes.length - done, null)).bytesWritten;
  }
}

function streamOf(handle: FileHandle, size: number, range = { start: 0, end: size - 1 }): Readable {
  if (range.end >= range.start) return handle.createReadStream({ start: range.start, end: range.end });
  return Readable.from(
    (async function* () {
      await handle.close();
      yield* [];
    })(),
  );
}
