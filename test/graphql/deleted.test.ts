import { ALICE, externalSegment, multiFlow, uuid, videoFlow } from '../tams/store-fixture';
import { GraphHarness } from './harness';

const WEEK = 7 * 86_400_000;
const FLOW = uuid(1);

let graph: GraphHarness;
beforeEach(async () => {
  graph = await GraphHarness.open();
});
afterEach(() => graph.close());

const store = () => graph.test.store;
const iso = (ms: number) => new Date(ms).toISOString();
const add = (n: number, ...seconds: number[]) =>
  store().segments.add(
    ALICE,
    uuid(n),
    seconds.map((at) => externalSegment('o', `[${at}:0_${at + 1}:0)`)),
  );
const remove = (timerange: string) =>
  graph.data(
    'mutation ($timerange: TimeRange!, $flow: UUID!) { deleteSegments(flowId: $flow, timerange: $timerange) { segmentsDeleted } }',
    {
      timerange,
      flow: FLOW,
    },
  );
const deletedFlows = async (args = '') =>
  (
    await graph.data(`{ administration { deletedFlows${args} { nodes { id label format sourceId timerange deletedAt deletedBy
      purgeAt restorable obstacle } pageInfo { hasNextPage endCursor } } } }`)
  ).administration.deletedFlows;
const deletedSegments = async (args = '') =>
  (
    await graph.data(`{ administration { deletedSegments(flowId: "${FLOW}"${args}) { nodes { objectId timerange deletedAt deletedBy
      purgeAt restorable obstacle } edges { cursor } pageInfo { hasNextPage endCursor } } } }`)
  ).administration.deletedSegments;
const PAYLOAD = `restored restoredRanges unrestored unrestoredRanges { timerange count reason } listsAll endCursor
  interruption { type summary time }`;
const restore = async (args = '') =>
  (await graph.data(`mutation { restoreSegments(flowId: "${FLOW}"${args}) { ${PAYLOAD} } }`)).restoreSegments;

describe('administration.deletedFlows', () => {
  it('shows flows as they were, who deleted them and when they are purged, the last one first', async () => {
    for (const n of [1, 2]) await store().flows.put(ALICE, videoFlow(n, { label: `flow ${n}` }));
    await add(1, 0, 5);
    const at = graph.test.clock.now;
    for (const n of [1, 2]) {
      await graph.data(`mutation { deleteFlow(id: "${uuid(n)}") { deleted } }`);
      graph.test.tick();
    }
    const shown = (n: number, timerange: string, deleted: number) => ({
      id: uuid(n),
      label: `flow ${n}`,
      format: 'VIDEO',
      sourceId: uuid(1000 + n),
      timerange,
      deletedAt: iso(deleted),
      deletedBy: 'tester',
      purgeAt: iso(deleted + WEEK),
      restorable: true,
      obstacle: null,
    });
    expect((await deletedFlows()).nodes).toEqual([shown(2, '()', at + 1000), shown(1, '[0:0_6:0)', at)]);
    await graph.data(`mutation { restoreFlow(id: "${FLOW}") { id } }`);
    expect((await deletedFlows()).nodes).toMatchObject([{ id: uuid(2) }]);
    graph.test.tick(WEEK);
    expect((await deletedFlows()).nodes).toMatchObject([{ restorable: false, obstacle: 'RETENTION_OVER' }]);
    await store().housekeeping.runOnce();
    expect((await deletedFlows()).nodes).toEqual([]);
  });

  it('says what keeps a flow, as restoring it would', async () => {
    for (const n of [1, 2, 3, 4]) await store().flows.put(ALICE, videoFlow(n));
    await store().flows.delete(ALICE, uuid(1));
    await store().flows.put(ALICE, videoFlow(1));
    await store().flows.delete(ALICE, uuid(1));
    await store().flows.delete(ALICE, uuid(2));
    await store().flows.put(ALICE, videoFlow(2));
    await store().flows.delete(ALICE, uuid(3));
    await store().flows.put(ALICE, multiFlow(9, [], { sourceId: uuid(1003) }));
    const { nodes } = await deletedFlows();
    expect(nodes.map(({ id, obstacle }: Record<string, string>) => [id, obstacle])).toEqual([
      [uuid(3), 'SOURCE_FORMAT'],
      [uuid(2), 'FLOW_EXISTS'],
      [uuid(1), null],
      [uuid(1), 'DELETED_AGAIN'],
    ]);
    for (const { id, restorable } of [nodes[0], nodes[1], nodes[2]]) {
      const { errors } = await graph.run(`mutation { restoreFlow(id: "${id}") { id } }`);
      expect([id, errors === undefined]).toEqual([id, restorable]);
    }
  });

  it('comes in pages, with as many storage reads for many as for one', async () => {
    for (let n = 1; n <= 25; n += 1) await store().flows.put(ALICE, videoFlow(n));
    for (let n = 1; n <= 25; n += 1) await store().flows.delete(ALICE, uuid(n));
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const page = await deletedFlows(`(first: 7${after})`);
      seen.push(...page.nodes.map(({ id }: { id: string }) => id));
      if (!page.pageInfo.hasNextPage) break;
      after = `, after: "${page.pageInfo.endCursor}"`;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => uuid(25 - i)));
    const readsOf = (first: number) => graph.test.readsOf(() => deletedFlows(`(first: ${first})`));
    expect(await readsOf(20)).toBe(await readsOf(1));
    const error = await graph.error('{ administration { deletedFlows(after: "nothing") { nodes { id } } } }');
    expect(error.extensions.code).toBe('BAD_CURSOR');
  });
});

