import { CursorExpired } from '../../src/events/cursor';
import { event, events, numbers, TestLog } from './log-fixture';

let test: TestLog;
beforeEach(async () => {
  test = await TestLog.open();
});
afterEach(() => test.close());

const told = async (heads: Awaited<ReturnType<TestLog['heads']>>) =>
  (await test.log.eventsOf(heads)).map(({ payload }) => payload);

it('gives the events of any heads, in their order, each as often as it is asked for', async () => {
  await test.append(events(6));
  const heads = await test.heads();
  const some = [heads[4]!, heads[0]!, heads[5]!, heads[0]!];
  expect(await told(some)).toEqual([{ n: 4 }, { n: 0 }, { n: 5 }, { n: 0 }]);
  expect(await test.log.eventsOf([])).toEqual([]);
});

it('reads once what several ask for at the same time, and not again what was read lately', async () => {
  await test.append(events(100));
  const heads = await test.heads();
  const overlapping = () =>
    Promise.all(numbers(0, 9).map((n) => test.log.eventsOf(heads.slice(n * 5, n * 5 + 50))));
  // The first reads 50, each of the others the 5 that none before it asked for.
  expect(await test.readsOf(overlapping)).toBe(10);
  expect(await test.readsOf(() => test.log.eventsOf(heads))).toBe(1);
  expect(await test.readsOf(overlapping)).toBe(0);
  const [one] = await test.log.eventsOf(heads);
  const [same] = await test.log.eventsOf(heads);
  expect(one!.payload).toBe(same!.payload);
});

it('does not keep an event that is larger than what is kept of one, but reads it once for all who ask together', async () => {
  await test.append([event({ payload: { text: 'x'.repeat(6_000_000) } })]);
  const heads = await test.heads();
  const read = () => test.log.eventsOf(heads);
  expect(await test.readsOf(() => Promise.all([read(), read(), read()]))).toBe(1);
  expect(await test.readsOf(read)).toBe(1);
  const [large] = await read();
  expect((large!.payload.text as string).length).toBe(6_000_000);
});

it('keeps a bounded number of characters', async () => {
  for (const n of numbers(1, 16)) await test.append([event({ payload: { n, text: 'x'.repeat(250_000) } })]);
  const heads = await test.heads();
  for (const head of heads) await test.log.eventsOf([head]);
  expect(await test.readsOf(() => test.log.eventsOf(heads.slice(-4)))).toBe(0);
  expect(await test.readsOf(() => test.log.eventsOf(heads.slice(0, 4)))).toBe(1);
});

it('says that an event is gone, whether it was read before or not, and gives those that are left', async () => {
  await test.append(events(6));
  const heads = await test.heads();
  await test.log.eventsOf(heads.slice(0, 2));
  await test.trim({ maxCount: 2 });
  const oldest = test.log.cursor({ sequence: 4, item: null });
  for (const some of [heads, heads.slice(0, 1), heads.slice(3, 5)]) {
    const asked = test.log.eventsOf(some);
    await expect(asked).rejects.toBeInstanceOf(CursorExpired);
    await expect(asked).rejects.toMatchObject({ oldest });
  }
  expect(await told(heads.slice(4))).toEqual([{ n: 4 }, { n: 5 }]);
});

it('fails for all who ask when the store cannot be read, and can be asked again', async () => {
  await test.append(events(3));
  const heads = await test.heads();
  await test.db.close();
  const asked = [test.log.eventsOf(heads), test.log.eventsOf(heads.slice(1)), test.log.eventsOf(heads)];
  for (const { status } of await Promise.allSettled(asked)) expect(status).toBe('rejected');
  await expect(test.log.eventsOf(heads)).rejects.toThrow('The store is closed');
});
