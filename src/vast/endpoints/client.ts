import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { DEFINITIONS_HEADER, HEALTH_PATH, READ_PATH, STORE_HEADER } from './wire';

/** The endpoint did not answer, or not with what was asked: another may. */
export class EndpointFailure extends Error {}

/** The endpoint is well and will not answer this read: neither will another of its kind. */
export class ReadRefused extends Error {}

export interface ClientOptions {
  /** The store that is meant, and what its tables are taken to be. */
  readonly store: string;
  readonly definitions: string;
  /** Sent as bearer token. */
  readonly token: string | null;
}

/** One endpoint answers one read after the other, so more connections would only be more waiting there. */
const CONNECTIONS = 32;
/** Some more than an endpoint sends. */
const ANSWER_BYTES = 80 * 1024 ** 2;
/** Statuses of a read that is refused for what it is. */
const REFUSED: readonly number[] = [400, 413, 422];

/** Talks to one endpoint over connections that are kept. */
export class EndpointClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, noDelay: true });
  private readonly underWay = new Set<ClientRequest>();
  private readonly headers: Readonly<Record<string, string>>;
  private readonly place: { readonly hostname: string; readonly port: string; readonly path: string };

  /** @param url base URL, http: */
  constructor(url: string, { store, definitions, token }: ClientOptions) {
    const { hostname, port, pathname } = new URL(url);
    // Without the brackets that an IPv6 address has in a URL.
    this.place = { hostname: hostname.replace(/^\[|\]$/g, ''), port, path: pathname.replace(/\/$/, '') };
    this.headers = {
      [STORE_HEADER]: store,
      [DEFINITIONS_HEADER]: definitions,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
  }

  /** The answer to a read as it was encoded. @throws EndpointFailure, ReadRefused */
  read(body: Buffer, timeoutMs: number): Promise<unknown> {
    return this.exchange('POST', READ_PATH, body, timeoutMs);
  }

  /** @throws EndpointFailure unless the endpoint serves the store that is meant. */
  async check(timeoutMs: number): Promise<void> {
    await this.exchange('GET', HEALTH_PATH, null, timeoutMs);
  }

  /** Lets what is under way fail now. */
  abandon(reason: string): void {
    for (const waiting of this.underWay) waiting.destroy(new EndpointFailure(reason));
  }

  close(): void {
    this.abandon('The endpoint is not used any more');
    this.agent.destroy();
  }

  private exchange(method: string, path: string, body: Buffer | null, timeoutMs: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const asked = request({
        ...this.place,
        path: this.place.path + path,
        method,
        agent: this.agent,
        headers: body ? { ...this.headers, 'content-length': body.length } : this.headers,
      });
      const late = setTimeout(
        () => asked.destroy(new EndpointFailure(`no answer within ${timeoutMs} ms`)),
        timeoutMs,
      );
      this.underWay.add(asked);
      asked.once('close', () => {
        clearTimeout(late);
        this.underWay.delete(asked);
      });
      asked.on('error', (error) => reject(failureOf(error)));
      asked.once('response', (response) => {
        answerOf(response, (error) => asked.destroy(error)).then(resolve, reject);
      });
      asked.end(body);
    });
  }
}

/** Reads a whole answer; `stop` ends one that is too long. */
function answerOf(response: IncomingMessage, stop: (error: Error) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > ANSWER_BYTES) stop(new EndpointFailure(`an answer of more than ${ANSWER_BYTES} bytes`));
    });
    response.on('error', (error) => reject(failureOf(error)));
    response.once('end', () => {
      try {
        resolve(judged(response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8')));
      } catch (error) {
        reject(failureOf(error));
      }
    });
  });
}

function judged(status: number, text: string): unknown {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new EndpointFailure(`an answer that is not JSON (status ${status})`);
  }
  if (status === 200) return answer;
  const { error } = (answer ?? {}) as { error?: unknown };
  const said = typeof error === 'string' ? error.slice(0, 200) : `status ${status}`;
  if (REFUSED.includes(status)) throw new ReadRefused(said);
  throw new EndpointFailure(said);
}

/** Errors of connections as what they mean for an endpoint. */
function failureOf(error: unknown): Error {
  if (error instanceof EndpointFailure || error instanceof ReadRefused) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const said = (code && CONNECTION_ERRORS[code]) ?? message;
  return new EndpointFailure(said, { cause: error });
}

const CONNECTION_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  ENOTFOUND: 'no such host',
  EHOSTUNREACH: 'the host cannot be reached',
};
