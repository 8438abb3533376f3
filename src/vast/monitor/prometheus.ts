import type { Tallies } from './tallies';
import type { Tally } from './tally';

/** Ends of the buckets that are told, in microseconds: from 16 µs to 67 s, four times longer each. */
const BOUNDS = Array.from({ length: 12 }, (_, i) => 2 ** (4 + 2 * i));

interface Family {
  readonly name: string;
  readonly type: 'counter' | 'histogram';
  readonly help: string;
  readonly lines: (labels: string, tally: Tally) => string[];
}

const counter = (name: string, help: string, value: (tally: Tally) => number): Family => ({
  name,
  type: 'counter',
  help,
  lines: (labels, tally) => [`${name}{${labels}} ${value(tally)}`],
});

const FAMILIES: readonly Family[] = [
  counter('vast_queries_total', 'Queries, by table and type.', ({ queries }) => queries),
  counter('vast_query_failures_total', 'Queries that failed.', ({ failures }) => failures),
  counter('vast_query_rows_total', 'Rows that queries returned or changed.', ({ rows }) => rows),
  counter('vast_query_splits_total', 'Parts that queries were divided into.', ({ splits }) => splits),
  {
    name: 'vast_query_duration_seconds',
    type: 'histogram',
    help: 'How long queries took.',
    lines: (labels, { queries, milliseconds, times }) => {
      const name = 'vast_query_duration_seconds';
      const counts = times.cumulative(BOUNDS);
      return [
        ...BOUNDS.map((bound, i) => `${name}_bucket{${labels},le="${bound / 1e6}"} ${counts[i]!}`),
        `${name}_bucket{${labels},le="+Inf"} ${queries}`,
        `${name}_sum{${labels}} ${milliseconds / 1000}`,
        `${name}_count{${labels}} ${queries}`,
      ];
    },
  },
];

/** The text format of Prometheus, version 0.0.4. Names of tables need no escapes: they are lower case with underscores. */
export function prometheusText(tallies: Tallies): string {
  const series = [...tallies.entries()].map(({ table, type, tally }) => ({
    labels: `table="${table}",type="${type}"`,
    tally,
  }));
  const lines = FAMILIES.flatMap(({ name, type, help, lines: linesOf }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...series.flatMap(({ labels, tally }) => linesOf(labels, tally)),
  ]);
  return `${lines.join('\n')}\n`;
}
