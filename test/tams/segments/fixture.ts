import { Readable } from 'node:stream';
import { EmbeddedStore } from '../../../src/media/embedded-store';
import type { FileStore } from '../../../src/media/file-store';
import type { StoreContext, TamsOptions } from '../../../src/tams/context';
import type { FlowInput, Segment, SegmentInput, Uuid } from '../../../src/tams/model';
import { formatTimeRange, parseTimeRange } from '../../../src/tams/time/timerange';
import { ALICE as CALLER, TestStore, uuid, videoFlow } from '../store-fixture';

export { CALLER, uuid };
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const FLOW = uuid(1);
export const OTHER_FLOW = uuid(2);

/** A real store with two flows, seen from their segments and objects. */
export class Store {
  /** The sequence of the last event before the test's own. */
  private prepared = 0;
  private nextObject = 1;

  private constructor(private readonly test: TestStore) {}

  static async open(options: Partial<TamsOptions> = {}): Promise<Store> {
    const store = new Store(await TestStore.open(options));
    await store.makeFlow(1);
    await store.makeFlow(2);
    return store;
  }

  close(): Promise<void> {
    return this.test.close();
  }

  get context(): StoreContext {
    return this.test.store.context;
  }
  get clock(): { now: number } {
    return this.test.clock;
  }
  get flows() {
    return this.test.store.flows;
  }
  get segments() {
    return this.test.store.segments;
  }
  get objects() {
    return this.test.store.objects;
  }
  get coverage() {
    return this.test.store.coverage;
  }
  get housekeeping() {
    return this.test.store.housekeeping;
  }
  /** The folder of the default backend's bytes. */
  get files(): FileStore {
    const store = this.context.media.default;
    if (!(store instanceof EmbeddedStore)) throw new Error('The default backend is the embedded one');
    return store.files;
  }

  /** Creates the flow of this number; `events` starts behind it. */
  async makeFlow(n: number, rest: Partial<FlowInput> = {}): Promise<Uuid> {
    await this.flows.put(CALLER, videoFlow(n, rest));
    this.prepared = (await this.test.events()).at(-1)?.sequence ?? 0;
    return uuid(n);
  }

  async setReadOnly(id: Uuid): Promise<void> {
    await this.flows.update(CALLER, id, { readOnly: true });
    this.prepared = (await this.test.events()).at(-1)?.sequence ?? 0;
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

  /** Writes bytes as the media routes do: asked for before and after, kept in the record. */
  async upload(objectId: string, bytes: string): Promise<void> {
    const { contentType } = await this.objects.admitUpload(objectId);
    const written = await this.files.write(objectId, Readable.from([Buffer.from(bytes)]), {
      maxBytes: 1_000_000,
      contentType,
      mayOverwrite: async () => (await this.objects.admitUpload(objectId)).overwrite,
    });
    await this.objects.uploaded(objectId, written);
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

  /** The work of all deletion requests. */
  work(): Promise<void> {
    return this.test.store.deletionWorker.runOnce((error) => {
      throw error;
    });
  }

  /** Since the flows were made. */
  events() {
    return this.test.events(this.prepared);
  }

  readsOf(work: () => Promise<unknown>): Promise<number> {
    return this.test.readsOf(work);
  }

  /** Runs `work` and says that it left no trace. */
  async unchangedBy<T>(work: () => Promise<T>): Promise<T> {
    const before = await this.test.dump();
    const result = await work();
    expect(await this.test.dump()).toEqual(before);
    return result;
  }
}

export function segment(timerange: string, objectId: string, more: Partial<SegmentInput> = {}): SegmentInput {
  return { timerange: parseTimeRange(timerange), objectId, ...more };
}
