import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import type { LoggedEvent } from '../../../src/events/event-log';
import { replaceCollection } from '../../../src/tams/collections';
import type { JsonObject } from '../../../src/tams/model';
import { parseTimeRange } from '../../../src/tams/time/timerange';
import { ALICE, externalSegment, multiFlow, TestStore, uuid, videoFlow } from '../store-fixture';

let test: TestStore;
beforeEach(async () => {
  test = await timedStore();
});
afterEach(() => test.close());

/** Each look at its clock is later than the one before, so that the time of its events tells transactions apart. */
async function timedStore(): Promise<TestStore> {
  const store = await TestStore.open();
  let now = store.clock.now;
  Object.defineProperty(store.clock, 'now', { get: () => (now += 1) });
  return store;
}

const VIDEOS = [1, 2];
const MULTIS = [4, 5, 6];
const video = fc.constantFrom(...VIDEOS);
const multi = fc.constantFrom(...MULTIS);
const flow = fc.constantFrom(...VIDEOS, ...MULTIS);
// Those of flows that are collections themselves are often refused: they are not there, or would make a cycle.
const members = fc.oneof(
  { weight: 3, arbitrary: fc.subarray([...VIDEOS]) },
  { weight: 1, arbitrary: fc.subarray([...VIDEOS, ...MULTIS], { maxLength: 4 }) },
);
const op = <N extends string, R extends object>(weight: number, name: N, arbitrary: fc.Arbitrary<R>) => ({
  weight,
  arbitrary: arbitrary.map((rest) => ({ name, ...rest })),
});

const operation = fc.oneof(
  op(2, 'put video', fc.record({ n: video, source: fc.constantFrom(1001, 1002) })),
  op(5, 'put multi', fc.record({ n: multi, source: fc.constantFrom(2001, 2002, 2003), members })),
  op(3, 'collect', fc.record({ n: multi, members })),
  op(1, 'touch source', fc.record({ n: fc.constantFrom(1001, 1002, 2001, 2002) })),
  op(2, 'delete', fc.record({ n: flow })),
  op(2, 'restore', fc.record({ n: flow })),
  op(10, 'add segments', fc.record({ n: video, count: fc.integer({ min: 1, max: 3 }) })),
  op(2, 'delete segments', fc.record({ n: video })),
  op(2, 'fail', fc.record({ n: multi, members, of: video })),
);
type Operation = typeof operation extends fc.Arbitrary<infer O> ? O : never;

let nextSecond = 0;

async function perform(made: Operation): Promise<unknown> {
  const { flows, sources, segments, context } = test.store;
  const id = uuid(made.n);
  const collection = (ns: readonly number[]) => ns.map((n) => ({ id: uuid(n), role: 'r' }));
  switch (made.name) {
    case 'put video':
      return flows.put(ALICE, videoFlow(made.n, { sourceId: uuid(made.source) }));
    case 'put multi':
      return flows.put(ALICE, multiFlow(made.n, made.members, { sourceId: uuid(made.source) }));
    case 'collect':
      return flows.update(ALICE, id, { flowCollection: collection(made.members) });
    case 'touch source':
      return sources.update(ALICE, id, { label: 'touched' });
    case 'delete':
      return flows.delete(ALICE, id);
    case 'restore':
      return flows.restore(ALICE, id);
    case 'add segments': {
      const inputs = Array.from({ length: made.count }, () => {
        nextSecond += 1;
        return externalSegment('object', `[${nextSecond}:0_${nextSecond + 1}:0)`);
      });
      return segments.add(ALICE, id, inputs);
    }
    case 'delete segments':
      return segments.delete(ALICE, id, parseTimeRange('_'), null);
    case 'fail':
      // As a change that is refused late: it has written, and somebody has asked for a scope in it.
      return context.scopes.changing(async (tx) => {
        await replaceCollection(
          tx,
          id,
          made.members.map((n) => ({ id: uuid(n), role: 'r', containerMapping: null })),
        );
        await context.scopes.ofFlow(tx, { id: uuid(made.of), sourceId: uuid(1001), format: 'video' });
        throw new Error('refused late');
      });
  }
}

