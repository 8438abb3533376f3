import type { IncomingMessage } from 'node:http';

/**
 * Whether the page that makes a request may read its answer, for answers that a browser does not guard by itself: WebSockets.
 * Requests of programs name no origin, and pages of this server itself may always.
 * @param allowed `*`, or the allowed origins
 */
export function admitsOrigin(allowed: '*' | readonly string[]): (request: IncomingMessage) => boolean {
  return (request) => {
    const { origin } = request.headers;
    return allowed === '*' || allowed.includes(origin ?? '') || isOwnPage(request);
  };
}

/** Whether a page of this server, or no page, makes a request. */
export function isOwnPage({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
