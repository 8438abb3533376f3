import { pino, type Logger } from 'pino';

/**
 * Structured log on standard output, one JSON object a line. Query strings are never logged: they hold signatures and
 * tokens; neither are headers or bodies.
 */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // What Fastify itself would log of a request: its URL as a whole, and where it comes from.
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, path: url.split('?', 1)[0] }),
    },
  });
}
