/*
 * `npm run bench [-- --large | --feeds | --analytics | --endpoints | --authentication | --tracing]`: starts the gateway as a separate
 * process, fills a store through the public API and measures it against ceilings in the same run. Prints Markdown; README.md beside this
 * file keeps a run.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { analytics } from './analytics';
import { authentication } from './authentication';
import { compare, type Comparison } from './compare';
import { load } from './dataset';
import { endpoints } from './endpoints';
import { feeds } from './feeds';
import { measure, median } from './load';
import { residentMiB, startServer, TAMS_GRAPH, type ServerProcess } from '../support/server-process';
import { compareRest, measureGets, restWorkloads, type RestComparison } from './rest';
import { tracing } from './tracing';
import { workloads } from './workloads';
import { graphSegment, restSegment, singleSegments } from './writes';

/** Benches that are run by themselves, by the option that names them. */
const ALONE = { feeds, analytics, endpoints, authentication, tracing };
const FLOWS = 300;
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const whole = (value: number): string => Math.round(value).toLocaleString('en');
const percent = (value: number, of: number): string => `${Math.round((value / of) * 100)} %`;

const gatewayOn = (folder: string): Promise<ServerProcess> =>
  startServer([TAMS_GRAPH, 'serve'], {
    TAMS_PORT: '0',
    TAMS_DATA_DIR: folder,
    // All requests come from one address.
    TAMS_ADDRESS_RATE_LIMIT: '0',
    NODE_ENV: 'production',
  });

async function withStore<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tams-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function printComparisons(rows: readonly Comparison[]): void {
  print(
    '| query | gateway req/s | p99 ms | answer bytes | Apollo, trivial resolvers | ratio | Fastify, same bytes | ratio | CPU µs a request | Apollo |',
  );
  print('|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
  for (const { name, gateway, p99, bytes, apollo, fastify, gatewayCpu, apolloCpu } of rows) {
    const ceiling = apollo === null ? '–' : whole(apollo);
    const ratio = apollo === null ? '–' : `**${percent(gateway, apollo)}**`;
    print(
      `| ${name} | ${whole(gateway)} | ${p99} | ${whole(bytes)} | ${ceiling} | ${ratio} | ${whole(fastify)} | ${percent(gateway, fastify)} | ${whole(gatewayCpu)} | ${apolloCpu === null ? '–' : whole(apolloCpu)} |`,
    );
  }
}

function printRest(rows: readonly RestComparison[]): void {
  print(
    '| request | gateway req/s | answer bytes | Fastify from memory | ratio | CPU µs a request | Fastify |',
  );
  print('|---|--:|--:|--:|--:|--:|--:|');
  for (const { name, gateway, bytes, ceiling, gatewayCpu, ceilingCpu } of rows)
    print(
      `| ${name} | ${whole(gateway)} | ${whole(bytes)} | ${whole(ceiling)} | **${percent(gateway, ceiling)}** | ${whole(gatewayCpu)} | ${whole(ceilingCpu)} |`,
    );
}

/** What a store of one size answered, in requests a second. */
interface PageRates {
  readonly graph: number;
  readonly rest: number;
}

/** Fills a store, reads from it beside the ceilings, and reopens it. */
async function reads(segments: number, full: boolean): Promise<PageRates> {
  return withStore(async (folder) => {
    const gateway = await gatewayOn(folder);
    let loaded;
    let rates: PageRates;
    try {
      loaded = await load(gateway.url, FLOWS, segments);
      print(`\n## ${FLOWS} flows × ${whole(segments)} segments\n`);
      print(
        `- \`addSegments\` with 1,000 segments a request, one client: ${whole(loaded.perSecond)} segments/s`,
      );
      print(`- resident memory after loading: ${whole(residentMiB(gateway.process.pid))} MiB`);
      const { oneFlow, page, tenFlows, pageWithUrls, coverage } = workloads(loaded.dataset);
      const rest = restWorkloads(loaded.dataset);
      if (full) {
        const rows = [
          await compare(gateway, oneFlow, true),
          await compare(gateway, page, true),
          await compare(gateway, tenFlows, true),
          await compare(gateway, pageWithUrls, false),
          await compare(gateway, coverage, false),
        ];
        const restRows = [
          await compareRest(gateway, rest.flow),
          await compareRest(gateway, rest.page),
          await compareRest(gateway, rest.pageWithUrls),
        ];
        print('');
        printComparisons(rows);
        print('');
        printRest(restRows);
        rates = { graph: rows[1]!.gateway, rest: restRows[1]!.gateway };
        const graphAdds = await singleSegments(gateway.url, 8, graphSegment);
        const restAdds = await singleSegments(gateway.url, 8, restSegment);
        print(`\n- \`addSegments\` with one segment a request, 32 clients: ${whole(graphAdds)} segments/s`);
        print(
          `- POST segments with one segment a request, 32 clients: ${whole(restAdds)} segments/s, ${percent(restAdds, graphAdds)} of it`,
        );
      } else {
        const graph: number[] = [];
        const pages: number[] = [];
        for (let round = 0; round < 3; round += 1) {
          graph.push((await measure(gateway.url, page, 4, 10)).requestsPerSecond);
          pages.push(await measureGets(gateway.url, rest.page, 4));
        }
        rates = { graph: median(graph), rest: median(pages) };
        print(`- page of 100 segments: ${whole(rates.graph)} req/s, over REST ${whole(rates.rest)} req/s`);
      }
      print(`- resident memory after all of it: ${whole(residentMiB(gateway.process.pid))} MiB`);
    } finally {
      await gateway.process.stop();
    }
    const again = await gatewayOn(folder);
    print(
      `- ready again on that folder after ${whole(again.readyAfter)} ms, with ${whole(residentMiB(again.process.pid))} MiB`,
    );
    await again.process.stop();
    return rates;
  });
}

async function main(): Promise<void> {
  print(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${whole(totalmem() / 1024 ** 3)} GiB`,
  );
  for (const [name, run] of Object.entries(ALONE))
    if (process.argv.includes(`--${name}`)) {
      await run(print);
      return;
    }
  const small = await reads(1000, true);
  if (process.argv.includes('--large')) {
    const large = await reads(10_000, false);
    print(
      `- ten times the segments: ${percent(large.graph, small.graph)} of the page's throughput, over REST ${percent(large.rest, small.rest)}`,
    );
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
