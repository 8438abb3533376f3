import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { LRUCache } from 'lru-cache';
import type { VastDatabase } from '../vast/database';
import { gt, isIn } from '../vast/predicate';
import type { Row } from '../vast/table';
import type { EventScope } from './append';
import { BadCursor, CursorExpired, formatCursor, overThrough, parseCursor, type Place } from './cursor';
import { eventLogTable, eventsTable } from './events-table';
import { Followers } from './followers';

/** An event without what it tells: enough to decide whether somebody wants it. */
export interface EventHead extends EventScope {
  /** 1, 2, 3 … without a gap, in commit order. */
  readonly sequence: number;
  /** Milliseconds since 1970; never less than that of the event before. */
  readonly at: number;
  /** TAMS' name, such as `flows/created`. */
  readonly type: string;
  /** Characters of the payload. */
  readonly size: number;
}

const HEAD_COLUMNS = [
  'sequence',
  'at',
  'type',
  'flow_id',
  'source_id',
  'format',
  'collectors',
  'size',
] as const;

/** The newest heads, which consumers that keep up read from memory. */
const RECENT_HEADS = 2_048;
/** What recent events that several may want take of memory, at most. */
const KEPT_BYTES = 16 * 1024 ** 2;
/** An event beside its payload. */
const BYTES_AN_EVENT = 1_024;
/** A payload as text and as the value it spells. */
const BYTES_A_CHARACTER = 6;
/** The size of a payload that was written before sizes were. */
const ASSUMED_SIZE = 1_024;

/** An event with what it tells, which is read out of its text when somebody wants it, once for all. */
export class LoggedEvent implements EventHead {
  readonly sequence: number;
  readonly at: number;
  readonly type: string;
  readonly flowId: string | null;
  readonly sourceId: string | null;
  readonly format: string | null;
  readonly flowCollectedBy: readonly string[];
  readonly sourceCollectedBy: readonly string[];
  readonly size: number;
  private value: JsonValue | undefined;

  constructor(
    head: EventHead,
    private readonly text: string,
  ) {
    this.sequence = head.sequence;
    this.at = head.at;
    this.type = head.type;
    this.flowId = head.flowId;
    this.sourceId = head.sourceId;
    this.format = head.format;
    this.flowCollectedBy = head.flowCollectedBy;
    this.sourceCollectedBy = head.sourceCollectedBy;
    this.size = head.size;
  }

  /** The `event` property of TAMS' message, without what depends on the receiver. Shared: not to be changed. */
  get payload(): JsonValue {
    return (this.value ??= JSON.parse(this.text) as JsonValue);
  }
}

type JsonValue = Readonly<Record<string, unknown>>;

/**
 * The durable log of all changes, for those who read it. Consumers pull: they ask for what is behind their place, and wait
 * for more; nothing is kept for them. What several want at the same time is read once.
 */
export class EventLog {
  readonly followers = new Followers();
  /** The newest heads, oldest first, without a gap. */
  private recent: EventHead[] = [];
  private latestSequence = 0;
  /** Something was appended since `latestSequence` was read. */
  private stale = false;
  private refreshing: Promise<void> | null = null;
  private readonly waiting = new Set<Waiter>();
  /** Events that were read lately, and those that are being read. */
  private readonly kept = new LRUCache<number, LoggedEvent>({ maxSize: KEPT_BYTES });
  private readonly loading = new Map<number, Promise<LoggedEvent>>();

  private constructor(
    private readonly db: VastDatabase,
    /** Tells this log's cursors from those of other stores. */
    readonly id: string,
  ) {}

  /** The log of an open database that has `EVENT_TABLES`. */
  static async open(db: VastDatabase): Promise<EventLog> {
    const log = new EventLog(db, await logId(db));
    // First, so that what is appended while the last sequence is read is not missed.
    db.onInsert(eventsTable, () => log.appended());
    log.latestSequence = (await lastSequence(db)) ?? 0;
    return log;
  }

  /** The sequence of the newest event; 0 when there was none yet. */
  async latest(): Promise<number> {
    await this.catchUp();
    return this.latestSequence;
  }

