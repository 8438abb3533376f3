import { getEventListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { CursorExpired } from '../../src/events/cursor';
import type { EventHead } from '../../src/events/event-log';
import { follow, type FeedPage } from '../../src/events/follow';
import { event, events, numbers, TestLog } from './log-fixture';

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

const TYPES = ['a', 'b', 'c'];
const feed = (after: number, passes: (head: EventHead) => boolean = () => true) =>
  follow(test.log, { consumer: 'feed', after, passes, signal: end.signal });

const sequencesOf = ({ heads }: FeedPage): number[] => heads.map(({ sequence }) => sequence);

it('goes through what has been into what comes', async () => {
  await test.append(events(700));
  const pages = feed(3);
  const seen: number[] = [];
  for await (const page of pages) {
    seen.push(...sequencesOf(page));
    expect(page.through).toBe(seen.at(-1));
    if (page.through === 702) end.abort();
    if (page.through === 700) void test.append(events(2));
  }
  expect(seen).toEqual(numbers(4, 702));
});

it('makes progress where nothing passes', async () => {
  await test.append(events(3000));
  const pages = feed(0, ({ sequence }) => sequence === 2900);
  const throughs: number[] = [];
  for (;;) {
    const { value } = await pages.next();
    throughs.push(value!.through);
    if (value!.heads.length > 0) break;
  }
  expect(throughs.length).toBeGreaterThan(4);
  expect(throughs).toEqual([...throughs].sort((a, b) => a - b));
});

it('bounds what one page makes its reader hold, but for a single larger event', async () => {
  const sizes = [10, 70_000, 10, 30_000, 30_000, 30_000, 65_000, 200_000, 1, 1];
  await test.append(sizes.map((size) => event({ payload: { text: 'x'.repeat(size) } })));
  await test.append(events(1200));
  const pages = feed(0);
  let next = 1;
  for (let through = 0; through < sizes.length + 1200;) {
    const page = (await pages.next()).value!;
    expect(sequencesOf(page)).toEqual(numbers(next, page.through));
    const size = page.heads.reduce((sum, head) => sum + head.size, 0);
    if (page.heads.length > 1) expect(size).toBeLessThanOrEqual(64 * 1024);
    expect(page.heads.length).toBeLessThanOrEqual(512);
    through = page.through;
    next = through + 1;
  }
});

describe('ends by the signal', () => {
  it('before it has begun, also where it would have failed', async () => {
    await test.append(events(3));
    await test.trim({ maxCount: 1 });
    end.abort();
    expect(await feed(0).next()).toEqual({ done: true, value: undefined });
  });

  it('while it reads, without a page', async () => {
    await test.append(events(3));
    const next = feed(0).next();
    end.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('while its reader has a page in hand', async () => {
    await test.append(events(600));
    const pages = feed(0);
    expect((await pages.next()).done).toBe(false);
    end.abort();
    expect((await pages.next()).done).toBe(true);
  });

  it('while it waits', async () => {
    const next = feed(0).next();
    await turn();
    expect(getEventListeners(end.signal, 'abort')).toHaveLength(1);
    end.abort();
    expect((await next).done).toBe(true);
    expect(getEventListeners(end.signal, 'abort')).toHaveLength(0);
  });
});

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant('append' as const),
      types: fc.array(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 8 }),
      times: fc.constantFrom(1, 1, 1, 90),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('trim' as const), keep: fc.nat({ max: 600 }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ op: fc.constant('read' as const), reader: fc.nat({ max: 3 }) }),
  },
);

/** A follower beside what a reader of a plain list of the same events would have. */
class Reader {
  readonly pages;
  waiting: Promise<IteratorResult<FeedPage, void>> | null = null;
  over = false;

  constructor(
    public place: number,
    private readonly types: readonly string[],
  ) {
    this.pages = feed(place, ({ type }) => types.includes(type));
  }

  check(result: IteratorResult<FeedPage, void>, log: readonly string[]): void {
    const page = result.value!;
    expect(page.through).toBeGreaterThan(this.place);
    expect(page.through).toBeLessThanOrEqual(log.length);
    const wanted = numbers(this.place + 1, page.through).filter((n) => this.types.includes(log[n - 1]!));
    expect(sequencesOf(page)).toEqual(wanted);
    this.place = page.through;
  }

