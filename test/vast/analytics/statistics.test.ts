import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  correlation,
  distribution,
  percentiles,
  summary,
  topValues,
} from '../../../src/vast/analytics/aggregation';
import { Duck } from '../../../src/vast/analytics/duckdb';
import type { Relation, SqlValue } from '../../../src/vast/analytics/sql';
import { anomalies, movingAverage, trend } from '../../../src/vast/analytics/time-series';
import { InvalidValue } from '../../../src/vast/engine';

/** It is an ES module only. */
const statistics = () => import('simple-statistics');

let folder: string;
let duck: Duck;
let known: Awaited<ReturnType<typeof statistics>>;
beforeAll(async () => {
  known = await statistics();
  folder = await mkdtemp(join(tmpdir(), 'statistics-'));
  duck = await Duck.open({ folder, file: null });
});
afterAll(async () => {
  duck.close();
  await rm(folder, { recursive: true, force: true });
});

interface Row {
  readonly place: number | null;
  readonly value: number | null;
  readonly other: number | null;
  readonly word: string | null;
}

/** The rows as a relation; none of them for no rows. */
function relationOf(rows: readonly Row[]): Relation {
  const tuple = '(?::BIGINT, ?::DOUBLE, ?::DOUBLE, ?::VARCHAR)';
  const given = rows.length > 0 ? rows : [{ place: null, value: null, other: null, word: null }];
  return {
    select: {
      text: `SELECT * FROM (VALUES ${given.map(() => tuple).join(', ')}) AS rows (place, value, other, word) WHERE ${rows.length > 0}`,
      values: given.flatMap(({ place, value, other, word }): SqlValue[] => [
        place === null ? null : BigInt(place),
        value,
        other,
        word,
      ]),
    },
    columns: { place: 'whole', value: 'real', other: 'real', word: 'text' },
  };
}

/** Few different values, so that ties are frequent; nulls too. */
const number = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -5, max: 5 }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => (Math.abs(value) < 1e-6 ? 0 : value)),
);
const rows = fc.array(
  fc.record<Row>({
    place: fc.option(fc.integer({ min: -50, max: 50 }), { freq: 10 }),
    value: number,
    other: number,
    word: fc.option(fc.constantFrom('a', 'b', 'B', 'ü', '')),
  }),
  { maxLength: 40 },
);
const numbers = (all: readonly Row[]) => all.flatMap(({ value }) => (value === null ? [] : [value]));
const points = (all: readonly Row[]) =>
  all.flatMap(({ place, value }) => (place === null || value === null ? [] : [{ place, value }]));
const series = (all: readonly Row[]) => ({ relation: relationOf(all), place: 'place', value: 'value' });

/** Equal but for rounding, measured by the size of what was computed with. */
function close(actual: number | null, wanted: number, size = Math.abs(wanted)): void {
  expect(actual).not.toBeNull();
  expect(Math.abs(actual! - wanted)).toBeLessThanOrEqual(1e-8 * Math.max(1, size));
}
const sizeOf = (values: readonly number[]) => Math.max(1, ...values.map(Math.abs));
const check = (property: (all: Row[]) => Promise<void>) =>
  fc.assert(fc.asyncProperty(rows, property), {
    numRuns: 60,
    examples: [
      [[]],
      [[{ place: 1, value: 7, other: null, word: null }]],
      [[{ place: null, value: null, other: null, word: null }]],
      [[0.1, 0.1, 0.1].map((value, place) => ({ place, value, other: 0.1, word: 'a' }))],
    ],
  });

