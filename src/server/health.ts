import type { FastifyInstance } from 'fastify';

/** What readiness asks about: the reason why the server cannot serve now, or null. */
export type ReadinessCheck = () => Promise<string | null>;

/** `/livez`: the process answers. `/readyz`: it can serve; 503 with the reasons when not. */
export function healthRoutes(app: FastifyInstance, checks: Readonly<Record<string, ReadinessCheck>>): void {
  app.get('/livez', OPEN, () => ({ status: 'ok' }));
  app.get('/readyz', OPEN, async (_request, reply) => {
    const reasons: Record<string, string> = {};
    for (const [name, check] of Object.entries(checks)) {
      const reason = await check();
      if (reason !== null) reasons[name] = reason;
    }
    const ready = Object.keys(reasons).length === 0;
    return reply.code(ready ? 200 : 503).send(ready ? { status: 'ok' } : { status: 'unavailable', reasons });
  });
}

/** Probes carry no credentials (A6). */
const OPEN = { config: { isOpen: true, isProbe: true } };
