import { LoadBalancer, type Load, type Strategy } from '../../../src/vast/endpoints/load-balancer';

interface Named extends Load {
  readonly name: string;
}
const load = (name: string, outstanding = 0, expectedMs = 0): Named => ({ name, outstanding, expectedMs });

/** How often each is picked. */
function picked(strategy: Strategy, candidates: readonly Named[], times = 1200): Record<string, number> {
  let seed = 1;
  // A fixed sequence: the same distribution in every run.
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const balancer = new LoadBalancer(strategy, random);
  const counts = Object.fromEntries(candidates.map(({ name }) => [name, 0]));
  for (let i = 0; i < times; i += 1) counts[balancer.pick(candidates).name]! += 1;
  return counts;
}

/** How often each is picked by clients that keep `clients` reads waiting, where each serves one read after the other. */
function served(strategy: Strategy, serviceMs: Readonly<Record<string, number>>, clients = 6) {
  const balancer = new LoadBalancer(strategy, Math.random);
  const endpoints = Object.entries(serviceMs).map(([name, ms]) => ({
    name,
    ms,
    outstanding: 0,
    expectedMs: 0,
    freeAt: 0,
    count: 0,
  }));
  const waiting: { at: number; took: number; of: (typeof endpoints)[number] }[] = [];
  let now = 0;
  for (let i = 0; i < 3000; i += 1) {
    if (waiting.length === clients) {
      waiting.sort((a, b) => a.at - b.at);
      const { at, took, of } = waiting.shift()!;
      now = at;
      of.outstanding -= 1;
      of.expectedMs = of.expectedMs === 0 ? took : of.expectedMs + 0.2 * (took - of.expectedMs);
    }
    const of = balancer.pick(endpoints);
    of.outstanding += 1;
    of.count += 1;
    of.freeAt = Math.max(now, of.freeAt) + of.ms;
    waiting.push({ at: of.freeAt, took: of.freeAt - now, of });
  }
  return Object.fromEntries(endpoints.map(({ name, count }) => [name, count]));
}

describe('a load balancer', () => {
  it('gives each its turn, whatever its load', () =>
    expect(picked('round-robin', [load('a', 9, 9), load('b'), load('c', 3, 1)])).toEqual({
      a: 400,
      b: 400,
      c: 400,
    }));

  it('picks the one with the fewest waiting, and equal ones in turn', () =>
    expect(picked('least-outstanding', [load('a', 1), load('b', 0, 99), load('c', 0, 1)])).toEqual({
      a: 0,
      b: 600,
      c: 600,
    }));

  it('picks the one that should answer first', () => {
    expect(picked('fastest', [load('a', 0, 10), load('b', 3, 2), load('c', 1, 6)])).toMatchObject({
      b: 1200,
    });
    expect(picked('fastest', [load('a', 0, 10), load('b', 9, 2)])).toMatchObject({ a: 1200 });
    // What was never asked, or not for long, is asked.
    expect(picked('fastest', [load('a', 0, 10), load('new', 5, 0)])).toMatchObject({ new: 1200 });
  });

  it('picks the less loaded of two at random', () => {
    const even = picked('random-of-two', [load('a'), load('b'), load('c')], 3000);
    for (const count of Object.values(even)) expect(Math.abs(count - 1000)).toBeLessThan(150);
    // The most loaded of three never wins a pair; the least loaded wins both of its three pairs.
    const uneven = picked('random-of-two', [load('a', 9), load('b', 5), load('c', 1)], 3000);
    expect(uneven.a).toBe(0);
    expect(Math.abs(uneven.c! - 2000)).toBeLessThan(150);
  });

  it.each(['round-robin', 'least-outstanding', 'fastest', 'random-of-two'] as const)(
    '(%s) takes the only one there is',
    (strategy) => expect(picked(strategy, [load('a', 100, 100)], 10)).toEqual({ a: 10 }),
  );

  it.each(['least-outstanding', 'fastest', 'random-of-two'] as const)(
    '(%s) sends less to the slower one of two',
    (strategy) => {
      const { fast, slow } = served(strategy, { fast: 1, slow: 4 });
      expect(fast! / slow!).toBeGreaterThan(1.5);
      expect(slow).toBeGreaterThan(0);
    },
  );
});
