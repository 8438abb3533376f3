import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Replica } from '../../../src/tams/analytics/replica';
import { placeOfCut } from '../../../src/tams/analytics/replica-tables';
import type { TamsOptions } from '../../../src/tams/store';
import { flowsTable, objectsTable, segmentsTable } from '../../../src/tams/tables';
import type { Cut } from '../../../src/tams/time/cut';
import { parseTimeRange } from '../../../src/tams/time/timerange';
import { sql } from '../../../src/vast/analytics/sql';
import { eq } from '../../../src/vast/predicate';
import { ALICE, TestStore, uuid, videoFlow } from '../store-fixture';

export const ALL = 2 ** 31 - 1;

/** A real store with a replica of it. */
export class Replicated {
  readonly notices: string[] = [];
  replica!: Replica;

  private constructor(
    readonly test: TestStore,
    readonly folder: string,
  ) {}

  /** @param folder of the replica; a new one when left out */
  static async open(options: Partial<TamsOptions> = {}, folder?: string): Promise<Replicated> {
    const test = await TestStore.open(options);
    const replicated = new Replicated(test, folder ?? (await mkdtemp(join(tmpdir(), 'replica-'))));
    replicated.openReplica();
    return replicated;
  }

  openReplica(): void {
    const { db, log } = this.test.store.context;
    const folder = join(this.folder, 'analytics');
    const notice = (_facts: object, message: string) => void this.notices.push(message);
    this.replica = new Replica({ db, log, folder, notice });
  }

  /** The replica's folder over the store opened again. */
  over(test: TestStore): Replicated {
    const again = new Replicated(test, this.folder);
    again.openReplica();
    return again;
  }

  async reopenReplica(): Promise<void> {
    await this.replica.close();
    this.openReplica();
  }

  async close(): Promise<void> {
    await this.replica.close();
    await this.test.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  put(n: number): Promise<unknown> {
    return this.test.store.flows.put(ALICE, videoFlow(n));
  }

  /** One-second segments of external media at these seconds. */
  async add(n: number, seconds: readonly number[], prefix = 'o'): Promise<void> {
    await this.test.store.segments.add(
      ALICE,
      uuid(n),
      seconds.map((second) => ({
        objectId: `${prefix}-${n}-${second}`,
        timerange: parseTimeRange(`[${second}:0_${second + 1}:0)`),
        getUrls: [{ url: `https://media.example/${n}/${second}` }],
        keyFrameCount: second % 3,
      })),
    );
  }

  deleteSegments(n: number, range: string): Promise<unknown> {
    return this.test.store.segments.delete(ALICE, uuid(n), parseTimeRange(range), null);
  }

  /** What the replica holds when it has caught up, as `stored` has it. */
  async replicated(): Promise<unknown> {
    const duck = await this.replica.caughtUp();
    const flows = await duck.rows(sql('SELECT * EXCLUDE flow_no FROM flows ORDER BY id'));
    const segments = await duck.rows<Record<string, unknown>>(
      sql(
        'SELECT id AS flow, segments.* EXCLUDE flow_no FROM segments JOIN flows USING (flow_no) ORDER BY id, start_s, start_rest',
      ),
    );
    const [orphans] = await duck.rows(
      sql('SELECT count(*)::INTEGER AS n FROM segments WHERE flow_no NOT IN (SELECT flow_no FROM flows)'),
    );
    return {
      flows,
      orphans,
      segments: segments.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            typeof value === 'bigint' ? Number(value) : value,
          ]),
        ),
      ),
    };
  }

  /** What the system of record holds that listings show, read row by row. */
  async stored(): Promise<unknown> {
    const { db, store } = this.test;
    const flows = await db.select(flowsTable, {
      columns: ['id', 'source_id', 'format', 'codec', 'container', 'label'],
      limit: ALL,
    });
    const objects = new Map(
      (await db.select(objectsTable, { columns: ['id', 'storage_id', 'size'], limit: ALL })).map((row) => [
        row.id,
        row,
      ]),
    );
    const segments: unknown[] = [];
    for (const { id } of flows) {
      const [timeline] = await store.context.timelines.of([id]);
      const rows = await db.select(segmentsTable, {
        columns: [
          'start_cut',
          'end_cut',
          'object_id',
          'ts_offset',
          'last_duration',
          'sample_offset',
          'sample_count',
          'key_frame_count',
          'registered',
        ],
        where: eq('flow_id', timeline!),
        limit: ALL,
      });
      for (const { start_cut, end_cut, ...rest } of rows) {
        const [start_s, start_rest] = placeOfCut(start_cut as Cut);
        const [end_s, end_rest] = placeOfCut(end_cut as Cut);
        const { storage_id = null, size = null } = objects.get(rest.object_id) ?? {};
        segments.push({ flow: id, start_s, start_rest, end_s, end_rest, ...rest, storage_id, size });
      }
    }
    return { flows, orphans: { n: 0 }, segments };
  }

  async isEqual(): Promise<void> {
    expect(await this.replicated()).toEqual(await this.stored());
  }
}
