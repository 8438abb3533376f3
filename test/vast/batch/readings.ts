import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RECORD_TABLES } from '../../../src/vast/batch/record-tables';
import type { BatchInsertion } from '../../../src/vast/batch/report';
import { VastDatabase, type InsertRow } from '../../../src/vast/database';
import type { StorageEngine } from '../../../src/vast/engine';
import { openEmbeddedEngine } from '../../../src/vast/engines/embedded';
import { defineTable, float64, int64, nullable, utf8, type TableDefinition } from '../../../src/vast/table';

export const readings = defineTable(
  'readings',
  { sensor: utf8(), at: int64(), value: nullable(float64()) },
  { primaryKey: ['sensor', 'at'], projections: { by_value: ['value'] }, softDelete: true },
);
export const others = defineTable('others', { id: int64() }, { primaryKey: ['id'] });
export const tables = [readings, others];

export type Reading = InsertRow<typeof readings.columns>;

/** Reading number `at`: three sensors by turns. */
export const reading = (at: number): Reading => ({ sensor: `s${at % 3}`, at, value: at / 7 });
export const manyReadings = (rows: number, from = 0): Reading[] =>
  Array.from({ length: rows }, (_, i) => reading(from + i));
export function* streamOf(rows: number): Generator<Reading> {
  for (let at = 0; at < rows; at += 1) yield reading(at);
}

/** The numbers of the readings that are stored, in order. */
export async function storedReadings(db: VastDatabase): Promise<number[]> {
  const rows = await db.select(readings, { columns: ['at'], limit: 10_000_000 });
  return rows.map(({ at }) => at).sort((a, b) => a - b);
}

/** Of data whose row n is reading n: what the report says is in the table is what is, row by row. */
export async function expectTold(db: VastDatabase, result: BatchInsertion): Promise<void> {
  const told = result.batches
    .filter(({ status }) => status === 'inserted' || status === 'present')
    .flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));
  expect(await storedReadings(db)).toEqual(told);
  expect(await db.count(readings)).toBe(result.inserted + result.present);
  const failed = result.batches.filter(({ status }) => status === 'failed');
  expect(result.failedBatches).toEqual(failed.map(({ id }) => id));
  expect(result.success).toBe(result.error === null);
  if (result.success) expect(told).toHaveLength(result.rows);
}

/** A data folder of its own for each test of a file. */
export class Store {
  folder = '';
  db!: VastDatabase;

  /** `through`: what the database sees in place of the engine. */
  async open(through: (engine: StorageEngine) => StorageEngine = (engine) => engine): Promise<VastDatabase> {
    if (this.folder === '') this.folder = await mkdtemp(join(tmpdir(), 'batches-'));
    this.db = await VastDatabase.open(through(await openEmbeddedEngine(this.folder)), tables);
    return this.db;
  }

  async reopen(through?: (engine: StorageEngine) => StorageEngine): Promise<VastDatabase> {
    await this.db.close();
    return this.open(through);
  }

  async remove(): Promise<void> {
    await this.db.close();
    await rm(this.folder, { recursive: true, force: true });
    this.folder = '';
  }
}

/** Takes every row out of the store, of readings and of the records of insertions. */
export async function clear(db: VastDatabase): Promise<void> {
  for (const table of [readings, ...RECORD_TABLES] as TableDefinition[])
    await db.transaction(async (tx) => {
      const rows = await tx.select(table, { columns: [], limit: 1_000_000, includeRowIds: true });
      await tx.purge(
        table,
        rows.map(({ rowId }) => rowId),
      );
    });
}
