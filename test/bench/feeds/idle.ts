import { residentMiB, type ServerProcess } from '../../support/server-process';
import { processorSeconds } from '../load';
import { closeFeeds, openFeedSockets, subscribe } from './sockets';

export interface Idle {
  readonly connections: number;
  readonly subscriptions: number;
  /** Of one core while nothing happens, in percent. */
  readonly cpu: number;
  /** Resident memory that came with a subscription and its share of a connection, in KiB. */
  readonly kibEach: number;
}

const QUERY = 'subscription { segments { cursor at kind flowId timerange segment { objectId } } }';

/** What subscriptions cost while nothing happens. */
export async function idle(
  { url, process: server }: ServerProcess,
  connections: number,
  perConnection: number,
  seconds: number,
): Promise<Idle> {
  const before = residentMiB(server.pid);
  const feeds = await openFeedSockets(url, connections);
  for (const feed of feeds) for (let n = 0; n < perConnection; n += 1) subscribe(feed, QUERY, {}, String(n));
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const memory = residentMiB(server.pid) - before;
  const cpu = processorSeconds(server.pid);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const spent = processorSeconds(server.pid) - cpu;
  await closeFeeds(feeds);
  const subscriptions = connections * perConnection;
  return {
    connections,
    subscriptions,
    cpu: (spent / seconds) * 100,
    kibEach: (memory * 1024) / subscriptions,
  };
}
