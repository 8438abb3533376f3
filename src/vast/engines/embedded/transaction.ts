import type {
  Cell,
  Deletion,
  EachPlan,
  LookupPlan,
  Reader,
  RowId,
  Run,
  RunsPlan,
  SelectPlan,
  Tuple,
  Visibility,
  WriteTransaction,
} from '../../engine';
import type { Predicate } from '../../predicate';
import type { TableDefinition } from '../../table';
import type { Connection } from './connection';
import { addDelta, readCounters, type Deltas } from './counters';
import { runs } from './runs';
import { count, lookup, select, selectEach, selectTexts } from './select';
import type { Stamps } from './stamps';
import { insert, purge, remove, restore, update } from './writes';

/** A result, or an error thrown on the way to it, as a promise. */
export const promised = <T>(work: () => T | Promise<T>): Promise<T> =>
  new Promise((resolve) => resolve(work()));

const isEverything = (where: Predicate): boolean => where.op === 'and' && where.of.length === 0;

/** Reads over one connection: of what is committed, or, on the writing connection, of what is not yet. */
export class ConnectionReader implements Reader {
  constructor(
    protected readonly connection: Connection,
    /** Changes that the stored counters do not know yet. */
    private readonly uncounted: readonly Deltas[],
    /** Throws when reading is over. */
    protected readonly checkOpen: () => void,
  ) {}

  select(plan: SelectPlan): Promise<Tuple[]> {
    return this.whileOpen(() => select(this.connection, plan));
  }

  selectTexts(plan: SelectPlan): Promise<string[]> {
    return this.whileOpen(() => selectTexts(this.connection, plan));
  }

  lookup(plan: LookupPlan, value: Cell): Promise<Tuple[]> {
    return this.whileOpen(() => lookup(this.connection, plan, value));
  }

  selectEach(plan: EachPlan): Promise<Tuple[][]> {
    return this.whileOpen(() => selectEach(this.connection, plan));
  }

  count(table: TableDefinition, where: Predicate, visibility: Visibility): Promise<number> {
    return this.whileOpen(() => {
      if (!isEverything(where)) return count(this.connection, table, where, visibility);
      const of = visibility === 'live' ? 'rows' : 'deletedRows';
      const stored = readCounters(this.connection, table.name)[of];
      return this.uncounted.reduce((sum, deltas) => sum + (deltas.get(table.name)?.[of] ?? 0), stored);
    });
  }

  runs(plan: RunsPlan): Promise<Run[]> {
    return this.whileOpen(() => runs(this.connection, plan, this.checkOpen));
  }

  /** Does one thing if it is still time for it. */
  protected whileOpen<T>(work: () => T | Promise<T>): Promise<T> {
    return promised(() => {
      this.checkOpen();
      return work();
    });
  }
}

/** What a work sees of the store while it runs. */
export class EmbeddedTransaction extends ConnectionReader implements WriteTransaction {
  private ended = false;

  constructor(
    connection: Connection,
    pending: Deltas,
    private readonly deltas: Deltas,
    private readonly stamps: Stamps,
  ) {
    super(connection, [pending, deltas], () => {
      if (this.ended) throw new Error('This transaction has ended');
    });
  }

  /** From here on every use is an error: it would write into another's transaction. */
  end(): void {
    this.ended = true;
  }

  insert(table: TableDefinition, rows: readonly Readonly<Record<string, Cell>>[]): Promise<void> {
    return this.whileOpen(() => {
      this.stamps.inserted(table, rows);
      insert(this.connection, table, rows);
      addDelta(this.deltas, table.name, rows.length, 0);
    });
  }

  update(
    table: TableDefinition,
    rows: readonly RowId[],
    patch: Readonly<Record<string, Cell>>,
  ): Promise<number> {
    return this.whileOpen(() => {
      this.stamps.updated(table, rows, patch);
      return update(this.connection, table, rows, patch);
    });
  }

  delete(table: TableDefinition, rows: readonly RowId[], deletion: Deletion): Promise<number> {
    return this.whileOpen(() => {
      this.stamps.changed(table, rows);
      const changed = remove(this.connection, table, rows, deletion);
      addDelta(this.deltas, table.name, -changed, table.softDelete ? changed : 0);
      return changed;
    });
  }

  restore(table: TableDefinition, rows: readonly RowId[]): Promise<number> {
    return this.whileOpen(() => {
      this.stamps.changed(table, rows);
      const changed = restore(this.connection, table, rows);
      addDelta(this.deltas, table.name, changed, -changed);
      return changed;
    });
  }

  purge(table: TableDefinition, rows: readonly RowId[]): Promise<number> {
    return this.whileOpen(() => {
      this.stamps.changed(table, rows);
      const removed = purge(this.connection, table, rows);
      addDelta(this.deltas, table.name, -removed.rows, -removed.deletedRows);
      return removed.rows + removed.deletedRows;
    });
  }
}
