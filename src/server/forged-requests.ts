import type { IncomingMessage } from 'node:http';

/**
 * Whether a browser may have added a remembered password to what a page of another site sends without asking first. Everything
 * else that changes something needs a preflight, which never allows credentials.
 */
export function isForgeable({ method, headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return (
    method === 'POST' &&
    (site === 'cross-site' || site === 'same-site') &&
    !/^application\/([^;]+\+)?json/i.test(headers['content-type'] ?? '')
  );
}
