import type { IncomingMessage } from 'node:http';

/** How long the head of a request may take to arrive, and how often that is looked at, in milliseconds. */
export const HEADERS_TIMEOUT_MS = 20_000;
export const CHECKING_MS = 5_000;

/** Cuts a request off whose body has not arrived within the time: a few bytes a minute must not hold a connection. */
export function boundBody(request: IncomingMessage, ms: number): void {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if (coding === undefined && (length === undefined || length === '0')) return;
  // Of a body that was refused unread nobody hears the end: whether it has come is looked at, and a stop does not wait for it.
  const cutOff = () => {
    if (!request.complete) request.socket.destroy();
  };
  const timer = setTimeout(cutOff, ms).unref();
  const callOff = () => clearTimeout(timer);
  request.once('end', callOff).once('close', callOff);
}
