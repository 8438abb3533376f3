import { GraphQLError, parse } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type Server as Protocol } from 'graphql-ws';
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { untilOver, type Admission } from '../../tams/access/admission';
import { isSameAsker, type Caller } from '../../tams/access/caller';
import { TamsError } from '../../tams/errors';
import { contextOf } from '../context';
import { CODES, inputError, limitError, translateError } from '../errors';
import { delivery, type Send } from './delivery';
import { StreamFailed, type FormattedResult, type StreamOperations } from './stream-operations';
import type { StreamTransportParts } from './transport';

export interface SocketOptions {
  readonly path: string;
  /** The largest message that is read, in bytes. */
  readonly maxMessage: number;
  /** How often a client is pinged, and how long it may take to answer, in milliseconds. */
  readonly keepAliveMs: number;
  /** How long a client has to send new credentials when its own have ended, in milliseconds. */
  readonly refreshMs: number;
}

export interface SocketParts extends StreamTransportParts {
  /**
   * Counts a connection against the address that it comes from.
   * @throws TamsError `TooManyRequests`
   */
  readonly arrive: (request: IncomingMessage) => void;
  /**
   * Counts an operation against the address and the principal that it comes from.
   * @throws TamsError `TooManyRequests`
   */
  readonly countOperation: (request: IncomingMessage, caller: Caller) => void;
}

/** Messages of a client, beyond its operations, that may wait for it to read the answers. */
const MAX_UNANSWERED = 1_000;
/** Bytes of a message before the connection is acknowledged. */
const MAX_FIRST_MESSAGE = 64 * 1024;
/** Characters that are gathered to leave together: also what a client that does not read has waiting for it. */
const MAX_GATHERED = 16 * 1024;
/** Characters of an operation's id, which every message of it repeats. */
const MAX_ID_LENGTH = 256;
/** Bytes of a reason to close, of RFC 6455, 5.5.1. */
const MAX_REASON = 123;
/** When a client should ask again that found all connections taken, in seconds. */
const FULL_RETRY_AFTER_S = 5;
/** How long a client may take to answer the closing handshake. */
const CLOSING_MS = 1_000;
/** Of RFC 6455, 7.4.1. */
const GOING_AWAY = 1001;
const MESSAGE_TOO_BIG = 1009;
/** As IANA has it in its registry of close codes: clients come back, which they do not after 4403. */
const TRY_AGAIN_LATER = 1013;
/** graphql-ws looks at a document to tell a stream from an answer; ours have been read before. */
const STREAM = parse('subscription { __typename }');
const ANSWER = parse('query { __typename }');

interface Extra {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly socket: WebSocket;
  /** What the socket writes to. */
  readonly network: Duplex;
  /** Aborts when the connection is gone, or nothing more can be sent over it. */
  readonly ended: AbortController;
  admission: Admission | null;
  /** Stops waiting for the end of the credentials. */
  keep: () => void;
  /** Messages that are being handled. */
  underWay: number;
}

/**
 * GraphQL over WebSocket (graphql-transport-ws), by graphql-ws. Messages are made at the pace at which they leave for the network: a
 * slow client lags behind in the log and holds next to no memory. One that is gone is noticed by its pings.
 */
export class GraphSockets {
  private readonly sockets: WebSocketServer;
  private readonly protocol: Protocol<Extra>;

  constructor(
    private readonly operations: StreamOperations,
    private readonly parts: SocketParts,
    private readonly options: SocketOptions,
  ) {
    this.sockets = new WebSocketServer({
      noServer: true,
      maxPayload: options.maxMessage,
      perMessageDeflate: false,
      autoPong: false,
      handleProtocols: (protocols) => handleProtocols(protocols),
    });
    this.protocol = this.makeProtocol();
  }

  /** Ends every connection: clients connect again, elsewhere or later, and continue by their cursors. */
  close(): void {
    for (const socket of this.sockets.clients) {
      socket.close(GOING_AWAY, 'The server is stopping');
      setTimeout(() => socket.terminate(), CLOSING_MS).unref();
    }
    this.sockets.close();
  }

