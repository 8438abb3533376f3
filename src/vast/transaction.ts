import type { RecordBatch, Table } from 'apache-arrow';
import { orderColumns, type Cell, type Deletion, type RowId, type WriteTransaction } from './engine';
import type { PredicateOver } from './predicate';
import type { QueryType } from './queries/observation';
import { TableReader, type ReadContext } from './reader';
import { rowsOfArrow, rowsOfColumns } from './rows';
import { PRIMARY, type Columns, type RowOf, type TableDefinition } from './table';

/** A row to insert: nullable columns may be left out, the columns of deletion must be. */
export type InsertRow<C extends Columns> = {
  [K in keyof C as null extends RowOf<C>[K] ? never : K extends 'deleted' ? never : K]: RowOf<C>[K];
} & {
  [K in keyof C as null extends RowOf<C>[K] ? K : never]?: RowOf<C>[K];
};

/** Rows to insert, column by column: cell i of each belongs to row i. */
export type InsertColumns<C extends Columns> = {
  readonly [K in keyof InsertRow<C>]: ArrayLike<NonNullable<InsertRow<C>[K]> | InsertRow<C>[K]>;
};

/** Rows that are found, and changed, before the next are looked for. */
const ROWS_A_PAGE = 1000;

const same = (count: number): number => count;

/** Typed writes. Reads see them at once. Do nothing inside a transaction but await its methods. */
export class TableTransaction extends TableReader {
  constructor(
    private readonly tx: WriteTransaction,
    shared: ReadContext,
    /** Names of the tables that rows were inserted into. */
    private readonly insertedInto: Set<string>,
  ) {
    super(tx, shared);
  }

  /** @throws UniqueViolation when a live row with the same primary key is there. */
  async insert<C extends Columns>(table: TableDefinition<C>, rows: readonly InsertRow<C>[]): Promise<void> {
    if (rows.length === 0) return;
    this.insertedInto.add(table.name);
    await this.change(
      'insert',
      table,
      () => this.tx.insert(table, rows),
      () => rows.length,
    );
  }

  /** Says how many rows it inserted. @throws UniqueViolation; InvalidValue when the columns are not equally long */
  async insertColumns<C extends Columns>(
    table: TableDefinition<C>,
    columns: InsertColumns<C>,
  ): Promise<number> {
    const rows = rowsOfColumns(table, columns);
    await this.insert(table, rows as unknown as InsertRow<C>[]);
    return rows.length;
  }

  /**
   * Inserts the rows of an Arrow record batch or table, and says how many they were. Columns that the table has not, or that hold
   * another type, are refused; a JSON column takes JSON text.
   * @throws UniqueViolation, InvalidValue
   */
  async insertArrow(table: TableDefinition, data: RecordBatch | Table): Promise<number> {
    const rows = rowsOfArrow(table, data);
    await this.insert(table, rows);
    return rows.length;
  }

  /** Says how many rows it changed. */
  async update<C extends Columns>(
    table: TableDefinition<C>,
    rows: readonly RowId[],
    patch: Partial<RowOf<C>>,
  ): Promise<number> {
    if (rows.length === 0) return 0;
    return this.change('update', table, () => this.tx.update(table, rows, patch), same);
  }

  /**
   * Changes the live rows that match, in bounded memory, and says how many. Each is changed once, also where the change moves it in the
   * order in which rows are found.
   */
  updateWhere<C extends Columns>(
    table: TableDefinition<C>,
    where: PredicateOver<C>,
    patch: Partial<RowOf<C>>,
  ): Promise<number> {
    const changed = Object.keys(patch).filter((name) => patch[name] !== undefined);
    return this.eachFound(table, where, changed, (rows) => this.update(table, rows, patch));
  }

  /** Soft-deletes on a soft-deleting table; says how many rows it hid. */
  async delete(table: TableDefinition, rows: readonly RowId[], deletion: Deletion): Promise<number> {
    if (rows.length === 0) return 0;
    return this.change('delete', table, () => this.tx.delete(table, rows, deletion), same);
  }

  /** Deletes the live rows that match, as `delete` does, in bounded memory; says how many. */
  deleteWhere<C extends Columns>(
    table: TableDefinition<C>,
    where: PredicateOver<C>,
    deletion: Deletion,
  ): Promise<number> {
    return this.eachFound(table, where, [], (rows) => this.delete(table, rows, deletion));
  }

  /** Brings soft-deleted rows back. @throws UniqueViolation when a live row has taken a primary key meanwhile. */
  async restore(table: TableDefinition, rows: readonly RowId[]): Promise<number> {
    if (rows.length === 0) return 0;
    return this.change('restore', table, () => this.tx.restore(table, rows), same);
  }

  /** Removes rows, live or deleted, for good. */
  async purge(table: TableDefinition, rows: readonly RowId[]): Promise<number> {
    if (rows.length === 0) return 0;
    return this.change('purge', table, () => this.tx.purge(table, rows), same);
  }

  /** @param changed columns whose change must not move a row to where it would be found again */
  private async eachFound<C extends Columns>(
    table: TableDefinition<C>,
    where: PredicateOver<C>,
    changed: readonly string[],
    work: (rows: readonly RowId[]) => Promise<number>,
  ): Promise<number> {
    const still = this.shared.optimizer.undisturbedBy(table, where, changed);
    const projection = still ?? PRIMARY;
    const order = orderColumns(table, projection).map(({ column }) => column);
    const waiting: RowId[] = [];
    let total = 0;
    let after: readonly Cell[] | null = null;
    for (;;) {
      const place: readonly Cell[] | null = after;
      const found: (Record<string, Cell> & { rowId: RowId })[] = await this.select(table, {
        columns: order,
        where,
        projection,
        after: place,
        limit: ROWS_A_PAGE,
        includeRowIds: true,
      });
      const rows = found.map(({ rowId }) => rowId);
      // Where every order moves, all are found before the first is changed: their ids are what memory must hold.
      if (still === null) waiting.push(...rows);
      else total += await work(rows);
      const last = found.at(-1);
      if (!last || found.length < ROWS_A_PAGE) break;
      after = order.map((column) => last[column]);
    }
    for (let at = 0; at < waiting.length; at += ROWS_A_PAGE)
      total += await work(waiting.slice(at, at + ROWS_A_PAGE));
    return total;
  }

  private change<T>(
    type: QueryType,
    table: TableDefinition,
    work: () => Promise<T>,
    rowsOf: (result: T) => number,
  ): Promise<T> {
    this.shared.optimizer.metadataOf(table);
    return this.shared.desk.write({ type, table, plan: null }, work, rowsOf);
  }
}
