import fc from 'fast-check';
import type { Limits } from '../../../src/tams/access/limits';
import type { Tag, Uuid } from '../../../src/tams/model';
import { ALICE, externalSegment, multiFlow, uuid, videoFlow, type TestStore } from '../store-fixture';

/** Flow n of a random store; ids are `uuid(n)`, those of sources `uuid(100 + n)`. */
export interface RandomFlow {
  readonly source: number;
  readonly classes: string | null;
  readonly label: 'a' | 'b';
  /** Each a second of the timeline and the number of an object. */
  readonly segments: readonly (readonly [number, number])[];
  readonly members: readonly number[];
  readonly isDeleted: boolean;
}

export interface RandomStore {
  readonly flows: readonly RandomFlow[];
  /** What becomes of the classes of source n once its flows are there. */
  readonly sources: readonly (string | null)[];
}

export const SOURCES = 5;
export const FLOWS = 12;
export const OBJECTS = 8;
export const flowId = (n: number): Uuid => uuid(n + 1);
export const sourceId = (n: number): Uuid => uuid(100 + n);

/** As clients write them: with blanks, twice, empty, beside others. */
const classText = fc.constantFrom(
  ...[null, 'news', 'sport', 'news,sport', ' sport , drama', 'drama,,drama', '', 'newsroom'],
);

const randomFlow: fc.Arbitrary<RandomFlow> = fc.record({
  source: fc.nat(SOURCES - 1),
  classes: classText,
  label: fc.constantFrom('a' as const, 'b' as const),
  segments: fc.uniqueArray(fc.tuple(fc.nat(9), fc.nat(OBJECTS - 1)), {
    maxLength: 5,
    selector: ([second]) => second,
  }),
  members: fc.uniqueArray(fc.nat(FLOWS - 1), { maxLength: 3 }),
  isDeleted: fc.boolean(),
});

export const randomStore: fc.Arbitrary<RandomStore> = fc.record({
  flows: fc.array(randomFlow, { minLength: FLOWS, maxLength: FLOWS }),
  sources: fc.array(classText, { minLength: SOURCES, maxLength: SOURCES }),
});

export const randomLimits: fc.Arbitrary<Limits> = fc.record({
  sourceIds: fc.uniqueArray(fc.nat(SOURCES).map(sourceId), { maxLength: 2 }),
  flowIds: fc.uniqueArray(fc.nat(FLOWS).map(flowId), { maxLength: 3 }),
  classes: fc.uniqueArray(fc.constantFrom('news', 'sport', 'drama', 'nobody'), { maxLength: 2 }),
});

export const tagsOf = (classes: string | null): Tag[] =>
  classes === null ? [] : [{ name: 'auth_classes', value: classes }];

/** Makes it, and deletes about every fourth flow of those that are to be. Every third flow only collects others. */
export async function build(test: TestStore, { flows, sources }: RandomStore): Promise<void> {
  const { store } = test;
  for (const [n, flow] of flows.entries()) {
    test.tick();
    const common = {
      sourceId: sourceId(flow.source),
      label: flow.label,
      tags: [...tagsOf(flow.classes), { name: 'kind', value: flow.label }],
    };
    const id = n + 1;
    // The sources of collecting flows are their own.
    if (n % 3 === 2)
      await store.flows.put(ALICE, {
        ...multiFlow(id, [], common),
        sourceId: uuid(200 + id),
        flowCollection: flow.members.filter((m) => m < n).map((m) => ({ id: flowId(m), role: `r${m}` })),
      });
    else {
      await store.flows.put(ALICE, videoFlow(id, common));
      await store.segments.add(
        ALICE,
        flowId(n),
        flow.segments.map(([second, object]) =>
          externalSegment(`object-${object}`, `[${second}:0_${second + 1}:0)`),
        ),
      );
    }
  }
  const there = await store.sources.byIds(sources.map((_, n) => sourceId(n)));
  for (const [n, classes] of sources.entries())
    if (there[n]) await store.sources.update(ALICE, sourceId(n), { tags: tagsOf(classes) });
  for (const [n, { isDeleted }] of flows.entries())
    if (isDeleted && n % 2 === 1) await store.flows.delete(ALICE, flowId(n));
}
