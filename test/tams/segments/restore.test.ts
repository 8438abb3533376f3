import { segmentsOf, timerangeOf } from '../../../src/tams/feed/segment-changes';
import type { RestoredSegments } from '../../../src/tams/segments/restore-report';
import { LOOKED_AT_MOST } from '../../../src/tams/segments/restore';
import { STEP } from '../../../src/tams/segments/restore-step';
import { objectsTable } from '../../../src/tams/tables';
import { covers, formatTimeRange, parseTimeRange } from '../../../src/tams/time/timerange';
import { eq } from '../../../src/vast/predicate';
import { CALLER, DAY, FLOW, OTHER_FLOW, segment, Store, uuid } from './fixture';

let store: Store;
beforeEach(async () => {
  store = await Store.open();
});
afterEach(() => store.close());

const restore = (timerange = '_', flowId = FLOW, after: RestoredSegments['next'] = null) =>
  store.segments.restore(CALLER, flowId, parseTimeRange(timerange), after);
const shown = ({ ranges, left, ...rest }: RestoredSegments) => ({
  ...rest,
  ranges: ranges.map(formatTimeRange),
  left: left.map(({ timerange, count, reason }) => [formatTimeRange(timerange), count, reason]),
});
const NOTHING = {
  restored: 0,
  ranges: [],
  unrestored: 0,
  left: [],
  listsAll: true,
  next: null,
  interruption: null,
};
const seconds = (from: number, to: number, object: string) =>
  Array.from({ length: to - from }, (_, i) => segment(`[${from + i}:0_${from + i + 1}:0)`, object));

/** What whoever follows the event log holds of a flow: added by one kind of event, removed by the other. */
async function followed(): Promise<string[]> {
  const held = new Map<string, string>();
  for (const event of await store.events()) {
    if (event.flowId !== FLOW) continue;
    if (event.type === 'flows/segments_added')
      for (const { timerange, objectId } of segmentsOf(event)) {
        expect(held.has(formatTimeRange(timerange))).toBe(false);
        held.set(formatTimeRange(timerange), objectId);
      }
    if (event.type === 'flows/segments_deleted')
      for (const range of held.keys())
        if (covers(timerangeOf(event), parseTimeRange(range))) held.delete(range);
  }
  return [...held].map(([range, object]) => `${range} ${object}`).sort();
}
async function stored(first = 1000): Promise<string[]> {
  const query = { timerange: parseTimeRange('_'), objectId: null, reverse: false };
  const [page] = await store.segments.ofFlows([FLOW], query, { first, after: null });
  return page!.items.map(({ timerange, objectId }) => `${formatTimeRange(timerange)} ${objectId}`).sort();
}

