import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NodeProcess, ROOT, startServer, TAMS_GRAPH } from '../support/server-process';
import { load } from './dataset';
import { median, processorSeconds } from './load';
import { restWorkloads } from './rest';
import { workloads } from './workloads';

const FLOWS = 100;
const SEGMENTS = 100;
const CONNECTIONS = 10;
/** Processes, one after the other: each compiles what it runs in its own way, which is a percent or two. */
const PROCESSES = 6;
/** Both ways are measured right behind each other, so often in each process. */
const PAIRS = 220;
/** Some hundredths of a second: the machine is then mostly as fast in one round as in the next. */
const REQUESTS = 200;
/** Waited before a round's processor time is read: what it caused, such as spans that are sent, counts. */
const SETTLE_MS = 4;
const WARM_UP_REQUESTS = 15_000;
/** Has a request traced that chance would not have chosen: what runs for one in a hundred is compiled after minutes, or by these. */
const TRACED = { traceparent: '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01' };

/** What can be added to a gateway. */
export type Addition = 'authentication' | 'tracing';

interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

interface Workload {
  readonly name: string;
  readonly requests: readonly Request[];
}

/** Processor time in one process, in seconds, without and with what is added. */
interface Spent {
  without: number;
  added: number;
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
      {
        name: `REST, ${rest.name}`,
        requests: rest.paths.map((of) => ({ method: 'GET' as const, path: of })),
      },
      {
        name: `the graph, ${oneFlow.name}`,
        requests: oneFlow.bodies.map((body) => ({ method: 'POST' as const, path: '/graphql', body })),
      },
    ];
    const spent = measured.map((): Spent[] => []);
    for (let n = 0; n < PROCESSES; n += 1) {
      const copy = path.join(folder, `copy-${n}`);
      cpSync(filled, copy, { recursive: true });
      const ways = await BothWays.start(addition, copy);
      try {
        const first = n % 2 === 0 ? 'without' : 'added';
        for (const [of, { requests }] of measured.entries())
          spent[of]!.push(await ways.compare(requests, first));
        if (n === PROCESSES - 1) await whileServing({ url: ways.added.url, token: ways.token });
      } finally {
        await ways.process.stop();
      }
    }
    print(`| request | CPU µs without | with ${addition} | added | in each process | wanted |`);
    print('|---|--:|--:|--:|--:|--:|');
    for (const [of, { name }] of measured.entries()) print(rowOf(name, spent[of]!, wanted));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A process that serves one store both ways: `both-ways.mjs`. */
class BothWays {
  private constructor(
    readonly process: NodeProcess,
    private readonly without: Way,
    readonly added: Way,
    readonly token: string,
  ) {}

  static async start(addition: Addition, folder: string): Promise<BothWays> {
    const script = path.join(ROOT, 'test/bench/both-ways.mjs');
    const process = new NodeProcess([script, addition, folder], SETTINGS);
    const [line] = await process.until(/^\{.*\}$/m);
    const { without, added, token } = JSON.parse(line) as Record<'without' | 'added' | 'token', string>;
    return new BothWays(process, new Way(without), new Way(added, token), token);
  }

  /** @param first what is compiled for the one suits the other a little less */
  async compare(requests: readonly Request[], first: keyof Spent): Promise<Spent> {
    const second: keyof Spent = first === 'added' ? 'without' : 'added';
    for (const way of [first, second] as const) await this[way].sendAll(requests, WARM_UP_REQUESTS, TRACED);
    const spent: Spent = { without: 0, added: 0 };
    const order = [first, second, second, first] as const;
    for (let n = 0; n < PAIRS * 2; n += 1) {
      const which = order[n % order.length]!;
      const before = processorSeconds(this.process.pid);
      await this[which].sendAll(requests, REQUESTS);
      await sleep(SETTLE_MS);
      spent[which] += processorSeconds(this.process.pid) - before;
    }
    return spent;
  }
}

/** One of the servers, over connections that stay open. */
class Way {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly url: string,
    token?: string,
  ) {
    this.headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  }

  /** Sends so many, these in turn. Any answer but a 200 fails the run. */
  async sendAll(requests: readonly Request[], amount: number, headers = {}): Promise<void> {
    let begun = 0;
    const send = async (): Promise<void> => {
      while (begun < amount) await this.send(requests[begun++ % requests.length]!, headers);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, send));
  }

  private send({ method, path, body }: Request, more: object): Promise<void> {
    const { agent } = this;
    const headers = { ...this.headers, ...more };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.url), { agent, method, headers }, (answer) => {
        if (answer.statusCode !== 200)
          reject(new Error(`${method} ${path} was answered with ${answer.statusCode}`));
        answer.resume().once('end', resolve);
      });
      sent.once('error', reject).end(body);
    });
  }
}

function rowOf(name: string, spent: readonly Spent[], wanted: number): string {
  const perRequest = (way: keyof Spent): string =>
    ((median(spent.map((of) => of[way])) * 1e6) / (PAIRS * REQUESTS)).toFixed(1);
  const added = spent.map((of) => (of.added / of.without - 1) * 100).sort((a, b) => a - b);
  const each = added.map((percent) => percent.toFixed(1)).join(', ');
  return `| ${name} | ${perRequest('without')} | ${perRequest('added')} | **${median(added).toFixed(1)} %** | ${each} | under ${wanted} % |`;
}

/** The limits count, and refuse nobody. */
const SETTINGS = {
  ...{ TAMS_PORT: '0', TAMS_AUTH: 'off', NODE_ENV: 'production' },
  ...{ TAMS_RATE_LIMIT: '1000000', TAMS_ADDRESS_RATE_LIMIT: '1000000' },
};
