import { LRUCache } from 'lru-cache';
import type { Cell, LookupPlan, RowId, Tuple } from '../../engine';
import type { TableDefinition } from '../../table';
import { encode, encodeOperand } from './cells';
import type { Param } from './connection';
import { isStored, keyColumns } from './layout';
import { parseRowId } from './row-ids';

/** What the answers of one lookup may be long in all, in characters of text; every answer counts for some more, its value included. */
const KEPT_CHARACTERS = 4 * 1024 * 1024;
const LEAST_CHARACTERS = 256;
/** Values that one commit makes stale: beyond it, all are. */
const STALE_AT_MOST = 10_000;

type Answer = readonly Tuple[];

/** The answers of one lookup, by the value looked up as it is bound. */
class KeptAnswers {
  readonly answers = new LRUCache<string | number, Answer>({
    maxSize: KEPT_CHARACTERS,
    maxEntrySize: KEPT_CHARACTERS / 64,
  });
  /** Values whose rows have been written since the last commit; null: any. */
  stale: Set<Param> | null;
  /** Where the value is in the key of a row; -1: not there. */
  readonly inKey: number;

  constructor(
    readonly plan: LookupPlan,
    tableIsWritten: boolean,
  ) {
    this.stale = tableIsWritten ? null : new Set();
    this.inKey = keyColumns(plan.table).indexOf(plan.column);
  }

  /** The rows of a value have been written. */
  isWritten(value: Param): void {
    if (this.stale && this.stale.size < STALE_AT_MOST) this.stale.add(value);
    else this.stale = null;
  }

  forgetStale(): void {
    if (this.stale === null) this.answers.clear();
    else for (const value of this.stale) this.answers.delete(value!);
    this.stale = new Set();
  }
}

/**
 * Answers of lookups, kept in memory until a commit has written a row that they may tell of. Exact, since every write of this store
 * goes through one engine, which says here what it writes, and says when that is committed before anybody can see it otherwise.
 */
export class KeptLookups {
  private readonly byPlan = new Map<LookupPlan, KeptAnswers>();
  private readonly byTable = new Map<string, KeptAnswers[]>();
  /** Tables written since the last commit. */
  private readonly written = new Set<string>();
  private tablesChanged = false;

  get(plan: LookupPlan, value: Cell): Answer | null {
    return this.of(plan).answers.get(keyOf(plan, value)) ?? null;
  }

  /** Keeps what has just been read, in the same turn: nothing may be committed in between. */
  keep(plan: LookupPlan, value: Cell, answer: Answer): void {
    const size = sizeOf(answer);
    // What is worked out of other columns changes without being written.
    if (size === null || !isStored(plan.table, plan.column)) return;
    const key = keyOf(plan, value);
    this.of(plan).answers.set(key, answer, { size: size + String(key).length });
  }

  /** To be called with every write: rows inserted, or what is set in rows that are there. */
  inserted(table: TableDefinition, rows: readonly Readonly<Record<string, Cell>>[]): void {
    this.written.add(table.name);
    for (const kept of this.byTable.get(table.name) ?? [])
      for (const { [kept.plan.column]: cell } of rows)
        if (cell !== undefined) kept.isWritten(encode(table, kept.plan.column, cell));
  }

  /** To be called with every write: rows changed or removed. */
  changed(table: TableDefinition, rows: readonly RowId[]): void {
    this.written.add(table.name);
    for (const kept of this.byTable.get(table.name) ?? []) {
      // What else than its key a row holds would have to be read first.
      if (kept.inKey < 0) kept.stale = null;
      else for (const row of rows) kept.isWritten(parseRowId(table, row)[kept.inKey]!);
    }
  }

  /** To be called with every change of tables themselves. */
  redefined(): void {
    this.tablesChanged = true;
  }

  /** To be called in the turn of each commit, also of one that failed: then more is forgotten than need be. */
  committed(): void {
    if (this.tablesChanged) {
      this.byPlan.clear();
      this.byTable.clear();
    }
    for (const name of this.written) for (const kept of this.byTable.get(name) ?? []) kept.forgetStale();
    this.written.clear();
    this.tablesChanged = false;
  }

  private of(plan: LookupPlan): KeptAnswers {
    let kept = this.byPlan.get(plan);
    if (!kept) {
      const { name } = plan.table;
      this.byPlan.set(plan, (kept = new KeptAnswers(plan, this.written.has(name))));
      this.byTable.set(name, [...(this.byTable.get(name) ?? []), kept]);
    }
    return kept;
  }
}

const keyOf = (plan: LookupPlan, value: Cell): string | number =>
  encodeOperand(plan.table, plan.column, value)!;

/** Null: not to be kept, for who asked may change what a JSON cell holds. */
function sizeOf(answer: Answer): number | null {
  let size = LEAST_CHARACTERS;
  for (const tuple of answer)
    for (const cell of tuple) {
      if (typeof cell === 'object' && cell !== null) return null;
      size += typeof cell === 'string' ? cell.length : 8;
    }
  return size;
}
