import type { StorageEngine } from '../../../src/vast/engine';
import type { TableDefinition } from '../../../src/vast/table';
import type { OpenEngine } from '../engine-contract';

/** One store with these tables for the tests of a `describe`. */
export function withEngine(open: OpenEngine, tables: readonly TableDefinition[]): () => StorageEngine {
  let engine: StorageEngine;
  beforeAll(async () => {
    engine = await open();
    for (const table of tables) await engine.createTable(table);
  });
  afterAll(() => engine.close());
  return () => engine;
}