describe('restoring segments', () => {
  it('brings back what the range completely covers, as it was, with its objects and an event', async () => {
    const [a, b] = await store.add(FLOW, '[0:0_1:0)', '[1:0_2:0)', '[2:0_3:0)');
    const before = await store.list();
    await store.delete(FLOW);
    store.clock.now += 1000;
    expect(shown(await restore('[0:0_2:5)'))).toEqual({ ...NOTHING, restored: 2, ranges: ['[0:0_2:0)'] });
    expect(await store.list()).toEqual(before.slice(0, 2));
    expect((await store.objects.byIds([a!, b!])).map((object) => object?.id)).toEqual([a, b]);
    expect((await store.flows.byIds([FLOW]))[0]!.segmentsUpdated).toBe(store.clock.now);
    expect((await store.events()).map(({ type }) => type)).toEqual([
      'flows/segments_added',
      'flows/segments_deleted',
      'flows/segments_added',
    ]);
    expect(await followed()).toEqual(await stored());
    expect((await restore()).restored).toBe(1);
    expect(await store.list()).toEqual(before);
    expect(await store.unchangedBy(() => restore())).toEqual(NOTHING);
  });

  it('of several deletions at the same time brings back the last, and says what it has taken the place of', async () => {
    const objects: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      objects.push(...(await store.add(FLOW, '[0:0_1:0)')));
      await store.delete(FLOW);
    }
    expect(shown(await restore())).toEqual({
      ...NOTHING,
      restored: 1,
      ranges: ['[0:0_1:0)'],
      unrestored: 2,
      left: [
        ['[0:0_1:0)', 1, 'overlapped'],
        ['[0:0_1:0)', 1, 'overlapped'],
      ],
    });
    expect((await store.list()).map(({ objectId }) => objectId)).toEqual([objects[2]]);
  });

  it('leaves what live segments overlap, in whatever part, and brings back the rest', async () => {
    await store.segments.add(CALLER, FLOW, seconds(0, 6, await store.allocated()));
    await store.delete(FLOW);
    await store.add(FLOW, '[1:0_1:1)', '[2:999999999_4:0]');
    expect(shown(await restore())).toEqual({
      ...NOTHING,
      restored: 2,
      ranges: ['[0:0_1:0)', '[5:0_6:0)'],
      unrestored: 4,
      left: [['[1:0_5:0)', 4, 'overlapped']],
    });
    expect(await followed()).toEqual(await stored());
  });

  it('leaves segments whose media is forgotten', async () => {
    const [a] = await store.add(FLOW, '[0:0_1:0)', '[1:0_2:0)');
    await store.delete(FLOW);
    await store.context.db.transaction(async (tx) => {
      const rows = await tx.select(objectsTable, {
        columns: [],
        where: eq('id', a!),
        limit: 1,
        includeRowIds: true,
      });
      await tx.purge(
        objectsTable,
        rows.map(({ rowId }) => rowId),
      );
    });
    expect(shown(await restore())).toMatchObject({
      restored: 1,
      left: [['[0:0_1:0)', 1, 'media_gone']],
    });
  });

  it('leaves what an earlier flow of the id took with it, and what was deleted too long ago', async () => {
    const object = await store.allocated(OTHER_FLOW);
    await store.segments.add(CALLER, OTHER_FLOW, seconds(90, 91, object));
    await store.segments.add(CALLER, FLOW, seconds(0, 3, object));
    await store.delete(FLOW, '[0:0_1:0)');
    await store.flows.delete(CALLER, FLOW);
    await store.makeFlow(1);
    await store.segments.add(CALLER, FLOW, seconds(10, 11, object));
    await store.delete(FLOW);
    expect(shown(await restore())).toEqual({
      ...NOTHING,
      restored: 1,
      ranges: ['[10:0_11:0)'],
      unrestored: 3,
      left: [
        ['[1:0_3:0)', 2, 'with_flow'],
        ['[0:0_1:0)', 1, 'with_flow'],
      ],
    });
    // The flow that was there before comes back with its own, and then what was deleted from it can.
    await store.delete(FLOW);
    await store.flows.delete(CALLER, FLOW);
    await store.flows.restore(CALLER, FLOW);
    expect((await restore()).restored).toBe(1);
    await store.delete(FLOW);
    store.clock.now += 7 * DAY;
    expect(shown(await restore('[10:0_11:0)'))).toEqual({
      ...NOTHING,
      unrestored: 1,
      left: [['[10:0_11:0)', 1, 'retention_over']],
    });
  });

  it.each([
    ['FlowNotFound', uuid(99)],
    ['FlowReadOnly', uuid(3)],
  ])('%s leaves everything', async (type, flowId) => {
    await store.makeFlow(3);
    await store.add(uuid(3), '[0:0_1:0)');
    await store.delete(uuid(3));
    await store.setReadOnly(uuid(3));
    await store.unchangedBy(() => expect(restore('_', flowId)).rejects.toMatchObject({ type }));
  });

  it('waits for a deletion request of the flow', async () => {
    await store.close();
    store = await Store.open({ deleteAsyncAbove: 2 });
    await store.add(FLOW, '[0:0_1:0)', '[1:0_2:0)', '[2:0_3:0)');
    await store.delete(FLOW);
    await store.unchangedBy(() => expect(restore()).rejects.toMatchObject({ type: 'RestoreConflict' }));
    await store.work();
    expect((await restore()).restored).toBe(3);
    expect(await followed()).toEqual(await stored());
  });

  it.each(['()', '[5:0_6:0)'])(
    'of a range that holds nothing deleted (%s) changes nothing',
    async (range) => {
      await store.add(FLOW, '[0:0_10:0)');
      await store.delete(FLOW);
      expect(await store.unchangedBy(() => restore(range))).toEqual(NOTHING);
    },
  );
});

