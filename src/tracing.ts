import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { AsyncLocalStorage } from 'node:async_hooks';

/*
 * Traces of what one request, or one piece of work of our own, causes in each layer, in OpenTelemetry's terms. Layers say what
 * they do by `inSpan`; who begins a trace, and where it goes, is decided by `server/tracing.ts`.
 *
 * Following a trace through promises costs every promise of the process something, so that is only done while one is followed.
 */

/** Where in a trace something happens. */
interface Place {
  readonly tracer: Tracer;
  readonly span: Span;
}

const places = new AsyncLocalStorage<Place>();
let followed = 0;

/** A trace that has begun. */
export interface Trace {
  /** Runs work as part of it. */
  readonly run: <T>(work: () => T) => T;
  readonly span: Span;
  /** Ends its first span; what goes on after that is not told. Safe to call twice. */
  readonly end: () => void;
}

/** Follows what happens within a span, until its end. */
export function follow(tracer: Tracer, span: Span): Trace {
  followed += 1;
  let isOver = false;
  return {
    span,
    run: (work) => places.run({ tracer, span }, work),
    end: () => {
      if (isOver) return;
      isOver = true;
      span.end();
      followed -= 1;
      if (followed === 0) places.disable();
    },
  };
}

/** Whether anything is followed anywhere in the process: costs nothing to ask, unlike what needs a name made for it. */
export const isFollowing = (): boolean => followed > 0;

/** Whether this is part of a trace. */
export const isFollowedHere = (): boolean => here() !== null;

/** The span that this is part of; null when nothing is followed here. A span that is over may be remembered by a connection. */
function here(): Place | null {
  const place = followed > 0 ? places.getStore() : undefined;
  return place?.span.isRecording() ? place : null;
}

/**
 * Runs work as a span below the one that this is part of, or just runs it. The span ends when the work has returned or its
 * promise has settled. Of an error only its class is told, for messages may hold what was sent.
 */
export function inSpan<T>(name: string, attributes: Attributes, work: () => T, kind = SpanKind.INTERNAL): T {
  const place = here();
  if (!place) return work();
  const { tracer } = place;
  const span = tracer.startSpan(name, { attributes, kind }, trace.setSpan(ROOT_CONTEXT, place.span));
  try {
    const result = places.run({ tracer, span }, work);
    if (!(result instanceof Promise)) {
      span.end();
      return result;
    }
    return result.then(
      (value: unknown) => {
        span.end();
        return value;
      },
      (error: unknown) => {
        failed(span, error);
        throw error;
      },
    ) as T;
  } catch (error) {
    failed(span, error);
    throw error;
  }
}

function failed(span: Span, error: unknown): void {
  const type = error instanceof Error ? error.name : 'unknown';
  span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR }).end();
}

/** Names the span that this is part of, once it is known what it is. */
export function nameSpan(name: string, attributes: Attributes): void {
  here()?.span.updateName(name).setAttributes(attributes);
}

/**
 * The work as part of the trace that asks for it, or of none: for what waits in a queue that others' traces run. Without it,
 * theirs would be told of it.
 */
export function carried<Args extends unknown[], T>(work: (...args: Args) => T): (...args: Args) => T {
  if (followed === 0) return work;
  const place = places.getStore();
  return (...args) => (place ? places.run(place, () => work(...args)) : places.exit(() => work(...args)));
}

/** The header that tells another server which trace its work is part of (W3C Trace Context); none when nothing is followed here. */
export function traceHeaders(): Readonly<Record<string, string>> {
  const place = here();
  if (!place) return {};
  const { traceId, spanId } = place.span.spanContext();
  return { traceparent: `00-${traceId}-${spanId}-01` };
}
