import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { createHandler, type Request as SseRequest } from 'graphql-sse';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { untilOver, type Admission } from '../../tams/access/admission';
import { contextOf } from '../context';
import { inputError } from '../errors';
import type { Send } from './delivery';
import { StreamFailed, type FormattedResult, type StreamOperations } from './stream-operations';
import type { StreamTransportParts } from './transport';

export interface EventStreamOptions {
  readonly path: string;
  /** A client that takes nothing of what it was sent for this long is cut off, in milliseconds. */
  readonly stalledMs: number;
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly response: ServerResponse;
  readonly admission: Admission;
  /** Aborts when the client is gone, or the server stops. */
  readonly ended: AbortController;
  /** Resolves when the answer has begun. */
  readonly begun: Promise<void>;
  readonly begin: () => void;
}

const EVENT_STREAM = 'text/event-stream';

/**
 * GraphQL over Server-Sent Events, by graphql-sse in its distinct connections mode: one request, one stream. The library queues
 * whatever it is given, so a subscription's results go around it, at the pace at which the client takes them.
 */
export class GraphEventStreams {
  private readonly exchanges = new Set<Exchange>();
  private readonly handler;

  constructor(
    private readonly operations: StreamOperations,
    private readonly parts: StreamTransportParts,
    private readonly options: EventStreamOptions,
  ) {
    this.handler = createHandler<unknown, Exchange>({
      // Without tokens there are no streams reserved for later requests.
      authenticate: () => null,
      onSubscribe: ({ context }, { query, operationName, variables }) =>
        this.begin(context, {
          query,
          operationName: operationName ?? null,
          variables: variables ?? null,
        }) as never,
    });
  }

  /** Serves them in a scope that reads JSON bodies and answers errors as GraphQL does. */
  route(app: FastifyInstance): void {
    app.route({
      method: ['GET', 'POST'],
      url: this.options.path,
      handler: (request, reply) => this.serve(request, reply),
    });
  }

  /** Ends every stream: clients ask again, elsewhere or later, and continue by their cursors. */
  close(): void {
    for (const { ended, response } of this.exchanges) {
      ended.abort();
      response.end();
    }
  }

  private async serve(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    if (!request.headers.accept?.includes(EVENT_STREAM))
      return answer(reply, 406, `Streams are ${EVENT_STREAM}: say so in "accept".`, 'NOT_ACCEPTABLE');
    if (!this.parts.admitsOrigin(request.raw) || isUnasked(request))
      return answer(reply, 403, 'Pages of this origin may not connect.', 'CSRF_BLOCKED');
    const admission = await this.parts.admit(request.raw, {});
    if (!admission) return answer(reply, 401, 'The credentials are missing or not valid.', 'UNAUTHENTICATED');
    reply.hijack();
    const response = reply.raw;
    let begin!: () => void;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const exchange = { request, response, admission, ended: new AbortController(), begun, begin };
    this.exchanges.add(exchange);
    response.once('close', () => exchange.ended.abort());
    response.on('error', () => exchange.ended.abort());
    try {
      await this.exchange(exchange, reply);
    } catch (error) {
      request.log.error({ err: error }, 'a stream of events failed');
      response.destroy();
    } finally {
      this.exchanges.delete(exchange);
    }
    return reply;
  }

  private async exchange(exchange: Exchange, reply: FastifyReply): Promise<void> {
    const { request, response } = exchange;
    const [body, init] = await this.handler(sseRequest(exchange));
    // CORS has left its headers with the reply.
    response.writeHead(init.status, { ...reply.getHeaders(), ...init.headers } as Record<string, string>);
    if (body === null || typeof body === 'string') {
      response.end(body);
      return;
    }
    const callOff = untilOver(exchange.admission, () => response.end());
    response.once('close', () => {
      callOff();
      void body.return(undefined);
    });
    request.raw.socket.setKeepAlive(true);
    exchange.begin();
    for await (const text of body) {
      if (response.destroyed || response.writableEnded) break;
      response.write(text);
    }
    response.end();
  }

  private begin(exchange: Exchange, request: Parameters<StreamOperations['begin']>[0]) {
    const { operations, parts } = this;
    const { admission } = exchange;
    const { id: requestId, log: logger, method } = exchange.request;
    const contextFor = () =>
      contextOf(parts.store, { accounts: parts.accounts, caller: admission.caller, requestId, logger });
    const begun = operations.begin(request, contextFor);
    switch (begun.kind) {
      case 'refused':
        return refusal(operations, begun.errors);
      case 'answer':
        return begun.isMutation && method === 'GET' ? refusal(operations, [ONLY_POST]) : begun.run();
      case 'stream':
        return this.results(begun.follow, exchange);
    }
  }

  /** Sends a subscription's results; what it has failed of is the only one that the library is given. */
  private async *results(
    follow: (send: Send, signal: AbortSignal) => Promise<void>,
    exchange: Exchange,
  ): AsyncGenerator<FormattedResult, void, void> {
    await exchange.begun;
    try {
      await follow((text) => this.sent(exchange, text), exchange.ended.signal);
    } catch (error) {
      if (!(error instanceof StreamFailed)) throw error;
      yield { errors: error.errors };
    }
  }

  /** Resolves when the client has taken what was written, or is gone; one that has stalled is cut off. Null: it may be sent more. */
  private sent({ response, ended }: Exchange, text: string): Promise<void> | null {
    if (response.destroyed || response.writableEnded) {
      ended.abort();
      return null;
    }
    if (response.write(`event: next\ndata: ${text}\n\n`)) return null;
    return this.drained(response, ended.signal);
  }

  private async drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
    const stalled = setTimeout(() => response.destroy(), this.options.stalledMs);
    await once(response, 'drain', { signal }).catch(() => undefined);
    clearTimeout(stalled);
  }
}

function sseRequest(exchange: Exchange): SseRequest<unknown, Exchange> {
  const { method, url, body, headers } = exchange.request;
  return {
    method,
    url,
    // It compares `accept` as a whole, which is looked at already.
    headers: { get: (name) => (name === 'accept' ? EVENT_STREAM : String(headers[name] ?? '')) },
    body: (body as Record<string, unknown> | undefined) ?? null,
    raw: null,
    context: exchange,
  };
}

/** A browser asks on behalf of another site and does not say which: no page can read the answer, but it would be made. */
function isUnasked({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  return headers.origin === undefined && (site === 'cross-site' || site === 'same-site');
}

const ONLY_POST = inputError('Mutations need POST.', 'METHOD_NOT_ALLOWED');

/** A result without data; the library tells results by that they have the property. */
function refusal(operations: StreamOperations, errors: readonly GraphQLError[]): FormattedResult {
  return { errors: operations.formatted(errors), data: undefined };
}

function answer(reply: FastifyReply, status: number, message: string, code: string): FastifyReply {
  return reply.code(status).send({ errors: [{ message, extensions: { code } }] });
}
