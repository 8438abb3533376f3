/*
 * `npm run stress [-- --only overload,feeds --seconds 10 --scale 0.1 --out folder | --quick]`: plays each scenario against a built
 * gateway of its own and writes a report. Ends with 1 when something is broken or, but for `--quick`, a floor is missed.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { circumstances, tableOf, writeReport, type Played } from './report';
import { holds, type Outcome, type Scenario } from './scenario';
import { SCENARIOS } from './scenarios';
import { Stage, type StageOptions } from './stage';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Enough to see that everything works; a machine that is busy may let requests wait. */
const QUICK = { seconds: 1, scale: 0.002, env: { TAMS_MAX_WAIT: '60s' } };
const FULL = { seconds: 10, scale: 1, env: {} };

interface Options {
  readonly stage: StageOptions;
  readonly scenarios: readonly Scenario[];
  readonly folder: string;
  readonly countsFloors: boolean;
}

/** @throws Error that names what cannot be */
function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      seconds: { type: 'string' },
      scale: { type: 'string' },
      out: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  const usual = values.quick ? QUICK : FULL;
  const number = (name: 'seconds' | 'scale', low: number, high: number): number => {
    const value = Number(values[name] ?? usual[name]);
    if (!(value >= low && value <= high)) throw new Error(`--${name} must be from ${low} to ${high}`);
    return value;
  };
  const names = values.only?.split(',') ?? SCENARIOS.map(({ name }) => name);
  const scenarios = names.map((name) => {
    const scenario = SCENARIOS.find((one) => one.name === name);
    if (!scenario)
      throw new Error(
        `--only: there is no scenario ${name}; there are ${SCENARIOS.map((one) => one.name).join(', ')}`,
      );
    return scenario;
  });
  return {
    stage: { seconds: number('seconds', 1, 600), scale: number('scale', 0.0001, 10), env: usual.env },
    scenarios,
    folder: path.resolve(values.out ?? path.join(__dirname, 'report')),
    countsFloors: !values.quick,
  };
}

/** Plays a scenario within its bounds. That it fails, or takes too long, is broken too. */
async function play(scenario: Scenario, options: StageOptions): Promise<Played> {
  const stage = new Stage(options);
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`It took longer than ${scenario.atMostSeconds} s`)),
      scenario.atMostSeconds * 1000,
    );
  });
  let outcome: Outcome;
  try {
    outcome = await Promise.race([scenario.run(stage), tooLong]);
  } catch (error) {
    outcome = { figures: [], broken: [error instanceof Error ? error.message : String(error)] };
  } finally {
    clearTimeout(timer);
  }
  const memory = {
    what: 'resident memory of the gateway, at most',
    value: stage.highestMiB,
    unit: 'MiB',
    floor: { atMost: scenario.atMostMiB },
  };
  const seconds = stage.elapsed;
  await stage.close();
  return { scenario, seconds, outcome: { ...outcome, figures: [...outcome.figures, memory] } };
}

async function main(): Promise<void> {
  const { stage, scenarios, folder, countsFloors } = optionsOf(process.argv.slice(2));
  const at = circumstances(stage.seconds, stage.scale);
  const played: Played[] = [];
  for (const scenario of scenarios) {
    print(`\n## ${scenario.title}`);
    const one = await play(scenario, stage);
    print(
      `${tableOf(one.outcome.figures)}\n${one.outcome.broken.map((what) => `BROKEN: ${what}`).join('\n')}`,
    );
    played.push(one);
    // Each time: a run that is interrupted has told of what it had.
    writeReport(folder, at, played);
  }
  print(`\nThe report is ${path.join(folder, 'report.md')}`);
  const isBroken = played.some(({ outcome }) => outcome.broken.length > 0);
  const isSlow = played.some(({ outcome }) => !outcome.figures.every(holds));
  process.exit(isBroken || (countsFloors && isSlow) ? 1 : 0);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
