import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServer, TAMS_GRAPH } from '../support/server-process';
import { idle } from './feeds/idle';
import { addPaced, latestCursor, liveLatency, pacedWriters } from './feeds/live';
import { batchesFeed, saturation, segmentsFeed } from './feeds/saturation';

const SUBSCRIBERS = 100;
const PACE = 200;
const BACKLOG = 2_000;
const IDLE_SECONDS = 20;
const whole = (value: number): string => Math.round(value).toLocaleString('en');

/** Measures the feeds of a gateway of their own: what they cost idle, how late they are, and how much they can deliver. */
export async function feeds(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tams-bench-'));
  const gateway = await startServer([TAMS_GRAPH, 'serve'], {
    TAMS_PORT: '0',
    TAMS_DATA_DIR: folder,
    NODE_ENV: 'production',
  });
  try {
    print('\n## Feeds\n');
    print('| idle subscriptions | connections | CPU % | KiB a subscription |');
    print('|--:|--:|--:|--:|');
    for (const [connections, each] of [
      [100, 10],
      [1_000, 1],
    ] as const) {
      const { subscriptions, cpu, kibEach } = await idle(gateway, connections, each, IDLE_SECONDS);
      print(`| ${whole(subscriptions)} | ${whole(connections)} | ${cpu.toFixed(1)} | ${whole(kibEach)} |`);
    }
    const { p50, p99, pace, cpu } = await liveLatency(gateway, SUBSCRIBERS, PACE, 10);
    print(
      `\n- ${SUBSCRIBERS} subscribers, ${whole(pace)} segments/s: from commit to receipt p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, with ${whole(cpu)} % of a core\n`,
    );
    const start = await latestCursor(gateway.url);
    await addPaced(gateway.url, await pacedWriters(gateway.url, 16, BACKLOG), Infinity, BACKLOG);
    print(
      '| backlog read by 100 subscribers | bytes a message | gateway segments/s | graphql-ws from memory | ratio | CPU µs a segment | graphql-ws |',
    );
    print('|---|--:|--:|--:|--:|--:|');
    for (const feed of [segmentsFeed(BACKLOG), batchesFeed(BACKLOG)]) {
      const { name, bytes, gateway: ours, ceiling } = await saturation(gateway, feed, SUBSCRIBERS, start);
      print(
        `| ${name} | ${whole(bytes)} | ${whole(ours.perSecond)} | ${whole(ceiling.perSecond)} | **${whole((ours.perSecond / ceiling.perSecond) * 100)} %** | ${ours.cpu.toFixed(1)} | ${ceiling.cpu.toFixed(1)} |`,
      );
    }
  } finally {
    await gateway.process.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
