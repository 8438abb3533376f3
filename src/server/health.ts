import type { FastifyInstance } from 'fastify';
import type { Readiness } from './readiness';

/**
 * `/livez`: the process answers. `/readyz`: it can do its work, else 503 with the reasons; with warnings of what does not keep it
 * from that.
 */
export function healthRoutes(app: FastifyInstance, readiness: Readiness): void {
  app.get('/livez', OPEN, () => ({ status: 'ok' }));
  app.get('/readyz', OPEN, async (_request, reply) => {
    const reasons = await readiness.reasons();
    const warnings = readiness.warnings();
    const ready = Object.keys(reasons).length === 0;
    return reply.code(ready ? 200 : 503).send({
      status: ready ? 'ok' : 'unavailable',
      ...(ready ? {} : { reasons }),
      ...(Object.keys(warnings).length > 0 ? { warnings } : {}),
    });
  });
}

/** Probes carry no credentials (A6). */
const OPEN = { config: { isOpen: true, isProbe: true } };