describe('restoring very many segments', () => {
  const MANY = 3 * STEP + 17;
  beforeEach(async () => {
    await store.segments.add(CALLER, FLOW, seconds(0, MANY, await store.allocated()));
    await store.delete(FLOW);
  });

  it('lets other writers in between its steps, each of which is told of', async () => {
    const restoring = { ended: false };
    const restored = restore().finally(() => (restoring.ended = true));
    while (!restoring.ended) await store.flows.update(CALLER, OTHER_FLOW, { label: 'busy' });
    expect(await restored).toMatchObject({ restored: MANY, unrestored: 0, next: null });
    const events = await store.events();
    const steps = events.filter(({ type }) => type === 'flows/segments_added').slice(1);
    expect(steps.map((event) => segmentsOf(event).length)).toEqual([STEP, STEP, STEP, 17]);
    for (const [i, { sequence }] of steps.slice(1).entries())
      expect(sequence - steps[i]!.sequence).toBeGreaterThan(1);
    expect(await followed()).toEqual(await stored(MANY));
  });

  it('stops where the flow becomes read-only, says how far it came, and goes on later', async () => {
    const restoring = restore();
    while ((await store.list()).length === 0) await new Promise(setImmediate);
    await store.flows.update(CALLER, FLOW, { readOnly: true });
    const stopped = await restoring;
    expect(stopped.interruption).toMatchObject({ type: 'FlowReadOnly' });
    expect(stopped.restored % STEP).toBe(0);
    expect((await store.list()).length).toBe(Math.min(stopped.restored, 1000));
    await store.flows.update(CALLER, FLOW, { readOnly: false });
    const rest = await restore('_', FLOW, stopped.next);
    expect(stopped.restored + rest.restored).toBe(MANY);
    expect(rest.next).toBeNull();
  });
});

it('looks at no more than a call may, and goes on behind them, past those that stay', async () => {
  const object = await store.allocated();
  const range = (i: number) => `[${i}:0_${i + 1}:0)`;
  const most = LOOKED_AT_MOST + 1000;
  for (let from = 0; from < most; from += 10_000)
    await store.segments.add(CALLER, FLOW, seconds(from, Math.min(from + 10_000, most), object));
  for (let from = 0; from < most; from += 10_000) await store.delete(FLOW, `[${from}:0_${from + 10_000}:0)`);
  // All of the last deletion's, which come first, stay.
  await store.segments.add(CALLER, FLOW, [segment(`[50000:0_${most}:0)`, object)]);
  const first = await restore();
  expect(first).toMatchObject({ restored: LOOKED_AT_MOST - 1000, unrestored: 1000 });
  expect(first.next).not.toBeNull();
  const second = await restore('_', FLOW, first.next);
  expect(second).toMatchObject({ restored: 1000, unrestored: 0, next: null });
  expect(await store.timeranges(FLOW, range(0))).toEqual([range(0)]);
  await expect(restore('_', FLOW, [1, 2] as never)).rejects.toMatchObject({ type: 'InvalidPage' });
}, 60_000);

describe('restoring a flow of very many segments', () => {
  beforeEach(async () => {
    await store.close();
    store = await Store.open({ deleteAsyncAbove: 1200 });
    await store.segments.add(CALLER, FLOW, seconds(0, 2500, await store.allocated()));
    await store.flows.delete(CALLER, FLOW);
    await store.work();
  });

  it('brings back the flow first and then its segments in steps, each with its event', async () => {
    const flow = await store.flows.restore(CALLER, FLOW);
    expect(flow).toEqual((await store.flows.byIds([FLOW]))[0]);
    const [coverage] = await store.coverage.ofFlows([FLOW], parseTimeRange('_'), 0n);
    expect(coverage!.segmentCount).toBe(2500);
    const types = (await store.events()).map(({ type }) => type);
    expect(types.slice(types.indexOf('flows/created'))).toEqual([
      'flows/created',
      ...Array.from({ length: 5 }, () => 'flows/segments_added'),
    ]);
    expect(await followed()).toHaveLength(2500);
  });

  it('says what stays away, and restoring segments goes on with what an early end left', async () => {
    const restoring = store.flows.restore(CALLER, FLOW);
    while ((await store.flows.byIds([FLOW]))[0] === null) await new Promise(setImmediate);
    await store.flows.update(CALLER, FLOW, { readOnly: true });
    await expect(restoring).rejects.toMatchObject({
      type: 'RestoreConflict',
      message: expect.stringMatching(/is back with \d+ of its segments.*read-only/) as string,
    });
    await store.flows.update(CALLER, FLOW, { readOnly: false });
    await restore();
    const [coverage] = await store.coverage.ofFlows([FLOW], parseTimeRange('_'), 0n);
    expect(coverage!.segmentCount).toBe(2500);
  });
});
