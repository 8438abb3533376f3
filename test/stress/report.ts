import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import path from 'node:path';
import { holds, type Figure, type Outcome, type Scenario } from './scenario';
import { svgOf } from './svg';

/** A scenario that was played. */
export interface Played {
  readonly scenario: Scenario;
  readonly outcome: Outcome;
  readonly seconds: number;
}

/** Where and how a run was made. */
export interface Circumstances {
  readonly date: string;
  readonly machine: string;
  /** Of other work, before the run. */
  readonly loadBefore: string;
  readonly seconds: number;
  readonly scale: number;
}

export const circumstances = (seconds: number, scale: number): Circumstances => ({
  date: new Date().toISOString(),
  machine: `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, ${type()} ${release()}`,
  loadBefore: loadavg()
    .map((value) => value.toFixed(1))
    .join(', '),
  seconds,
  scale,
});

/** Writes `report.md`, `report.json` and a file for each plot. */
export function writeReport(folder: string, at: Circumstances, played: readonly Played[]): void {
  mkdirSync(folder, { recursive: true });
  const body = played.map(({ scenario, outcome, seconds }) => {
    const plots = (outcome.plots ?? []).map((plot, n) => {
      const file = `${scenario.name}-${n + 1}.svg`;
      writeFileSync(path.join(folder, file), svgOf(plot));
      return `![${plot.title}](${file})`;
    });
    return [
      `## ${scenario.title}\n\n${scenario.target} It took ${Math.round(seconds)} s.`,
      ...(outcome.broken.length > 0 ? [`**Broken:** ${outcome.broken.join('; ')}.`] : []),
      tableOf(outcome.figures),
      ...plots,
    ].join('\n\n');
  });
  const head = `# A run of \`npm run stress\`

${at.date.slice(0, 10)}, ${at.machine}; load of other work before it (1, 5, 15 minutes): ${at.loadBefore}. Each load lasted ${at.seconds} s; the large data
set had ${at.scale === 1 ? 'its full size' : `${at.scale} of its full size`}. The load generator ran on the same machine. **Bold** is what missed its floor.`;
  writeFileSync(path.join(folder, 'report.md'), `${[head, ...body].join('\n\n')}\n`);
  const json = {
    ...at,
    scenarios: played.map(({ scenario: { name, title, target }, outcome, seconds }) => ({
      ...{ name, title, target, seconds },
      ...outcome,
    })),
  };
  writeFileSync(path.join(folder, 'report.json'), `${JSON.stringify(json, null, 2)}\n`);
}

/** The figures of a scenario, in Markdown. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { what, unit, floor } = figure;
    const reached = `${shown(figure.value)}${unit === '' ? '' : ` ${unit}`}`;
    const wanted =
      floor === undefined
        ? '–'
        : 'atLeast' in floor
          ? `≥ ${shown(floor.atLeast)}`
          : `≤ ${shown(floor.atMost)}`;
    return `| ${what} | ${holds(figure) ? reached : `**${reached}**`} | ${wanted} |`;
  });
  return ['| what | reached | floor |', '|---|--:|--:|', ...rows].join('\n');
}

const shown = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 0 });
