import { cleanUpBatch, nextCleanup, startCleanup } from '../../../src/tams/deletions/cleanup';
import type { DeletionRequest, FlowInput, Segment, Uuid } from '../../../src/tams/model';
import type { TamsOptions } from '../../../src/tams/store';
import { ETERNITY, formatTimeRange, parseTimeRange } from '../../../src/tams/time/timerange';
import { ALICE, externalSegment, TestStore, uuid, videoFlow } from '../store-fixture';

export const FLOW = uuid(1);
/** More than this becomes a deletion request here. */
export const THRESHOLD = 10;

/** A real store in which deletions become requests early, seen from what they delete. */
export class Deletions {
  private constructor(readonly test: TestStore) {}

  static async open(options: Partial<TamsOptions> = {}, folder?: string): Promise<Deletions> {
    return new Deletions(await TestStore.open({ deleteAsyncAbove: THRESHOLD, ...options }, folder));
  }

  close(): Promise<void> {
    return this.test.close();
  }

  /** The same folder, opened anew as after a restart. */
  async reopen(): Promise<Deletions> {
    await this.test.db.close();
    const reopened = await Deletions.open({}, this.test.folder);
    reopened.test.clock.now = this.test.clock.now;
    return reopened;
  }

  get store() {
    return this.test.store;
  }

  put(n: number, rest: Partial<FlowInput> = {}) {
    return this.store.flows.put(ALICE, videoFlow(n, rest));
  }

  /** Registers segments of one second each, all on one object, beginning at each of the seconds. */
  async add(flowId: Uuid, objectId: string, seconds: readonly number[]): Promise<void> {
    const inputs = seconds.map((at) => externalSegment(objectId, `[${at}:0_${at + 1}:0)`));
    const { failed } = await this.store.segments.add(ALICE, flowId, inputs);
    expect(failed).toEqual([]);
  }

  async deleteFlow(flowId = FLOW): Promise<DeletionRequest> {
    return asked((await this.store.flows.delete(ALICE, flowId)).request);
  }

  async deleteSegments(timerange: string, flowId = FLOW): Promise<DeletionRequest> {
    const range = parseTimeRange(timerange);
    return asked((await this.store.segments.delete(ALICE, flowId, range, null)).request);
  }

  async request(id: Uuid): Promise<DeletionRequest> {
    return asked((await this.store.deletions.byIds([id]))[0]);
  }

  /** One batch of the oldest request, as the worker does it. */
  async batch(): Promise<void> {
    const cleanup = await nextCleanup(this.test.db);
    if (!cleanup) throw new Error('There is nothing to do');
    await startCleanup(this.store.context, cleanup);
    await cleanUpBatch(this.store.context, cleanup);
  }

  /** All the work there is. */
  work(): Promise<void> {
    return this.store.deletionWorker.runOnce((error) => {
      throw error;
    });
  }

  async list(flowId = FLOW): Promise<Segment[]> {
    const query = { timerange: ETERNITY, objectId: null, reverse: false };
    const [page] = await this.store.segments.ofFlows([flowId], query, { first: 1000, after: null });
    return [...page!.items];
  }

  /** The seconds at which the flow's segments start. */
  async seconds(flowId = FLOW): Promise<number[]> {
    return (await this.list(flowId)).map(({ timerange }) =>
      Number(/\d+/.exec(formatTimeRange(timerange))![0]),
    );
  }

  async extent(flowId = FLOW): Promise<string> {
    return formatTimeRange((await this.store.segments.timerangesOf([flowId], ETERNITY))[0]!);
  }

  async deletedRanges(after = 0): Promise<string[]> {
    return (await this.test.events(after))
      .filter(({ type }) => type === 'flows/segments_deleted')
      .map(({ payload }) => (payload as { timerange: string }).timerange);
  }
}

export const seconds = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => from + i);

function asked<T>(request: T | null | undefined): T {
  if (!request) throw new Error('There is no deletion request');
  return request;
}
