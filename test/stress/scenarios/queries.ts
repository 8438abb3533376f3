import { load } from '../../bench/dataset';
import { measure, type Measured } from '../../bench/load';
import { workloads } from '../../bench/workloads';
import type { Figure, Scenario } from '../scenario';

const CONNECTIONS = [1, 10, 50, 100];

export const queries: Scenario = {
  name: 'queries',
  title: 'Concurrent queries',
  target:
    'Two queries over more and more connections: one flow with its source, and a page of 100 segments. Wanted of the first: a 99th percentile under 100 ms, over 1,000 a second.',
  atMostSeconds: 300,
  atMostMiB: 1_024,
  async run(stage) {
    const { url } = await stage.serve();
    const { dataset } = await load(url, 100, 300);
    const { oneFlow, page } = workloads(dataset);
    await measure(url, oneFlow, Math.min(3, stage.seconds), 10);
    const figures: Figure[] = [];
    const measured: { name: string; connections: number; of: Measured }[] = [];
    for (const workload of [oneFlow, page])
      for (const connections of CONNECTIONS) {
        const of = await measure(url, workload, stage.seconds, connections);
        measured.push({ name: workload.name, connections, of });
        const isSimple = workload === oneFlow && connections > 1;
        const what = `${workload.name}, ${connections} connections`;
        figures.push(
          {
            what,
            value: of.requestsPerSecond,
            unit: '/s',
            ...(isSimple ? { floor: { atLeast: 1_000 } } : {}),
          },
          { what: `${what}: p50`, value: of.p50, unit: 'ms' },
          {
            what: `${what}: p99`,
            value: of.p99,
            unit: 'ms',
            ...(isSimple ? { floor: { atMost: 100 } } : {}),
          },
        );
      }
    const lines = (value: (of: Measured) => number) =>
      [oneFlow, page].map(({ name }) => ({
        name,
        points: measured
          .filter((row) => row.name === name)
          .map(({ connections, of }) => [connections, value(of)] as const),
      }));
    return {
      figures,
      broken: [],
      plots: [
        {
          title: 'Queries a second',
          x: 'connections',
          y: '/s',
          lines: lines(({ requestsPerSecond }) => requestsPerSecond),
        },
        { title: '99th percentile', x: 'connections', y: 'ms', lines: lines(({ p99 }) => p99) },
      ],
    };
  },
};
