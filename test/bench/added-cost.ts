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
const PROCESSES = 3;
/** Both ways are measured right behind each other, so often in each process. */
const PAIRS = 24;
/** Some tenths of a second. */
const REQUESTS = 3_000;
const WARM_UP_REQUESTS = 15_000;

/** What can be added to a gateway. */
export type Addition = 'authentication' | 'tracing';

interface Workload {
  readonly name: string;
  readonly requests: readonly autocannon.Request[];
}

/** Processor time of a request, in µs, without and with what is added. */
interface Pair {
  readonly without: number;
  readonly added: number;
}

/**
 * Measures what something adds to the smallest requests: on one store in one process, by turns, since two processes that do the same
 * differ by more for as long as they live.
 * @param wanted percent, at most
 * @param whileServing runs against the last process, with the token of an administrator
 */
export async function addedCosts(
  addition: Addition,
  wanted: number,
  print: (line: string) => void,
  whileServing: (gateway: { url: string; token: string }) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
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
    const pairs = measured.map((): Pair[] => []);
    for (let n = 0; n < PROCESSES; n += 1) {
      const copy = path.join(folder, `copy-${n}`);
      cpSync(filled, copy, { recursive: true });
      const ways = await BothWays.start(addition, copy);
      try {
        for (const [of, { requests }] of measured.entries()) pairs[of]!.push(...(await ways.pairs(requests)));
        if (n === PROCESSES - 1) await whileServing({ url: ways.added, token: ways.token });
      } finally {
        await ways.process.stop();
      }
    }
    print(`| request | CPU µs without | with ${addition} | added | quartiles | wanted |`);
    print('|---|--:|--:|--:|--:|--:|');
    for (const [of, { name }] of measured.entries()) print(rowOf(name, pairs[of]!, wanted));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A process that serves one store both ways: `both-ways.mjs`. */
class BothWays {
  private constructor(
    readonly process: NodeProcess,
    private readonly without: string,
    readonly added: string,
    readonly token: string,
  ) {}

  static async start(addition: Addition, folder: string): Promise<BothWays> {
    const script = path.join(ROOT, 'test/bench/both-ways.mjs');
    const process = new NodeProcess([script, addition, folder], SETTINGS);
    const [line] = await process.until(/^\{.*\}$/m);
    const { without, added, token } = JSON.parse(line) as Record<'without' | 'added' | 'token', string>;
    return new BothWays(process, without, added, token);
  }

  /** Who goes first takes turns too. */
  async pairs(requests: readonly autocannon.Request[]): Promise<Pair[]> {
    await this.cost(this.without, requests, WARM_UP_REQUESTS);
    await this.cost(this.added, requests, WARM_UP_REQUESTS);
    const pairs: Pair[] = [];
    for (let n = 0; n < PAIRS; n += 1) {
      const first = await this.cost(n % 2 === 0 ? this.without : this.added, requests, REQUESTS);
      const second = await this.cost(n % 2 === 0 ? this.added : this.without, requests, REQUESTS);
      pairs.push(n % 2 === 0 ? { without: first, added: second } : { without: second, added: first });
    }
    return pairs;
  }

  /** Processor time of a request, in µs. Any answer but a 2xx fails the run. */
  private async cost(url: string, requests: readonly autocannon.Request[], amount: number): Promise<number> {
    const { pid } = this.process;
    const authorization = url === this.added ? { authorization: `Bearer ${this.token}` } : {};
    const before = processorSeconds(pid);
    const result = await autocannon({
      ...{ url, connections: CONNECTIONS, amount },
      requests: requests.map((of) => ({
        ...of,
        headers: { 'content-type': 'application/json', ...authorization },
      })),
    });
    if (result.non2xx > 0 || result.errors > 0)
      throw new Error(`${result.non2xx} answers were no 2xx, ${result.errors} requests failed`);
    return ((processorSeconds(pid) - before) * 1e6) / result.requests.total;
  }
}

function rowOf(name: string, pairs: readonly Pair[], wanted: number): string {
  const added = pairs.map((of) => (of.added / of.without - 1) * 100).sort((a, b) => a - b);
  const at = (share: number): string => added[Math.floor(added.length * share)]!.toFixed(1);
  const costs = [median(pairs.map(({ without }) => without)), median(pairs.map((of) => of.added))];
  const [without, withIt] = costs.map((cost) => cost.toFixed(1));
  return `| ${name} | ${without} | ${withIt} | **${median(added).toFixed(1)} %** | ${at(0.25)} to ${at(0.75)} % | under ${wanted} % |`;
}

/** The limits count, and refuse nobody. */
const SETTINGS = {
  ...{ TAMS_PORT: '0', TAMS_AUTH: 'off', NODE_ENV: 'production' },
  ...{ TAMS_RATE_LIMIT: '1000000', TAMS_ADDRESS_RATE_LIMIT: '1000000' },
};
