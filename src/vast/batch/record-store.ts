import type { VastDatabase } from '../database';
import { and, eq, isNull, lt } from '../predicate';
import type { Row, TableDefinition } from '../table';
import { IdempotencyConflict } from './conflict';
import type { Rollback } from './options';
import { InsertionRecord, type Part } from './record';
import { insertionsTable, partsTable, RECORD_TABLES } from './record-tables';

const ROWS_A_STEP = 500;
const REMEMBERED_MS = 7 * 24 * 60 * 60 * 1000;

const COLUMNS = ['id', 'target', 'rollback', 'keyed', 'begun', 'finished', 'rows', 'fingerprint'] as const;
type StoredRow = Pick<Row<typeof insertionsTable>, (typeof COLUMNS)[number]>;

/** A stored record with the name of its table. */
export interface StoredRecord {
  readonly target: string;
  readonly record: InsertionRecord;
}

/** The records of insertions. Their tables are made when the first insertion needs one. */
export class RecordStore {
  private prepared: Promise<void> | null = null;

  constructor(private readonly db: VastDatabase) {}

  /** A record of nothing yet, which its `begin` stores. */
  fresh(id: string, keyed: boolean, rollback: Rollback): InsertionRecord {
    const identity = { id, keyed, rollback, begun: Date.now(), finished: null };
    return new InsertionRecord(this.db, () => this.prepare(), identity, false);
  }

  /** The stored record, or null. @throws IdempotencyConflict when it is of another table */
  async load(table: TableDefinition, id: string): Promise<InsertionRecord | null> {
    const row = await this.db.selectOne(insertionsTable, { columns: COLUMNS, where: eq('id', id) });
    if (!row) return null;
    const found = await this.read(row);
    if (found.target === table.name) return found.record;
    throw new IdempotencyConflict(
      `Insertion ${id} is one into table ${found.target}, not ${table.name}: use another idempotency key`,
    );
  }

  /** Those that are not finished, or whose record is not yet closed, oldest first. */
  async *unfinished(): AsyncGenerator<StoredRecord, void, void> {
    let after: readonly unknown[] | null = null;
    while (this.areStored()) {
      const query = { columns: COLUMNS, projection: 'unfinished', limit: ROWS_A_STEP } as const;
      const rows: StoredRow[] = await this.db.select(insertionsTable, { ...query, after });
      for (const row of rows) yield await this.read(row);
      const last = rows.at(-1);
      if (!last || rows.length < ROWS_A_STEP) return;
      after = [last.begun, last.id];
    }
  }

  /** Forgets idempotency keys of insertions that finished long ago. */
  async forgetOld(): Promise<void> {
    const where = and(lt('finished', Date.now() - REMEMBERED_MS), isNull('begun'));
    const query = {
      columns: [],
      where,
      projection: 'finished',
      limit: ROWS_A_STEP,
      includeRowIds: true,
    } as const;
    const old = await this.db.select(insertionsTable, query);
    if (old.length === 0) return;
    await this.db.transaction((tx) =>
      tx.purge(
        insertionsTable,
        old.map(({ rowId }) => rowId),
      ),
    );
  }

  /** Makes the tables of records where they are missing. */
  prepare(): Promise<void> {
    this.prepared ??= this.createTables().catch((error: unknown) => {
      this.prepared = null;
      throw error;
    });
    return this.prepared;
  }

  /** Whether there may be records: without their tables there are none. */
  areStored(): boolean {
    const stored = this.db.listTables();
    return RECORD_TABLES.every(({ name }) => stored.includes(name));
  }

  private async createTables(): Promise<void> {
    const stored = this.db.listTables();
    for (const table of RECORD_TABLES) if (!stored.includes(table.name)) await this.db.createTable(table);
  }

  private async read({ id, target, keyed, rollback, ...row }: StoredRow): Promise<StoredRecord> {
    const identity = {
      id,
      keyed,
      rollback: rollback as Rollback,
      begun: row.begun ?? row.finished ?? 0,
      finished: row.finished === null ? null : { rows: row.rows!, fingerprint: row.fingerprint! },
    };
    const record = new InsertionRecord(this.db, () => this.prepare(), identity, true);
    for await (const part of this.partsOf(id)) record.parts.set(part.from, part);
    return { target, record };
  }

  private async *partsOf(insertion: string): AsyncGenerator<Part> {
    let after: readonly unknown[] | null = null;
    for (;;) {
      const rows: { first: number; behind: number; fingerprint: string }[] = await this.db.select(
        partsTable,
        {
          columns: ['first', 'behind', 'fingerprint'],
          where: eq('insertion', insertion),
          after,
          limit: ROWS_A_STEP,
        },
      );
      for (const { first, behind, fingerprint } of rows) yield { from: first, to: behind, fingerprint };
      if (rows.length < ROWS_A_STEP) return;
      after = [insertion, rows.at(-1)!.first];
    }
  }
}
