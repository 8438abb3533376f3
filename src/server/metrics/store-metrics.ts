import type { Registry } from 'prom-client';
import { CONSUMER_KINDS, type ConsumerKind } from '../../events/followers';
import type { TamsStore } from '../../tams/store';
import type { EndpointReport } from '../../vast/endpoints/endpoint';
import type { VastDatabase } from '../../vast/database';
import { counterOf, gaugeOf, type ReadMetric } from './read-metrics';

/** What the storage core, the event log, webhooks and deletions count for themselves, and where they stand. */
export function storeMetrics(registry: Registry, store: TamsStore): void {
  for (const metric of [
    ...coreCounters(store.context.db),
    ...endpointCounters(store),
    ...webhookCounters(store),
  ])
    counterOf(registry, metric);
  for (const metric of [...standings(store), ...endpointStandings(store)]) gaugeOf(registry, metric);
}

const coreCounters = (db: VastDatabase): ReadMetric[] => [
  { name: 'vast_reads_total', help: 'Storage reads.', read: () => db.reads },
  {
    name: 'vast_table_cache_requests_total',
    help: 'What was asked of the cache of table metadata.',
    label: 'result',
    read: () => ({ hit: db.cache.hits, miss: db.cache.misses }),
  },
  {
    name: 'vast_commits_total',
    help: 'Commits to stable storage.',
    read: () => db.commitCounts?.commits ?? 0,
  },
  {
    name: 'vast_commit_transactions_total',
    help: 'Transactions in these commits: divided by them, the mean size of a group.',
    read: () => db.commitCounts?.transactions ?? 0,
  },
  {
    name: 'vast_commit_sizes_total',
    help: 'Commits by how many transactions were in them: up to this many, and more than half as many.',
    label: 'transactions',
    read: () =>
      Object.fromEntries((db.commitCounts?.sizes ?? []).map((commits, n) => [String(2 ** n), commits])),
  },
  {
    name: 'vast_batch_insertions_total',
    help: 'Insertions of many rows, by outcome.',
    label: 'outcome',
    read: () => {
      const { insertions, failed } = db.batches.totals;
      return { succeeded: insertions - failed, failed };
    },
  },
  { name: 'vast_batches_total', help: 'Batches of these.', read: () => db.batches.totals.batches },
  { name: 'vast_batch_rows_total', help: 'Rows that these inserted.', read: () => db.batches.totals.rows },
];

/** Nothing where no endpoints are configured. */
function endpointCounters({ context: { endpoints } }: TamsStore): ReadMetric[] {
  if (!endpoints) return [];
  const of = (count: (report: EndpointReport) => number) => () =>
    Object.fromEntries(endpoints.report().endpoints.map((report) => [report.url, count(report)]));
  return [
    {
      name: 'vast_endpoint_reads_total',
      help: 'Reads by who answered them: an endpoint, or the own store since they are cheap, as no endpoint did, or as none would.',
      label: 'outcome',
      read: () => {
        const { answered, kept, fallbacks, refused } = endpoints.report();
        return { answered, kept, fallback: fallbacks, refused };
      },
    },
    {
      name: 'vast_endpoint_requests_total',
      help: 'Reads sent to an endpoint.',
      label: 'endpoint',
      read: of(({ requests }) => requests),
    },
    {
      name: 'vast_endpoint_failures_total',
      help: 'Reads that failed there, and went to another.',
      label: 'endpoint',
      read: of(({ failures }) => failures),
    },
  ];
}

function endpointStandings({ context: { endpoints } }: TamsStore): ReadMetric[] {
  if (!endpoints) return [];
  return [
    {
      name: 'vast_endpoint_healthy',
      help: 'Whether an endpoint is healthy: 1, or 0.',
      label: 'endpoint',
      read: () =>
        Object.fromEntries(
          endpoints.report().endpoints.map(({ url, state }) => [url, state === 'healthy' ? 1 : 0]),
        ),
    },
  ];
}

const webhookCounters = ({ deliveryWorker }: TamsStore): ReadMetric[] => [
  {
    name: 'tams_webhook_deliveries_total',
    help: 'Tries to deliver an event to a webhook, by outcome.',
    label: 'outcome',
    read: () => {
      const { delivered, refused, unanswered } = deliveryWorker.tally;
      return { delivered, refused, unanswered };
    },
  },
  {
    name: 'tams_webhook_missed_events_total',
    help: 'Events that went out of the log before a webhook got them.',
    read: () => deliveryWorker.tally.missed,
  },
];

function standings({ context: { log }, deliveryWorker, deletions }: TamsStore): ReadMetric[] {
  const byConsumer = (of: (kind: ConsumerKind) => number): Record<string, number> =>
    Object.fromEntries(CONSUMER_KINDS.map((kind) => [kind, of(kind)]));
  return [
    {
      name: 'tams_event_log_latest_sequence',
      help: 'The number of the newest event.',
      read: () => log.latest(),
    },
    {
      name: 'tams_event_consumers',
      help: 'What follows the event log, by kind; subscriptions and streams to REST clients are feeds.',
      label: 'consumer',
      read: () => byConsumer((kind) => log.followers.of(kind, 0).count),
    },
    {
      name: 'tams_event_consumer_lag',
      help: 'Events that the last consumer of a kind is behind.',
      label: 'consumer',
      read: async () => {
        const latest = await log.latest();
        return byConsumer((kind) => log.followers.of(kind, latest).lag);
      },
    },
    {
      name: 'tams_webhooks',
      help: 'Webhooks: all, and those of them that wait to try again.',
      label: 'state',
      read: () => ({ ...deliveryWorker.standing }),
    },
    {
      name: 'tams_deletion_requests',
      help: 'Deletion requests with segments left: to be worked on, and given up.',
      label: 'state',
      read: async () => {
        const { pending, givenUp } = await deletions.unfinished();
        return { pending, given_up: givenUp };
      },
    },
  ];
}