  /** Takes over a connection that asks for a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const refusal = this.refusalOf(request);
    if (refusal) socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    else this.sockets.handleUpgrade(request, socket, head, (opened) => this.open(opened, request, socket));
  }

  /** The status of a refusal, with a header where one belongs to it, or null. */
  private refusalOf(request: IncomingMessage): string | null {
    if (request.url?.split('?', 1)[0] !== this.options.path) return '404 Not Found';
    // Browsers do not ask before they connect to another site: here is where the allowed origins hold.
    if (!this.parts.admitsOrigin(request)) return '403 Forbidden';
    const full = this.sockets.clients.size >= this.parts.limits.maxSubscriptions;
    if (full) return `503 Service Unavailable\r\nRetry-After: ${FULL_RETRY_AFTER_S}`;
    try {
      this.parts.arrive(request);
      return null;
    } catch (error) {
      if (!(error instanceof TamsError)) throw error;
      return `429 Too Many Requests\r\nRetry-After: ${error.facts.retryAfter}`;
    }
  }

  private open(socket: WebSocket, request: IncomingMessage, network: Duplex): void {
    const { logger } = this.parts;
    const ended = new AbortController();
    // Each of the connection's subscriptions listens to it.
    setMaxListeners(0, ended.signal);
    const extra: Extra = {
      request,
      requestId: randomUUID(),
      socket,
      network,
      ended,
      admission: null,
      keep: () => undefined,
      underWay: 0,
    };
    const stopPings = keepAlive(socket, this.options.keepAliveMs);
    answerPings(socket);
    socket.on('error', (error) => logger.warn({ err: error }, 'a WebSocket client broke the protocol'));
    const closed = this.protocol.opened(
      {
        protocol: socket.protocol,
        send: async (text) => {
          await sent(extra, text);
        },
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) => socket.on('message', (data: Buffer) => this.received(extra, data, handle)),
      },
      extra,
    );
    socket.once('close', (code, reason) => {
      stopPings();
      ended.abort();
      extra.keep();
      void closed(code, reason.toString());
    });
  }

  /** Hands a message to the protocol, unless the client is past being listened to. */
  private received(extra: Extra, data: Buffer, handle: (text: string) => Promise<void>): void {
    const { socket, admission, underWay } = extra;
    // What comes behind the message for which a connection is being closed is not done any more.
    if (socket.readyState !== socket.OPEN) return;
    if (!admission && data.length > MAX_FIRST_MESSAGE) {
      socket.close(MESSAGE_TOO_BIG, 'Connection not acknowledged yet');
      return;
    }
    // It sends on and on and does not read: what it is owed would fill the memory.
    if (underWay > this.parts.limits.maxConnectionSubscriptions + MAX_UNANSWERED) {
      socket.terminate();
      return;
    }
    extra.underWay += 1;
    void handle(data.toString())
      .catch((error: unknown) => this.failed(extra, error))
      .finally(() => (extra.underWay -= 1));
  }

  private makeProtocol(): Protocol<Extra> {
    const { operations, parts } = this;
    const most = parts.limits.maxConnectionSubscriptions;
    return makeServer<Record<string, unknown>, Extra>({
      onConnect: async ({ connectionParams, extra }) => {
        const admission = await this.admit(extra, connectionParams ?? {});
        if (admission) this.keepWhileValid(extra, admission);
        return admission !== null;
      },
      // Credentials that end can be followed by others of the same principal that see the same, without a break in what is under
      // way.
      onPing: async ({ extra }, payload) => {
        if (!extra.admission || typeof payload?.authorization !== 'string') return;
        const renewed = await this.admit(extra, payload);
        if (renewed && isSameAsker(renewed.caller, extra.admission.caller))
          this.keepWhileValid(extra, renewed);
        else extra.socket.close(CloseCode.Forbidden, 'The new credentials are not valid here');
      },
      onSubscribe: ({ extra, subscriptions }, id, request) => {
        if (id.length > MAX_ID_LENGTH) return [longId()];
        // The new one is among them already.
        if (Object.keys(subscriptions).length > most) return [tooMany(most)];
        const excess = this.excessOf(extra);
        if (excess) return [excess];
        const begun = operations.begin(request, () => contextFor(parts, extra));
        const { schema } = operations;
        switch (begun.kind) {
          case 'refused':
            return begun.errors;
          case 'answer':
            return { schema, document: ANSWER, contextValue: begun.run };
          case 'stream': {
            const send = sendingResultsOf(id, extra);
            const results = delivery((signal) => begun.follow(send, signal), extra.ended.signal);
            return { schema, document: STREAM, contextValue: results };
          }
        }
      },
      subscribe: ({ contextValue }) => contextValue as never,
      execute: ({ contextValue }) => (contextValue as () => never)(),
      // Results are as they are to be sent.
      onNext: (_context, _id, _request, _args, result) => result as FormattedResult as never,
      onError: (_context, _id, _request, errors) => {
        const cause = errors[0]?.originalError;
        return cause instanceof StreamFailed ? cause.errors : operations.formatted(errors);
      },
    });
  }

  /** Who a client is; null: it may not be here. It is told apart from the latter when it may come back. */
  private async admit(
    { request, socket }: Extra,
    params: Readonly<Record<string, unknown>>,
  ): Promise<Admission | null> {
    try {
      return await this.parts.admit(request, params);
    } catch (error) {
      if (!(error instanceof TamsError)) throw error;
      socket.close(TRY_AGAIN_LATER, error.message.slice(0, MAX_REASON));
      return null;
    }
  }

  /** Counts an operation; the error to answer it with where there are too many. */
  private excessOf({ request, requestId, admission }: Extra): GraphQLError | null {
    try {
      // The protocol lets nobody subscribe before that.
      this.parts.countOperation(request, admission!.caller);
      return null;
    } catch (error) {
      const originalError = error as Error;
      const cause = new GraphQLError(originalError.message, { originalError });
      return translateError(cause, requestId, this.parts.logger);
    }
  }

  /** Lets the client stay as long as its credentials hold, and a moment more to renew them. */
  private keepWhileValid(extra: Extra, admission: Admission): void {
    const { socket, ended } = extra;
    extra.keep();
    extra.admission = admission;
    if (ended.signal.aborted) return;
    const over = () => socket.close(CloseCode.Forbidden, 'The credentials have expired');
    extra.keep = untilOver(admission, over, this.options.refreshMs);
  }

  private failed({ socket }: Extra, error: unknown): void {
    // So the library says that a client sent what only servers send.
    if (error instanceof Error && error.message.startsWith('Unexpected message of type')) {
      socket.close(CloseCode.BadRequest, 'Invalid message received');
      return;
    }
    this.parts.logger.error({ err: error }, 'a WebSocket message could not be handled');
    socket.close(CloseCode.InternalServerError, 'Internal server error');
  }
}

