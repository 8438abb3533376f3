import {
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { follow } from '../tracing';
import { VERSION } from './version';

export interface TracingOptions {
  /** Where an OpenTelemetry collector takes traces by OTLP over HTTP, without `/v1/traces`. */
  readonly endpoint: string;
  /** Share of the requests that are traced without having been asked to, 0 to 1. */
  readonly share: number;
}

const SERVICE = 'tams-graph';
/** How long a stop waits for a collector to take what it has not got yet. */
const FLUSH_MS = 3_000;

const propagator = new W3CTraceContextPropagator();
const getter = {
  get: (headers: object, name: string): string | string[] | undefined =>
    (headers as IncomingMessage['headers'])[name],
  keys: (headers: object): string[] => Object.keys(headers),
};

/**
 * Begins traces, and sends them to a collector. A request is followed when who sent it does so (W3C Trace Context, `traceparent`
 * with its sampled flag), is not when they do not, and by chance when they say nothing. That is decided before anything else is
 * done for it: what is not followed costs nothing more.
 */
export class Tracing {
  private readonly provider: BasicTracerProvider;
  private readonly tracer: Tracer;

  constructor(
    private readonly options: TracingOptions,
    log: Logger,
  ) {
    const warn = (message: string): void =>
      log.warn({ message: message.slice(0, 300) }, 'traces cannot be sent');
    const ignore = (): void => undefined;
    diag.setLogger(
      { error: warn, warn, info: ignore, debug: ignore, verbose: ignore },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
    // Headers, such as a key of the collector's, the exporter reads from OTEL_EXPORTER_OTLP_HEADERS itself.
    const exporter = new OTLPTraceExporter({ url: `${options.endpoint}/v1/traces` });
    this.provider = new BasicTracerProvider({
      resource: defaultResource().merge(
        resourceFromAttributes({
          'service.name': process.env.OTEL_SERVICE_NAME ?? SERVICE,
          'service.version': VERSION,
        }),
      ),
      sampler: new AlwaysOnSampler(),
      spanProcessors: [new BatchSpanProcessor(exporter)],
    });
    this.tracer = this.provider.getTracer(SERVICE, VERSION);
  }

  /** The listener, with a trace around each request that is followed. A stream of events is not: it has no end to wait for. */
  around(listener: RequestListener): RequestListener {
    return (request, response) => {
      const parent = this.parentOf(request);
      if (parent === null || request.headers.accept?.includes('text/event-stream'))
        listener(request, response);
      else this.trace(parent, request, response, listener);
    };
  }

  /** Runs work of our own, which no request waits for, as a trace when chance says so. */
  async job<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (!this.byChance()) return work();
    const begun = follow(this.tracer, this.tracer.startSpan(name, {}, ROOT_CONTEXT));
    try {
      return await begun.run(work);
    } catch (error) {
      begun.span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      begun.end();
    }
  }

  /** Sends what has not been sent, as far as the collector takes it in time. */
  async close(): Promise<void> {
    const late = new Promise((resolve) => setTimeout(resolve, FLUSH_MS).unref());
    await Promise.race([this.provider.shutdown().catch(() => undefined), late]);
    diag.disable();
  }

  /** What a request's trace is below: the sender's span, or nothing; null when it is not to be followed. */
  private parentOf({ headers }: IncomingMessage): Context | null {
    if (headers.traceparent !== undefined) {
      const context = propagator.extract(ROOT_CONTEXT, headers, getter);
      const remote = trace.getSpanContext(context);
      if (remote) return remote.traceFlags & TraceFlags.SAMPLED ? context : null;
    }
    return this.byChance() ? ROOT_CONTEXT : null;
  }

  private byChance(): boolean {
    return Math.random() < this.options.share;
  }

  private trace(
    parent: Context,
    request: IncomingMessage,
    response: ServerResponse,
    listener: RequestListener,
  ): void {
    const { method = 'GET', url = '' } = request;
    // Query strings hold signatures and tokens.
    const attributes = { 'http.request.method': method, 'url.path': url.split('?', 1)[0]! };
    const begun = follow(
      this.tracer,
      this.tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, parent),
    );
    response.once('close', () => {
      const { statusCode } = response;
      begun.span.setAttribute('http.response.status_code', statusCode);
      if (statusCode >= 500 || !response.writableFinished)
        begun.span.setStatus({ code: SpanStatusCode.ERROR });
      begun.end();
    });
    begun.run(() => listener(request, response));
  }
}
