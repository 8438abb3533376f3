import type { FastifyInstance } from 'fastify';
import type { TamsStore } from '../tams/store';
import type { Gate } from './gate';

/** `/metrics`: what Prometheus scrapes. */
export function metricsRoute(app: FastifyInstance, store: TamsStore, gate: Gate): void {
  app.get('/metrics', ({ raw }, reply) =>
    reply
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(store.as(gate.admissionOf(raw).caller).performance.metrics('prometheus')),
  );
}