  /** The next page, if there must be one; the error, if there must be that; otherwise it waits from here on. */
  async read(log: readonly string[], oldest: number): Promise<void> {
    if (this.over || this.waiting) return;
    if (this.place === log.length) {
      this.waiting = this.pages.next();
      return;
    }
    const next = this.pages.next();
    if (this.place < oldest) {
      await expect(next).rejects.toBeInstanceOf(CursorExpired);
      this.over = true;
    } else this.check(await next, log);
  }
}

it('gives each of several followers what a plain list would, or the error exactly when it lags behind a trim', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 60 }),
      fc.array(fc.subarray(TYPES), { minLength: 4, maxLength: 4 }),
      async (steps, filters) => {
        await test.close();
        test = await TestLog.open();
        end = new AbortController();
        const log: string[] = [];
        let oldest = 0;
        const readers = filters.map((types) => new Reader(0, types));
        for (const step of steps) {
          if (step.op === 'read') await readers[step.reader]!.read(log, oldest);
          else if (step.op === 'trim') {
            oldest += await test.trim({ maxCount: step.keep });
            expect(oldest).toBe(Math.max(0, oldest, Math.min(log.length - 1, log.length - step.keep)));
          } else {
            const types = Array<string[]>(step.times).fill(step.types).flat();
            log.push(...types);
            await test.append(types.map((type) => event({ type })));
            for (const reader of readers) {
              if (reader.waiting) reader.check(await reader.waiting, log);
              reader.waiting = null;
            }
          }
        }
        for (const reader of readers)
          while (!reader.over && reader.place < log.length && !reader.waiting) await reader.read(log, oldest);
        const waiting = readers
          .filter(({ over }) => !over)
          .map((reader) => reader.waiting ?? reader.pages.next());
        end.abort();
        for (const result of await Promise.all(waiting)) expect(result.done).toBe(true);
        expect(getEventListeners(end.signal, 'abort')).toHaveLength(0);
      },
    ),
    { numRuns: 40 },
  ));

it('gives all of them everything while many append, some pause, and the log is trimmed under them', async () => {
  const total = 6000;
  let last = 0;
  const run = async (reader: number): Promise<'all' | 'expired'> => {
    const passes = ({ sequence }: EventHead) => sequence % (reader + 1) === 0;
    const seen: number[] = [];
    let through = 0;
    try {
      for await (const page of feed(0, passes)) {
        const told = await test.log.eventsOf(page.heads);
        seen.push(...told.map(({ payload }) => payload.n as number));
        through = page.through;
        if (through === total) break;
        // The slowest lag far behind.
        if (reader % 4 === 3) while (last < total && last - through < 3000) await turn();
        else for (let i = 0; i < reader % 4; i += 1) await turn();
      }
    } catch (error) {
      expect(error).toBeInstanceOf(CursorExpired);
      expect((await test.log.oldest()) > through).toBe(true);
      return 'expired';
    } finally {
      expect(seen).toEqual(
        numbers(1, total)
          .filter((n) => n % (reader + 1) === 0)
          .slice(0, seen.length),
      );
    }
    expect(seen).toHaveLength(Math.floor(total / (reader + 1)));
    return 'all';
  };
  const readers = Promise.all(numbers(0, 11).map(run));
  while (last < total) {
    const batch = numbers(1, 10).map((i) =>
      test.append(numbers(last + i * 3 - 2, last + i * 3).map((n) => event({ payload: { n } }))),
    );
    await Promise.all(batch);
    last += 30;
    if (last % 900 === 0) await test.trim({ maxCount: 2000 });
  }
  const outcomes = await readers;
  expect(outcomes.filter((outcome) => outcome === 'all').length).toBeGreaterThanOrEqual(9);
});

it('costs nothing while a thousand followers wait, and one read when an event comes for all of them', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const timersBefore = timers();
  await test.append(events(10));
  await test.log.latest();
  const nexts = numbers(1, 1000).map(() => feed(10).next());
  await turn();
  const idle = async () => {
    for (let turns = 0; turns < 200; turns += 1) await turn();
  };
  expect(await test.readsOf(idle)).toBe(0);
  // Jest and Node have some of their own now and then.
  expect(timers()).toBeLessThan(timersBefore + 10);
  const appending = async () => {
    await test.append(events(1));
    for (const { value } of await Promise.all(nexts)) expect(value!.through).toBe(11);
  };
  // One to append behind the last event, one for all to hear of it.
  expect(await test.readsOf(appending)).toBe(2);
  const again = numbers(1, 1000).map(() => feed(11).next());
  await turn();
  end.abort();
  for (const { done } of await Promise.all(again)) expect(done).toBe(true);
  expect(getEventListeners(end.signal, 'abort')).toHaveLength(0);
});
