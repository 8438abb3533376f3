import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Registry } from 'prom-client';
import type { TamsStore } from '../../tams/store';
import type { Gate } from '../gate';
import type { LoadShedder } from '../load-shedding';
import { diskMetrics } from './disk-metrics';
import { GraphMetrics } from './graph-metrics';
import { counterOf } from './read-metrics';
import { RequestMetrics } from './request-metrics';
import { storeMetrics } from './store-metrics';

/**
 * Everything that `/metrics` tells. Layers below count for themselves or call back; only this folder knows Prometheus.
 * Labels have few values: none is an id, a path or what a client may choose without end.
 */
export class Metrics {
  readonly requests: RequestMetrics;
  readonly graph: GraphMetrics;
  private readonly registry = new Registry();
  private readonly media: Counter<'direction'>;

  constructor(
    private readonly store: TamsStore,
    dataDir: string,
  ) {
    const { registry } = this;
    collectDefaultMetrics({ register: registry });
    this.requests = new RequestMetrics(registry);
    this.graph = new GraphMetrics(registry);
    this.media = new Counter({
      name: 'tams_media_bytes_total',
      help: 'Bytes of media objects: uploads that were complete, downloads that began.',
      labelNames: ['direction'],
      registers: [registry],
    });
    storeMetrics(registry, store);
    diskMetrics(registry, dataDir);
  }

  watchLoad(shedder: LoadShedder): void {
    counterOf(this.registry, {
      name: 'tams_overload_refusals_total',
      help: 'Requests refused since they waited longer for their turn than TAMS_MAX_WAIT.',
      read: () => shedder.refused,
    });
  }

  readonly mediaBytes = (direction: 'upload' | 'download', bytes: number): void =>
    this.media.inc({ direction }, bytes);

  /** `/metrics`: what Prometheus scrapes. */
  route(app: FastifyInstance, gate: Gate): void {
    app.get('/metrics', async ({ raw }, reply) => {
      const { performance } = this.store.as(gate.admissionOf(raw).caller);
      const queries = performance.metrics('prometheus');
      const own = await this.registry.metrics();
      return reply.type(this.registry.contentType).send(`${own}\n${queries}`);
    });
  }
}