interface ModelFlow {
  readonly sourceId: string;
  readonly format: string;
  readonly members: readonly string[];
}
type Model = ReadonlyMap<string, ModelFlow>;

const formatOf = (urn: unknown): string => String(urn).split(':').at(-1)!;

/** The flows behind a transaction with these events. */
function behind(model: Model, events: readonly LoggedEvent[]): Model {
  const next = new Map(model);
  for (const { type, payload, flowId } of events) {
    if (type === 'flows/deleted') next.delete(flowId!);
    if (type !== 'flows/created' && type !== 'flows/updated') continue;
    const document = payload.flow as JsonObject;
    next.set(document.id as string, {
      sourceId: document.source_id as string,
      format: formatOf(document.format),
      members: ((document.flow_collection ?? []) as { id: string }[]).map(({ id }) => id),
    });
  }
  return next;
}

function collectorsOf(model: Model, flowId: string): string[] {
  return [...model]
    .filter(([, { members: of }]) => of.includes(flowId))
    .map(([id]) => id)
    .sort();
}

function sourceCollectorsOf(model: Model, sourceId: string): string[] {
  const flows = [...model].filter(([, of]) => of.sourceId === sourceId).map(([id]) => id);
  const ids = flows.flatMap((id) => collectorsOf(model, id)).map((id) => model.get(id)!.sourceId);
  return [...new Set(ids)].filter((id) => id !== sourceId).sort();
}

const OF_BEFORE = ['flows/deleted', 'flows/segments_deleted', 'sources/deleted'];

/** Checks every event of the log against flows that are rebuilt from what the events before it tell. */
async function checkScopes(): Promise<{ model: Model; collected: number }> {
  const events = await test.events();
  let model: Model = new Map();
  let collected = 0;
  for (let from = 0; from < events.length;) {
    const { at } = events[from]!;
    const to = events.findIndex((event, i) => i > from && event.at !== at);
    const transaction = events.slice(from, to === -1 ? events.length : to);
    const after = behind(model, transaction);
    for (const event of transaction) {
      const state = OF_BEFORE.includes(event.type) ? model : after;
      const { sequence, type, flowId, sourceId } = event;
      const ofFlow = flowId === null ? null : state.get(flowId)!;
      const source = ofFlow?.sourceId ?? sourceId!;
      const member = [...state.values()].find((of) => of.sourceId === source)!;
      expect({
        sequence,
        type,
        sourceId,
        format: event.format,
        flowCollectedBy: [...event.flowCollectedBy].sort(),
        sourceCollectedBy: [...event.sourceCollectedBy].sort(),
      }).toEqual({
        sequence,
        type,
        sourceId: source,
        format: member.format,
        flowCollectedBy: flowId === null ? [] : collectorsOf(state, flowId),
        sourceCollectedBy: sourceCollectorsOf(state, source),
      });
      if (type.startsWith('flows/segments_') && event.flowCollectedBy.length > 0) collected += 1;
    }
    model = after;
    from += transaction.length;
  }
  return { model, collected };
}

