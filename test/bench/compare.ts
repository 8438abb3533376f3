import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { measure, median, post, processorSeconds, type Measured, type Workload } from './load';
import { startServer, type ServerProcess } from '../support/server-process';

const ROUNDS = 3;
const SECONDS = 4;
const CONNECTIONS = 10;
const TSX = ['--import', 'tsx'];

/** Requests a second of one workload, the gateway's beside its ceilings', measured by turns in the same minutes. */
export interface Comparison {
  readonly name: string;
  readonly gateway: number;
  readonly p99: number;
  readonly bytes: number;
  /** Null where the ceiling has no such query. */
  readonly apollo: number | null;
  readonly fastify: number;
  /** Processor time of a request in µs, which other work on the machine disturbs less than rates. */
  readonly gatewayCpu: number;
  readonly apolloCpu: number | null;
}

/** Medians over rounds in which gateway and ceilings take turns, so that a slow minute of the machine hits all. */
export async function compare(
  gateway: ServerProcess,
  workload: Workload,
  withApollo: boolean,
): Promise<Comparison> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tams-bench-'));
  const answer = await post(gateway.url, workload.bodies[0]!);
  writeFileSync(path.join(folder, 'answer.json'), answer);
  const fastify = await startServer([
    ...TSX,
    'test/bench/ceilings/fastify-bytes.ts',
    path.join(folder, 'answer.json'),
  ]);
  const apollo = withApollo
    ? await startServer([...TSX, 'test/bench/ceilings/apollo-trivial.ts'], { NODE_ENV: 'production' })
    : null;
  try {
    const rates: Record<'gateway' | 'apollo' | 'fastify', number[]> = {
      gateway: [],
      apollo: [],
      fastify: [],
    };
    const cpu: Record<'gateway' | 'apollo', number[]> = { gateway: [], apollo: [] };
    let p99 = 0;
    await measure(gateway.url, workload, 2, CONNECTIONS);
    if (apollo) await measure(apollo.url, workload, 2, CONNECTIONS);
    for (let round = 0; round < ROUNDS; round += 1) {
      const ours = await measured('gateway', gateway);
      p99 = Math.max(p99, ours.p99);
      if (apollo) await measured('apollo', apollo);
      rates.fastify.push((await measure(fastify.url, workload, SECONDS, CONNECTIONS)).requestsPerSecond);
    }
    return {
      name: workload.name,
      gateway: median(rates.gateway),
      p99,
      bytes: Buffer.byteLength(answer),
      apollo: apollo ? median(rates.apollo) : null,
      fastify: median(rates.fastify),
      gatewayCpu: median(cpu.gateway),
      apolloCpu: apollo ? median(cpu.apollo) : null,
    };

    async function measured(who: 'gateway' | 'apollo', server: ServerProcess): Promise<Measured> {
      const before = processorSeconds(server.process.pid);
      const of = await measure(server.url, workload, SECONDS, CONNECTIONS);
      const spent = processorSeconds(server.process.pid) - before;
      rates[who].push(of.requestsPerSecond);
      cpu[who].push((spent * 1e6) / (of.requestsPerSecond * SECONDS));
      return of;
    }
  } finally {
    await Promise.all([fastify.process.stop(), apollo?.process.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}
