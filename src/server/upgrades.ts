import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Takes over a connection that asks for a WebSocket. */
export type WebSocketUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Headers that speak of the upgrade alone. */
const OF_THE_UPGRADE = new Set(['upgrade', 'connection', 'http2-settings']);

/**
 * Gives WebSockets to `upgrade`. Other upgrades are offers that a server may leave alone (RFC 9110, 7.8), as HTTP clients of Java
 * make with every first request (h2c): Node would hand these over too once somebody listens, so they are read again without.
 */
export function takeUpgrades(server: Server, upgrade: WebSocketUpgrade): void {
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() === 'websocket') {
      upgrade(request, socket, head);
      return;
    }
    socket.unshift(Buffer.concat([headWithoutUpgrade(request), head]));
    server.emit('connection', socket);
  });
}

function headWithoutUpgrade({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (!OF_THE_UPGRADE.has(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[i + 1]!}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}
