import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { VastDatabase } from '../../src/vast/database';
import { StoreUnavailable, type EachPlan, type SelectPlan } from '../../src/vast/engine';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';
import { compileStep } from '../../src/vast/engines/embedded/runs';
import { compileSelect, compileSelectEach } from '../../src/vast/engines/embedded/select';
import type { Params } from '../../src/vast/engines/embedded/where';
import { and, eq, isIn, overlaps, startsWith } from '../../src/vast/predicate';
import { storedForm } from '../../src/vast/stored-table';
import { defineTable, instant, json, nullable, utf8 } from '../../src/vast/table';
import { describeEngine } from './engine-contract';
import { eachOf, planOf } from './plans';
import { spans } from './things';

const folders: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vast-embedded-'));
  folders.push(folder);
  return folder;
}
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describeEngine('embedded', async () => openEmbeddedEngine(await newFolder()));

describe('the data folder', () => {
  const refusal = async (folder: string): Promise<string> => {
    const error: unknown = await openEmbeddedEngine(folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreUnavailable);
    return (error as Error).message;
  };

  it('is made when it is not there', async () => {
    const folder = join(await newFolder(), 'a', 'b');
    await (await openEmbeddedEngine(folder)).close();
    await (await openEmbeddedEngine(folder)).close();
  });

  it('belongs to one engine at a time', async () => {
    const folder = await newFolder();
    const engine = await openEmbeddedEngine(folder);
    expect(await refusal(`${folder}/`)).toBe(`Another process is using the data folder ${folder}/`);
    await engine.close();
    await (await openEmbeddedEngine(folder)).close();
  });

  it('is refused when it cannot be made', async () => {
    const file = join(await newFolder(), 'file');
    await writeFile(file, '');
    expect(await refusal(join(file, 'data'))).toMatch(/^The data folder .* cannot be created or written$/);
  });

  it('is refused when its file is no store, and is free afterwards', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'store.db'), 'nothing that a database would say. '.repeat(200));
    expect(await refusal(folder)).toBe(
      'The data folder cannot be used: its store file is damaged or is not a store: restore a backup',
    );
    await rm(join(folder, 'store.db'));
    await (await openEmbeddedEngine(folder)).close();
  });
});