it('tells whom each event concerned when it happened, for deletions just before, whatever else commits with it', async () => {
  let collected = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(operation, { minLength: 1, maxLength: 6 }), { minLength: 5, maxLength: 25 }),
      async (groups) => {
        await test.close();
        test = await timedStore();
        nextSecond = 0;
        const all = [...VIDEOS.map((n) => ['put video', n, 1001] as const), ['put multi', 4, 2001] as const];
        for (const [name, n, source] of all) await perform({ name, n, source, members: [1, 2] } as Operation);
        for (const group of groups) await Promise.allSettled(group.map(perform));
        const checked = await checkScopes();
        collected += checked.collected;
        // What the events tell is what is stored.
        const ids = [...VIDEOS, ...MULTIS].map(uuid);
        const stored = await test.store.flows.collectorsOf(ids);
        const exist = await test.store.flows.byIds(ids);
        ids.forEach((id, i) => {
          expect(exist[i] !== null).toBe(checked.model.has(id));
          if (exist[i]) expect([...stored[i]!].sort()).toEqual(collectorsOf(checked.model, id));
        });
      },
    ),
    { numRuns: 25 },
  );
  expect(collected).toBeGreaterThan(20);
});

it('sees the collections of the transactions that share its commit, and of no others', async () => {
  await perform({ name: 'put video', n: 1, source: 1001 });
  await perform({ name: 'put multi', n: 4, source: 2001, members: [] });
  const add = { name: 'add segments', n: 1, count: 1 } as const;
  const before = (await test.events()).length;
  await perform(add);
  const { commits } = test.db.commitCounts!;
  await inOneCommit([
    { name: 'collect', n: 4, members: [1] },
    { name: 'fail', n: 4, members: [], of: 1 },
    add,
  ]);
  await inOneCommit([
    { name: 'collect', n: 4, members: [] },
    { name: 'fail', n: 4, members: [1], of: 1 },
    add,
  ]);
  expect(test.db.commitCounts!.commits).toBe(commits + 2);
  const added = (await test.events()).slice(before).filter(({ type }) => type === 'flows/segments_added');
  expect(added.map(({ flowCollectedBy }) => flowCollectedBy.length)).toEqual([0, 1, 0]);
  await checkScopes();
});

/** Performs them one after another, in one commit: behind a transaction that lasts until all wait for it. */
async function inOneCommit(operations: readonly Operation[]): Promise<void> {
  let release = (): void => undefined;
  const first = test.db.transaction(() => new Promise<void>((resolve) => (release = resolve)));
  const others: Promise<unknown>[] = [];
  for (const operation of operations) {
    // Registrations look out for others before they stand in the queue.
    await pause(20);
    others.push(perform(operation));
  }
  await pause(20);
  release();
  await Promise.allSettled([first, ...others]);
}

it('tells of what a deletion request cleans up later whom the deletion concerned when it was accepted', async () => {
  await test.close();
  test = await TestStore.open({ deleteAsyncAbove: 3 });
  await perform({ name: 'put video', n: 1, source: 1001 });
  await perform({ name: 'put multi', n: 4, source: 2001, members: [1] });
  await perform({ name: 'add segments', n: 1, count: 5 });
  await perform({ name: 'delete', n: 1 });
  await perform({ name: 'put multi', n: 4, source: 2002, members: [] });
  await test.store.deletionWorker.runOnce();
  const last = (await test.events()).at(-1)!;
  expect(last).toMatchObject({
    type: 'flows/segments_deleted',
    flowId: uuid(1),
    sourceId: uuid(1001),
    format: 'video',
    flowCollectedBy: [uuid(4)],
    sourceCollectedBy: [uuid(2001)],
  });
});

it('reads a scope once for many registrations, and anew when collections have changed', async () => {
  await perform({ name: 'put video', n: 1, source: 1001 });
  await perform({ name: 'put multi', n: 4, source: 2001, members: [1] });
  const add = () => test.readsOf(() => perform({ name: 'add segments', n: 1, count: 1 }));
  await add();
  const kept = await add();
  expect(await add()).toBe(kept);
  await perform({ name: 'put multi', n: 4, source: 2002, members: [1] });
  expect(await add()).toBe(kept + 4);
  expect((await test.events()).at(-1)!.sourceCollectedBy).toEqual([uuid(2002)]);
  await perform({ name: 'collect', n: 4, members: [] });
  await add();
  expect((await test.events()).at(-1)!.flowCollectedBy).toEqual([]);
});
