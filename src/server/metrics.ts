import type { FastifyInstance } from 'fastify';
import type { TamsStore } from '../tams/store';

/** `/metrics`: what Prometheus scrapes. */
export function metricsRoute(app: FastifyInstance, store: TamsStore): void {
  app.get('/metrics', (_request, reply) =>
    reply
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(store.administration.performance.metrics('prometheus')),
  );
}
