import type { TableReader, TableTransaction, VastDatabase } from '../database';
import type { RowId } from '../engine';
import { and, eq } from '../predicate';
import type { TableDefinition } from '../table';
import type { Rollback } from './options';
import { insertionsTable, partsTable } from './record-tables';
import type { UnfinishedInsertion } from './report';
import { retrying } from './retry';
import { findRows, type Key } from './row-keys';

const PARTS_A_STEP = 500;
const RETRIES = 3;

/** A stretch of the data that is in the table: rows from number `from` to before number `to`. */
export interface Part {
  readonly from: number;
  readonly to: number;
  readonly fingerprint: string;
}

/** The data as a finished insertion had it. */
export interface Finished {
  readonly rows: number;
  readonly fingerprint: string;
}

export interface RecordIdentity {
  readonly id: string;
  /** Whether `id` is an idempotency key. */
  readonly keyed: boolean;
  readonly rollback: Rollback;
  /** Milliseconds since 1970. */
  readonly begun: number;
  readonly finished: Finished | null;
}

/**
 * What is durably known of one insertion: which batches it has stored, and the keys of their rows. It can be undone as long
 * as it is unfinished: `finish` is the point from which it stays.
 */
export class InsertionRecord {
  /** The parts stored by now, by their first row. */
  readonly parts = new Map<number, Part>();

  readonly id: string;
  readonly keyed: boolean;
  readonly rollback: Rollback;
  readonly begun: number;
  readonly finished: Finished | null;

  /** `prepare` makes the tables of records; `stored` says whether this one is in them. */
  constructor(
    private readonly db: VastDatabase,
    private readonly prepare: () => Promise<void>,
    identity: RecordIdentity,
    private stored: boolean,
  ) {
    ({
      id: this.id,
      keyed: this.keyed,
      rollback: this.rollback,
      begun: this.begun,
      finished: this.finished,
    } = identity);
  }

  /** Whether the store knows nothing of it. */
  get isNew(): boolean {
    return !this.stored;
  }

  get storedRows(): number {
    let rows = 0;
    for (const { from, to } of this.parts.values()) rows += to - from;
    return rows;
  }

  /** Must be durable before the first batch is. */
  async begin(table: TableDefinition): Promise<void> {
    if (this.stored) return;
    await this.prepare();
    const { id, keyed, rollback, begun } = this;
    await this.db.transaction((tx) =>
      tx.insert(insertionsTable, [{ id, target: table.name, rollback, keyed, begun }]),
    );
    this.stored = true;
  }

  /** To be written with the rows; the caller puts it among `parts` when the transaction is durable. */
  addPart(tx: TableTransaction, { from, to, fingerprint }: Part, keys: readonly Key[]): Promise<void> {
    return tx.insert(partsTable, [{ insertion: this.id, first: from, behind: to, fingerprint, keys }]);
  }

  /** Removes those rows of a part that are still there, and the part from the record; says how many rows it removed. */
  private async undoPart(table: TableDefinition, part: Part): Promise<number> {
    const removed = await this.db.transaction(async (tx) => {
      const stored = await this.keysOf(tx, part);
      if (!stored) return 0;
      const rows = await findRows(tx, table, stored.keys);
      await tx.purge(partsTable, [stored.rowId]);
      return tx.purge(table, rows);
    });
    this.parts.delete(part.from);
    return removed;
  }

  /** Undoes parts, the latest first, telling of each when it is gone for good. What a failure leaves is still recorded. */
  async *undo(
    table: TableDefinition,
    parts: readonly Part[] = [...this.parts.values()],
  ): AsyncGenerator<{ readonly part: Part; readonly removed: number }, void, void> {
    for (const part of [...parts].reverse())
      yield { part, removed: await retrying(RETRIES, () => this.undoPart(table, part)) };
  }

  /** How many rows of a part are still there. */
  async countRows(table: TableDefinition, part: Part): Promise<number> {
    const stored = await this.keysOf(this.db, part);
    return stored ? (await findRows(this.db, table, stored.keys)).length : 0;
  }

  /** Records, in the only transaction of an insertion, that it is finished. */
  async addFinished(tx: TableTransaction, table: TableDefinition, data: Finished): Promise<void> {
    const { id, keyed, rollback } = this;
    const row = { id, target: table.name, rollback, keyed, finished: Date.now(), ...data };
    await tx.insert(insertionsTable, [row]);
  }

  /** The insertion stays; what undoing it would have taken is forgotten. */
  async finish(data: Finished): Promise<void> {
    await this.change((tx, rowId) => tx.update(insertionsTable, [rowId], { finished: Date.now(), ...data }));
  }

  /** Forgets the batches of an insertion that is finished, and the insertion too if it has no key. */
  async close(): Promise<void> {
    await this.forgetParts();
    await this.change((tx, rowId) =>
      this.keyed ? tx.update(insertionsTable, [rowId], { begun: null }) : tx.purge(insertionsTable, [rowId]),
    );
  }

  /** Forgets the insertion: what it stored stays. */
  async drop(): Promise<void> {
    await retrying(RETRIES, async () => {
      await this.forgetParts();
      await this.change((tx, rowId) => tx.purge(insertionsTable, [rowId]));
    });
    this.stored = false;
  }

  describe(table: string): UnfinishedInsertion {
    const { id, rollback, keyed, begun, storedRows } = this;
    return { id, table, rollback, keyed, begun, inserted: storedRows };
  }

  private async forgetParts(): Promise<void> {
    const where = eq('insertion', this.id);
    for (;;) {
      const query = { columns: [], where, limit: PARTS_A_STEP, includeRowIds: true } as const;
      const rows = (await this.db.select(partsTable, query)).map(({ rowId }) => rowId);
      if (rows.length === 0) break;
      await this.db.transaction((tx) => tx.purge(partsTable, rows));
    }
    this.parts.clear();
  }

  private async keysOf(
    reader: TableReader,
    part: Part,
  ): Promise<{ readonly keys: readonly Key[]; readonly rowId: RowId } | null> {
    const where = and(eq('insertion', this.id), eq('first', part.from));
    const query = { columns: ['keys'], where, limit: 1, includeRowIds: true } as const;
    return (await reader.select(partsTable, query))[0] ?? null;
  }

  private async change(work: (tx: TableTransaction, row: RowId) => Promise<number>): Promise<void> {
    await this.db.transaction(async (tx) => {
      const where = eq('id', this.id);
      const [row] = await tx.select(insertionsTable, { columns: [], where, limit: 1, includeRowIds: true });
      if (row) await work(tx, row.rowId);
    });
  }
}
