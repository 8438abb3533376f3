import { WebSocket } from 'ws';

/** How long the gateway may take to open a connection, in milliseconds. */
export const OPENING_MS = 20_000;
/** How often the gateway is asked for a sign of life, and after how long without any the connection is given up. */
export const PING_MS = 15_000;
const SILENCE_MS = 60_000;
/** How long the gateway may take to answer the closing handshake. */
const CLOSING_MS = 1_000;

/** A WebSocket that notices when the other side is gone without a word, as it is when a cable is pulled. */
export class FeedSocket extends WebSocket {
  constructor(url: string, protocol: string) {
    super(url, protocol, { handshakeTimeout: OPENING_MS, perMessageDeflate: false });
    const watch = setTimeout(() => {
      // While its reader pauses it, nothing can be heard of the other side.
      if (this.isPaused) watch.refresh();
      else this.terminate();
    }, SILENCE_MS);
    this.on('message', () => watch.refresh());
    this.on('ping', () => watch.refresh());
    this.once('close', () => clearTimeout(watch));
  }

  /** Closes it, within a second whatever the other side does. */
  leave(): void {
    if (this.readyState === WebSocket.CLOSED) return;
    if (this.readyState === WebSocket.CONNECTING) {
      this.terminate();
      return;
    }
    // Or the answer to the closing handshake would not be read.
    this.resume();
    this.close(1000);
    const late = setTimeout(() => this.terminate(), CLOSING_MS);
    this.once('close', () => clearTimeout(late));
  }
}
