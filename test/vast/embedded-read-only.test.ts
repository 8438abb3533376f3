import { cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { StoreUnavailable, type StorageEngine } from '../../src/vast/engine';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';
import { openEmbeddedReader, storeIdentity } from '../../src/vast/engines/embedded/read-only';
import { startChild } from './children/start';
import { entries } from './children/ledger';
import { idsOf, planOf } from './plans';
import { names } from './things';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'vast-read-only-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

async function withNames(): Promise<StorageEngine> {
  const engine = await openEmbeddedEngine(folder);
  await engine.createTable(names);
  return engine;
}

const insert = (engine: StorageEngine, name: string) =>
  engine.transaction((tx) => tx.insert(names, [{ name }]));

describe('a store opened for reading', () => {
  it('shows each commit as soon as it is made, and nothing before', async () => {
    const engine = await withNames();
    const reader = await openEmbeddedReader(folder);
    for (let i = 0; i < 200; i += 1) {
      await engine.transaction(async (tx) => {
        await tx.insert(names, [{ name: `n${i}` }]);
        expect(await reader.count(names, { op: 'and', of: [] }, 'live')).toBe(i);
      });
      expect(await reader.select(planOf(names, { columns: ['name'] }))).toHaveLength(i + 1);
    }
    await reader.close();
    await engine.close();
  });

  it('takes no lock: one writes, several read, in any order of coming and going', async () => {
    await (await withNames()).close();
    const first = await openEmbeddedReader(folder);
    const engine = await openEmbeddedEngine(folder);
    const second = await openEmbeddedReader(folder);
    await insert(engine, 'a');
    for (const reader of [first, second]) expect(await reader.select(planOf(names))).toHaveLength(1);
    await engine.close();
    await first.close();
    const again = await openEmbeddedEngine(folder);
    await insert(again, 'b');
    expect(await second.select(planOf(names))).toHaveLength(2);
    await again.close();
    await second.close();
    await expect(second.select(planOf(names))).rejects.toThrow('The store is closed');
    await expect(second.check()).rejects.toThrow(StoreUnavailable);
  });

  it('reads what a killed writer left in its log', async () => {
    const child = startChild('write-ledger', [folder]);
    for (let i = 0; i < 20; i += 1) await child.lines.next();
    child.process.kill('SIGKILL');
    await child.ended;
    const reader = await openEmbeddedReader(folder);
    expect((await reader.select(planOf(entries, { limit: 100_000 }))).length).toBeGreaterThanOrEqual(20);
    await reader.close();
  });

  it('follows a table that goes and comes, and gains columns', async () => {
    const engine = await withNames();
    const reader = await openEmbeddedReader(folder);
    await insert(engine, 'a');
    expect(await reader.select(planOf(names))).toHaveLength(1);
    await engine.dropTable('names');
    await expect(reader.select(planOf(names))).rejects.toThrow('no such table');
    await engine.createTable(names);
    expect(await idsOf(reader, names)).toEqual([]);
    await reader.close();
    await engine.close();
  });

  it('is refused where there is none, or one of another format', async () => {
    await expect(openEmbeddedReader(folder)).rejects.toThrow(/^There is no store in the folder .* yet/);
    await writeFile(join(folder, 'store.db'), 'nothing that a database would say. '.repeat(200));
    await expect(openEmbeddedReader(folder)).rejects.toThrow('is damaged or is not a store');
    await rm(join(folder, 'store.db'));
    await (await withNames()).close();
    const setFormat = (format: number): void => {
      const db = new Database(join(folder, 'store.db'));
      db.exec(`PRAGMA user_version = ${format}`);
      db.close();
    };
    setFormat(1);
    await expect(openEmbeddedReader(folder)).rejects.toThrow('start the gateway on it once');
    setFormat(99);
    await expect(openEmbeddedReader(folder)).rejects.toThrow('newer version (format 99)');
  });

  it('notices that its file is another, or of another format, by now', async () => {
    await (await withNames()).close();
    const reader = await openEmbeddedReader(folder);
    await reader.check();
    const file = join(folder, 'store.db');
    await cp(file, `${file}.copy`);
    await rename(`${file}.copy`, file);
    expect(await storeIdentity(folder)).not.toBe(reader.identity);
    await expect(reader.check()).rejects.toThrow('replaced');
    await reader.close();
    const other = await openEmbeddedReader(folder);
    const db = new Database(file);
    db.exec('PRAGMA user_version = 99');
    await expect(other.check()).rejects.toThrow('format 99');
    db.close();
    await other.close();
  });
});
