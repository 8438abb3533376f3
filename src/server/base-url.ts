import proxyAddr from '@fastify/proxy-addr';
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** A host with or without a port: nothing else of a header is put into a URL. */
const AUTHORITY = /^[A-Za-z0-9._~-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$/;

/**
 * Tells the URL under which a client reached the server: the configured one; else as a trusted proxy says; else by the Host
 * header, or, where that is no host, the address of the connection (P8). Without a slash at the end.
 */
export function baseUrls(
  publicUrl: string | null,
  trustedProxies: readonly string[],
): (request: IncomingMessage) => string {
  if (publicUrl !== null) return () => publicUrl;
  const trusted = proxyAddr.compile([...trustedProxies]);
  return ({ socket, headers }) => {
    const forwarded = trusted(socket.remoteAddress ?? '', 0);
    const said = (name: string) => (forwarded ? lastOf(headers[name]) : undefined);
    const own = (socket as Partial<TLSSocket>).encrypted ? 'https' : 'http';
    const scheme = said('x-forwarded-proto') === 'https' ? 'https' : said('x-forwarded-proto') ? 'http' : own;
    const host = said('x-forwarded-host') ?? headers.host ?? '';
    return `${scheme}://${AUTHORITY.test(host) ? host : addressOf(socket)}`;
  };
}

/** What the nearest proxy said. */
const lastOf = (header: string | string[] | undefined): string | undefined =>
  header === undefined ? undefined : String(header).split(',').at(-1)!.trim();

const addressOf = ({ localAddress = 'localhost', localPort = 80 }: IncomingMessage['socket']): string =>
  `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
