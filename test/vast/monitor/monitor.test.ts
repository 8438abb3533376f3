import fc from 'fast-check';
import type { SelectPlan } from '../../../src/vast/engine';
import { OTHER_TABLES } from '../../../src/vast/monitor/tallies';
import { PerformanceMonitor } from '../../../src/vast/monitor/performance-monitor';
import type { QueryStatistics } from '../../../src/vast/monitor/tally';
import {
  and,
  eq,
  ge,
  isIn,
  isNull,
  not,
  or,
  overlaps,
  startsWith,
  type Predicate,
} from '../../../src/vast/predicate';
import type { ObservedQuery } from '../../../src/vast/queries/observation';
import { defineTable, utf8 } from '../../../src/vast/table';

const MINUTE = 60_000;
const START = 1_000_000 * MINUTE;
const tableNamed = (name: string) =>
  defineTable(name, { id: utf8(), lo: utf8(), hi: utf8() }, { primaryKey: ['id'] });
const [shelves, boxes] = [tableNamed('shelves'), tableNamed('boxes')];

const query = (of: Partial<ObservedQuery> = {}): ObservedQuery => ({
  type: 'select',
  table: shelves,
  milliseconds: 1,
  ended: clock,
  rows: 1,
  splits: 1,
  success: true,
  plan: null,
  ...of,
});

let clock: number;
let monitor: PerformanceMonitor;
beforeEach(() => {
  clock = START;
  monitor = new PerformanceMonitor(() => clock);
});

/** The same by a plain computation: exact quantiles by nearest rank. */
function plain(queries: readonly ObservedQuery[]) {
  const times = queries.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const sum = (of: (q: ObservedQuery) => number) => queries.reduce((total, q) => total + of(q), 0);
  const rank = (share: number) => times[Math.max(1, Math.ceil(share * times.length)) - 1] ?? null;
  return {
    queries: queries.length,
    failures: queries.filter(({ success }) => !success).length,
    rows: sum(({ rows }) => rows),
    splits: sum(({ splits }) => splits),
    mean: times.length === 0 ? null : sum(({ milliseconds }) => milliseconds) / times.length,
    max: times.at(-1) ?? null,
    p50: rank(0.5),
    p95: rank(0.95),
    p99: rank(0.99),
  };
}

/** Counts are exact, quantiles at most a sixteenth above and never below, to a microsecond. */
function expectLike(told: QueryStatistics, queries: readonly ObservedQuery[]): void {
  const exact = plain(queries);
  const { queries: count, failures, rows, splits } = exact;
  expect(told).toMatchObject({ queries: count, failures, rows, splits, maxMs: exact.max });
  if (exact.mean === null) expect(told.meanMs).toBeNull();
  else expect(told.meanMs).toBeCloseTo(exact.mean, 6);
  for (const name of ['p50', 'p95', 'p99'] as const) {
    const [value, want] = [told[`${name}Ms`], exact[name]];
    if (want === null) expect(value).toBeNull();
    else {
      expect(value).toBeGreaterThanOrEqual(want - 1e-9);
      expect(value).toBeLessThanOrEqual(Math.max(want * (1 + 1 / 16), want + 0.001) + 1e-9);
    }
  }
}

const times = fc.oneof(
  fc.constantFrom(0, 0.0005, 0.001, 0.0015, 0.032, 0.033, 0.064, 1, 1.024, 2.048, 60_000),
  fc.double({ min: 0, max: 0.1, noNaN: true }),
  fc.double({ min: 0, max: 10_000, noNaN: true }),
);
const observed = fc.record({
  minute: fc.integer({ min: 0, max: 70 }),
  type: fc.constantFrom<ObservedQuery['type']>('select', 'lookup', 'insert', 'scan'),
  table: fc.constantFrom(shelves, boxes),
  milliseconds: times,
  rows: fc.nat(1000),
  splits: fc.integer({ min: 1, max: 4 }),
  success: fc.boolean(),
});

