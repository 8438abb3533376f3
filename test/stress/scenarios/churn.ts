import { readdirSync } from 'node:fs';
import { closeFeeds, openFeedSocket, subscribe } from '../../bench/feeds/sockets';
import { connect } from 'node:net';
import type { Scenario } from '../scenario';

const CLIENTS = 20;
const FEED = 'subscription { segments { cursor kind flowId timerange } }';
/** Keep-alive connections of this process and files of the store that come and go. */
const FEW = 20;

export const churn: Scenario = {
  name: 'churn',
  title: 'Connections that come and go',
  target: `${CLIENTS} clients open a connection for each request, and as many a WebSocket for each subscription, which they drop without a word. All are answered; afterwards the server has no more files open than before.`,
  atMostSeconds: 180,
  atMostMiB: 1_024,
  async run(stage) {
    const { url, process: server } = await stage.serve();
    const openFiles = () => readdirSync(`/proc/${server.pid}/fd`).length;
    await requestOnce(url);
    const before = openFiles();
    const end = performance.now() + stage.seconds * 1000;
    const counts = { requests: 0, sockets: 0, unanswered: 0 };
    let most = before;
    const clients = Array.from({ length: CLIENTS }, async () => {
      while (performance.now() < end) {
        if (await requestOnce(url)) counts.requests += 1;
        else counts.unanswered += 1;
        most = Math.max(most, openFiles());
      }
    });
    const subscribers = Array.from({ length: CLIENTS }, async () => {
      while (performance.now() < end) {
        const feed = await openFeedSocket(url);
        subscribe(feed, FEED);
        await closeFeeds([feed]);
        counts.sockets += 1;
      }
    });
    await Promise.all([...clients, ...subscribers]);
    const patience = performance.now() + 30_000;
    while (openFiles() > before + FEW && performance.now() < patience)
      await new Promise((resolve) => setTimeout(resolve, 100));
    const after = openFiles();
    return {
      broken: [
        ...(counts.unanswered > 0 ? [`${counts.unanswered} requests were not answered`] : []),
        ...(after > before + FEW ? [`${after} files are open, ${before} were before`] : []),
      ],
      figures: [
        { what: 'connections with one request each', value: counts.requests / stage.seconds, unit: '/s' },
        {
          what: 'WebSockets with one subscription each',
          value: counts.sockets / stage.seconds,
          unit: '/s',
        },
        { what: 'files open before', value: before, unit: '' },
        { what: 'at most', value: most, unit: '' },
        { what: 'afterwards', value: after, unit: '' },
      ],
    };
  },
};

/** A request over a connection of its own; whether it was answered with 200. */
async function requestOnce(url: string): Promise<boolean> {
  const { hostname, port, host } = new URL(url);
  let answer = '';
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined).on('data', (chunk) => (answer += chunk.toString('latin1')));
  socket.write(`GET /tams/v7.0/service HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  await new Promise((resolve) => socket.once('close', resolve));
  return answer.startsWith('HTTP/1.1 200');
}
