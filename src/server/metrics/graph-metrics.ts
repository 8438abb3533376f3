import { Counter, Histogram, type Registry } from 'prom-client';
import type { OperationKind, OperationObserver } from '../../graphql/operation-observer';
import { BoundedNames } from './bounded-names';
import { secondsBuckets } from './buckets';
import { gaugeOf } from './read-metrics';

/** Names of operations that are told apart. They come from clients, though only of documents that were valid. */
const OPERATION_NAMES = 100;
const ERROR_CODES = 100;
const ANONYMOUS_OPERATION = 'anonymous';

/** What the graph does: operations by name, errors by code, batches of resolvers by relation. */
export class GraphMetrics implements OperationObserver {
  private readonly names = new BoundedNames(OPERATION_NAMES);
  private readonly codes = new BoundedNames(ERROR_CODES);
  private readonly durations: Histogram<'operation' | 'type'>;
  private readonly errors: Counter<'code'>;
  private readonly batches: Histogram<'relation'>;

  constructor(private readonly registry: Registry) {
    const registers = [registry];
    this.durations = new Histogram({
      name: 'tams_graphql_operation_duration_seconds',
      help: 'Operations that ran, each round of a subscription for itself, by name (the first 100, then "other") and type.',
      labelNames: ['operation', 'type'],
      buckets: secondsBuckets,
      registers,
    });
    this.errors = new Counter({
      name: 'tams_graphql_errors_total',
      help: 'Errors in answers of the graph, by code.',
      labelNames: ['code'],
      registers,
    });
    this.batches = new Histogram({
      name: 'tams_graphql_batch_keys',
      help: 'Parents that one read for a relation was made for.',
      labelNames: ['relation'],
      buckets: [1, 2, 5, 10, 25, 50, 100, 250, 1000],
      registers,
    });
  }

  readonly ran = (name: string | null, type: OperationKind, milliseconds: number): void => {
    const operation = name === null ? ANONYMOUS_OPERATION : this.names.of(name);
    this.durations.observe({ operation, type }, milliseconds / 1000);
  };

  readonly told = (code: string): void => this.errors.inc({ code: this.codes.of(code) });

  readonly batch = (relation: string, keys: number): void => this.batches.observe({ relation }, keys);

  /** Tells from now on how many subscriptions there are. */
  watchSubscriptions(count: () => number): void {
    gaugeOf(this.registry, {
      name: 'tams_graphql_subscriptions',
      help: 'Subscriptions under way, over all transports.',
      read: count,
    });
  }
}
