import type { IncomingMessage } from 'node:http';

const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;
const MAX_DISCARD_MS = 10_000;

/**
 * Reads and drops what is left of a refused request's body: a client that is still sending often cannot read the
 * answer before it is done. One that has more to say than the limits allow is cut off.
 */
export function discardBody(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const { socket } = request;
  const cutOff = () => socket.destroy();
  const timer = setTimeout(cutOff, MAX_DISCARD_MS);
  const finish = () => {
    clearTimeout(timer);
    socket.off('close', finish);
  };
  let left = MAX_DISCARDED_BYTES;
  // The socket is watched, not the request: once the answer is out, a request no longer hears of its end.
  socket.once('close', finish);
  request
    .on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) cutOff();
    })
    .on('end', finish)
    .on('error', finish)
    .resume();
}
