import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { addSegments, externalSegment, putFlow, type Dataset } from '../../bench/dataset';
import { measure } from '../../bench/load';
import { workloads } from '../../bench/workloads';
import type { Scenario } from '../scenario';

const SEGMENTS = 10_000_000;
const FLOWS = 300;
const A_REQUEST = 1_000;
const CLIENTS = 3;

export const large: Scenario = {
  name: 'large',
  title: 'A large data set',
  target: `${SEGMENTS.toLocaleString('en')} segments in ${FLOWS} flows (times --scale), added through the public API by ${CLIENTS} clients, ${A_REQUEST.toLocaleString('en')} a request. Reads cost what they cost on a small store, and memory stays under 1 GB.`,
  atMostSeconds: 1_500,
  atMostMiB: 1_024,
  async run(stage) {
    const server = await stage.serve();
    const segments = Math.max(200, Math.round((SEGMENTS * stage.scale) / FLOWS));
    const { dataset, seconds, rates } = await fill(server.url, segments);
    const all = segments * FLOWS;
    const { oneFlow, page, coverage } = workloads(dataset);
    const read = async () => ({
      flow: await measure(server.url, oneFlow, stage.seconds, 10),
      page: await measure(server.url, page, stage.seconds, 10),
      coverage: await measure(server.url, coverage, stage.seconds, 2),
    });
    const { flow, page: pages, coverage: covered } = await read();
    const bytes = sizeOf(stage.folder);
    await stage.stop(server);
    const again = await stage.serve();
    return {
      broken: again.url === '' ? ['It does not start again'] : [],
      figures: [
        { what: 'segments', value: all, unit: '' },
        { what: 'segments added', value: all / seconds, unit: '/s', floor: { atLeast: 10_000 } },
        { what: 'the last tenth of them', value: rates.at(-1)?.[1] ?? NaN, unit: '/s' },
        { what: 'on disk, a segment', value: bytes / all, unit: 'bytes' },
        { what: oneFlow.name, value: flow.requestsPerSecond, unit: '/s', floor: { atLeast: 1_000 } },
        { what: `${oneFlow.name}: p99`, value: flow.p99, unit: 'ms', floor: { atMost: 100 } },
        { what: page.name, value: pages.requestsPerSecond, unit: '/s' },
        { what: `${page.name}: p99`, value: pages.p99, unit: 'ms', floor: { atMost: 100 } },
        {
          what: `${coverage.name} of ${segments.toLocaleString('en')} segments`,
          value: covered.requestsPerSecond,
          unit: '/s',
        },
        { what: 'ready again', value: again.readyAfter, unit: 'ms' },
      ],
      plots: [
        {
          title: 'Segments added a second while the store grows',
          x: 'segments',
          y: '/s',
          lines: [{ name: 'added', points: rates }],
        },
        {
          title: 'Resident memory',
          x: 'seconds',
          y: 'MiB',
          lines: [{ name: 'gateway', points: stage.memory }],
        },
      ],
    };
  },
};

/** Fills a store flow by flow, and says how fast each tenth of it was. */
async function fill(
  url: string,
  segments: number,
): Promise<{ dataset: Dataset; seconds: number; rates: [number, number][] }> {
  const flows: string[] = [];
  for (let n = 0; n < FLOWS; n += 1) flows.push(await putFlow(url, n));
  const tenth = (segments * FLOWS) / 10;
  const rates: [number, number][] = [];
  const began = performance.now();
  let added = 0;
  let last = { added: 0, at: began };
  let next = 0;
  const client = async (): Promise<void> => {
    for (let n = next++; n < FLOWS; n = next++) {
      const flow = flows[n]!;
      for (let from = 0; from < segments; from += A_REQUEST) {
        const count = Math.min(A_REQUEST, segments - from);
        await addSegments(
          url,
          flow,
          Array.from({ length: count }, (_, i) => externalSegment(`${flow}-${from + i}`, from + i)),
        );
        added += count;
        if (added - last.added < tenth) continue;
        const at = performance.now();
        rates.push([added, ((added - last.added) * 1000) / (at - last.at)]);
        last = { added, at };
      }
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { dataset: { flows, segments }, seconds: (performance.now() - began) / 1000, rates };
}

function sizeOf(folder: string): number {
  return readdirSync(path.join(folder, 'store')).reduce(
    (sum, name) => sum + statSync(path.join(folder, 'store', name)).size,
    0,
  );
}
