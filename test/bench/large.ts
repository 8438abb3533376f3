import type { ServerProcess } from '../support/server-process';
import type { Dataset } from './dataset';
import { measure, median } from './load';
import { measureGets, restWorkloads } from './rest';
import { filled, gatewayOn, percent, reopened, SEGMENTS, whole, withStore, type Print } from './stores';
import { workloads } from './workloads';

const TIMES = 10;
const ROUNDS = 4;
const SECONDS = 3;
/** Pages that are asked for in turn: about twice as many as the gateway keeps, so that none is in memory when its turn comes again. */
const PAGES = 900;

/** A store, and one ten times as large: what that takes, and what a page of segments costs that is read for the first time. */
export async function large(print: Print): Promise<void> {
  await withStore((one) =>
    withStore(async (ten) => {
      const datasets = [await fill(one, SEGMENTS, print), await fill(ten, TIMES * SEGMENTS, print)] as const;
      const gateways = [await gatewayOn(one), await reopened(ten, print)] as const;
      try {
        await pagesOf(gateways, datasets, print);
      } finally {
        for (const { process } of gateways) await process.stop();
      }
    }),
  );
}

async function fill(folder: string, segments: number, print: Print): Promise<Dataset> {
  const gateway = await gatewayOn(folder);
  try {
    return await filled(gateway, segments, print);
  } finally {
    await gateway.process.stop();
  }
}

/** The two stores by turns. */
async function pagesOf(
  gateways: readonly [ServerProcess, ServerProcess],
  datasets: readonly [Dataset, Dataset],
  print: Print,
): Promise<void> {
  const rates = [0, 1].map(() => ({ graph: [] as number[], rest: [] as number[] }));
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const i of [0, 1] as const) {
      const { url } = gateways[i];
      const graph = await measure(url, workloads(datasets[i], PAGES).page, SECONDS, 10);
      const rest = await measureGets(url, restWorkloads(datasets[i], PAGES).page, SECONDS);
      // The first one warms up.
      if (round === 0) continue;
      rates[i]!.graph.push(graph.requestsPerSecond);
      rates[i]!.rest.push(rest);
    }
  for (const [name, of] of [
    ['graph', 'graph'],
    ['REST', 'rest'],
  ] as const) {
    const [one, ten] = rates.map((rate) => median(rate[of])) as [number, number];
    print(
      `- page of 100 segments, read for the first time, ${name}: ${whole(one)} req/s, on ten times the segments ${whole(ten)}, ${percent(ten, one)} of it`,
    );
  }
}
