import * as fc from 'fast-check';
import { mediaRemovalsTable, segmentsTable } from '../../../src/tams/tables';
import { parseTimeRange } from '../../../src/tams/time/timerange';
import { CALLER, DAY, segment, Store, uuid } from '../segments/fixture';

/*
 * Flows that share media objects at random, deleted, restored and purged at random, against a plain model of what TAMS and the
 * retention say must be there: rows, references and bytes.
 */

const RETENTION = 7 * DAY;
const FLOWS = [1, 2, 3].map(uuid);
const SLOTS = 5;
const OBJECTS = Array.from({ length: SLOTS }, (_, i) => `object-${i + 1}`);
const range = (slot: number, end = slot + 1) => `[${slot}:0_${end}:0)`;

interface Held {
  readonly flow: string;
  readonly slot: number;
  readonly object: string;
}
interface Deleted {
  readonly at: number;
  readonly flow: string;
  /** It took the flow itself. */
  readonly whole: boolean;
  segments: Held[];
}

/** What is there, by rules that know nothing of tables. */
class Model {
  live: Held[] = [];
  /** In their order. */
  deleted: Deleted[] = [];
  readonly flows = new Set(FLOWS);
  private readonly unreferenced = new Map<string, number>();

  constructor(private readonly clock: { readonly now: number }) {}

  isGone(object: string): boolean {
    const since = this.unreferenced.get(object);
    return since !== undefined && since + RETENTION <= this.clock.now;
  }

  add(held: Held): boolean {
    if (this.isTaken(held) || this.isGone(held.object)) return false;
    this.live.push(held);
    this.unreferenced.delete(held.object);
    return true;
  }

  delete(flow: string, whole: boolean, takes: (held: Held) => boolean): number {
    const segments = this.live.filter((held) => held.flow === flow && takes(held));
    if (whole) this.flows.delete(flow);
    if (whole || segments.length > 0) this.deleted.push({ at: this.clock.now, flow, whole, segments });
    this.live = this.live.filter((held) => !segments.includes(held));
    for (const { object } of segments)
      if (!this.live.some((held) => held.object === object)) this.unreferenced.set(object, this.clock.now);
    return segments.length;
  }

  restoreFlow(flow: string): boolean {
    const last = this.deleted.findLast((deletion) => deletion.whole && deletion.flow === flow);
    if (this.flows.has(flow) || !last || !this.canCome(last)) return false;
    this.flows.add(flow);
    last.segments.forEach((held) => this.add(held));
    this.deleted = this.deleted.filter((deletion) => deletion !== last);
    return true;
  }

  restoreSegments(flow: string): number {
    const before = this.live.length;
    // A flow that is there was made once and restored ever since: nothing of an earlier one is deleted.
    for (const deletion of this.deleted.filter((of) => of.flow === flow && !of.whole).reverse())
      if (this.canCome(deletion)) deletion.segments = deletion.segments.filter((held) => !this.add(held));
    return this.live.length - before;
  }

  purge(): void {
    this.deleted = this.deleted.filter((deletion) => this.canCome(deletion));
  }

  private canCome({ at }: Deleted): boolean {
    return at + RETENTION > this.clock.now;
  }

  private isTaken({ flow, slot }: Held): boolean {
    return this.live.some((held) => held.flow === flow && held.slot === slot);
  }
}

const flow = fc.constantFrom(...FLOWS);
const slot = fc.nat(SLOTS - 1);
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      flow,
      slot,
      object: fc.constantFrom(...OBJECTS),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('delete' as const),
      flow,
      slot,
      end: fc.integer({ min: 1, max: SLOTS }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('deleteFlow' as const), flow }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restoreFlow' as const), flow }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restoreSegments' as const), flow }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('housekeeping' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Does the step to both; says what the store answered and what the model expects. */
async function take(store: Store, model: Model, step: Step): Promise<[got: unknown, want: unknown]> {
  const succeeds = (work: Promise<unknown>) =>
    work.then(
      () => true,
      () => false,
    );
  switch (step.do) {
    case 'add': {
      const want = model.flows.has(step.flow) && model.add(step);
      const adding = store.segments.add(CALLER, step.flow, [segment(range(step.slot), step.object)]);
      return [await adding.then(({ added }) => added === 1).catch(() => false), want];
    }
    case 'delete': {
      if (!model.flows.has(step.flow)) return [await succeeds(store.delete(step.flow)), false];
      const want = model.delete(step.flow, false, (held) => held.slot >= step.slot && held.slot < step.end);
      return [await store.delete(step.flow, range(step.slot, step.end)), want];
    }
    case 'deleteFlow': {
      const want = model.flows.has(step.flow);
      if (want) model.delete(step.flow, true, () => true);
      return [await succeeds(store.flows.delete(CALLER, step.flow)), want];
    }
    case 'restoreFlow':
      return [await succeeds(store.flows.restore(CALLER, step.flow)), model.restoreFlow(step.flow)];
    case 'restoreSegments': {
      if (!model.flows.has(step.flow))
        return [await succeeds(store.segments.restore(CALLER, step.flow, parseTimeRange('_'))), false];
      const want = model.restoreSegments(step.flow);
      return [(await store.segments.restore(CALLER, step.flow, parseTimeRange('_'))).restored, want];
    }
    case 'wait':
      store.clock.now += step.days * DAY;
      return [0, 0];
    case 'housekeeping':
      await store.housekeeping.runOnce();
      model.purge();
      return [
        await leftOf(store),
        { deleted: model.deleted.flatMap(({ segments }) => segments).length, removals: 0 },
      ];
  }
}

const leftOf = async ({ context: { db } }: Store) => ({
  deleted: await db.count(segmentsTable, undefined, 'deleted'),
  removals: await db.count(mediaRemovalsTable),
});

/** Rows, references and bytes are what the model says. */
async function agree(store: Store, model: Model, purged: boolean): Promise<void> {
  for (const id of FLOWS) {
    const want = model.live.filter((held) => held.flow === id).sort((a, b) => a.slot - b.slot);
    expect((await store.list(id)).map(({ objectId }) => objectId)).toEqual(want.map(({ object }) => object));
  }
  const named = await store.objects.flowsOf(OBJECTS, { first: 10, after: null });
  for (const [i, object] of OBJECTS.entries()) {
    const flows = FLOWS.filter((id) => model.live.some((held) => held.flow === id && held.object === object));
    expect(named[i]!.items).toEqual(flows);
    const bytes = (await store.files.stat(object)) !== null;
    // What can be named or restored has its bytes at any time; what cannot has lost them when housekeeping was there.
    if (!model.isGone(object)) expect([object, bytes]).toEqual([object, true]);
    else if (purged) expect([object, bytes]).toEqual([object, false]);
  }
}

it('purges rows and media after the retention, and never past a reference of another flow', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const store = await Store.open({ softDeleteRetentionMs: RETENTION });
      try {
        await store.makeFlow(3);
        const model = new Model(store.clock);
        for (const [i, object] of (
          await store.add(FLOWS[0]!, ...OBJECTS.map((_, i) => range(i)))
        ).entries()) {
          await store.upload(object, 'bytes');
          model.add({ flow: FLOWS[0]!, slot: i, object });
        }
        for (const next of [...steps, { do: 'housekeeping' as const }]) {
          store.clock.now += 1;
          const [got, want] = await take(store, model, next);
          expect([next, got]).toEqual([next, want]);
          await agree(store, model, next.do === 'housekeeping');
        }
      } finally {
        await store.close();
      }
    }),
    { numRuns: 25 },
  );
}, 180_000);
