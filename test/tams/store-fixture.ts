import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUTH_TABLES } from '../../src/auth/tables';
import { EventLog, type LoggedEvent } from '../../src/events/event-log';
import { EVENT_TABLES } from '../../src/events/events-table';
import { openMedia } from '../../src/media/backends';
import { DEFAULT_OPTIONS } from '../../src/tams/context';
import { trusted } from '../../src/tams/access/caller';
import type { FlowInput, SegmentInput, Uuid } from '../../src/tams/model';
import { TamsStore, type TamsOptions } from '../../src/tams/store';
import { MODEL_TABLES } from '../../src/tams/tables';
import { parseTimeRange } from '../../src/tams/time/timerange';
import { VastDatabase } from '../../src/vast/database';
import { openEmbeddedEngine } from '../../src/vast/engines/embedded';
import type { TableDefinition } from '../../src/vast/table';
import { loggedEvents } from '../logged-events';

export const ALICE = trusted('alice');
export const BOB = trusted('bob');

/** An id of version 4 with a number in it: ids sort as their numbers do. */
export const uuid = (n: number): Uuid => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** A valid video flow; the rest of its properties as given. */
export const videoFlow = (n: number, rest: Partial<FlowInput> = {}): FlowInput => ({
  id: uuid(n),
  sourceId: uuid(1000 + n),
  format: 'video',
  codec: 'video/h264',
  container: 'video/mp2t',
  essenceParameters: { frame_width: 1920, frame_height: 1080 },
  ...rest,
});

/** A flow of several, with these members. */
export const multiFlow = (
  n: number,
  members: readonly number[],
  rest: Partial<FlowInput> = {},
): FlowInput => ({
  id: uuid(n),
  sourceId: uuid(1000 + n),
  format: 'multi',
  flowCollection: members.map((member) => ({ id: uuid(member), role: `role ${member}` })),
  ...rest,
});

/** A segment of media that is elsewhere, so that nothing needs to be allocated. */
export const externalSegment = (objectId: string, timerange: string): SegmentInput => ({
  objectId,
  timerange: parseTimeRange(timerange),
  getUrls: [{ url: `https://media.example/${objectId}` }],
});

/** A real store in a temporary folder: embedded engine, file media, and a clock that tests set. */
export class TestStore {
  private constructor(
    readonly folder: string,
    readonly db: VastDatabase,
    readonly store: TamsStore,
    readonly clock: { now: number },
  ) {}

  /** @param existing a store's folder, to open it again; a new one otherwise */
  static async open(options: Partial<TamsOptions> = {}, existing?: string): Promise<TestStore> {
    const folder = existing ?? (await mkdtemp(join(tmpdir(), 'tams-store-')));
    const db = await VastDatabase.open(await openEmbeddedEngine(folder), [
      ...MODEL_TABLES,
      ...EVENT_TABLES,
      ...AUTH_TABLES,
    ]);
    const media = await openMedia({
      backendsFile: null,
      dataFolder: folder,
      publicUrl: () => 'http://127.0.0.1:4000',
      env: {},
    });
    const clock = { now: Date.UTC(2026, 0, 1) };
    const store = TamsStore.open({
      db,
      log: await EventLog.open(db),
      media: media.stores,
      options: { ...DEFAULT_OPTIONS, ...options },
      analytics: { folder: join(folder, 'analytics'), notice: () => undefined },
      now: () => clock.now,
    });
    return new TestStore(folder, db, store, clock);
  }

  async close(): Promise<void> {
    await this.store.replica.close();
    await this.db.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Later by a second, so that what comes next is newer. */
  tick(ms = 1000): void {
    this.clock.now += ms;
  }

  events(after = 0): Promise<LoggedEvent[]> {
    return loggedEvents(this.store.context.log, after);
  }

  /** The types of the events that `work` appends, in order. */
  async eventsOf(work: () => Promise<unknown>): Promise<string[]> {
    const before = (await this.events()).length;
    await work();
    return (await this.events()).slice(before).map(({ type }) => type);
  }

  /** Everything stored, live and deleted: equal before and after what must change nothing. */
  async dump(): Promise<unknown> {
    const tables: [string, unknown, unknown][] = [];
    for (const table of [...MODEL_TABLES, ...EVENT_TABLES] as TableDefinition[]) {
      const query = { columns: Object.keys(table.columns), limit: 1_000_000 };
      const deleted = table.softDelete
        ? await this.db.select(table, { ...query, visibility: 'deleted' })
        : [];
      tables.push([table.name, await this.db.select(table, query), deleted]);
    }
    return tables;
  }

  /** How many storage reads `work` makes. */
  async readsOf(work: () => Promise<unknown>): Promise<number> {
    const before = this.db.reads;
    await work();
    return this.db.reads - before;
  }

  /** Expects a refusal of this type that leaves the store as it was and appends no event. */
  async refused(type: string, work: () => Promise<unknown>): Promise<void> {
    const before = await this.dump();
    await expect(work()).rejects.toMatchObject({ name: 'TamsError', type });
    expect(await this.dump()).toEqual(before);
  }
}
