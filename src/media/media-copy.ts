import { constants, type Dirent, type Stats } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError, syncFile, syncFolder } from './durable-file';
import { objectFolder, objectName, OBJECTS_FOLDER } from './object-file';
import { readRecord } from './stored-record';

const FILES_AT_ONCE = 16;

/** The file of an object in a copy: its id and where it lies. */
export interface CopiedObject {
  readonly id: string;
  /** Bytes of media. */
  readonly size: number;
  readonly file: string;
}

/**
 * A copy of a media folder, made while a server uses it. Where the file system allows it files are linked, which takes no room:
 * bytes of media are replaced and removed, but never changed in place. Else they are copied and synced.
 */
export class MediaCopy {
  private readonly objects: string;

  private constructor(
    private readonly from: string,
    private readonly to: string,
  ) {
    this.objects = join(to, OBJECTS_FOLDER);
  }

  /** Begins a copy in `to`, which is made, with what lies beside the objects: the key of URLs, the store's id. */
  static async begin(from: string, to: string): Promise<MediaCopy> {
    const copy = new MediaCopy(from, to);
    await mkdir(copy.objects, { recursive: true });
    for (const { name } of (await entries(from)).filter(isLasting))
      await copyFresh(join(from, name), join(to, name));
    return copy;
  }

  /** Takes every object that has bytes now. */
  async takeAll(): Promise<void> {
    const objects = join(this.from, OBJECTS_FOLDER);
    for (const folder of await entries(objects)) {
      const files = await entries(join(objects, folder.name));
      await each(files, ({ name }) => this.take(name));
    }
  }

  /** Takes these objects, as far as they have bytes and these are not in the copy, or others are. */
  async takeObjects(ids: readonly string[]): Promise<void> {
    await each(ids, (id) => this.take(objectName(id)));
  }

  /** Whether the copy has bytes of the object. */
  async has(id: string): Promise<boolean> {
    return (await statOf(this.fileOf(objectName(id)))) !== null;
  }

  /** The objects of the copy, folder by folder, and the files that hold none. */
  async *byFolder(): AsyncGenerator<{ objects: CopiedObject[]; damaged: string[] }> {
    for (const folder of await entries(this.objects)) {
      const objects: CopiedObject[] = [];
      const damaged: string[] = [];
      await each(await entries(join(this.objects, folder.name)), async ({ name }) => {
        const file = join(this.objects, folder.name, name);
        const object = await readObject(file);
        if (object && objectName(object.id) === name) objects.push(object);
        else damaged.push(file);
      });
      yield { objects, damaged };
    }
  }

  /** Makes the names of all files survive a power failure. */
  async sync(): Promise<void> {
    await each(await entries(this.objects), ({ name }) => syncFolder(join(this.objects, name)));
    await syncFolder(this.objects);
    await syncFolder(this.to);
  }

  private fileOf(name: string): string {
    return join(objectFolder(this.objects, name), name);
  }

  private async take(name: string): Promise<void> {
    const source = join(objectFolder(join(this.from, OBJECTS_FOLDER), name), name);
    const target = this.fileOf(name);
    const [original, copied] = await Promise.all([statOf(source), statOf(target)]);
    if (original === null || (copied !== null && isSame(original, copied))) return;
    if (copied === null) await mkdir(objectFolder(this.objects, name), { recursive: true });
    else await unlink(target);
    await linkOrCopy(source, target).catch((error: unknown) => {
      // It was removed meanwhile.
      if (!isSystemError(error, 'ENOENT')) throw error;
    });
  }
}

/** Drafts of files begin with a dot. */
const isLasting = (entry: Dirent): boolean => entry.isFile() && !entry.name.startsWith('.');

async function entries(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return [];
    throw error;
  }
}

async function statOf(file: string): Promise<Stats | null> {
  try {
    return await stat(file);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Copies get the original's time, to the millisecond. */
const isSame = (a: Stats, b: Stats): boolean =>
  (a.dev === b.dev && a.ino === b.ino) || (a.size === b.size && Math.abs(a.mtimeMs - b.mtimeMs) < 1);

async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    // Another file system, or one without links.
    if (!isSystemError(error, 'EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'ENOSYS')) throw error;
    await copyFresh(source, target);
  }
}

async function copyFresh(source: string, target: string): Promise<void> {
  const { atimeMs, mtimeMs } = await stat(source);
  await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await utimes(target, atimeMs / 1000, mtimeMs / 1000);
  await syncFile(target);
}

/** Null when it does not end in a record. */
async function readObject(file: string): Promise<CopiedObject | null> {
  const handle = await open(file, 'r');
  try {
    const record = await readRecord(handle).catch(() => null);
    return record && { id: record.id, size: record.size, file };
  } finally {
    await handle.close();
  }
}

async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(FILES_AT_ONCE, items.length) }, worker));
}
