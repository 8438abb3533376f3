import type { FastifyInstance } from 'fastify';
import { Histogram, type Registry } from 'prom-client';
import type { Answered } from '../../../rest-compat/layer/listener';
import { secondsBuckets } from './buckets';

/** What serves a request. */
export type Surface = 'graphql' | 'rest' | 'media' | 'page';

/** What was answered over HTTP: by surface, route and class of status. A route is a pattern or an operation id, never a path. */
export class RequestMetrics {
  /** Counts requests too: a counter beside it would cost as much again on each of them. */
  private readonly durations: Histogram<'surface' | 'route' | 'status'>;

  constructor(registry: Registry) {
    this.durations = new Histogram({
      name: 'tams_http_request_duration_seconds',
      help: 'From the head of a request to its answer (of a stream, to its end), by surface, route (of REST the operation id) and class of status.',
      labelNames: ['surface', 'route', 'status'],
      buckets: secondsBuckets,
      registers: [registry],
    });
  }

  /** Counts what Fastify answers. Bounded: it has the routes that were registered, and one label for all other paths. */
  watch(app: FastifyInstance): void {
    app.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url;
      const surface = route === undefined ? 'page' : surfaceOf(route);
      this.add(surface, route ?? 'none', reply.statusCode, reply.elapsedTime);
      done();
    });
  }

  /** Counts an answer of the REST API. */
  readonly restAnswered = ({ operation, status, milliseconds }: Answered): void =>
    this.add('rest', operation ?? 'none', status, milliseconds);

  /** Counts an answer. */
  add(surface: Surface, route: string, status: number, milliseconds: number): void {
    const labels = { surface, route, status: CLASSES[Math.floor(status / 100)] ?? 'none' };
    this.durations.observe(labels, milliseconds / 1000);
  }
}

const CLASSES = ['none', '1xx', '2xx', '3xx', '4xx', '5xx'];

function surfaceOf(route: string): Surface {
  if (route.startsWith('/graphql')) return 'graphql';
  return route.startsWith('/media') ? 'media' : 'page';
}
