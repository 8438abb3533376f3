import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { ExportRequest } from '../tams/analytics/export';
import { TamsError } from '../tams/errors';
import type { StoreView, TamsStore } from '../tams/store';
import { InvalidTime } from '../tams/time/invalid-time';
import { parseTimeRange } from '../tams/time/timerange';
import type { Gate } from './gate';
import { statusOf } from './error-status';

const TABLES = ['segments', 'flows'] as const;
const CONTENT_TYPES = {
  arrow: 'application/vnd.apache.arrow.stream',
  parquet: 'application/vnd.apache.parquet',
} as const;
/** How long a client may take nothing of what it was sent: it holds one of few places. */
const STALLED_MS = 120_000;
const PARAMETERS = ['table', 'format', 'flow_id', 'source_id', 'timerange'];

/** `GET /analytics/export`: rows in columns, for pandas, Polars and DuckDB. To be registered as it is, for its errors are its own. */
export function analyticsRoutes(app: FastifyInstance, store: TamsStore, gate: Gate): void {
  app.get('/analytics/export', { exposeHeadRoute: false }, async (request, reply) => {
    try {
      return await sendExport(store.as(gate.admissionOf(request.raw).caller), request, reply);
    } catch (error) {
      return sendError(error, reply);
    }
  });
}

async function sendExport(
  store: StoreView,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const wanted = exportOf(request.query as Record<string, unknown>);
  const gone = new AbortController();
  // Also when it is over: nothing is left to abort then.
  reply.raw.once('close', () => gone.abort());
  const bytes = await store.analytics.export(wanted, gone.signal);
  reply.raw.setTimeout(STALLED_MS, () => reply.raw.destroy());
  const extension = wanted.format === 'arrow' ? 'arrows' : 'parquet';
  return reply
    .headers({
      'content-type': CONTENT_TYPES[wanted.format],
      'content-disposition': `attachment; filename="${wanted.table}.${extension}"`,
      'cache-control': 'no-store',
    })
    .send(Readable.from(bytes, { objectMode: false }));
}

/** @throws TamsError `InvalidAnalysis`, InvalidTime */
function exportOf(query: Readonly<Record<string, unknown>>): ExportRequest {
  const unknown = Object.keys(query).find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined)
    throw refusal(
      `there is no parameter ${JSON.stringify(unknown.slice(0, 60))}; there are ${PARAMETERS.join(', ')}`,
    );
  const repeated = Object.keys(query).find((name) => typeof query[name] !== 'string');
  if (repeated !== undefined) throw refusal(`${repeated} can be given once`);
  const {
    table,
    format = 'arrow',
    flow_id,
    source_id,
    timerange,
  } = query as Record<string, string | undefined>;
  return {
    table: oneOf('table', TABLES, table),
    format: oneOf('format', ['arrow', 'parquet'], format),
    scope: {
      flowId: flow_id ?? null,
      sourceId: source_id ?? null,
      timerange: timerange === undefined ? null : parseTimeRange(timerange),
    },
  };
}

function oneOf<T extends string>(name: string, values: readonly T[], given: string | undefined): T {
  const value = values.find((known) => known === given);
  if (value !== undefined) return value;
  throw refusal(`${name} must be one of ${values.join(', ')}`);
}

const refusal = (detail: string) => new TamsError('InvalidAnalysis', detail);

function sendError(error: unknown, reply: FastifyReply): FastifyReply {
  const answer = error instanceof InvalidTime ? { status: 400, type: 'InvalidTime' } : statusOf(error);
  if (!answer) throw error;
  const summary = (error as Error).message;
  const body = { type: answer.type, summary, message: summary, time: new Date().toISOString() };
  return reply.code(answer.status).send(body);
}
