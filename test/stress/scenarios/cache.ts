import { load } from '../../bench/dataset';
import { measure, processorSeconds } from '../../bench/load';
import { workloads } from '../../bench/workloads';
import type { Scenario } from '../scenario';

export const cache: Scenario = {
  name: 'cache',
  title: 'Caches',
  target:
    'What is asked of the cache of table metadata while queries run: over 90 % is there. A page whose media URLs were signed before, against the first time.',
  atMostSeconds: 180,
  atMostMiB: 1_024,
  async run(stage) {
    const server = await stage.serve();
    const { url } = server;
    const { dataset } = await load(url, 50, 300);
    const { oneFlow, page, pageWithUrls, coverage } = workloads(dataset);
    const before = await asked(url);
    const cost = async (seconds: number): Promise<number> => {
      const spent = processorSeconds(server.process.pid);
      const { requestsPerSecond } = await measure(url, pageWithUrls, seconds, 10);
      return ((processorSeconds(server.process.pid) - spent) * 1e6) / (requestsPerSecond * seconds);
    };
    const first = await cost(1);
    const warm = await cost(stage.seconds);
    for (const workload of [oneFlow, page, coverage]) await measure(url, workload, stage.seconds, 10);
    const after = await asked(url);
    const hits = after.hit - before.hit;
    const misses = after.miss - before.miss;
    return {
      broken: hits + misses > 0 ? [] : ['Nothing was asked of the cache'],
      figures: [
        { what: 'asked of the cache', value: hits + misses, unit: '' },
        {
          what: 'there',
          value: (100 * hits) / (hits + misses),
          unit: '%',
          floor: { atLeast: 90 },
        },
        { what: 'page with signed URLs, in the first second', value: first, unit: 'CPU µs' },
        { what: 'the same, later', value: warm, unit: 'CPU µs' },
      ],
    };
  },
};

async function asked(url: string): Promise<{ hit: number; miss: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const of = (result: string): number =>
    Number(
      new RegExp(`^vast_table_cache_requests_total\\{result="${result}"\\} (\\d+)`, 'm').exec(text)?.[1],
    );
  return { hit: of('hit'), miss: of('miss') };
}
