import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendEvents, type NewEvent } from '../../src/events/append';
import { EventLog, type EventHead } from '../../src/events/event-log';
import { EVENT_TABLES } from '../../src/events/events-table';
import { trimLog, type EventRetention } from '../../src/events/retention';
import { VastDatabase } from '../../src/vast/database';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';

/** An event that concerns nobody and tells nothing; the rest as given. */
export const event = (rest: Partial<NewEvent> = {}): NewEvent => ({
  type: 'flows/updated',
  flowId: null,
  sourceId: null,
  format: null,
  flowCollectedBy: [],
  sourceCollectedBy: [],
  payload: {},
  ...rest,
});

/** So many events, numbered in their payloads. */
export const events = (count: number, rest: Partial<NewEvent> = {}): NewEvent[] =>
  Array.from({ length: count }, (_, n) => event({ payload: { n }, ...rest }));

/** A real log in a temporary folder, without a domain above it. */
export class TestLog {
  private constructor(
    readonly folder: string,
    readonly db: VastDatabase,
    readonly log: EventLog,
  ) {}

  static async open(existing?: string): Promise<TestLog> {
    const folder = existing ?? (await mkdtemp(join(tmpdir(), 'event-log-')));
    const db = await VastDatabase.open(await openEmbeddedEngine(folder), EVENT_TABLES);
    return new TestLog(folder, db, await EventLog.open(db));
  }

  /** The same folder after a restart. */
  async reopen(): Promise<TestLog> {
    await this.db.close();
    return TestLog.open(this.folder);
  }

  async close(): Promise<void> {
    await this.db.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** In one transaction. */
  append(appended: readonly NewEvent[], at = 0): Promise<void> {
    return this.db.transaction((tx) => appendEvents(tx, at, appended));
  }

  /** By count, by age, or by both; what is left out holds everything. */
  trim(retention: Partial<EventRetention>, now = 0): Promise<number> {
    return trimLog(this.db, this.log, { maxAgeMs: Infinity, maxCount: Infinity, ...retention }, now);
  }

  /** All heads that the log holds. */
  async heads(): Promise<EventHead[]> {
    const heads: EventHead[] = [];
    for (let place = await this.log.oldest(); ; place = heads.at(-1)!.sequence) {
      const more = await this.log.heads(place, 1000);
      if (more.length === 0) return heads;
      heads.push(...more);
    }
  }

  async sequences(): Promise<number[]> {
    return (await this.heads()).map(({ sequence }) => sequence);
  }

  /** How many storage reads `work` makes. */
  async readsOf(work: () => Promise<unknown>): Promise<number> {
    const before = this.db.reads;
    await work();
    return this.db.reads - before;
  }
}

/** The whole numbers from `first` to `last`. */
export const numbers = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