it('tells of any window, table and type what a plain computation does', () =>
  fc.assert(
    fc.property(fc.array(observed, { maxLength: 200 }), fc.integer({ min: 1, max: 60 }), (drawn, window) => {
      clock = START;
      const watched = new PerformanceMonitor(() => clock);
      const all = [...drawn].sort((a, b) => a.minute - b.minute);
      for (const { minute, ...of } of all) {
        clock = START + minute * MINUTE + 30_000;
        watched.record(query(of));
      }
      clock = START + 70 * MINUTE + 45_000;
      const within = all.filter(({ minute }) => minute > 70 - window).map((of) => query(of));
      const summary = watched.performanceSummary(window);
      expectLike(summary, within);
      expect(summary.to).toBe(clock);
      expect(summary.from).toBe(START + (71 - window) * MINUTE);
      expect(summary.queriesPerSecond).toBeCloseTo(within.length / ((summary.to - summary.from) / 1000), 9);
      const takes = (of: readonly { meanMs: number | null; queries: number }[]) =>
        of.map((s) => s.meanMs! * s.queries);
      for (const list of [summary.types, summary.tables])
        expect(takes(list)).toEqual([...takes(list)].sort((a, b) => b - a));
      expect(new Set(summary.types.map(({ type }) => type))).toEqual(new Set(within.map(({ type }) => type)));
      for (const { type, ...told } of summary.types)
        expectLike(
          told,
          within.filter((q) => q.type === type),
        );
      for (const { table, ...told } of summary.tables)
        expectLike(
          told,
          within.filter((q) => q.table.name === table),
        );
      for (const table of [shelves, boxes]) {
        const told = watched.tablePerformance(table.name, window);
        const of = within.filter((q) => q.table === table);
        expectLike(told, of);
        for (const { type, ...typed } of told.types)
          expectLike(
            typed,
            of.filter((q) => q.type === type),
          );
      }
      const metrics = watched.exportMetrics('json');
      expect(metrics.reduce((n, { queries }) => n + queries, 0)).toBe(all.length);
      for (const { table, type, milliseconds, ...told } of metrics) {
        const of = all.filter((q) => q.table.name === table && q.type === type).map((q) => query(q));
        expectLike(told, of);
        expect(milliseconds).toBeCloseTo(
          of.reduce((sum, q) => sum + q.milliseconds, 0),
          6,
        );
      }
    }),
  ));

describe('slow queries', () => {
  it('are those over the threshold, slowest first, among the 20 slowest of each minute', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), times), { maxLength: 120 }),
        times,
        fc.integer({ min: 1, max: 50 }),
        (drawn, threshold, limit) => {
          clock = START;
          const watched = new PerformanceMonitor(() => clock);
          const all = [...drawn].sort(([a], [b]) => a - b);
          for (const [minute, milliseconds] of all) {
            clock = START + minute * MINUTE;
            watched.record(query({ milliseconds }));
          }
          const descending = (a: number, b: number) => b - a;
          const kept = [0, 1, 2, 3].flatMap((minute) =>
            all
              .filter(([of]) => of === minute)
              .map(([, ms]) => ms)
              .sort(descending)
              .slice(0, 20),
          );
          const want = kept
            .filter((ms) => ms >= threshold)
            .sort(descending)
            .slice(0, limit);
          expect(watched.slowQueries(threshold, limit).map(({ milliseconds }) => milliseconds)).toEqual(want);
        },
      ),
    ));

  it('tell what they were, and how they were read, without the values', () => {
    const where = and(
      eq('id', 'secret'),
      or(ge('lo', 'secret'), not(isNull('hi'))),
      isIn('id', ['secret', 'b', 'c']),
      overlaps('lo', 'hi', { lo: 'secret', hi: 'z' }),
      startsWith('id', 'secret'),
    ) as Predicate;
    const plan: SelectPlan = {
      table: shelves,
      columns: ['id', 'lo'],
      where,
      projection: 'primary',
      reverse: true,
      after: ['secret'],
      limit: 10,
      visibility: 'deleted',
      rowIds: false,
    };
    clock += 5;
    monitor.record(query({ milliseconds: 7, rows: 3, success: false, plan }));
    monitor.record(
      query({ milliseconds: 8, type: 'lookup', plan: { ...plan, where: and(), column: 'id' } as SelectPlan }),
    );
    monitor.record(
      query({
        milliseconds: 9,
        plan: { ...plan, where: or(), each: { column: 'id', values: ['secret', 'b'] } } as SelectPlan,
      }),
    );
    const [each, lookup, select] = monitor.slowQueries(7);
    expect(select).toEqual({
      type: 'select',
      table: 'shelves',
      milliseconds: 7,
      rows: 3,
      splits: 1,
      success: false,
      at: START + 5,
      plan:
        '2 of 3 columns of shelves, along primary in reverse, sought by id, where (id = ? and (lo ≥ ? or not hi is null) and id in 3 values ' +
        'and lo to hi overlaps ? and id starts with ?), behind a row, at most 10 rows, among the deleted',
    });
    expect(lookup!.plan).toContain('where id = ? and anything');
    expect(each!.plan).toContain('where nothing, behind a row, at most 10 rows for each of 2 values of id');
    const long = { ...plan, where: and(...Array.from({ length: 500 }, () => eq('id', 'a'))) as Predicate };
    monitor.record(query({ milliseconds: 10, plan: long }));
    expect(monitor.slowQueries(10)[0]!.plan).toHaveLength(1000);
  });
});

