import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvalidValue, StoreUnavailable, UnknownProjection, type Reader } from '../engine';
import type { TableDefinition } from '../table';
import { perform } from './reads';
import {
  DEFINITIONS_HEADER,
  definitionsOf,
  HEALTH_PATH,
  MalformedRead,
  READ_PATH,
  ReadDecoder,
  REQUEST_BYTES,
  STORE_HEADER,
} from './wire';

export interface ServerLimits {
  readonly requestBytes: number;
  readonly answerBytes: number;
  /** Reads under way, counted from their first byte. */
  readonly reads: number;
  readonly connections: number;
  /** How long a request may take to arrive, and a connection to send its first one. */
  readonly arrivalMs: number;
  /** How long a connection without requests is kept. Longer than clients keep theirs, or reads would meet closed ones. */
  readonly idleMs: number;
}

export const SERVER_LIMITS: ServerLimits = {
  requestBytes: REQUEST_BYTES,
  answerBytes: 64 * 1024 ** 2,
  reads: 128,
  connections: 512,
  arrivalMs: 10_000,
  idleMs: 72_000,
};

export interface ReaderServerOptions {
  readonly reader: Reader;
  /** The tables that are served. */
  readonly tables: readonly TableDefinition[];
  /** Which store this is; readers that mean another are refused. */
  readonly store: string;
  /** @throws StoreUnavailable when the store cannot be read any more. */
  readonly check: () => Promise<void>;
  readonly host: string;
  readonly port: number;
  /** What every request must bring as its bearer token; null: nothing. */
  readonly token: string | null;
  readonly limits?: Partial<ServerLimits>;
  /** Hears of errors that are nobody's bad request. */
  readonly onError: (error: unknown) => void;
}

export interface ReaderServer {
  readonly url: string;
  /** Takes no further reads and finishes those it has. */
  close(): Promise<void>;
}

/** Serves the reads of one store over HTTP. @throws Node's listen errors (EADDRINUSE …) */
export async function serveReader(options: ReaderServerOptions): Promise<ReaderServer> {
  const limits = { ...SERVER_LIMITS, ...options.limits };
  const handler = new ReadHandler(options, limits);
  const server = createServer(
    {
      requestTimeout: limits.arrivalMs,
      headersTimeout: limits.arrivalMs,
      keepAliveTimeout: limits.idleMs,
      connectionsCheckingInterval: Math.ceil(limits.arrivalMs / 4),
      noDelay: true,
    },
    (request, response) => void handler.handle(request, response),
  );
  server.maxConnections = limits.connections;
  await listen(server, options.host, options.port);
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** A request that is not answered with rows. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

class ReadHandler {
  private readonly decoder: ReadDecoder;
  private readonly definitions: string;
  private readonly token: Buffer | null;
  private reads = 0;

  constructor(
    private readonly options: ReaderServerOptions,
    private readonly limits: ServerLimits,
  ) {
    this.decoder = new ReadDecoder(options.tables);
    this.definitions = definitionsOf(options.tables);
    this.token = options.token === null ? null : digest(options.token);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A client that goes away is no error of ours.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    try {
      send(response, 200, await this.answer(request));
    } catch (error) {
      const { status, message } = this.refusalOf(error);
      // What is left of a body that was not read would be taken for the next request.
      if (!request.complete) response.setHeader('connection', 'close');
      send(response, status, JSON.stringify({ error: message }));
    }
  }

  private async answer(request: IncomingMessage): Promise<string> {
    this.checkToken(request);
    const { method, url } = request;
    if (url === HEALTH_PATH && method === 'GET') {
      this.checkMeant(request, false);
      await this.options.check();
      return '{"status":"ok"}';
    }
    if (url !== READ_PATH) throw new Refusal(404, `Reads are served at POST ${READ_PATH}, nothing else is`);
    if (method !== 'POST') throw new Refusal(405, `Reads are served at POST ${READ_PATH} only`);
    this.checkMeant(request, true);
    if (this.reads >= this.limits.reads)
      throw new Refusal(503, `${this.limits.reads} reads are under way already`);
    this.reads += 1;
    try {
      const read = this.decoder.decode(await this.bodyOf(request));
      return this.bounded(JSON.stringify(await perform(this.options.reader, read)));
    } finally {
      this.reads -= 1;
    }
  }

  private checkToken({ headers }: IncomingMessage): void {
    if (!this.token) return;
    const given = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    // Digests are of one length, which comparing in constant time needs.
    if (given === undefined || !timingSafeEqual(digest(given), this.token))
      throw new Refusal(401, 'The token is missing or wrong');
  }

  /** People may ask for the health of whatever store this is; whoever reads must say which one is meant. */
  private checkMeant({ headers }: IncomingMessage, required: boolean): void {
    const differs = (header: string, own: string): boolean =>
      headers[header] !== own && (required || headers[header] !== undefined);
    if (differs(STORE_HEADER, this.options.store))
      throw new Refusal(409, 'This endpoint serves another store than the one that is meant');
    if (differs(DEFINITIONS_HEADER, this.definitions))
      throw new Refusal(409, 'This endpoint has other definitions of the tables: it runs another version');
  }

  private bodyOf(request: IncomingMessage): Promise<string> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > this.limits.requestBytes) {
          request.pause();
          reject(new Refusal(413, `A request has at most ${this.limits.requestBytes} bytes`));
        } else chunks.push(chunk);
      });
      request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      request.once('close', () => reject(new Refusal(400, 'The request broke off')));
    });
  }

  private bounded(answer: string): string {
    if (Buffer.byteLength(answer) <= this.limits.answerBytes) return answer;
    throw new Refusal(422, `The answer has more than ${this.limits.answerBytes} bytes`);
  }

  /** What a read failed of is told apart only as far as the asker acts on it: by asking elsewhere, or its own store. */
  private refusalOf(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    if (error instanceof MalformedRead) return new Refusal(400, error.message);
    if (error instanceof InvalidValue || error instanceof UnknownProjection)
      return new Refusal(422, error.message);
    this.options.onError(error);
    return error instanceof StoreUnavailable
      ? new Refusal(503, error.message)
      : new Refusal(422, 'The store could not answer this read');
  }
}

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

function send(response: ServerResponse, status: number, body: string): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(body);
}
