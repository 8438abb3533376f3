import type { TableTransaction, VastDatabase } from '../vast/database';
import { and, eq, lt, type PredicateOver } from '../vast/predicate';
import type { Row } from '../vast/table';
import { auditTable } from './tables';

/** What happened. */
export interface AuditFacts {
  /** Who it was; null: nobody who could be told. */
  readonly principal: string | null;
  /** Such as `createToken`, or `request`. */
  readonly action: string;
  /** What it was done to: a user, a token, a method and path. Never a secret. */
  readonly subject: string | null;
  /** From where; null: on the machine itself. */
  readonly address: string | null;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly detail: string | null;
}

export type AuditEntry = Row<typeof auditTable>;

export interface AuditQuery {
  readonly principal?: string | null;
  /** Only what is older than the entry of this number. */
  readonly before?: number | null;
  readonly first: number;
}

/** How much is kept: entries, and milliseconds. */
export interface AuditRetention {
  readonly maxCount: number;
  readonly maxAgeMs: number;
}

/** Refusals that may wait to be written; of more in one go only the number is kept. */
const MAX_WAITING = 1_000;
const MAX_TEXT = 300;
const PURGED_AT_ONCE = 2_000;
type Where = PredicateOver<typeof auditTable.columns>;

/** Some of the entries, oldest first. */
interface Some {
  readonly where: Where;
  readonly projection: string;
}
const OLDEST: Some = { where: and(), projection: 'primary' };
const REFUSALS: Some = { where: eq('outcome', 'refused'), projection: 'by_outcome' };
const COLUMNS = ['sequence', 'at', 'principal', 'action', 'subject', 'address', 'outcome', 'detail'] as const;

/**
 * The audit log. What is administered is written with the change itself; what is refused is gathered and written now and
 * then, because whoever is refused must not be able to make the disk busy.
 */
export class AuditLog {
  private waiting: AuditEntry[] = [];
  private unwritten = 0;

  private constructor(
    private readonly db: VastDatabase,
    private readonly retention: AuditRetention,
    private last: number,
  ) {}

  static async open(db: VastDatabase, retention: AuditRetention): Promise<AuditLog> {
    const [newest] = await db.select(auditTable, {
      columns: ['sequence'],
      where: and(),
      projection: 'newest',
      limit: 1,
    });
    return new AuditLog(db, retention, newest?.sequence ?? 0);
  }

  /** Writes an entry with the change that it is about. */
  async write(tx: TableTransaction, facts: AuditFacts): Promise<void> {
    await tx.insert(auditTable, [this.entry(facts)]);
  }

  /** Keeps what has changed nothing for the next `flush`. */
  later(facts: AuditFacts): void {
    if (this.waiting.length < MAX_WAITING) this.waiting.push(this.entry(facts));
    else this.unwritten += 1;
  }

  /** Newest first, those included that are not written yet. */
  async list({ principal = null, before = null, first }: AuditQuery): Promise<AuditEntry[]> {
    await this.flush();
    const where: Where[] = [];
    if (principal !== null) where.push(eq('principal', principal));
    if (before !== null) where.push(lt('sequence', before));
    return this.db.select(auditTable, {
      columns: COLUMNS,
      where: and(...where),
      projection: principal === null ? 'newest' : 'by_principal',
      limit: first,
    });
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    const entries = this.waiting;
    const { unwritten } = this;
    if (entries.length === 0) return;
    this.waiting = [];
    this.unwritten = 0;
    const detail = `${unwritten} more requests were refused at that time`;
    if (unwritten > 0)
      entries.push(
        this.entry({
          principal: null,
          action: 'request',
          subject: null,
          address: null,
          outcome: 'refused',
          detail,
        }),
      );
    await this.db.transaction((tx) => tx.insert(auditTable, entries));
  }

  /**
   * Removes what is beyond the retention. Of too many entries the oldest refusals go first: whoever is refused makes as many as
   * they like, and must not be able to make the log forget what was done.
   */
  async purge(): Promise<void> {
    const { maxCount, maxAgeMs } = this.retention;
    const old = (at: number): boolean => at < Date.now() - maxAgeMs;
    while ((await this.removeOldest(OLDEST, PURGED_AT_ONCE, old)) === PURGED_AT_ONCE);
    for (let removed = 1; removed > 0;) {
      const excess = Math.min((await this.db.count(auditTable)) - maxCount, PURGED_AT_ONCE);
      if (excess <= 0) return;
      removed = (await this.removeOldest(REFUSALS, excess)) || (await this.removeOldest(OLDEST, excess));
    }
  }

  /** Removes the oldest entries of some, as many as are found and wanted. @returns how many */
  private removeOldest(
    from: Some,
    most: number,
    isWanted: (at: number) => boolean = () => true,
  ): Promise<number> {
    return this.db.transaction(async (tx) => {
      const oldest = await tx.select(auditTable, {
        ...{ ...from, columns: ['at'], limit: most, includeRowIds: true },
      });
      const gone = oldest.filter(({ at }) => isWanted(at)).map(({ rowId }) => rowId);
      if (gone.length > 0) await tx.purge(auditTable, gone);
      return gone.length;
    });
  }

  private entry(facts: AuditFacts): AuditEntry {
    this.last += 1;
    const { principal, subject, detail } = facts;
    return {
      ...facts,
      sequence: this.last,
      at: Date.now(),
      principal: cut(principal),
      subject: cut(subject),
      detail: cut(detail),
    };
  }
}

/** Names and paths of refused requests are whatever somebody sent. */
const cut = (text: string | null): string | null => text?.slice(0, MAX_TEXT).toWellFormed() ?? null;