function contextFor({ store, accounts, logger }: StreamTransportParts, { admission, requestId }: Extra) {
  // The protocol lets nobody subscribe before that.
  const { caller } = admission!;
  return contextOf(store, { accounts, caller, requestId, logger });
}

/** Around graphql-ws, which would write each result into a text of its own: theirs are ready, and often shared. */
function sendingResultsOf(id: string, extra: Extra): Send {
  const opening = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  return (text) => sent(extra, `${opening}${text}}`);
}

/**
 * Resolves when the client may be sent more: null, at once, while little waits for the network, else when this text has been handed to it.
 * What is sent in one go leaves in one write. Where nothing can be sent any more, though the connection may linger while it is being
 * closed, that ends the operations: they would run through the log at full speed for nobody.
 */
function sent({ socket, network, ended }: Extra, text: string): Promise<void> | null {
  if (socket.readyState !== socket.OPEN) {
    ended.abort();
    return null;
  }
  if (network.writableLength + text.length < MAX_GATHERED) {
    gather(network);
    socket.send(text);
    return null;
  }
  return new Promise((resolve) => {
    socket.send(text, () => resolve());
    network.uncork();
  });
}

/** Holds writes back until promises have come to rest. */
function gather(network: Duplex): void {
  if (network.writableCorked > 0) return;
  network.cork();
  process.nextTick(() => network.uncork());
}

/** Answers the newest ping when the answer before has left (RFC 6455, 5.5.3): pings that come in floods do not gather answers. */
function answerPings(socket: WebSocket): void {
  let latest: Buffer | null = null;
  let answering = false;
  const answer = () => {
    if (answering || !latest) return;
    answering = true;
    socket.pong(latest, false, () => {
      answering = false;
      answer();
    });
    latest = null;
  };
  socket.on('ping', (data) => {
    latest = data;
    answer();
  });
}

/** Pings the client and ends the connection when it does not answer until the next ping. Gives a function that stops it. */
function keepAlive(socket: WebSocket, everyMs: number): () => void {
  let answered = true;
  socket.on('pong', () => (answered = true));
  const timer = setInterval(() => {
    if (answered) socket.ping();
    else socket.terminate();
    answered = false;
  }, everyMs);
  return () => clearInterval(timer);
}

const longId = () => inputError(`An operation's "id" may have ${MAX_ID_LENGTH} characters.`);

const tooMany = (most: number) =>
  limitError(
    `This connection has ${most} operations under way already: complete one first, or open another connection.`,
    CODES.tooManySubscriptions,
  );
