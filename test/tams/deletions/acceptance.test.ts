import { deletionRequestDocument } from '../../../src/tams/documents';
import { formatTimeRange, parseTimeRange } from '../../../src/tams/time/timerange';
import { ALICE, BOB, uuid } from '../store-fixture';
import { Deletions, FLOW, seconds, THRESHOLD } from './fixture';

let deletions: Deletions;
beforeEach(async () => {
  deletions = await Deletions.open();
  await deletions.put(1);
});
afterEach(() => deletions.close());
const store = () => deletions.store;

describe('DL1: the number of segments concerned decides', () => {
  it('exactly the threshold is deleted within the call, and leaves no record', async () => {
    await deletions.add(FLOW, 'o', seconds(0, THRESHOLD));
    const outcome = await store().segments.delete(ALICE, FLOW, parseTimeRange('_'), null);
    expect(outcome).toEqual({ segmentsDeleted: THRESHOLD, flowDeleted: false, request: null });
    await deletions.add(FLOW, 'o', seconds(0, THRESHOLD));
    const whole = await store().flows.delete(ALICE, FLOW);
    expect(whole).toEqual({ segmentsDeleted: THRESHOLD, flowDeleted: true, request: null });
    expect(await store().deletions.list()).toEqual([]);
  });

  it('one more makes a request, which is done later', async () => {
    await deletions.add(FLOW, 'o', seconds(0, THRESHOLD + 1));
    const request = await deletions.deleteSegments('_');
    expect(request.status).toBe('created');
    expect(await deletions.seconds()).toHaveLength(THRESHOLD + 1);
    await deletions.work();
    expect(await deletions.seconds()).toEqual([]);
  });

  it('only completely covered segments count', async () => {
    await deletions.add(FLOW, 'o', seconds(0, THRESHOLD + 1));
    const range = parseTimeRange('[0:1_100:0)');
    expect((await store().segments.delete(ALICE, FLOW, range, null)).segmentsDeleted).toBe(THRESHOLD);
    expect(await deletions.seconds()).toEqual([0]);
  });

  it('a flow of more goes by a request, and deciding reads no more than the threshold', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 3000));
    const outcome = await store().flows.delete(BOB, FLOW);
    expect(outcome).toMatchObject({ segmentsDeleted: 0, flowDeleted: true });
    expect(outcome.request).toMatchObject({ deleteFlow: true, createdBy: 'bob' });
    expect((await store().flows.byIds([FLOW]))[0]).toBeNull();
  });
});

it('DL2: a delete by object is done within the call, however many segments it concerns', async () => {
  await deletions.add(FLOW, 'o', seconds(0, 5 * THRESHOLD));
  const outcome = await store().segments.delete(ALICE, FLOW, parseTimeRange('_'), 'o');
  expect(outcome).toEqual({ segmentsDeleted: 5 * THRESHOLD, flowDeleted: false, request: null });
});

describe('DL5: the record', () => {
  it('says what is to be deleted: the requested range, or the extent of the flow for all time', async () => {
    await deletions.add(FLOW, 'o', seconds(5, 105));
    const all = await deletions.deleteSegments('_');
    const some = await deletions.deleteSegments('[10:0_');
    expect(formatTimeRange(all.timerangeToDelete)).toBe('[5:0_105:0)');
    expect(formatTimeRange(some.timerangeToDelete)).toBe('[10:0_');
    expect(formatTimeRange(some.timerangeRemaining)).toBe('[10:0_');
    expect(await store().deletions.byIds([some.id, uuid(9), all.id])).toEqual([some, null, all]);
  });

  it('goes from created over started to done, while what remains shrinks to nothing', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 1250));
    const { id } = await deletions.deleteSegments('_');
    const seen: unknown[] = [];
    const look = async () => {
      const { status, timerangeRemaining, expiry } = await deletions.request(id);
      seen.push([status, formatTimeRange(timerangeRemaining), expiry !== null]);
    };
    await look();
    for (let batch = 0; batch < 3; batch += 1) {
      deletions.test.tick();
      await deletions.batch();
      await look();
    }
    expect(seen).toEqual([
      ['created', '[0:0_1250:0)', false],
      ['started', '[500:0_1250:0)', false],
      ['started', '[1000:0_1250:0)', false],
      ['done', '()', true],
    ]);
  });

  it('has TAMS’ names as a document, an error only where it ended in one', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 100));
    const request = await deletions.deleteFlow();
    const at = '2026-01-01T00:00:00.000Z';
    const document = {
      id: request.id,
      flow_id: FLOW,
      timerange_to_delete: '[0:0_100:0)',
      timerange_remaining: '[0:0_100:0)',
      delete_flow: true,
      created: at,
      created_by: 'alice',
      updated: at,
      status: 'created',
    };
    expect(deletionRequestDocument(request)).toEqual(document);
    await deletions.work();
    expect(deletionRequestDocument(await deletions.request(request.id))).toEqual({
      ...document,
      status: 'done',
      timerange_remaining: '()',
      expiry: '2026-01-02T00:00:00.000Z',
    });
    const error = { type: 'StoreUnavailable', summary: 'Full', time: request.created };
    expect(deletionRequestDocument({ ...request, status: 'error', error })).toMatchObject({
      error: { type: 'StoreUnavailable', summary: 'Full', time: at },
    });
  });
});

describe('DL6: records', () => {
  it('are listed newest first, and disappear a day after their end, but not before it', async () => {
    await deletions.put(2);
    for (const flowId of [FLOW, uuid(2)]) await deletions.add(flowId, `o-${flowId}`, seconds(0, 20));
    const first = await deletions.deleteSegments('_');
    deletions.test.tick();
    const second = await deletions.deleteSegments('_', uuid(2));
    const ids = async () => (await store().deletions.list()).map(({ id }) => id);
    deletions.test.tick(10 * 86_400_000);
    expect(await ids()).toEqual([second.id, first.id]);
    await deletions.batch();
    deletions.test.tick(86_400_000 - 1);
    expect(await ids()).toEqual([second.id, first.id]);
    deletions.test.tick(1);
    expect(await ids()).toEqual([second.id]);
    expect(await store().deletions.byIds([first.id])).toEqual([null]);
  });

  it('are removed by housekeeping once they have expired', async () => {
    await deletions.add(FLOW, 'o', seconds(0, 20));
    await deletions.deleteSegments('_');
    await deletions.work();
    await store().housekeeping.runOnce();
    expect(await store().deletions.list()).toHaveLength(1);
    deletions.test.tick(86_400_000);
    await store().housekeeping.runOnce();
    deletions.test.clock.now -= 86_400_000;
    expect(await store().deletions.list()).toEqual([]);
  });
});

it('refuses what any delete refuses', async () => {
  await deletions.add(FLOW, 'o', seconds(0, 20));
  await deletions.test.refused('FlowNotFound', () => deletions.deleteFlow(uuid(9)));
  await deletions.test.refused('FlowNotFound', () => deletions.deleteSegments('_', uuid(9)));
  await store().flows.update(ALICE, FLOW, { readOnly: true });
  await deletions.test.refused('FlowReadOnly', () => deletions.deleteFlow());
  await deletions.test.refused('FlowReadOnly', () => deletions.deleteSegments('_'));
});
