import autocannon from 'autocannon';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServer, type ServerProcess } from '../support/server-process';
import type { Dataset } from './dataset';
import { median, processorSeconds, startingApart } from './load';
import { somewhere } from './workloads';

const BASE = '/tams/v7.0';
const ROUNDS = 3;
const SECONDS = 4;
const CONNECTIONS = 10;
const VARIANTS = 300;

/** GETs of one kind, sent in turn, and the ceiling that they are measured against. */
interface RestWorkload {
  readonly name: string;
  readonly paths: readonly string[];
  /** Whether the ceiling sends bytes that it has, or writes them from a value. */
  readonly ceiling: 'bytes' | 'value';
}

export interface RestComparison {
  readonly name: string;
  readonly bytes: number;
  readonly gateway: number;
  readonly ceiling: number;
  /** Processor time of a request in µs. */
  readonly gatewayCpu: number;
  readonly ceilingCpu: number;
}

/** @param count of different requests of each kind */
export function restWorkloads(
  dataset: Dataset,
  count = VARIANTS,
): Record<'flow' | 'page' | 'pageWithUrls', RestWorkload> {
  const flow = (n: number): string => `${BASE}/flows/${dataset.flows[n % dataset.flows.length]!}`;
  const page = (n: number): string =>
    `${flow(n)}/segments?limit=100&timerange=${encodeURIComponent(somewhere(dataset, n))}`;
  const variants = (pathOf: (n: number) => string) => Array.from({ length: count }, (_, n) => pathOf(n));
  return {
    flow: { name: 'GET one flow', paths: variants(flow), ceiling: 'bytes' },
    page: {
      name: 'GET 100 segments without URLs',
      paths: variants((n) => `${page(n)}&accept_get_urls=`),
      ceiling: 'value',
    },
    pageWithUrls: {
      name: 'GET 100 segments with 100 signed URLs',
      paths: variants((n) => `${page(n)}&presigned=true`),
      ceiling: 'value',
    },
  };
}

/** Medians over rounds in which gateway and ceiling take turns. */
export async function compareRest(gateway: ServerProcess, workload: RestWorkload): Promise<RestComparison> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tams-bench-'));
  const answer = await (await fetch(gateway.url + workload.paths[0]!)).text();
  writeFileSync(path.join(folder, 'answer.json'), answer);
  const ceiling = await startServer([
    ...['--import', 'tsx', 'test/bench/ceilings/fastify-memory.ts'],
    ...[path.join(folder, 'answer.json'), workload.ceiling],
  ]);
  try {
    await measureGets(gateway.url, workload, 2);
    await measureGets(ceiling.url, workload, 2);
    const ours: Load[] = [];
    const theirs: Load[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await underLoad(gateway, workload));
      theirs.push(await underLoad(ceiling, workload));
    }
    return {
      name: workload.name,
      bytes: Buffer.byteLength(answer),
      gateway: median(ours.map(({ rate }) => rate)),
      ceiling: median(theirs.map(({ rate }) => rate)),
      gatewayCpu: median(ours.map(({ cpu }) => cpu)),
      ceilingCpu: median(theirs.map(({ cpu }) => cpu)),
    };
  } finally {
    await ceiling.process.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Load {
  readonly rate: number;
  readonly cpu: number;
}

async function underLoad(server: ServerProcess, workload: RestWorkload): Promise<Load> {
  const before = processorSeconds(server.process.pid);
  const rate = await measureGets(server.url, workload, SECONDS);
  const spent = processorSeconds(server.process.pid) - before;
  return { rate, cpu: (spent * 1e6) / (rate * SECONDS) };
}

/** Requests a second. Any answer but a 2xx fails the run. */
export async function measureGets(
  url: string,
  { name, paths }: RestWorkload,
  seconds: number,
): Promise<number> {
  const requests = paths.map((of) => ({ method: 'GET' as const, path: of }));
  const setupClient = startingApart(requests, CONNECTIONS);
  const result = await autocannon({ url, connections: CONNECTIONS, duration: seconds, setupClient });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${name}: ${result.non2xx} answers were no 2xx, ${result.errors} requests failed`);
  return result.requests.average;
}
