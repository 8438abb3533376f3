import { stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { EventLog } from '../events/event-log';
import { openMedia } from '../media/backends';
import { MediaError } from '../media/errors';
import type { CopiedObject, MediaCopy } from '../media/media-copy';
import { objectsTable } from '../tams/tables';
import { VastDatabase } from '../vast/database';
import { openEmbeddedEngine } from '../vast/engines/embedded';
import { isIn } from '../vast/predicate';
import { STORE_TABLES } from './store-tables';

/** What a copy of a data folder holds. */
export interface CopyReport {
  /** Live rows by table. */
  readonly tables: ReadonlyMap<string, number>;
  /** The newest event of the copy: followers go on behind it. */
  readonly cursor: string;
  /** Size of the store's file. */
  readonly storeBytes: number;
  readonly objects: number;
  readonly objectBytes: number;
  /** Objects whose bytes lie in other stores: those are not copied. */
  readonly objectsElsewhere: number;
  /** Objects whose bytes the original has lost or damaged: their number, and the first few ids or files. */
  readonly faults: { readonly count: number; readonly first: readonly string[] };
}

const PAGE = 1_000;
const FAULTS_NAMED = 5;

/**
 * Opens a copied data folder as a server would, brings the media that its rows name, and removes what they do not name.
 * @throws StoreUnavailable, or MediaError when the settings are not those of the server
 */
export async function checkCopy(
  folder: string,
  media: MediaCopy,
  backendsFile: string | null,
): Promise<CopyReport> {
  const { embedded } = await openMedia({
    backendsFile,
    dataFolder: folder,
    publicUrl: () => '',
    env: process.env,
  });
  const store = path.join(folder, 'store');
  const engine = await openEmbeddedEngine(store);
  try {
    const db = await VastDatabase.open(engine, STORE_TABLES);
    const check = new MediaCheck(db, media, embedded?.backend.id ?? null);
    await check.bringNamed();
    await check.dropUnnamed();
    const log = await EventLog.open(db);
    return {
      ...check.report(),
      tables: new Map(db.tables.map(({ name }) => [name, db.cache.get(name)?.stats.rows ?? 0])),
      cursor: log.cursor({ sequence: await log.latest(), item: null }),
      storeBytes: (await stat(path.join(store, 'store.db'))).size,
    };
  } finally {
    await engine.close();
  }
}

/** Holds a copy's media against its rows. */
class MediaCheck {
  private objects = 0;
  private objectBytes = 0;
  private objectsElsewhere = 0;
  private readonly faults = { count: 0, first: [] as string[] };

  /** @param storageId of the store whose media are copied; null when all media are elsewhere */
  constructor(
    private readonly db: VastDatabase,
    private readonly media: MediaCopy,
    private readonly storageId: string | null,
  ) {}

  report(): Pick<CopyReport, 'objects' | 'objectBytes' | 'objectsElsewhere' | 'faults'> {
    const { objects, objectBytes, objectsElsewhere, faults } = this;
    return { objects, objectBytes, objectsElsewhere, faults };
  }

  async bringNamed(): Promise<void> {
    let after: [string] | null = null;
    for (;;) {
      const rows: ObjectRow[] = await this.db.select(objectsTable, { columns: COLUMNS, after, limit: PAGE });
      const stored = rows.filter(({ storage_id }) => storage_id !== null);
      const here = stored.filter(({ storage_id }) => storage_id === this.storageId);
      this.objectsElsewhere += stored.length - here.length;
      await this.media.takeObjects(here.map(({ id }) => id));
      for (const { id, size } of here) if (size !== null && !(await this.media.has(id))) this.fault(id);
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      after = [last.id];
    }
  }

  /** What was taken and then forgotten, before the rows were copied, would otherwise stay for ever. */
  async dropUnnamed(): Promise<void> {
    for await (const { objects, damaged } of this.media.byFolder()) {
      damaged.forEach((file) => this.fault(file));
      for (let from = 0; from < objects.length; from += PAGE)
        await this.judge(objects.slice(from, from + PAGE));
    }
  }

  private async judge(objects: readonly CopiedObject[]): Promise<void> {
    const ids = objects.map(({ id }) => id);
    const where = isIn('id', ids);
    const rows = await this.db.select(objectsTable, { columns: COLUMNS, where, limit: ids.length });
    const storageOf = new Map(rows.map(({ id, storage_id }) => [id, storage_id]));
    for (const { id, size, file } of objects) {
      const storage = storageOf.get(id);
      if (storage === undefined) await unlink(file);
      else if (storage === this.storageId) {
        this.objects += 1;
        this.objectBytes += size;
      } else throw otherStore(storage);
    }
  }

  private fault(what: string): void {
    this.faults.count += 1;
    if (this.faults.first.length < FAULTS_NAMED) this.faults.first.push(what);
  }
}

const COLUMNS = ['id', 'storage_id', 'size'] as const;
interface ObjectRow {
  readonly id: string;
  readonly storage_id: string | null;
  readonly size: number | null;
}

function otherStore(storageId: string | null): MediaError {
  return new MediaError(
    'BadConfiguration',
    `The data folder holds media of the storage backend ${storageId}, which is not the one of kind "file" in the settings: set TAMS_STORAGE_BACKENDS as the server has it.`,
  );
}
