import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Logger } from 'pino';
import { crossOrigin } from '../../rest-compat/layer/cors';
import { commonHeaders } from '../../rest-compat/layer/reply';
import { codeOf } from '../graphql/errors';
import { usualMediaType } from '../graphql/short-way';
import { TamsError } from '../tams/errors';
import { discardBody } from './discard-body';

/** Long enough for the queue to empty, many times over. */
const RETRY_AFTER_S = 1;
/** How often the log tells of refusals, at most. */
const TELL_EVERY_MS = 10_000;
const { message, type } = new TamsError('Overloaded', `try again in ${RETRY_AFTER_S} s`);

/**
 * Refuses requests that waited too long: 503 with `Retry-After`, in the form that errors have where the request would have gone. On
 * Node's own HTTP, since each refusal takes time from what is still answered.
 */
export function refuseForLoad(corsOrigins: '*' | readonly string[], log: Logger): RequestListener {
  const corsOf = crossOrigin(corsOrigins);
  let untold = 0;
  let toldAt = -Infinity;
  return (request, response) => {
    const requestId = randomUUID();
    const [contentType, text] = isOfGraph(request) ? graphError(request, requestId) : apiError();
    response.writeHead(503, {
      ...commonHeaders(requestId, corsOf(request.headers.origin)),
      'Retry-After': RETRY_AFTER_S,
      'Content-Type': contentType,
      'Content-Length': Buffer.byteLength(text),
    });
    // To HEAD, Node leaves the body out.
    response.end(text);
    discardBody(request);
    untold += 1;
    const now = performance.now();
    if (now - toldAt < TELL_EVERY_MS) return;
    log.warn({ refused: untold }, 'overloaded: requests that waited longer than TAMS_MAX_WAIT are refused');
    untold = 0;
    toldAt = now;
  };
}

type Answer = readonly [contentType: string, text: string];

const isOfGraph = ({ url = '' }: IncomingMessage): boolean => /^\/graphql([/?]|$)/.test(url);

const graphError = ({ headers: { accept } }: IncomingMessage, requestId: string): Answer => [
  usualMediaType(accept) ?? 'application/json; charset=utf-8',
  JSON.stringify({
    errors: [{ message, extensions: { code: codeOf(type), kind: 'unavailable', requestId } }],
  }),
];

const apiError = (): Answer => [
  'application/json',
  JSON.stringify({ type, summary: message, message, time: new Date().toISOString() }),
];
