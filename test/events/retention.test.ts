import { setImmediate as turn } from 'node:timers/promises';
import { CursorExpired } from '../../src/events/cursor';
import { events, numbers, TestLog } from './log-fixture';

let test: TestLog;
beforeEach(async () => {
  test = await TestLog.open();
});
afterEach(() => test.close());

it('removes what is older than the age, to the millisecond', async () => {
  await test.append(events(2), 100);
  await test.append(events(3), 200);
  await test.append(events(1), 300);
  expect(await test.trim({ maxAgeMs: 50 }, 150)).toBe(0);
  expect(await test.trim({ maxAgeMs: 50 }, 151)).toBe(2);
  expect(await test.trim({ maxAgeMs: 0 }, 300)).toBe(3);
  expect(await test.sequences()).toEqual([6]);
});

it('removes what is beyond the count', async () => {
  await test.append(events(10), 100);
  expect(await test.trim({ maxCount: 10 })).toBe(0);
  expect(await test.trim({ maxCount: 4 })).toBe(6);
  expect(await test.sequences()).toEqual(numbers(7, 10));
});

it('holds the stricter of age and count', async () => {
  for (const at of numbers(1, 10)) await test.append(events(1), at);
  expect(await test.trim({ maxAgeMs: 7, maxCount: 8 }, 10)).toBe(2);
  expect(await test.trim({ maxAgeMs: 4, maxCount: 8 }, 10)).toBe(3);
  expect(await test.sequences()).toEqual(numbers(6, 10));
});

it('always keeps the newest event, and removes nothing of an empty log', async () => {
  expect(await test.trim({ maxAgeMs: 0, maxCount: 0 }, 1e15)).toBe(0);
  await test.append(events(4));
  expect(await test.trim({ maxAgeMs: 0, maxCount: 0 }, 1e15)).toBe(3);
  expect(await test.trim({ maxAgeMs: 0, maxCount: 0 }, 1e15)).toBe(0);
  expect(await test.sequences()).toEqual([4]);
  expect(await test.log.oldest()).toBe(3);
});

it('lets others write between its batches', async () => {
  await test.append(events(4500));
  const order: string[] = [];
  const trimming = test.trim({ maxCount: 10 }).then((removed) => order.push(`removed ${removed}`));
  const appending = test.append(events(1)).then(() => order.push('appended'));
  await Promise.all([trimming, appending]);
  expect(order).toEqual(['appended', 'removed 4490']);
  expect(await test.sequences()).toEqual(numbers(4491, 4501));
});

it('tells a reader in the middle of its pages that it lags, and not one that has nothing to miss', async () => {
  await test.append(events(5000));
  const behind = (await test.log.heads(0, 100)).at(-1)!.sequence;
  const near = 4600;
  await test.trim({ maxCount: 400 });
  await expect(test.log.heads(behind, 100)).rejects.toBeInstanceOf(CursorExpired);
  expect((await test.log.heads(near, 100)).map(({ sequence }) => sequence)).toEqual(numbers(4601, 4700));
  await test.trim({ maxCount: 0 });
  await expect(test.log.heads(4700, 100)).rejects.toBeInstanceOf(CursorExpired);
  expect(await test.log.heads(5000, 100)).toEqual([]);
  await test.append(events(1));
  expect((await test.log.heads(5000, 100)).map(({ sequence }) => sequence)).toEqual([5001]);
});

it('can be cut short and go on later, without a gap for readers', async () => {
  await test.append(events(3500));
  await test.log.latest();
  const trimming = test.trim({ maxCount: 10 });
  const outcome = expect(trimming).rejects.toThrow('The store is closed');
  while ((await test.log.oldest()) === 0) await turn();
  const closing = test.db.close();
  await outcome;
  await closing;
  test = await TestLog.open(test.folder);
  const left = await test.sequences();
  expect(left).toEqual(numbers(3500 - left.length + 1, 3500));
  expect(left.length).toBeGreaterThan(10);
  await test.trim({ maxCount: 10 });
  expect(await test.sequences()).toEqual(numbers(3491, 3500));
});
