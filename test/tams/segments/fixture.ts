import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventsAfter, eventsTable, type LoggedEvent } from '../../../src/events/event-log';
import { openMedia, type OpenedMedia } from '../../../src/media/backends';
import type { StoreContext, TamsOptions } from '../../../src/tams/context';
import { Housekeeping } from '../../../src/tams/housekeeping/housekeeping';
import type { Caller, Segment, SegmentInput, Uuid } from '../../../src/tams/model';
import { ObjectService } from '../../../src/tams/objects/object-service';
import { CoverageService } from '../../../src/tams/segments/coverage-service';
import { SegmentService } from '../../../src/tams/segments/segment-service';
import { flowsTable, MODEL_TABLES } from '../../../src/tams/tables';
import { formatTimeRange, parseTimeRange } from '../../../src/tams/time/timerange';
import { VastDatabase } from '../../../src/vast/database';
import { eq } from '../../../src/vast/predicate';
import { openEmbeddedEngine } from '../../../src/vast/engines/embedded';

export const CALLER: Caller = { principal: 'tester' };
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const DEFAULTS: TamsOptions = {
  softDeleteRetentionMs: 7 * DAY,
  objectGraceMs: 300_000,
  allocationLifeMs: DAY,
  serviceVersion: 'test',
};

/** An id of version 4 with a number in it. */
export const uuid = (n: number): Uuid => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
export const FLOW = uuid(1);
export const OTHER_FLOW = uuid(2);
export const SOURCE = uuid(0xa);

/** Segments, objects and housekeeping on a real store and real file media in a temporary folder, with a clock that tests set. */
export class Store {
  readonly segments: SegmentService;
  readonly objects: ObjectService;
  readonly coverage: CoverageService;
  readonly housekeeping: Housekeeping;
  private nextObject = 1;

  private constructor(
    readonly folder: string,
    readonly context: StoreContext,
    readonly media: OpenedMedia,
    readonly clock: { now: number },
  ) {
    this.segments = new SegmentService(context);
    this.objects = new ObjectService(context);
    this.coverage = new CoverageService(context);
    this.housekeeping = new Housekeeping(context);
  }

  static async open(options: Partial<TamsOptions> = {}): Promise<Store> {
    const folder = await mkdtemp(join(tmpdir(), 'tams-segments-'));
    const db = await VastDatabase.open(await openEmbeddedEngine(folder), [...MODEL_TABLES, eventsTable]);
    const media = await openMedia({
      backendsFile: null,
      dataFolder: folder,
      publicUrl: () => 'http://127.0.0.1:4000',
      env: {},
    });
    const clock = { now: Date.UTC(2026, 0, 1) };
    const context: StoreContext = {
      db,
      media: media.stores,
      options: { ...DEFAULTS, ...options },
      now: () => clock.now,
    };
    const store = new Store(folder, context, media, clock);
    for (const id of [FLOW, OTHER_FLOW]) await store.makeFlow(id);
    return store;
  }

  async close(): Promise<void> {
    await this.context.db.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async makeFlow(
    id: Uuid,
    { readOnly = false, container = 'video/mp2t' as string | null, sourceId = SOURCE } = {},
  ): Promise<void> {
    const { now } = this.clock;
    await this.context.db.transaction((tx) =>
      tx.insert(flowsTable, [
        {
          id,
          source_id: sourceId,
          format: 'video',
          codec: 'video/h264',
          container,
          read_only: readOnly,
          created: now,
          metadata_updated: now,
        },
      ]),
    );
  }

  async setReadOnly(id: Uuid): Promise<void> {
    await this.context.db.transaction(async (tx) => {
      const rows = await tx.select(flowsTable, {
        columns: [],
        where: eq('id', id),
        limit: 1,
        includeRowIds: true,
      });
      await tx.update(flowsTable, [rows[0]!.rowId], { read_only: true });
    });
  }

  /** A new object allocated for the flow. */
  async allocated(flowId: Uuid = FLOW): Promise<string> {
    const id = `object-${this.nextObject++}`;
    await this.objects.allocate(CALLER, flowId, { objectIds: [id] });
    return id;
  }

  /** Registers a segment on a new object for each timerange; all must succeed. Returns the objects. */
  async add(flowId: Uuid, ...timeranges: string[]): Promise<string[]> {
    const objectIds: string[] = [];
    for (const _ of timeranges) objectIds.push(await this.allocated(flowId));
    const inputs = timeranges.map((timerange, i) => segment(timerange, objectIds[i]!));
    const { failed } = await this.segments.add(CALLER, flowId, inputs);
    expect(failed).toEqual([]);
    return objectIds;
  }

  async list(flowId: Uuid = FLOW, timerange = '_', reverse = false): Promise<Segment[]> {
    const query = { timerange: parseTimeRange(timerange), objectId: null, reverse };
    const [page] = await this.segments.ofFlows([flowId], query, { first: 1000, after: null });
    return [...page!.items];
  }

  async timeranges(flowId: Uuid = FLOW, timerange = '_', reverse = false): Promise<string[]> {
    return (await this.list(flowId, timerange, reverse)).map((found) => formatTimeRange(found.timerange));
  }

  async delete(flowId: Uuid, timerange = '_', objectId: string | null = null): Promise<number> {
    const range = parseTimeRange(timerange);
    return (await this.segments.delete(CALLER, flowId, range, objectId)).segmentsDeleted;
  }

  events(after = 0): Promise<LoggedEvent[]> {
    return eventsAfter(this.context.db, after, 100_000);
  }

  /** Every row of every table, deleted ones too. */
  async dump(): Promise<Record<string, unknown[]>> {
    const tables: Record<string, unknown[]> = {};
    for (const table of [...MODEL_TABLES, eventsTable])
      for (const visibility of ['live', 'deleted'] as const) {
        if (visibility === 'deleted' && !table.softDelete) continue;
        tables[`${table.name} ${visibility}`] = await this.context.db.select(table as never, {
          columns: Object.keys(table.columns) as never[],
          limit: 1_000_000,
          visibility,
        });
      }
    return tables;
  }

  /** Runs `work` and says that it left no trace. */
  async unchangedBy<T>(work: () => Promise<T>): Promise<T> {
    const before = await this.dump();
    const result = await work();
    expect(await this.dump()).toEqual(before);
    return result;
  }
}

export function segment(timerange: string, objectId: string, more: Partial<SegmentInput> = {}): SegmentInput {
  return { timerange: parseTimeRange(timerange), objectId, ...more };
}
