/*
 * `npm run bench [-- --large | --feeds | --analytics | --endpoints | --authentication | --tracing]`: starts the gateway as a separate
 * process, fills a store through the public API and measures it against ceilings in the same run. Prints Markdown; README.md beside this
 * file keeps a run.
 */
import { cpus, totalmem } from 'node:os';
import { analytics } from './analytics';
import { authentication } from './authentication';
import { compare, type Comparison } from './compare';
import { endpoints } from './endpoints';
import { feeds } from './feeds';
import { large } from './large';
import { residentMiB } from '../support/server-process';
import { compareRest, restWorkloads, type RestComparison } from './rest';
import { filled, gatewayOn, percent, reopened, SEGMENTS, whole, withStore } from './stores';
import { tracing } from './tracing';
import { workloads } from './workloads';
import { graphSegment, restSegment, singleSegments } from './writes';

/** Benches that are run by themselves, by the option that names them. */
const ALONE = { large, feeds, analytics, endpoints, authentication, tracing };
const print = (line: string): void => void process.stdout.write(`${line}\n`);

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

/** Fills a store, reads from it beside the ceilings, and reopens it. */
async function readsAndWrites(): Promise<void> {
  await withStore(async (folder) => {
    const gateway = await gatewayOn(folder);
    try {
      const dataset = await filled(gateway, SEGMENTS, print);
      const { oneFlow, page, tenFlows, pageWithUrls, coverage } = workloads(dataset);
      const rest = restWorkloads(dataset);
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
      const graphAdds = await singleSegments(gateway.url, 8, graphSegment);
      const restAdds = await singleSegments(gateway.url, 8, restSegment);
      print(`\n- \`addSegments\` with one segment a request, 32 clients: ${whole(graphAdds)} segments/s`);
      print(
        `- POST segments with one segment a request, 32 clients: ${whole(restAdds)} segments/s, ${percent(restAdds, graphAdds)} of it`,
      );
      print(`- resident memory after all of it: ${whole(residentMiB(gateway.process.pid))} MiB`);
    } finally {
      await gateway.process.stop();
    }
    await (await reopened(folder, print)).process.stop();
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
  await readsAndWrites();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
