import type { FastifyRequest } from 'fastify';

/** A host with or without a port: nothing else of a Host header is put into a URL. */
const AUTHORITY = /^[A-Za-z0-9._~-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$/;

/**
 * The URL under which a client reached the server: the configured one; else as a trusted proxy or the Host header says (P8);
 * else, where that is no host, the address of the connection.
 */
export function baseUrlOf(request: FastifyRequest, publicUrl: string | null): string {
  if (publicUrl !== null) return publicUrl;
  const { protocol, host } = request;
  if (host && AUTHORITY.test(host)) return `${protocol}://${host}`;
  const { localAddress = 'localhost', localPort = 80 } = request.socket;
  return `${protocol}://${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
}
