import fc from 'fast-check';
import { CursorExpired } from '../../src/events/cursor';
import { events, numbers, TestLog } from './log-fixture';

/** The newest heads that are read from memory. */
const WINDOW = 2048;

let test: TestLog;
beforeEach(async () => {
  test = await TestLog.open();
});
afterEach(() => test.close());

const sequences = async (place: number, limit = 10_000) =>
  (await test.log.heads(place, limit)).map(({ sequence }) => sequence);

it('reads the newest from memory, also just behind what is before them, and older ones from the store', async () => {
  await test.append(events(WINDOW + 10));
  expect(await test.log.latest()).toBe(WINDOW + 10);
  const reads = (place: number) => test.readsOf(() => test.log.heads(place, 5));
  expect([await reads(9), await reads(10), await reads(11), await reads(WINDOW + 9)]).toEqual([1, 0, 0, 0]);
  for (const place of [0, 8, 9, 10, 11, WINDOW + 4])
    expect(await sequences(place, 5)).toEqual(numbers(place + 1, place + 5));
  expect(await sequences(WINDOW + 7, 5)).toEqual([WINDOW + 8, WINDOW + 9, WINDOW + 10]);
});

it('is empty at the end of the log and ahead of it', async () => {
  expect(await sequences(0)).toEqual([]);
  await test.append(events(3));
  expect([await sequences(3), await sequences(4)]).toEqual([[], []]);
});

it('reads what was appended once for all who ask', async () => {
  await test.append(events(3));
  const all = () => Promise.all(numbers(1, 20).map(() => test.log.heads(0, 10)));
  expect(await test.readsOf(all)).toBe(1);
  expect(await test.readsOf(all)).toBe(0);
});

it('shows a commit to whoever asks behind it, also while others are just being woken for it', async () => {
  const end = new AbortController();
  for (const n of numbers(1, 200)) {
    const waiting = test.log.beyond(n - 1, end.signal);
    await test.append(events(1));
    expect(await test.log.latest()).toBe(n);
    expect(await sequences(n - 1)).toEqual([n]);
    await waiting;
  }
});

it('agrees with a plain list, whatever is appended, trimmed and opened again in between', () =>
  fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 4, maxLength: 14 }), async (operations) => {
      await test.close();
      test = await TestLog.open();
      let latest = 0;
      let oldest = 0;
      for (const operation of operations) {
        if (operation.op === 'append') {
          await test.append(events(operation.count));
          latest += operation.count;
        } else if (operation.op === 'trim') {
          const expected = Math.max(0, Math.min(latest - 1, latest - operation.keep) - oldest);
          expect(await test.trim({ maxCount: operation.keep })).toBe(expected);
          oldest += expected;
        } else if (operation.op === 'reopen') test = await test.reopen();
        else {
          const from = { oldest, window: latest - WINDOW, latest }[operation.from];
          const place = Math.max(0, from + operation.by);
          const read = sequences(place, operation.limit);
          if (place < latest && place < oldest) {
            const cursor = test.log.cursor({ sequence: oldest, item: null });
            await expect(read).rejects.toBeInstanceOf(CursorExpired);
            await expect(read).rejects.toMatchObject({ oldest: cursor });
          } else expect(await read).toEqual(numbers(place + 1, Math.min(latest, place + operation.limit)));
        }
      }
      expect(await test.sequences()).toEqual(numbers(oldest + 1, latest));
    }),
    { numRuns: 30 },
  ));

const operation = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constant('append' as const),
      count: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1000, max: 2500 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('trim' as const),
      keep: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: WINDOW - 3, max: WINDOW + 3 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('reopen' as const) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      op: fc.constant('read' as const),
      from: fc.constantFrom('oldest', 'window', 'latest'),
      by: fc.integer({ min: -3, max: 3 }),
      limit: fc.constantFrom(1, 2, 7, 10_000),
    }),
  },
);
