import * as fc from 'fast-check';
import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SegmentInput, Uuid } from '../../../src/tams/model';
import { STORE_FILE } from '../../../src/vast/engines/embedded';
import { ALICE, externalSegment, multiFlow, TestStore, uuid, videoFlow } from '../store-fixture';
import { segment } from './fixture';

const FLOWS = [1, 2, 3, 4, 5].map(uuid);
const [FIRST, SECOND, READ_ONLY, , NOWHERE] = FLOWS as [Uuid, Uuid, Uuid, Uuid, Uuid];

interface Asked {
  readonly flowId: Uuid;
  readonly inputs: readonly SegmentInput[];
}

/** Two flows that take segments, with two allocated objects each, one that is read-only and one that has no media of its own. */
async function prepared(): Promise<TestStore> {
  const test = await TestStore.open();
  const { flows, objects, segments } = test.store;
  for (const n of [1, 2, 3]) await flows.put(ALICE, videoFlow(n));
  await flows.put(ALICE, multiFlow(4, []));
  await flows.update(ALICE, READ_ONLY, { readOnly: true });
  await objects.allocate(ALICE, FIRST, { objectIds: ['first-1', 'first-2'] });
  await objects.allocate(ALICE, SECOND, { objectIds: ['second-1', 'second-2'] });
  await segments.add(ALICE, FIRST, [externalSegment('old', '[4:0_6:0)')]);
  return test;
}

let original: TestStore;
beforeAll(async () => {
  original = await prepared();
  await original.db.close();
});
afterAll(() => original.close());

/** Another store with the same in it, down to ids that are made by chance. */
async function copied(): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'tams-store-'));
  await copyFile(join(original.folder, STORE_FILE), join(folder, STORE_FILE));
  return TestStore.open({}, folder);
}

const add = ({ store }: TestStore, { flowId, inputs }: Asked) => store.segments.add(ALICE, flowId, inputs);
const transactions = ({ db }: TestStore) => db.commitCounts!.transactions;
const wait = (answer: Promise<unknown>) => answer.catch((error: unknown) => error);

const arbObject = fc.constantFrom('first-1', 'first-2', 'second-1', 'second-2', 'old', 'ext-1', 'ext-2', '');
const arbInput: fc.Arbitrary<SegmentInput> = fc
  .record({
    start: fc.integer({ min: 0, max: 12 }),
    length: fc.integer({ min: 0, max: 3 }),
    object: arbObject,
    url: fc.option(fc.constantFrom('https://a.example/x', 'https://b.example/y', 'no url')),
  })
  .map(({ start, length, object, url }) =>
    segment(`[${start}:0_${start + length}:0)`, object, url === null ? {} : { getUrls: [{ url }] }),
  );
const arbAsked: fc.Arbitrary<Asked> = fc.record({
  flowId: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(FIRST, SECOND) }, fc.constantFrom(...FLOWS)),
  inputs: fc.array(arbInput, { maxLength: 4 }),
});

it('registrations that come at the same time share a transaction; answers, store and events are as one after another', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(arbAsked, { minLength: 2, maxLength: 12 }), async (asked) => {
      const together = await copied();
      const apart = await copied();
      try {
        const before = transactions(together);
        const got = await Promise.all(asked.map((of) => wait(add(together, of))));
        expect(transactions(together)).toBe(before + 1);
        const wanted: unknown[] = [];
        for (const of of asked) wanted.push(await wait(add(apart, of)));
        expect(got).toEqual(wanted);
        expect(await together.dump()).toEqual(await apart.dump());
      } finally {
        await together.close();
        await apart.close();
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

describe('registrations at the same time', () => {
  let test: TestStore;
  beforeEach(async () => {
    test = await copied();
  });
  afterEach(() => test.close());

  it('are no more in one transaction than one request may bring', async () => {
    const many = (prefix: string, from: number) =>
      Array.from({ length: 4_000 }, (_, i) =>
        externalSegment(`${prefix}-${i}`, `[${from + i}:0_${from + i + 1}:0)`),
      );
    const before = transactions(test);
    const answers = await Promise.all([
      add(test, { flowId: FIRST, inputs: many('a', 100) }),
      add(test, { flowId: SECOND, inputs: many('b', 100) }),
      add(test, { flowId: FIRST, inputs: many('c', 10_000) }),
    ]);
    expect(answers).toEqual(Array(3).fill({ added: 4_000, failed: [] }));
    expect(transactions(test)).toBe(before + 2);
  }, 30_000);

  it('do not fail with one that fails in a way that nobody foresaw', async () => {
    const broken = {
      ...externalSegment('broken', '[0:0_1:0)'),
      get timerange(): never {
        throw new Error('unforeseen');
      },
    };
    const answers = await Promise.all([
      wait(add(test, { flowId: FIRST, inputs: [segment('[10:0_11:0)', 'first-1')] })),
      wait(add(test, { flowId: FIRST, inputs: [broken] })),
      wait(add(test, { flowId: NOWHERE, inputs: [] })),
      wait(add(test, { flowId: SECOND, inputs: [segment('[10:0_11:0)', 'second-1')] })),
    ]);
    const added = { added: 1, failed: [] };
    expect(answers).toEqual([
      added,
      new Error('unforeseen'),
      expect.objectContaining({ type: 'FlowNotFound' }),
      added,
    ]);
  });

  it('are all told when the store has closed', async () => {
    await test.db.close();
    const inputs = [segment('[10:0_11:0)', 'first-1')];
    const answers = await Promise.all([1, 2, 3].map(() => wait(add(test, { flowId: FIRST, inputs }))));
    for (const answer of answers) expect((answer as Error).message).toContain('The store is closed');
  });
});