describe('aggregation, against simple-statistics and slow code', () => {
  it('summary', () =>
    check(async (all) => {
      const values = numbers(all);
      const found = await summary(duck, relationOf(all), 'value');
      expect(found.n).toBe(values.length);
      if (values.length === 0) {
        expect(found).toEqual({ n: 0, min: null, max: null, mean: null, deviation: null });
        return;
      }
      expect([found.min, found.max]).toEqual([Math.min(...values), Math.max(...values)]);
      close(found.mean, known.mean(values), sizeOf(values));
      close(found.deviation, known.standardDeviation(values), sizeOf(values));
    }));

  it('percentiles', () =>
    check(async (all) => {
      const values = numbers(all).sort((a, b) => a - b);
      const at = [0, 12.5, 50, 99, 100];
      const found = await percentiles(duck, relationOf(all), 'value', at);
      expect(found.n).toBe(values.length);
      at.forEach((percent, i) => {
        if (values.length === 0) {
          expect(found.values[i]).toBeNull();
          return;
        }
        const place = (percent / 100) * (values.length - 1);
        const low = values[Math.floor(place)]!;
        const high = values[Math.ceil(place)]!;
        close(found.values[i]!, low + (high - low) * (place - Math.floor(place)), sizeOf(values));
      });
    }));

  it('correlation', () =>
    check(async (all) => {
      const pairs = all.flatMap(({ value, other }) =>
        value === null || other === null ? [] : [[value, other] as const],
      );
      const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
      const found = await correlation(duck, relationOf(all), ['value', 'other']);
      expect(found.n).toBe(pairs.length);
      if (new Set(x).size < 2 || new Set(y).size < 2) expect(found.coefficient).toBeNull();
      else close(found.coefficient, known.sampleCorrelation(x, y));
    }));

  it('distribution with a number of bins, or one it chooses', () =>
    fc.assert(
      fc.asyncProperty(rows, fc.option(fc.integer({ min: 1, max: 20 })), async (all, bins) => {
        const values = numbers(all);
        const found = await distribution(duck, relationOf(all), 'value', { bins });
        expect([found.n, found.below, found.above]).toEqual([values.length, 0, 0]);
        if (values.length === 0) {
          expect(found.bins).toEqual([]);
          return;
        }
        const last = found.bins.length - 1;
        expect(found.bins[0]!.from).toBe(Math.min(...values));
        expect(found.bins[last]!.to).toBe(Math.max(...values));
        if (new Set(values).size > 1)
          expect(found.bins).toHaveLength(bins ?? Math.ceil(Math.log2(values.length)) + 1);
        found.bins.forEach(({ from, to, n }, i) => {
          const inside = values.filter(
            (value) => value >= from && (value < to || (i === last && value === to)),
          );
          expect(n).toBe(inside.length);
          if (i > 0) expect(from).toBe(found.bins[i - 1]!.to);
        });
      }),
      { numRuns: 60 },
    ));

  it('distribution with edges', () =>
    check(async (all) => {
      const values = numbers(all);
      const found = await distribution(duck, relationOf(all), 'value', { edges: [-2, 0, 0.5, 3] });
      if (values.length === 0) {
        expect(found).toEqual({ n: 0, bins: [], below: 0, above: 0 });
        return;
      }
      const count = (passes: (value: number) => boolean) => values.filter(passes).length;
      expect(found).toEqual({
        n: values.length,
        below: count((value) => value < -2),
        above: count((value) => value > 3),
        bins: [
          { from: -2, to: 0, n: count((value) => value >= -2 && value < 0) },
          { from: 0, to: 0.5, n: count((value) => value >= 0 && value < 0.5) },
          { from: 0.5, to: 3, n: count((value) => value >= 0.5 && value <= 3) },
        ],
      });
    }));

  it('top values', () =>
    check(async (all) => {
      const counts = new Map<string, number>();
      for (const { word } of all) if (word !== null) counts.set(word, (counts.get(word) ?? 0) + 1);
      const wanted = [...counts].map(([value, n]) => ({ value, n }));
      wanted.sort((a, b) => b.n - a.n || Buffer.compare(Buffer.from(a.value), Buffer.from(b.value)));
      expect(await topValues(duck, relationOf(all), 'word', 3)).toEqual(wanted.slice(0, 3));
    }));
});

