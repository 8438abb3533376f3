import autocannon from 'autocannon';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { load } from './dataset';
import { median, processorSeconds } from './load';
import { restWorkloads } from './rest';
import { workloads } from './workloads';

const FLOWS = 100;
const SEGMENTS = 100;
const CONNECTIONS = 10;
const ROUNDS = 30;
const SECONDS = 1;
const WARM_UP_SECONDS = 5;
/** More from one address would have to wait. */
const LOG_INS = 40;

interface Workload {
  readonly name: string;
  readonly requests: readonly autocannon.Request[];
}

/** Measures what requests cost with authentication off and with a token of ours, on copies of one store, by turns. */
export async function authentication(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tams-bench-'));
  const serving: ServerProcess[] = [];
  try {
    const [off, on] = [path.join(folder, 'off'), path.join(folder, 'on')] as const;
    const filling = await gatewayOn(off, 'off');
    const { dataset } = await load(filling.url, FLOWS, SEGMENTS);
    await filling.process.stop();
    cpSync(off, on, { recursive: true });
    serving.push(await gatewayOn(off, 'off'), await gatewayOn(on, 'on'));
    const [open, guarded] = serving as [ServerProcess, ServerProcess];
    const token = /tams_[\w-]{43}/.exec(guarded.process.errors)![0];
    const rest = restWorkloads(dataset).flow;
    const { oneFlow } = workloads(dataset);
    const measured: Workload[] = [
      { name: `REST, ${rest.name}`, requests: rest.paths.map((of) => ({ method: 'GET', path: of })) },
      {
        name: `the graph, ${oneFlow.name}`,
        requests: oneFlow.bodies.map((body) => ({ method: 'POST', path: '/graphql', body })),
      },
    ];
    print('| request | CPU µs, authentication off | with a token | added | wanted |');
    print('|---|--:|--:|--:|--:|');
    for (const { name, requests } of measured) {
      const bare = () => cost(open, requests, {}, SECONDS);
      const withToken = () => cost(guarded, requests, { authorization: `Bearer ${token}` }, SECONDS);
      await cost(open, requests, {}, WARM_UP_SECONDS);
      await cost(guarded, requests, { authorization: `Bearer ${token}` }, WARM_UP_SECONDS);
      const costs = { bare: [] as number[], withToken: [] as number[] };
      // Who goes first takes turns too: a machine that slows down steadily would favour one of them.
      for (let round = 0; round < ROUNDS; round += 1) {
        if (round % 2 === 0) costs.bare.push(await bare());
        costs.withToken.push(await withToken());
        if (round % 2 === 1) costs.bare.push(await bare());
      }
      const [without, guardedCost] = [undisturbed(costs.bare), undisturbed(costs.withToken)];
      const added = ((guardedCost / without - 1) * 100).toFixed(1);
      print(`| ${name} | ${without.toFixed(1)} | ${guardedCost.toFixed(1)} | **${added} %** | under 5 % |`);
    }
    const { known, unknown } = await failedLogIns(guarded.url, token);
    print(
      `\n- a log-in with a wrong password: ${known.toFixed(1)} ms for a user, ${unknown.toFixed(1)} ms for a name that nobody has, ${((unknown / known) * 100).toFixed(1)} % of it (medians of ${LOG_INS}, by turns)`,
    );
  } finally {
    for (const server of serving) await server.process.stop();
    rmSync(folder, { recursive: true, force: true });
  }
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
const gatewayOn = (folder: string, auth: 'on' | 'off'): Promise<ServerProcess> =>
  startServer([TAMS_GRAPH, 'serve'], {
    ...{ TAMS_PORT: '0', TAMS_DATA_DIR: folder, TAMS_AUTH: auth, NODE_ENV: 'production' },
    ...{ TAMS_RATE_LIMIT: '1000000', TAMS_ADDRESS_RATE_LIMIT: '1000000' },
  });

/** Processor time of a request, in µs. Any answer but a 2xx fails the run. */
async function cost(
  { url, process }: ServerProcess,
  requests: readonly autocannon.Request[],
  headers: Readonly<Record<string, string>>,
  seconds: number,
): Promise<number> {
  const before = processorSeconds(process.pid);
  const result = await autocannon({
    ...{ url, connections: CONNECTIONS, duration: seconds },
    requests: requests.map((of) => ({ ...of, headers: { 'content-type': 'application/json', ...headers } })),
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were no 2xx, ${result.errors} requests failed`);
  return ((processorSeconds(process.pid) - before) * 1e6) / result.requests.total;
}
