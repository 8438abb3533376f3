import { appendEvents } from '../../src/events/append';
import { event, events, numbers, TestLog } from './log-fixture';

let test: TestLog;
beforeEach(async () => {
  test = await TestLog.open();
});
afterEach(() => test.close());

it('numbers events from 1 without a gap, whatever transactions fail in between and whatever commits with them', async () => {
  const attempts = numbers(1, 60).map((n) =>
    test.db.transaction(async (tx) => {
      await appendEvents(tx, n, events((n % 3) + 1));
      if (n % 4 === 0) throw new Error('this one fails');
    }),
  );
  const outcomes = await Promise.allSettled(attempts);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(15);
  const appended = numbers(1, 60)
    .filter((n) => n % 4 !== 0)
    .reduce((sum, n) => sum + (n % 3) + 1, 0);
  expect(await test.sequences()).toEqual(numbers(1, appended));
});

it('goes on counting after a restart, and after everything but the newest event was trimmed', async () => {
  await test.append(events(5));
  test = await test.reopen();
  await test.append(events(2));
  expect(await test.sequences()).toEqual(numbers(1, 7));
  await test.trim({ maxCount: 0 });
  expect(await test.sequences()).toEqual([7]);
  test = await test.reopen();
  expect(await test.log.latest()).toBe(7);
  await test.append(events(1));
  expect(await test.sequences()).toEqual([7, 8]);
});

it('never lets times go back when the clock does, also over a restart', async () => {
  await test.append(events(1), 1000);
  await test.append(events(2), 400);
  await test.append(events(1), 1001);
  test = await test.reopen();
  await test.append(events(1), 3);
  expect((await test.heads()).map(({ at }) => at)).toEqual([1000, 1000, 1000, 1001, 1001]);
});

it('appends nothing and wakes nobody for no events', async () => {
  await test.append([]);
  expect(await test.log.latest()).toBe(0);
  expect(await test.readsOf(() => test.log.heads(0, 10))).toBe(0);
});

it('gives back what was appended', async () => {
  const told = event({
    type: 'flows/created',
    flowId: 'f',
    sourceId: 's',
    format: 'video',
    flowCollectedBy: ['c', 'd'],
    sourceCollectedBy: ['e'],
    payload: { flow: { label: 'a "label" – with 😀' } },
  });
  await test.append([told, event()], 17);
  const { payload, ...scope } = told;
  const heads = await test.log.heads(0, 10);
  expect(heads).toEqual([
    { ...scope, sequence: 1, at: 17, size: JSON.stringify(payload).length },
    { ...event(), payload: undefined, sequence: 2, at: 17, size: 2 },
  ]);
  const [first] = await test.log.eventsOf(heads);
  expect(first).toMatchObject({ ...told, sequence: 1, at: 17 });
});
