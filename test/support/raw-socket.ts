import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { textFrame } from './web-socket-frames';

/** A WebSocket driven by hand, byte by byte: a client that keeps to nothing. */
export interface RawSocket {
  readonly socket: Socket;
  readonly isOver: () => boolean;
}

/** Completes the WebSocket handshake and, unless told otherwise, that of graphql-transport-ws. */
export async function openRawSocket(url: string, initialised = true): Promise<RawSocket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let over = false;
  socket.on('error', () => (over = true)).on('close', () => (over = true));
  socket.write(
    [
      'GET /graphql HTTP/1.1',
      `Host: ${hostname}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      'Sec-WebSocket-Protocol: graphql-transport-ws',
      '\r\n',
    ].join('\r\n'),
  );
  await once(socket, 'data');
  if (initialised) {
    socket.write(textFrame({ type: 'connection_init' }));
    await once(socket, 'data');
  }
  return { socket, isOver: () => over };
}
