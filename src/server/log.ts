import { pino, type Logger } from 'pino';

/**
 * Structured log on standard output, one JSON object a line. Query strings are never logged: they hold signatures and
 * tokens; neither are headers or bodies.
 */
export function createLog(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
