import { load } from '../../bench/dataset';
import { measure } from '../../bench/load';
import { workloads } from '../../bench/workloads';
import type { Scenario } from '../scenario';
import { latenciesOf } from '../statistics';
import { Writers } from '../writers';

const READERS = 10;
const WRITERS = 8;

export const mixed: Scenario = {
  name: 'mixed',
  title: 'Reads beside writes',
  target: `${READERS} connections read pages of 100 segments while ${WRITERS} clients add segments, one a request, each durable before its answer. Every acknowledged segment is there afterwards.`,
  atMostSeconds: 120,
  atMostMiB: 1_024,
  async run(stage) {
    const { url } = await stage.serve();
    const { dataset } = await load(url, 50, 300);
    const { page } = workloads(dataset);
    const alone = await measure(url, page, stage.seconds, READERS);
    const { writers, stop } = await Writers.start(url, WRITERS, 1_000);
    const began = performance.now();
    const reads = await measure(url, page, stage.seconds, READERS);
    await stop();
    const seconds = (performance.now() - began) / 1000;
    const writes = await latenciesOf(writers.took);
    return {
      broken: await writers.wrong(),
      figures: [
        { what: 'pages, nobody writes', value: alone.requestsPerSecond, unit: '/s' },
        { what: 'pages, nobody writes: p99', value: alone.p99, unit: 'ms' },
        { what: 'pages beside writes', value: reads.requestsPerSecond, unit: '/s' },
        { what: 'pages beside writes: p99', value: reads.p99, unit: 'ms', floor: { atMost: 200 } },
        { what: 'segments added', value: writes.count / seconds, unit: '/s' },
        { what: 'segments added: p50', value: writes.p50, unit: 'ms' },
        { what: 'segments added: p99', value: writes.p99, unit: 'ms', floor: { atMost: 200 } },
      ],
    };
  },
};
