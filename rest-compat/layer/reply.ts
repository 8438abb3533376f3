import type { IncomingMessage, ServerResponse } from 'node:http';
import { storeFailure } from '../../src/tams/errors';
import { answerOf, internalError, traceable } from './errors';
import type { Headers } from './operation';

/** What is sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** JSON, or nothing. */
  readonly text: string | null;
}

export interface ErrorLog {
  error(facts: object, message: string): void;
}

/** What every answer has, whatever its status (H23). */
export function commonHeaders(requestId: string, cors: Headers): Headers {
  return { 'X-Request-Id': requestId, 'Cache-Control': 'no-store', ...cors };
}

/** Sends all of it; to HEAD without its body (H26). */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  common: Headers,
  { status, headers, text }: Reply,
): void {
  const all: Record<string, string | number> = { ...common, ...headers };
  // A body that was refused unread is not waited for.
  if (status === 413) all.Connection = 'close';
  if (text !== null) {
    all['Content-Type'] = 'application/json';
    all['Content-Length'] = Buffer.byteLength(text);
  } else if (status !== 204) all['Content-Length'] = 0;
  response.writeHead(status, all);
  if (text === null || request.method === 'HEAD') response.end();
  else response.end(text);
}

/** What is told of an error; what is not told is logged. */
export function refusal(error: unknown, requestId: string, log: ErrorLog): Reply {
  let told = answerOf(error);
  if (!told) {
    log.error({ err: error, requestId }, 'a request failed unexpectedly');
    const failure = answerOf(storeFailure(error));
    told = failure ? traceable(failure, requestId) : internalError(requestId);
  }
  return { status: told.status, headers: told.headers, text: JSON.stringify(told.body) };
}
