import fc from 'fast-check';
import { and, eq, overlaps, type Predicate, type Range } from '../../../src/vast/predicate';
import type { Run } from '../../../src/vast/engine';
import type { OpenEngine } from '../engine-contract';
import { eachOf, idsOf, planOf, refill } from '../plans';
import { cutText, laneOfSpans, spans } from '../things';
import { withEngine } from './with-engine';

interface Interval {
  readonly lo: string;
  readonly hi: string;
}

const bound = fc.oneof(fc.integer({ min: 0, max: 60 }).map(cutText), fc.constantFrom('', '~'));
const ranges = fc.array(fc.record({ lo: bound, hi: bound }), { minLength: 3, maxLength: 12 });

const inside = (range: Range) => (of: Interval) => of.lo < range.hi && of.hi > range.lo;

function naiveRuns(lane: readonly Interval[], range: Range): Run[] {
  const found: { lo: string; hi: string; count: number }[] = [];
  for (const { lo, hi } of lane.filter(inside(range))) {
    const last = found.at(-1);
    if (last?.hi === lo) {
      last.hi = hi;
      last.count += 1;
    } else found.push({ lo, hi, count: 1 });
  }
  return found;
}

const rowsOfLanes = (lanes: Record<string, readonly Interval[]>) =>
  Object.entries(lanes).flatMap(([lane, intervals]) => intervals.map((interval) => ({ lane, ...interval })));

export function describeIntervals(open: OpenEngine): void {
  describe('disjoint intervals', () => {
    const engine = withEngine(open, [spans]);
    const within = (lane: string, range: Range) =>
      and(eq('lane', lane), overlaps('lo', 'hi', range)) as Predicate;

    it('finds those that overlap a range as the plain reading does, however it asks', () =>
      fc.assert(
        fc.asyncProperty(laneOfSpans, laneOfSpans, ranges, async (a, b, asked) => {
          await refill(engine(), spans, rowsOfLanes({ a, b }));
          for (const range of asked) {
            const wanted = a.filter(inside(range)).map(({ lo, hi }) => [lo, hi]);
            const columns = ['lo', 'hi'];
            const where = within('a', range);
            expect(await engine().select(planOf(spans, { columns, where }))).toEqual(wanted);
            expect(await engine().select(planOf(spans, { columns, where, reverse: true }))).toEqual(
              wanted.toReversed(),
            );
            expect(await engine().count(spans, where, 'live')).toBe(wanted.length);
            expect(
              await engine().selectEach(
                eachOf(
                  spans,
                  { column: 'lane', values: ['b', 'a', 'none'] },
                  { columns, where: overlaps('lo', 'hi', range) },
                ),
              ),
            ).toEqual([b.filter(inside(range)).map(({ lo, hi }) => [lo, hi]), wanted, []]);
            const elsewhere = { op: 'not', of: overlaps('lo', 'hi', range) } as const;
            expect(await engine().count(spans, and(eq('lane', 'a'), elsewhere) as Predicate, 'live')).toBe(
              a.length - wanted.length,
            );
          }
        }),
        { numRuns: 60 },
      ));

    it('merges those that touch into runs, as the naive walk does', () =>
      fc.assert(
        fc.asyncProperty(laneOfSpans, laneOfSpans, ranges, async (a, b, asked) => {
          await refill(engine(), spans, rowsOfLanes({ a, b }));
          for (const range of asked) {
            expect(await engine().runs({ table: spans, key: ['a'], range })).toEqual(naiveRuns(a, range));
            const inTransaction = await engine().transaction((tx) =>
              tx.runs({ table: spans, key: ['b'], range }),
            );
            expect(inTransaction).toEqual(naiveRuns(b, range));
          }
        }),
        { numRuns: 40 },
      ));

    it('does not see deleted intervals', async () => {
      const lane = [0, 1, 2].map((i) => ({ lo: cutText(i), hi: cutText(i + 1) }));
      await refill(engine(), spans, rowsOfLanes({ a: lane }));
      await engine().transaction(async (tx) =>
        tx.delete(spans, await idsOf(tx, spans, { where: eq('lo', cutText(1)) as never }), {
          id: 1,
          at: 0,
          by: 'me',
        }),
      );
      const all = { lo: '', hi: '~' };
      expect(await engine().runs({ table: spans, key: ['a'], range: all })).toEqual([
        { lo: cutText(0), hi: cutText(1), count: 1 },
        { lo: cutText(2), hi: cutText(3), count: 1 },
      ]);
      const middle = { lo: `${cutText(1)}5`, hi: `${cutText(1)}6` };
      expect(await engine().count(spans, within('a', middle), 'live')).toBe(0);
      expect(await engine().count(spans, within('a', middle), 'deleted')).toBe(1);
    });

    it('walks tens of thousands while other work goes on, and sees them as of one moment', async () => {
      const key = (i: number) => String(i).padStart(6, '0');
      const gap = (i: number) => i % 1000 === 999;
      const lane = Array.from({ length: 20_000 }, (_, i) => ({
        lo: key(i),
        hi: gap(i) ? `${key(i)}x` : key(i + 1),
      }));
      await refill(engine(), spans, rowsOfLanes({ a: lane }));
      const range = { lo: '', hi: '~' };
      let turns = 0;
      const counting = setInterval(() => (turns += 1), 0);
      const walk = engine().runs({ table: spans, key: ['a'], range });
      // One before and one behind the others, in one commit: which may come first where the walk begins in another process.
      const [before, behind] = [
        { lo: '!', hi: '!1' },
        { lo: key(30_000), hi: key(30_001) },
      ];
      const late = engine().transaction((tx) => tx.insert(spans, rowsOfLanes({ a: [before, behind] })));
      const found = await walk;
      clearInterval(counting);
      await late;
      const [without, withBoth] = [naiveRuns(lane, range), naiveRuns([before, ...lane, behind], range)];
      expect(found).toEqual(found.length === without.length ? without : withBoth);
      expect(turns).toBeGreaterThan(0);
      expect(await engine().runs({ table: spans, key: ['a'], range })).toEqual(withBoth);
    });
  });
}
