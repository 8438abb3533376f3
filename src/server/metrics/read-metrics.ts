import { Counter, Gauge, type Registry } from 'prom-client';

/** A number, or one for each value of a label. */
type Reading = number | Readonly<Record<string, number>>;

export interface ReadMetric {
  readonly name: string;
  readonly help: string;
  /** When the reading has more than one number. */
  readonly label?: string;
  /** Asked when Prometheus asks. When it fails nothing is told: the other metrics matter most then. */
  readonly read: () => Reading | Promise<Reading>;
}

/** A counter that its owner keeps. */
export function counterOf(registry: Registry, { name, help, label, read }: ReadMetric): void {
  new Counter({
    name,
    help,
    labelNames: label === undefined ? [] : [label],
    registers: [registry],
    async collect() {
      const series = await seriesOf(read, label);
      this.reset();
      for (const [labels, value] of series) this.inc(labels, value);
    },
  });
}

export function gaugeOf(registry: Registry, { name, help, label, read }: ReadMetric): void {
  new Gauge({
    name,
    help,
    labelNames: label === undefined ? [] : [label],
    registers: [registry],
    async collect() {
      const series = await seriesOf(read, label);
      this.reset();
      for (const [labels, value] of series) this.set(labels, value);
    },
  });
}

async function seriesOf(
  read: ReadMetric['read'],
  label: string | undefined,
): Promise<[labels: Record<string, string>, value: number][]> {
  let reading: Reading;
  try {
    reading = await read();
  } catch {
    return [];
  }
  if (typeof reading === 'number') return [[{}, reading]];
  return Object.entries(reading).map(([value, number]) => [{ [label!]: value }, number]);
}
