import fc from 'fast-check';
import { events, TestLog } from './log-fixture';

let test: TestLog;
beforeEach(async () => {
  test = await TestLog.open();
});
afterEach(() => test.close());

it('is the beginning in an empty log', async () => {
  expect(await test.log.placeAt(5)).toEqual({ sequence: 0, item: null });
});

it('is before all events of a time, and behind all that are older', async () => {
  await test.append(events(2), 10);
  await test.append(events(3), 20);
  const at = async (time: number) => (await test.log.placeAt(time)).sequence;
  expect([await at(-Infinity), await at(10), await at(11), await at(20), await at(21)]).toEqual([
    0, 0, 2, 2, 5,
  ]);
});

it('agrees with counting the older events, in any log, for about log2(n) reads of one row', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.constantFrom(0, 0, 1, 5)), { maxLength: 8 }),
      fc.array(fc.integer({ min: -1, max: 45 }), { minLength: 1, maxLength: 6 }),
      fc.option(fc.integer({ min: 1, max: 500 })),
      async (batches, times, keep) => {
        await test.close();
        test = await TestLog.open();
        const ats: number[] = [];
        let now = 0;
        for (const [count, later] of batches) {
          now += later;
          await test.append(events(count), now);
          ats.push(...Array<number>(count).fill(now));
        }
        const trimmed = keep === null ? 0 : await test.trim({ maxCount: keep });
        const held = ats.length - trimmed;
        await test.log.latest();
        for (const time of times) {
          const older = ats.filter((at) => at < time).length;
          let place;
          const reads = await test.readsOf(async () => (place = await test.log.placeAt(time)));
          expect(place).toEqual({ sequence: Math.max(older, trimmed), item: null });
          expect(reads).toBeLessThanOrEqual(Math.ceil(Math.log2(held + 1)) + 2);
        }
      },
    ),
    { numRuns: 25 },
  ));