  /** The sequence behind which the log holds everything. */
  async oldest(): Promise<number> {
    const first = await this.db.selectOne(eventsTable, { columns: ['sequence'] });
    return first ? first.sequence - 1 : 0;
  }

  cursor(place: Place): string {
    return formatCursor(this.id, place);
  }

  /**
   * The place that a cursor names.
   * @throws BadCursor when it was not made for this log
   * @throws CursorExpired when events behind it are gone
   */
  async placeOf(cursor: string): Promise<Place> {
    const place = parseCursor(this.id, cursor);
    if (place.sequence > (await this.latest()))
      throw new BadCursor('it is ahead of the log, which may have been restored from an older copy');
    if (overThrough(place) < (await this.oldest())) return this.expired();
    return place;
  }

  /**
   * The place behind everything that was committed before `time` (milliseconds since 1970); the oldest there is where the log
   * no longer reaches back to it. Costs log(n) reads of one row.
   */
  async placeAt(time: number): Promise<Place> {
    let before = await this.oldest();
    let from = (await this.latest()) + 1;
    // Every event up to `before` is older, every one from `from` on is not.
    while (from - before > 1) {
      const middle = Math.floor((before + from) / 2);
      const [row] = await this.db.select(eventsTable, {
        columns: ['sequence', 'at'],
        where: gt('sequence', middle - 1),
        limit: 1,
      });
      if (row && row.at < time) before = row.sequence;
      else from = middle;
    }
    return { sequence: before, item: null };
  }

  /**
   * Up to `limit` heads strictly behind `sequence`, in order.
   * @throws CursorExpired when the events that follow it are gone
   */
  async heads(sequence: number, limit: number): Promise<EventHead[]> {
    await this.catchUp();
    if (sequence >= this.latestSequence) return [];
    const oldest = this.recent[0];
    if (oldest && sequence >= oldest.sequence - 1) {
      const start = sequence - oldest.sequence + 1;
      return this.recent.slice(start, start + limit);
    }
    const heads = await this.readHeads(sequence, limit);
    if (heads[0]?.sequence !== sequence + 1) return this.expired();
    return heads;
  }

  /**
   * The events of these heads, in their order. At most one storage read, and one for all who ask at the same time.
   * @throws CursorExpired when one of them is gone
   */
  async eventsOf(heads: readonly EventHead[]): Promise<LoggedEvent[]> {
    const missing = heads.filter(({ sequence }) => !this.kept.has(sequence) && !this.loading.has(sequence));
    if (missing.length > 0) this.load(missing);
    const kept = heads.map(({ sequence }) => this.kept.get(sequence));
    // Most consumers find what another has just read: no promise for each event then.
    if (kept.every((event) => event !== undefined)) return kept;
    return Promise.all(
      heads.map(async ({ sequence }) => this.kept.get(sequence) ?? this.loading.get(sequence)!),
    );
  }

