import { load } from '../../bench/dataset';
import { measure } from '../../bench/load';
import { workloads } from '../../bench/workloads';
import { openLoad, type OpenAnswer } from '../open-loop';
import type { Figure, Plot, Scenario } from '../scenario';
import { latenciesOf } from '../statistics';

const FACTOR = 2;
/** Of an answer that was given, and of a refusal: `TAMS_MAX_WAIT`, a turn, and what the machine needs. */
const BOUND_MS = 1_500;

export const overload: Scenario = {
  name: 'overload',
  title: 'Overload',
  target: `Pages of 100 segments are asked for at half of what was measured, at ${FACTOR} times of it, and at half again, by clients who do not wait for answers before they ask. Latency stays bounded; who is refused is told so by 503 with Retry-After; health is answered all the time; afterwards nobody is refused.`,
  atMostSeconds: 240,
  atMostMiB: 1_024,
  async run(stage) {
    const { url } = await stage.serve({ TAMS_MAX_WAIT: '500ms' });
    const { dataset } = await load(url, 50, 400);
    const { page } = workloads(dataset);
    await measure(url, page, Math.min(3, stage.seconds), 10);
    const { requestsPerSecond: capacity } = await measure(url, page, stage.seconds, 32);
    const asked = (share: number) =>
      openLoad({
        ...{ url, path: '/graphql', bodies: page.bodies },
        ...{ perSecond: capacity * share, seconds: stage.seconds },
      });
    const before = await asked(0.5);
    const health = watchHealth(url);
    const during = await asked(FACTOR);
    const healthTook = await health();
    const after = await asked(0.5);
    const given = (of: readonly OpenAnswer[]) => of.filter(({ status }) => status === 200);
    const refused = during.filter(({ status }) => status === 503);
    const refusedLate = after.filter(({ status, due }) => status === 503 && due > 1).length;
    const [calm, answered, refusals, again, healthy] = await Promise.all([
      latenciesOf(given(before).map(({ ms }) => ms)),
      latenciesOf(given(during).map(({ ms }) => ms)),
      latenciesOf(refused.map(({ ms }) => ms)),
      latenciesOf(given(after).map(({ ms }) => ms)),
      latenciesOf(healthTook),
    ]);
    const figures: Figure[] = [
      { what: 'what it can do, 32 connections', value: capacity, unit: '/s' },
      { what: 'at half of it: p99', value: calm.p99, unit: 'ms', floor: { atMost: 100 } },
      { what: `asked at ${FACTOR} times`, value: capacity * FACTOR, unit: '/s' },
      {
        what: 'answered of these',
        value: answered.count / stage.seconds,
        unit: '/s',
        floor: { atLeast: capacity * 0.5 },
      },
      { what: 'answered: p50', value: answered.p50, unit: 'ms' },
      { what: 'answered: p99', value: answered.p99, unit: 'ms', floor: { atMost: BOUND_MS } },
      { what: 'refused', value: (100 * refusals.count) / during.length, unit: '%' },
      { what: 'refused: p99', value: refusals.p99, unit: 'ms', floor: { atMost: BOUND_MS } },
      { what: '/livez meanwhile: longest', value: healthy.max, unit: 'ms', floor: { atMost: 1_000 } },
      { what: 'at half again: p99', value: again.p99, unit: 'ms', floor: { atMost: 500 } },
      {
        what: 'refused more than a second after the overload',
        value: refusedLate,
        unit: '',
        floor: { atMost: 0 },
      },
    ];
    return {
      figures,
      broken: [...new Set([...before, ...during, ...after].flatMap(problemsOf))],
      plots: [plotOf(before, during, after, stage.seconds)],
    };
  },
};

/** Asks ten times a second; stops when told, and gives how long each answer took. Without an answer, or with another, it fails. */
function watchHealth(url: string): () => Promise<number[]> {
  const took: number[] = [];
  const watch = { goesOn: true };
  const watching = (async () => {
    while (watch.goesOn) {
      const began = performance.now();
      const { status } = await fetch(`${url}/livez`);
      if (status !== 200) throw new Error(`/livez was answered with ${status}`);
      took.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  // Reported when it is waited for.
  watching.catch(() => undefined);
  return async () => {
    watch.goesOn = false;
    await watching;
    return took;
  };
}

function problemsOf({ status, retryAfter, text }: OpenAnswer): string[] {
  if (status === 200) return [];
  if (status !== 503)
    return [status === null ? 'A connection failed' : `A request was answered with ${status}`];
  const code = (JSON.parse(text ?? 'null') as { errors?: { extensions?: { code?: string } }[] } | null)
    ?.errors?.[0]?.extensions?.code;
  return [
    ...(Number(retryAfter) >= 1 ? [] : ['A refusal had no Retry-After']),
    ...(code === 'OVERLOADED' ? [] : [`A refusal had the code ${code}`]),
  ];
}

/** How long those took that were due in the same half second: the slowest of each. */
function plotOf(
  before: readonly OpenAnswer[],
  during: readonly OpenAnswer[],
  after: readonly OpenAnswer[],
  seconds: number,
): Plot {
  const all = [before, during, after].flatMap((answers, phase) =>
    answers.map((answer) => ({ ...answer, due: answer.due + phase * seconds })),
  );
  const slowest = (status: number): [number, number][] => {
    const steps = new Map<number, number>();
    for (const { due, ms, status: its } of all) {
      if (its !== status) continue;
      const step = Math.floor(due * 2) / 2;
      steps.set(step, Math.max(steps.get(step) ?? 0, ms));
    }
    return [...steps].sort(([a], [b]) => a - b);
  };
  return {
    title: 'Half, twice and half of what it can do: slowest answer of each half second',
    x: 'seconds',
    y: 'ms',
    lines: [
      { name: 'answered', points: slowest(200) },
      { name: 'refused', points: slowest(503) },
    ],
  };
}