describe('time series, against simple-statistics and slow code', () => {
  it('moving average', () =>
    fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 30 }), async (all, window) => {
        const counted = points(all).sort((a, b) => a.place - b.place || a.value - b.value);
        const found = await movingAverage(duck, series(all), { window, limit: 1000 });
        expect(found.map(({ place, value }) => ({ place: Number(place), value }))).toEqual(counted);
        found.forEach(({ place, average, n }) => {
          const near = counted.filter(
            (row) => row.place <= Number(place) && row.place >= Number(place) - window,
          );
          expect(n).toBe(near.length);
          close(average, known.mean(near.map(({ value }) => value)), sizeOf(near.map(({ value }) => value)));
        });
      }),
      { numRuns: 60 },
    ));

  it('anomalies', () =>
    check(async (all) => {
      const counted = points(all);
      const values = counted.map(({ value }) => value);
      const found = await anomalies(duck, series(all), { threshold: 1.3, limit: 1000 });
      if (new Set(values).size < 2) {
        expect(found).toEqual([]);
        return;
      }
      const deviation = known.standardDeviation(values);
      const average = known.mean(values);
      const scores = values.map((value) => Math.abs((value - average) / deviation));
      // What lies on the threshold may fall on either side.
      const count = (threshold: number) => scores.filter((score) => score > threshold).length;
      expect(found.length).toBeGreaterThanOrEqual(count(1.3 + 1e-6));
      expect(found.length).toBeLessThanOrEqual(count(1.3 - 1e-6));
      found.forEach(({ value, score }, i) => {
        close(score, (value - average) / deviation, 100);
        if (i > 0) expect(Math.abs(score)).toBeLessThanOrEqual(Math.abs(found[i - 1]!.score));
      });
    }));

  it('trend', () =>
    check(async (all) => {
      const counted = points(all);
      const found = await trend(duck, series(all), { unit: 10 });
      expect(found.periods).toBe(counted.length);
      if (new Set(counted.map(({ place }) => place)).size < 2) {
        expect(found).toMatchObject({
          slope: null,
          rSquared: null,
          direction: null,
          changePercent: null,
        });
        return;
      }
      const origin = Math.min(...counted.map(({ place }) => place));
      const pairs = counted.map(({ place, value }) => [(place - origin) / 10, value]);
      const values = counted.map(({ value }) => value);
      const { m, b } = known.linearRegression(pairs);
      close(found.slope, m, sizeOf(values));
      if (new Set(values).size > 1)
        close(
          found.rSquared,
          known.rSquared(pairs, (x) => m * x + b),
          100,
        );
      else expect(found).toMatchObject({ rSquared: 1, direction: 'flat' });
      const change = m * Math.max(...pairs.map(([x]) => x!));
      if (Math.abs(change) > 1e-6 * sizeOf(values))
        expect(found.direction).toBe(change > 0 ? 'rising' : 'falling');
      if (Math.abs(b) > 1e-3 * sizeOf(values))
        close(found.changePercent, (100 * change) / Math.abs(b), 1e6 * Math.max(1, Math.abs(change / b)));
    }));
});

describe('what makes no sense is refused, and says why', () => {
  const some = relationOf([{ place: 1, value: 1, other: 1, word: 'a' }]);
  const one = { relation: some, place: 'place', value: 'value' };
  it.each<[string, () => Promise<unknown>]>([
    ['a window of more than 0', () => movingAverage(duck, one, { window: 0, limit: 1 })],
    ['a window of more than 0', () => movingAverage(duck, one, { window: -1n, limit: 1 })],
    ['a window of more than 0', () => movingAverage(duck, one, { window: NaN, limit: 1 })],
    ['limit must be a whole number', () => movingAverage(duck, one, { window: 1, limit: 0 })],
    ['limit must be a whole number', () => anomalies(duck, one, { threshold: 1, limit: 1e9 })],
    ['must be more than 0', () => anomalies(duck, one, { threshold: 0, limit: 1 })],
    ['percentile lies from 0 to 100', () => percentiles(duck, some, 'value', [101])],
    ['From 1 to 100 percentiles', () => percentiles(duck, some, 'value', [])],
    ['bins must be a whole number from 1 to 1000', () => distribution(duck, some, 'value', { bins: 1001 })],
    ['not both', () => distribution(duck, some, 'value', { bins: 1, edges: [1, 2] })],
    ['each more than the one before', () => distribution(duck, some, 'value', { edges: [1, 1] })],
    ['There is no column "nope"', () => summary(duck, some, 'nope')],
    ['There is no column', () => summary(duck, some, 'value" FROM source; --')],
    ['holds no numbers', () => summary(duck, some, 'word')],
    ['limit must be a whole number', () => topValues(duck, some, 'word', 0)],
  ])('%s', async (message, work) => {
    await expect(work()).rejects.toThrow(InvalidValue);
    await expect(work()).rejects.toThrow(message);
  });
});

describe('the database', () => {
  it.each([
    "SELECT * FROM read_csv('/etc/hosts')",
    "COPY (SELECT 1) TO '/tmp/analytics-nowhere.parquet' (FORMAT parquet)",
    "ATTACH '/tmp/analytics-nowhere.duckdb'",
    'INSTALL httpfs',
    'SET enable_external_access = true',
  ])('is closed to the outside: %s', async (text) => {
    await expect(duck.rows({ text, values: [] })).rejects.toThrow();
  });

  it('interrupts what runs when the signal aborts, and answers others then', async () => {
    const text = 'SELECT count(*) AS n FROM range(100000000000) AS r (i) WHERE hash(i) = 0';
    const reading = duck.rows({ text, values: [] }, AbortSignal.timeout(50));
    await expect(reading).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await duck.rows({ text: 'SELECT 1::DOUBLE AS one', values: [] })).toEqual([{ one: 1 }]);
  });
});