describe('the format of the store', () => {
  const shelves = defineTable('shelves', { id: utf8() }, { primaryKey: ['id'], softDelete: true });
  const rules = defineTable('rules', { id: utf8() }, { primaryKey: ['id'] });
  const stored = ({ name, columns }: typeof shelves | typeof rules) =>
    `'${JSON.stringify({ name, columns: Object.keys(columns), projections: ['primary'] })}'`;

  /** A store as format 1 was: tables and their list, but no counters. */
  function writeFormat1(folder: string): void {
    const db = new Database(join(folder, 'store.db'));
    db.exec(`
      CREATE TABLE "_tables" (name TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID;
      INSERT INTO "_tables" VALUES ('shelves', ${stored(shelves)}), ('rules', ${stored(rules)});
      CREATE TABLE "shelves" ("_tomb" INTEGER NOT NULL, "id" TEXT NOT NULL, "deleted_at" INTEGER, "deleted_by" TEXT,
        PRIMARY KEY ("_tomb", "id")) WITHOUT ROWID;
      INSERT INTO "shelves" VALUES (0, 'a', NULL, NULL), (0, 'b', NULL, NULL), (3, 'a', 5, 'me');
      CREATE TABLE "rules" ("id" TEXT NOT NULL, PRIMARY KEY ("id")) WITHOUT ROWID;
      INSERT INTO "rules" VALUES ('x');
      PRAGMA user_version = 1;`);
    db.close();
  }

  it('is brought up from an older one, with its rows, and counted', async () => {
    const folder = await newFolder();
    writeFormat1(folder);
    for (let opened = 0; opened < 2; opened += 1) {
      const engine = await openEmbeddedEngine(folder);
      expect((await engine.describe()).map(({ name }) => name)).toEqual(['rules', 'shelves']);
      expect(await engine.select(planOf(shelves, { columns: ['id'] }))).toEqual([['a'], ['b']]);
      const deleted = planOf(shelves, { columns: ['id', 'deletion'], visibility: 'deleted' });
      expect(await engine.select(deleted)).toEqual([['a', 3]]);
      expect(await engine.stats(shelves)).toEqual({ rows: 2, deletedRows: 1 });
      expect(await engine.stats(rules)).toEqual({ rows: 1, deletedRows: 0 });
      await engine.close();
    }
  });

  it('has pages that hold a whole row of a flow; an older store keeps its own', async () => {
    const pageBytes = (folder: string): unknown =>
      new Database(join(folder, 'store.db')).prepare('PRAGMA page_size').raw().get();
    const fresh = await newFolder();
    await (await openEmbeddedEngine(fresh)).close();
    expect(pageBytes(fresh)).toEqual([8192]);
    const old = await newFolder();
    writeFormat1(old);
    await (await openEmbeddedEngine(old)).close();
    expect(pageBytes(old)).toEqual([4096]);
  });

  it('has definitions read off its shape when it is older than those, until the code brings its own', async () => {
    const folder = await newFolder();
    writeFormat1(folder);
    const engine = await openEmbeddedEngine(folder);
    expect(await engine.describe()).toEqual([
      { ...storedForm(rules), inferred: true },
      { ...storedForm(shelves), inferred: true },
    ]);
    const richer = defineTable('rules', { id: utf8(), of: nullable(json()) }, { primaryKey: ['id'] });
    const db = await VastDatabase.open(engine, [richer]);
    expect(db.listTables()).toEqual(['rules', 'shelves']);
    expect(db.describeTable('rules')).toEqual(storedForm(richer));
    expect(await db.select(db.discoverTable('shelves'), { columns: ['id'], limit: 9 })).toEqual([
      { id: 'a' },
      { id: 'b' },
    ]);
    await db.close();
  });

  it('stays as it was when bringing it up fails', async () => {
    const folder = await newFolder();
    writeFormat1(folder);
    const db = new Database(join(folder, 'store.db'));
    db.exec('DROP TABLE "rules"');
    await expect(openEmbeddedEngine(folder)).rejects.toThrow(StoreUnavailable);
    expect(db.prepare('PRAGMA user_version').raw().get()).toEqual([1]);
    const tables = `SELECT json_group_array(name) FROM sqlite_master WHERE name = '_counters'`;
    expect(db.prepare(tables).raw().get()).toEqual(['[]']);
    db.close();
  });

  it('is refused when it is newer', async () => {
    const folder = await newFolder();
    const db = new Database(join(folder, 'store.db'));
    db.exec('PRAGMA user_version = 99');
    db.close();
    await expect(openEmbeddedEngine(folder)).rejects.toThrow(
      'The data folder was written by a newer version (format 99)',
    );
  });
});

