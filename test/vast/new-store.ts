import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VastDatabase } from '../../src/vast/database';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';
import type { TableDefinition } from '../../src/vast/table';

export interface TestStore {
  db: VastDatabase;
  readonly folder: string;
  reopen(tables: readonly TableDefinition[]): Promise<VastDatabase>;
}

/** A store of its own for each test of a file. */
export function eachTestOpens(tables: readonly TableDefinition[]): () => TestStore {
  let store: TestStore;
  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vast-'));
    const open = async (of: readonly TableDefinition[]) =>
      VastDatabase.open(await openEmbeddedEngine(folder), of);
    store = {
      db: await open(tables),
      folder,
      async reopen(of) {
        await store.db.close();
        return (store.db = await open(of));
      },
    };
  });
  afterEach(async () => {
    await store.db.close();
    await rm(store.folder, { recursive: true, force: true });
  });
  return () => store;
}