  /**
   * Resolves when there is an event behind `sequence`, or when the signal aborts. Costs nothing while it waits.
   * @throws what the store throws when the log cannot be read
   */
  async beyond(sequence: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || (await this.latest()) > sequence) return;
    await new Promise<void>((resolve, reject) => {
      const end = () => {
        this.waiting.delete(waiter);
        signal.removeEventListener('abort', wake);
      };
      const wake = () => {
        end();
        resolve();
      };
      const fail = (error: Error) => {
        end();
        reject(error);
      };
      const waiter: Waiter = { sequence, wake, fail };
      this.waiting.add(waiter);
      // Any number may wait on one signal; each takes its listener away, so Node's warning of a leak would be false.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', wake);
      // Each may have happened while `latest` was awaited.
      if (signal.aborted || this.latestSequence > sequence) wake();
      else if (this.stale) this.appended();
    });
  }

  /** To be called when events have been removed: what is kept of them is forgotten. */
  forgetThrough(sequence: number): void {
    this.recent = this.recent.filter((head) => head.sequence > sequence);
    for (const kept of [...this.kept.keys()]) if (kept <= sequence) this.kept.delete(kept);
  }

  private appended(): void {
    this.stale = true;
    // Those who wait hear of a failure themselves.
    if (this.waiting.size > 0) void this.refresh().catch(() => undefined);
  }

  /** Whoever comes after a commit sees it, also when it is just being read for others. */
  private async catchUp(): Promise<void> {
    if (this.stale || this.refreshing) await this.refresh();
  }

  /** Reads what was appended and wakes those who wait for it. */
  private refresh(): Promise<void> {
    this.refreshing ??= this.readAppended();
    return this.refreshing;
  }

  private async readAppended(): Promise<void> {
    try {
      while (this.stale) {
        this.stale = false;
        await this.readBehindLatest();
      }
      for (const waiter of this.waiting) if (waiter.sequence < this.latestSequence) waiter.wake();
    } catch (error) {
      this.stale = true;
      for (const waiter of this.waiting) waiter.fail(error as Error);
      throw error;
    } finally {
      // At once: what is appended from here on would not be seen by this refresh, and must begin another.
      this.refreshing = null;
    }
  }

  private async readBehindLatest(): Promise<void> {
    let heads: EventHead[];
    do {
      heads = await this.readHeads(this.latestSequence, RECENT_HEADS);
      const last = heads.at(-1);
      if (!last) return;
      const follows = heads[0]!.sequence === (this.recent.at(-1)?.sequence ?? NaN) + 1;
      this.recent = (follows ? [...this.recent, ...heads] : heads).slice(-RECENT_HEADS);
      this.latestSequence = last.sequence;
    } while (heads.length === RECENT_HEADS);
  }

  private async readHeads(sequence: number, limit: number): Promise<EventHead[]> {
    const rows = await this.db.select(eventsTable, {
      columns: HEAD_COLUMNS,
      where: gt('sequence', sequence),
      limit,
    });
    return rows.map(headOf);
  }

  private load(heads: readonly EventHead[]): void {
    const reading = this.readPayloads(heads);
    for (const head of heads) {
      const { sequence } = head;
      if (this.loading.has(sequence)) continue;
      const event = reading
        .then(async (payloads) => {
          const payload = payloads.get(sequence);
          if (payload === undefined) return this.expired();
          const loaded = new LoggedEvent(head, payload);
          this.kept.set(sequence, loaded, {
            size: BYTES_AN_EVENT + payload.length * BYTES_A_CHARACTER,
          });
          return loaded;
        })
        .finally(() => this.loading.delete(sequence));
      this.loading.set(sequence, event);
    }
  }

  private async readPayloads(heads: readonly EventHead[]): Promise<Map<number, string>> {
    const rows = await this.db.select(eventsTable, {
      columns: ['sequence', 'payload'],
      where: isIn(
        'sequence',
        heads.map(({ sequence }) => sequence),
      ),
      limit: heads.length,
    });
    return new Map(rows.map(({ sequence, payload }) => [sequence, payload]));
  }

  private async expired(): Promise<never> {
    throw new CursorExpired(this.cursor({ sequence: await this.oldest(), item: null }));
  }
}

interface Waiter {
  readonly sequence: number;
  readonly wake: () => void;
  readonly fail: (error: Error) => void;
}

async function logId(db: VastDatabase): Promise<string> {
  const known = await db.selectOne(eventLogTable, { columns: ['id'] });
  if (known) return known.id;
  const id = randomBytes(4).toString('hex');
  await db.transaction((tx) => tx.insert(eventLogTable, [{ id }]));
  return id;
}

async function lastSequence(db: VastDatabase): Promise<number | null> {
  const last = await db.selectOne(eventsTable, { columns: ['sequence'], reverse: true });
  return last?.sequence ?? null;
}

function headOf(row: Pick<Row<typeof eventsTable>, (typeof HEAD_COLUMNS)[number]>): EventHead {
  return {
    sequence: row.sequence,
    at: row.at,
    type: row.type,
    flowId: row.flow_id,
    sourceId: row.source_id,
    format: row.format,
    flowCollectedBy: row.collectors?.flow ?? [],
    sourceCollectedBy: row.collectors?.source ?? [],
    size: row.size ?? ASSUMED_SIZE,
  };
}