describe('what Prometheus reads', () => {
  it('is every count since the beginning, with cumulative buckets', () => {
    for (const milliseconds of [0.016, 0.0161, 1, 4.096, 5, 100_000])
      monitor.record(query({ milliseconds, rows: 2 }));
    monitor.record(
      query({ table: boxes, type: 'insert', success: false, milliseconds: 2, rows: 0, splits: 3 }),
    );
    clock += 100 * MINUTE;
    const lines = monitor.exportMetrics('prometheus').split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        '# TYPE vast_queries_total counter',
        'vast_queries_total{table="shelves",type="select"} 6',
        'vast_queries_total{table="boxes",type="insert"} 1',
        'vast_query_failures_total{table="shelves",type="select"} 0',
        'vast_query_failures_total{table="boxes",type="insert"} 1',
        'vast_query_rows_total{table="shelves",type="select"} 12',
        'vast_query_splits_total{table="boxes",type="insert"} 3',
        '# TYPE vast_query_duration_seconds histogram',
        'vast_query_duration_seconds_bucket{table="shelves",type="select",le="0.000016"} 1',
        'vast_query_duration_seconds_bucket{table="shelves",type="select",le="0.000064"} 2',
        'vast_query_duration_seconds_bucket{table="shelves",type="select",le="0.001024"} 3',
        'vast_query_duration_seconds_bucket{table="shelves",type="select",le="0.004096"} 4',
        'vast_query_duration_seconds_bucket{table="shelves",type="select",le="0.016384"} 5',
        'vast_query_duration_seconds_bucket{table="shelves",type="select",le="67.108864"} 5',
        'vast_query_duration_seconds_bucket{table="shelves",type="select",le="+Inf"} 6',
        'vast_query_duration_seconds_count{table="shelves",type="select"} 6',
      ]),
    );
    const sample = /^[a-z_]+\{table="[a-z_]+",type="[a-z]+"(,le="[^"]+")?\} [0-9.e+-]+$/i;
    for (const line of lines.slice(0, -1))
      expect(line).toMatch(line.startsWith('#') ? /^# (HELP|TYPE) vast_/ : sample);
    expect(lines.at(-1)).toBe('');
  });
});

describe('bounds', () => {
  it('refuses windows, thresholds and limits that make no sense', () => {
    for (const minutes of [0, -1, 61, 1.5, NaN]) {
      expect(() => monitor.performanceSummary(minutes)).toThrow('A window is from 1 to 60 minutes');
      expect(() => monitor.tablePerformance('shelves', minutes)).toThrow('A window is from 1 to 60 minutes');
    }
    for (const threshold of [-1, NaN])
      expect(() => monitor.slowQueries(threshold)).toThrow('A threshold is at least 0');
    for (const limit of [0, 1001, 2.5])
      expect(() => monitor.slowQueries(0, limit)).toThrow('A limit is from 1 to 1000');
  });

  it('tells of no queries as such', () => {
    const none = { queries: 0, meanMs: null, p50Ms: null, p99Ms: null, maxMs: null };
    expect(monitor.performanceSummary()).toMatchObject({
      ...none,
      queriesPerSecond: 0,
      types: [],
      tables: [],
    });
    expect(monitor.tablePerformance('shelves')).toMatchObject({ ...none, types: [] });
    expect(monitor.slowQueries(0)).toEqual([]);
    expect(monitor.exportMetrics('json')).toEqual([]);
  });

  it('keeps an hour and no more, and counts many tables together', () => {
    for (let minute = 0; minute < 200; minute += 1) {
      clock = START + minute * MINUTE;
      for (let i = 0; i < 30; i += 1)
        monitor.record(query({ milliseconds: i, table: tableNamed(`t${minute}`) }));
    }
    expect(monitor.performanceSummary().queries).toBe(60 * 30);
    expect(monitor.slowQueries(0, 1000)).toHaveLength(1000);
    expect(monitor.slowQueries(29, 1000)).toHaveLength(60);
    const tables = monitor.exportMetrics('json');
    expect(tables).toHaveLength(101);
    expect(tables.find(({ table }) => table === OTHER_TABLES)).toMatchObject({ queries: 100 * 30 });
  });

  it('goes on in its minute when the clock is put back', () => {
    monitor.record(query());
    clock -= 10 * MINUTE;
    monitor.record(query());
    expect(monitor.performanceSummary(1).queries).toBe(2);
  });
});