describe('administration.deletedSegments and restoreSegments', () => {
  beforeEach(async () => {
    await store().flows.put(ALICE, videoFlow(1));
    await add(1, 0, 1, 2, 3, 4);
  });

  it('show what was deleted, bring it back, and say what cannot come back', async () => {
    const at = graph.test.clock.now;
    await remove('[0:0_3:0)');
    graph.test.tick();
    await add(1, 1);
    const node = (from: number, obstacle: string | null) => ({
      objectId: 'o',
      timerange: `[${from}:0_${from + 1}:0)`,
      deletedAt: iso(at),
      deletedBy: 'tester',
      purgeAt: iso(at + WEEK),
      restorable: obstacle === null,
      obstacle,
    });
    expect((await deletedSegments()).nodes).toEqual([node(0, null), node(1, 'OVERLAPPED'), node(2, null)]);
    expect(await restore(', timerange: "[0:0_2:0)"')).toEqual({
      restored: 1,
      restoredRanges: ['[0:0_1:0)'],
      unrestored: 1,
      unrestoredRanges: [{ timerange: '[1:0_2:0)', count: 1, reason: 'OVERLAPPED' }],
      listsAll: true,
      endCursor: null,
      interruption: null,
    });
    expect((await deletedSegments()).nodes).toEqual([node(1, 'OVERLAPPED'), node(2, null)]);
    expect((await deletedSegments(', timerange: "[2:0_9:0)"')).nodes).toEqual([node(2, null)]);
    const { flow } = await graph.data(`{ flow(id: "${FLOW}") { coverage { ranges segmentCount } } }`);
    expect(flow.coverage).toEqual({ ranges: ['[0:0_2:0)', '[3:0_5:0)'], segmentCount: 4 });
  });

  it('come in pages, the latest deletion first', async () => {
    for (const range of ['[4:0_5:0)', '[0:0_2:0)', '[2:0_4:0)']) await remove(range);
    const all = ['[2:0_3:0)', '[3:0_4:0)', '[0:0_1:0)', '[1:0_2:0)', '[4:0_5:0)'];
    for (const first of [1, 2, 3, 5]) {
      const seen: string[] = [];
      let after = '';
      for (;;) {
        const page = await deletedSegments(`, first: ${first}${after}`);
        expect(page.nodes.length).toBeLessThanOrEqual(first);
        seen.push(...page.nodes.map(({ timerange }: { timerange: string }) => timerange));
        if (!page.pageInfo.hasNextPage) break;
        after = `, after: "${page.pageInfo.endCursor}"`;
      }
      expect(seen).toEqual(all);
    }
  });

  it('say what has to be done first', async () => {
    const obstacles = async () =>
      (await deletedSegments()).nodes.map(({ obstacle }: { obstacle: string | null }) => obstacle);
    await remove('[0:0_1:0)');
    await store().flows.update(ALICE, FLOW, { readOnly: true });
    expect(await obstacles()).toEqual(['FLOW_READ_ONLY']);
    await store().flows.update(ALICE, FLOW, { readOnly: false });
    await store().flows.delete(ALICE, FLOW);
    expect(await obstacles()).toEqual(Array.from({ length: 5 }, () => 'FLOW_GONE'));
    await store().flows.put(ALICE, videoFlow(1));
    expect(await obstacles()).toEqual(Array.from({ length: 5 }, () => 'WITH_FLOW'));
    graph.test.tick(WEEK);
    expect(await obstacles()).toEqual(Array.from({ length: 5 }, () => 'RETENTION_OVER'));
  });

  it('refuse bad input, each with its reason', async () => {
    const refusal = async (args: string) =>
      (await graph.error(`mutation { restoreSegments(${args}) { restored } }`)).extensions.code;
    expect(await refusal(`flowId: "${uuid(5)}"`)).toBe('FLOW_NOT_FOUND');
    expect(await refusal(`flowId: "${FLOW}", timerange: null`)).toBe('BAD_USER_INPUT');
    expect(await refusal(`flowId: "${FLOW}", after: "x"`)).toBe('BAD_CURSOR');
    expect(
      (await graph.error(`mutation { restoreSegments(flowId: "${FLOW}", timerange: "[9") { restored } }`))
        .message,
    ).toMatch(/timerange/i);
    expect(
      (
        await graph.error(
          `{ administration { deletedSegments(flowId: "${FLOW}", first: 1001) { nodes { objectId } } } }`,
        )
      ).extensions.code,
    ).toBe('BAD_USER_INPUT');
    expect(
      await store().administration.deletedSegments(uuid(77), { lo: '0', hi: 'g' } as never, {
        first: 5,
        after: null,
      }),
    ).toEqual({ items: [], hasNext: false });
  });
});
