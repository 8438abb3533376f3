import type { Cell, RowId } from '../../engine';
import type { TableDefinition } from '../../table';
import { encode, encodeOperand } from './cells';
import type { Param } from './connection';
import { keyColumns } from './layout';
import { parseRowId } from './row-ids';

/** Keys of a table that are told apart. Beyond it, all are taken to have been written: too much is forgotten rather than too little. */
const KEYS = 50_000;

/** When rows of one table were written: by the number of the commit. */
class TableStamps {
  /** By the first column of the primary key, as it is bound; null while nobody has asked by key. */
  private byKey: Map<Param, number> | null = null;
  /** Keys written since the last commit; null: any. */
  private written: Set<Param> | null = null;
  private newest: number;

  /** @param others the stamp of all keys that are not known */
  constructor(private others: number) {
    this.newest = others;
  }

  ofAll(): number {
    return this.newest;
  }

  ofKey(key: Param): number {
    this.byKey ??= new Map();
    return this.byKey.get(key) ?? this.others;
  }

  /** @param keys of the rows */
  write(keys: () => Iterable<Param>): void {
    if (!this.byKey) this.written = null;
    if (!this.written) return;
    for (const key of keys()) this.written.add(key);
    if (this.written.size > KEYS) this.written = null;
  }

  commit(number: number): void {
    this.newest = number;
    if (this.byKey && this.written && this.byKey.size + this.written.size <= KEYS)
      for (const key of this.written) this.byKey.set(key, number);
    else {
      this.byKey?.clear();
      this.others = number;
    }
    this.written = new Set();
  }
}

type Row = Readonly<Record<string, Cell>>;

/**
 * Tells whether rows have been written since something was read of them, so that who keeps an answer in memory knows how long it holds.
 * Exact, since every write of this store goes through one engine, which says here what it writes, and says when that is committed
 * before anybody can see it otherwise.
 */
export class Stamps {
  private readonly byTable = new Map<string, TableStamps>();
  private readonly written = new Set<TableStamps>();
  private commits = 0;
  /** The stamp of tables that are not known. */
  private others = 0;
  private tablesChanged = false;

  /** The number of the commit that last wrote rows of the table, or those that have `key` in the first column of the primary key. */
  of(table: TableDefinition, key?: Cell): number {
    const stamps = this.stampsOf(table);
    if (key === undefined) return stamps.ofAll();
    return stamps.ofKey(encodeOperand(table, table.primaryKey[0]!, key));
  }

  inserted(table: TableDefinition, rows: readonly Row[]): void {
    if (rows.length === 0) return;
    const column = table.primaryKey[0]!;
    this.write(table, function* () {
      for (const { [column]: cell } of rows) if (cell !== undefined) yield encode(table, column, cell);
    });
  }

  updated(table: TableDefinition, rows: readonly RowId[], patch: Row): void {
    this.changed(table, rows);
    // They may get another key.
    if (rows.length > 0) this.inserted(table, [patch]);
  }

  /** Also rows that are deleted, restored or purged. */
  changed(table: TableDefinition, rows: readonly RowId[]): void {
    if (rows.length === 0) return;
    const at = keyColumns(table).indexOf(table.primaryKey[0]!);
    this.write(table, function* () {
      for (const row of rows) yield parseRowId(table, row)[at]!;
    });
  }

  /** Tables themselves are changed. */
  redefined(): void {
    this.tablesChanged = true;
  }

  /** To be called in the turn of each commit, also of one that failed: then more has a new stamp than need be. */
  committed(): void {
    this.commits += 1;
    if (this.tablesChanged) {
      this.byTable.clear();
      this.others = this.commits;
    } else for (const stamps of this.written) stamps.commit(this.commits);
    this.written.clear();
    this.tablesChanged = false;
  }

  private write(table: TableDefinition, keys: () => Iterable<Param>): void {
    const stamps = this.stampsOf(table);
    this.written.add(stamps);
    stamps.write(keys);
  }

  private stampsOf({ name }: TableDefinition): TableStamps {
    let stamps = this.byTable.get(name);
    if (!stamps) this.byTable.set(name, (stamps = new TableStamps(this.others)));
    return stamps;
  }
}
