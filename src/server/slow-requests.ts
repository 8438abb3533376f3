import type { IncomingMessage } from 'node:http';

const CHECKED_AT_LEAST_MS = 5_000;

/** Options of Node's server, which cuts a connection off that has not brought the head of a request within the time; 0: any. */
export const boundHeads = (ms: number) => ({
  headersTimeout: ms,
  connectionsCheckingInterval:
    ms === 0 ? CHECKED_AT_LEAST_MS : Math.min(Math.max(1, ms / 4), CHECKED_AT_LEAST_MS),
});

/** Cuts a request off whose body has not arrived within the time (0: any): a few bytes a minute must not hold a connection. */
export function boundBody(request: IncomingMessage, ms: number): void {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if (ms === 0 || (coding === undefined && (length === undefined || length === '0'))) return;
  // Of a body that was refused unread nobody hears the end: whether it has come is looked at, and a stop does not wait for it.
  const cutOff = () => {
    if (!request.complete) request.socket.destroy();
  };
  const timer = setTimeout(cutOff, ms).unref();
  const callOff = () => clearTimeout(timer);
  request.once('end', callOff).once('close', callOff);
}
