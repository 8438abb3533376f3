import type { Server } from 'node:http';

/** How long a client that has sent everything waits for what is under way: then it has gone, as a reader of a stream has. */
const GRACE_MS = 1_000;

/**
 * Lets clients have their answers that close their side of the connection once they have sent a request, as simple ones do. Node
 * would end the connection at once unless told otherwise, by a property that its documentation leaves out, and would then keep it
 * for as long as a stream lasts that nobody reads any more.
 */
export function answerHalfClosed(server: Server): void {
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on('connection', (socket) =>
    socket.once('end', () => {
      // Nothing was under way.
      if (socket.writableEnded) return;
      const timer = setTimeout(() => socket.end(), GRACE_MS).unref();
      socket.once('close', () => clearTimeout(timer));
    }),
  );
}
