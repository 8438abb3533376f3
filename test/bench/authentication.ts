import autocannon from 'autocannon';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NodeProcess, ROOT, startServer, TAMS_GRAPH } from '../support/server-process';
import { load } from './dataset';
import { median, processorSeconds } from './load';
import { restWorkloads } from './rest';
import { workloads } from './workloads';

const FLOWS = 100;
const SEGMENTS = 100;
const CONNECTIONS = 10;
/** Processes, one after the other. */
const PROCESSES = 5;
const ROUNDS = 10;
const SECONDS = 1;
const WARM_UP_SECONDS = 3;
/** More from one address would have to wait. */
const LOG_INS = 40;

interface Workload {
  readonly name: string;
  readonly requests: readonly autocannon.Request[];
}

/** Processor time of one workload's requests, in µs. */
interface Costs {
  readonly off: number;
  readonly on: number;
}

/** Measures what requests cost with authentication off and with a token of ours, by turns, on one store in one process. */
export async function authentication(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tams-bench-'));
  try {
    const filled = path.join(folder, 'filled');
    const filling = await startServer([TAMS_GRAPH, 'serve'], { ...SETTINGS, TAMS_DATA_DIR: filled });
    const { dataset } = await load(filling.url, FLOWS, SEGMENTS);
    await filling.process.stop();
    const rest = restWorkloads(dataset).flow;
    const { oneFlow } = workloads(dataset);
    const measured: Workload[] = [
      { name: `REST, ${rest.name}`, requests: rest.paths.map((of) => ({ method: 'GET', path: of })) },
      {
        name: `the graph, ${oneFlow.name}`,
        requests: oneFlow.bodies.map((body) => ({ method: 'POST', path: '/graphql', body })),
      },
    ];
    const costs = measured.map((): Costs[] => []);
    for (let n = 0; n < PROCESSES; n += 1) {
      const copy = path.join(folder, `copy-${n}`);
      cpSync(filled, copy, { recursive: true });
      const gateways = await BothWays.start(copy);
      try {
        for (const [of, { requests }] of measured.entries())
          costs[of]!.push(await costsOf(gateways, requests));
        if (n === PROCESSES - 1) print(await logIns(gateways));
      } finally {
        await gateways.process.stop();
      }
    }
    print('| request | CPU µs, authentication off | with a token | added | by process | wanted |');
    print('|---|--:|--:|--:|--:|--:|');
    for (const [of, { name }] of measured.entries()) print(rowOf(name, costs[of]!));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A process that serves one store both ways. */
class BothWays {
  private constructor(
    readonly process: NodeProcess,
    readonly off: string,
    readonly on: string,
    readonly token: string,
  ) {}

  static async start(folder: string): Promise<BothWays> {
    const process = new NodeProcess([path.join(ROOT, 'test/bench/both-ways.mjs'), folder], SETTINGS);
    const [line] = await process.until(/^\{.*\}$/m);
    const { off, on, token } = JSON.parse(line) as Record<'off' | 'on' | 'token', string>;
    return new BothWays(process, off, on, token);
  }
}

async function costsOf(gateways: BothWays, requests: readonly autocannon.Request[]): Promise<Costs> {
  const { process, token } = gateways;
  const off = (seconds: number) => cost(process.pid, gateways.off, requests, {}, seconds);
  const on = (seconds: number) =>
    cost(process.pid, gateways.on, requests, { authorization: `Bearer ${token}` }, seconds);
  await off(WARM_UP_SECONDS);
  await on(WARM_UP_SECONDS);
  const rounds = { off: [] as number[], on: [] as number[] };
  // Who goes first takes turns too: a machine that slows down steadily would favour one of them.
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round % 2 === 0) rounds.off.push(await off(SECONDS));
    rounds.on.push(await on(SECONDS));
    if (round % 2 === 1) rounds.off.push(await off(SECONDS));
  }
  return { off: undisturbed(rounds.off), on: undisturbed(rounds.on) };
}

function rowOf(name: string, costs: readonly Costs[]): string {
  const [off, on] = [median(costs.map((of) => of.off)), median(costs.map((of) => of.on))];
  const added = costs.map((of) => (of.on / of.off - 1) * 100);
  const each = added.map((percent) => percent.toFixed(1)).join(', ');
  return `| ${name} | ${off.toFixed(1)} | ${on.toFixed(1)} | **${median(added).toFixed(1)} %** | ${each} % | under 5 % |`;
}

async function logIns({ on, token }: BothWays): Promise<string> {
  const { known, unknown } = await failedLogIns(on, token);
  const share = ((unknown / known) * 100).toFixed(1);
  return `- a log-in with a wrong password: ${known.toFixed(1)} ms for a user, ${unknown.toFixed(1)} ms for a name that nobody has, ${share} % of it (medians of ${LOG_INS}, by turns)\n`;
}

/** Milliseconds that log-ins take which fail, by turns of users and of names that nobody has, each once. */
async function failedLogIns(url: string, token: string): Promise<{ known: number; unknown: number }> {
  const create =
    'mutation ($name: String!) { createUser(input: { name: $name, scopes: [READ], password: "the right password" }) { name } }';
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let n = 0; n < LOG_INS; n += 1) {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: create, variables: { name: `user-${n}` } }),
    });
    if ((await answer.text()).includes('"errors"')) throw new Error('A user could not be made');
    times.known.push(await failedLogIn(url, `user-${n}`));
    times.unknown.push(await failedLogIn(url, `none-${n}`));
  }
  return { known: median(times.known), unknown: median(times.unknown) };
}

async function failedLogIn(url: string, user: string): Promise<number> {
  const credentials = Buffer.from(`${user}:a wrong password`).toString('base64');
  const began = performance.now();
  const { status } = await fetch(`${url}/tams/v7.0/service`, {
    headers: { authorization: `Basic ${credentials}` },
  });
  if (status !== 401) throw new Error(`A wrong password was answered with ${status}`);
  return performance.now() - began;
}

/** The lower quartile: other work on the machine can only add to a cost. */
const undisturbed = (costs: readonly number[]): number =>
  [...costs].sort((a, b) => a - b)[Math.floor(costs.length / 4)]!;

/** The limits count, and refuse nobody. */
const SETTINGS = {
  ...{ TAMS_PORT: '0', TAMS_AUTH: 'off', NODE_ENV: 'production' },
  ...{ TAMS_RATE_LIMIT: '1000000', TAMS_ADDRESS_RATE_LIMIT: '1000000' },
};

/** Processor time of a request, in µs. Any answer but a 2xx fails the run. */
async function cost(
  pid: number,
  url: string,
  requests: readonly autocannon.Request[],
  headers: Readonly<Record<string, string>>,
  seconds: number,
): Promise<number> {
  const before = processorSeconds(pid);
  const result = await autocannon({
    ...{ url, connections: CONNECTIONS, duration: seconds },
    requests: requests.map((of) => ({ ...of, headers: { 'content-type': 'application/json', ...headers } })),
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were no 2xx, ${result.errors} requests failed`);
  return ((processorSeconds(pid) - before) * 1e6) / result.requests.total;
}
