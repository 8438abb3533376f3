import { getEventListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { appendEvents } from '../../src/events/append';
import { events, numbers, TestLog } from './log-fixture';

let test: TestLog;
let end: AbortController;
beforeEach(async () => {
  test = await TestLog.open();
  end = new AbortController();
});
afterEach(async () => {
  end.abort();
  await test.close();
});

/** Whether it has resolved by now; a few turns of the event loop are given to it. */
async function isOver(promise: Promise<unknown>): Promise<boolean> {
  let over = false;
  void promise.then(() => (over = true));
  for (let turns = 0; turns < 5; turns += 1) await turn();
  return over;
}

const beyond = (sequence: number) => test.log.beyond(sequence, end.signal);

it('resolves at once where there is an event already', async () => {
  await test.append(events(2));
  await beyond(1);
  await beyond(0);
  expect(getEventListeners(end.signal, 'abort')).toHaveLength(0);
});

it('waits for an event behind the place, not for any event', async () => {
  const near = beyond(0);
  const far = beyond(2);
  expect(await isOver(near)).toBe(false);
  await test.append(events(2));
  await near;
  expect(await isOver(far)).toBe(false);
  await test.append(events(1));
  await far;
});

it('does not wake for a transaction that failed, nor before one has committed', async () => {
  const waiting = beyond(0);
  const failing = test.db.transaction(async (tx) => {
    await appendEvents(tx, 0, events(1));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await isOver(waiting)).toBe(false);
  let go = (): void => undefined;
  const committing = test.db.transaction(async (tx) => {
    await appendEvents(tx, 0, events(1));
    await new Promise<void>((resolve) => (go = resolve));
  });
  expect(await isOver(waiting)).toBe(false);
  go();
  await Promise.all([committing, waiting]);
});

it('loses no wake-up, however the waiting and the commits fall together', async () => {
  for (const n of numbers(0, 400)) {
    const place = await test.log.latest();
    const appending = numbers(0, n % 3).map(() => test.append(events(1)));
    for (let i = 0; i < n % 41; i += 1) await Promise.resolve();
    if (n % 5 === 0) await turn();
    const waiters = [beyond(place)];
    for (let i = 0; i < n % 7; i += 1) await Promise.resolve();
    waiters.push(beyond(place + (n % 3)));
    await Promise.all([...waiters, ...appending]);
  }
});

it('ends by the signal, before, at once, or later, and leaves no listener on it', async () => {
  const listeners = () => getEventListeners(end.signal, 'abort').length;
  for (const _ of numbers(1, 100)) {
    const waiting = beyond(await test.log.latest());
    await test.append(events(1));
    await waiting;
  }
  expect(listeners()).toBe(0);
  const waiting = [beyond(100), beyond(101)];
  await turn();
  expect(listeners()).toBe(2);
  const later = beyond(100);
  end.abort();
  await Promise.all([...waiting, later, beyond(100)]);
  expect(listeners()).toBe(0);
});

it('tells those who wait when the log cannot be read any more', async () => {
  const waiting = beyond(0);
  const told = expect(waiting).rejects.toThrow('The store is closed');
  await turn();
  const appending = test.append(events(1));
  const closing = test.db.close();
  await Promise.all([appending, closing, told]);
  await expect(test.log.latest()).rejects.toThrow('The store is closed');
  await expect(beyond(0)).rejects.toThrow('The store is closed');
  expect(getEventListeners(end.signal, 'abort')).toHaveLength(0);
});