describe('the plans of interactive reads', () => {
  const films = defineTable(
    'films',
    { id: utf8(), kind: utf8(), title: nullable(utf8()), created: instant(), tags: nullable(json()) },
    {
      primaryKey: ['id'],
      projections: { newest: ['-created'], by_kind: ['kind', 'created'], by_title: ['title'] },
      softDelete: true,
    },
  );
  let db: Database.Database;
  beforeAll(async () => {
    const folder = await newFolder();
    const engine = await openEmbeddedEngine(folder);
    await engine.createTable(films);
    await engine.createTable(spans);
    await engine.close();
    db = new Database(join(folder, 'store.db'));
  });
  afterAll(() => db.close());

  /** The steps of a statement's plan that touch a table. */
  const steps = ({ sql, params }: { sql: string; params: Params }): string[] =>
    (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(params.values) as { detail: string }[])
      .map(({ detail }) => detail)
      .filter((detail) => /SEARCH|SCAN [a-z]|TEMP/.test(detail));
  const select = (table: SelectPlan['table'], said: Partial<SelectPlan>) =>
    steps(compileSelect(planOf(table, { limit: 100, ...said })));
  const each = (table: SelectPlan['table'], of: EachPlan['each'], said: Partial<SelectPlan> = {}) =>
    steps(compileSelectEach(eachOf(table, of, { limit: 10, ...said })));
  const range = { lo: '0010', hi: '0020' };

  it('seek a row by its key, and rows by their keys', () => {
    expect(select(films, { where: eq('id', 'a') })).toEqual([
      'SEARCH t USING PRIMARY KEY (_tomb=? AND id=?)',
    ]);
    expect(select(films, { where: isIn('id', ['a', 'b']) })[0]).toBe(
      'SEARCH t USING PRIMARY KEY (_tomb=? AND id=?)',
    );
    expect(each(films, { column: 'id', values: ['a', 'b'] })).toContain(
      'SEARCH t USING PRIMARY KEY (_tomb=? AND id=?)',
    );
  });

  it('continue behind a row by seeking: all ascending', () => {
    expect(select(spans, { after: ['a', 'b'] })).toEqual([
      'SEARCH t USING PRIMARY KEY (_tomb=? AND (lane,lo)>(?,?))',
    ]);
    expect(select(spans, { after: ['a', 'b'], reverse: true })).toEqual([
      'SEARCH t USING PRIMARY KEY (_tomb=? AND (lane,lo)<(?,?))',
    ]);
    expect(select(spans, { after: ['a', 'b'], where: eq('lane', 'a') })).toEqual([
      'SEARCH t USING PRIMARY KEY (_tomb=? AND lane=? AND lo>?)',
    ]);
  });

  it('continue behind a row by seeking: newest first, then by id', () => {
    const seeks = [
      'SEARCH t USING INDEX films.newest (_tomb=? AND created=? AND id>?)',
      'SEARCH t USING INDEX films.newest (_tomb=? AND created<?)',
    ];
    expect(select(films, { projection: 'newest', after: [5, 'a'] })).toEqual(seeks);
    expect(select(films, { projection: 'by_kind', where: eq('kind', 'k'), after: ['k', 5, 'a'] })).toEqual([
      'SEARCH t USING INDEX films.by_kind (_tomb=? AND kind=? AND (created,id)>(?,?))',
    ]);
  });

  it('continue behind a row by seeking: where cells are null', () => {
    expect(select(films, { projection: 'by_title', after: [null, 'a'] })).toEqual([
      'SEARCH t USING INDEX films.by_title (_tomb=? AND title=? AND id>?)',
      'SEARCH t USING INDEX films.by_title (_tomb=? AND title>?)',
    ]);
  });

  it('seek a prefix, and the rows of one deletion', () => {
    expect(select(films, { projection: 'by_title', where: startsWith('title', 'ab') })).toEqual([
      'SEARCH t USING INDEX films.by_title (_tomb=? AND title>? AND title<?)',
    ]);
    expect(select(films, { visibility: 'deleted', where: eq('deletion', 4) })).toEqual([
      'SEARCH t USING PRIMARY KEY (_tomb=?)',
    ]);
  });

  it('seek both ends of an overlap among disjoint intervals', () => {
    const seeks = [
      'SEARCH t USING PRIMARY KEY (_tomb=? AND lane=? AND lo>? AND lo<?)',
      'SEARCH s USING PRIMARY KEY (_tomb=? AND lane=? AND lo<?)',
    ];
    const overlap = overlaps('lo', 'hi', range);
    expect(select(spans, { where: and(eq('lane', 'a'), overlap) })).toEqual(seeks);
    expect(each(spans, { column: 'lane', values: ['a'] }, { where: overlap })).toEqual(
      expect.arrayContaining(seeks),
    );
    expect(steps(compileStep({ table: spans, key: ['a'], range }, null))).toEqual(seeks);
    expect(steps(compileStep({ table: spans, key: ['a'], range }, '0015'))).toEqual([seeks[0]]);
  });
});
