import { cpus } from 'node:os';
import { load } from '../../bench/dataset';
import { measure } from '../../bench/load';
import { workloads } from '../../bench/workloads';
import type { Figure, Scenario } from '../scenario';

const ENDPOINTS = 3;
const CONNECTIONS = 8;

export const endpoints: Scenario = {
  name: 'endpoints',
  title: 'Endpoints and their failover',
  target: `Coverage of flows of 5,000 segments, which is what gateways send to endpoints, over none to ${ENDPOINTS} of them: it is to grow with them where there are cores for them (here ${cpus().length}, which the gateway and the load share). Then an endpoint is killed in the middle: no query fails.`,
  atMostSeconds: 300,
  atMostMiB: 1_024,
  async run(stage) {
    const filled = await stage.serve();
    const { dataset } = await load(filled.url, 10, 5_000);
    await stage.stop(filled);
    const { coverage } = workloads(dataset);
    const others = await Promise.all(Array.from({ length: ENDPOINTS }, () => stage.endpoint()));
    const rates: [number, number][] = [];
    const figures: Figure[] = [];
    const over = (count: number) => stage.serve({ TAMS_ENDPOINTS: urls(others.slice(0, count)) });
    for (let count = 0; count <= ENDPOINTS; count += 1) {
      const gateway = await over(count);
      await measure(gateway.url, coverage, Math.min(2, stage.seconds), CONNECTIONS);
      const { requestsPerSecond, p99 } = await measure(gateway.url, coverage, stage.seconds, CONNECTIONS);
      rates.push([count, requestsPerSecond]);
      const what = count === 0 ? 'no endpoint' : `${count} endpoints`;
      figures.push(
        { what, value: requestsPerSecond, unit: '/s' },
        { what: `${what}: p99`, value: p99, unit: 'ms' },
      );
      await stage.stop(gateway);
    }
    const gateway = await over(ENDPOINTS);
    const killed = new Promise((resolve) => setTimeout(resolve, stage.seconds * 500)).then(() =>
      stage.stop(others[0]!, 'SIGKILL'),
    );
    // It throws when a query fails.
    const { requestsPerSecond, p99, max } = await measure(gateway.url, coverage, stage.seconds, CONNECTIONS);
    await killed;
    const best = Math.max(...rates.slice(1).map(([, rate]) => rate));
    return {
      broken: [],
      figures: [
        ...figures,
        { what: 'best over none', value: best / rates[0]![1], unit: '×', floor: { atLeast: 1 } },
        {
          what: `${ENDPOINTS} over one endpoint`,
          value: rates[ENDPOINTS]![1] / rates[1]![1],
          unit: '×',
          floor: { atLeast: 1 },
        },
        { what: 'one of them killed in the middle', value: requestsPerSecond, unit: '/s' },
        { what: 'the same: p99', value: p99, unit: 'ms' },
        { what: 'the same: longest', value: max, unit: 'ms', floor: { atMost: 1_000 } },
      ],
      plots: [
        {
          title: 'Coverage queries a second',
          x: 'endpoints',
          y: '/s',
          lines: [{ name: 'coverage', points: rates }],
        },
      ],
    };
  },
};

const urls = (of: readonly { url: string }[]): string => of.map(({ url }) => url).join(',');
