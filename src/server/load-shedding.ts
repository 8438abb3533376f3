import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/**
 * Requests whose work begins in one turn of the event loop. Bounds how long connections are not listened to, and how many
 * answers lie in memory.
 */
const AT_ONCE = 32;
/** Connections that are accepted before requests are served again. */
const ACCEPTED_AT_ONCE = 64;

/** A request that has not begun. */
interface Waiting {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Milliseconds of `performance.now()`. */
  readonly since: number;
}

export interface LoadSheddingOptions {
  /** Longest a request waits for its turn; `Infinity`: as long as it takes. */
  readonly maxWaitMs: number;
  /** What is served at once, and always. */
  readonly isExempt: (request: IncomingMessage) => boolean;
  /** Must not throw. */
  readonly serve: RequestListener;
  /** Answers a request that waited too long. Must cost little, and not throw. */
  readonly refuse: RequestListener;
}

/**
 * The queue that every request stands in, and who is sent away from it. What one thread works on cannot be hurried: beyond what it
 * can do, requests wait longer and longer, in the network's buffers and in memory. Here they are taken from the network as they
 * come and wait where it can be seen how long; one that waited too long is refused in its turn. So the wait is bounded whatever
 * requests cost, nobody is refused for the number of those that are slow by nature (uploads, streams), and there is nothing to
 * recover from: once fewer come, none waits. As many as begin in one turn are never refused: they waited for something long, not
 * for others.
 *
 * The requests of a turn begin together, once all connections have been listened to. Answering each on its own would put network
 * calls, each of which wakes a client, between any two reads of storage: these then find nothing of theirs in the processor's
 * caches, and cost up to twice as much.
 */
export class LoadShedder {
  /** Requests refused so far. */
  refused = 0;
  private waiting: Waiting[] = [];
  /** How many of `waiting` have been taken. */
  private taken = 0;
  /** Whether a connection was accepted since the last turn, and how many turns were left to that. */
  private hasAccepted = false;
  private turnsLeft = 0;

  constructor(private readonly options: LoadSheddingOptions) {}

  readonly listener: RequestListener = (request, response) => {
    if (this.options.isExempt(request)) this.options.serve(request, response);
    else if (this.waiting.push({ request, response, since: performance.now() }) === 1)
      setImmediate(this.serveSome);
  };

  /**
   * Lets a server accept connections while requests wait: libuv takes one a turn, so that with turns full of work a client would
   * wait for seconds before it is heard. While there are new ones, turns are theirs.
   */
  watchConnections(server: Server): void {
    server.on('connection', () => (this.hasAccepted = true));
  }

  private readonly serveSome = (): void => {
    if (this.hasAccepted && this.turnsLeft < ACCEPTED_AT_ONCE) {
      this.hasAccepted = false;
      this.turnsLeft += 1;
      setImmediate(this.serveSome);
      return;
    }
    this.turnsLeft = 0;
    const { maxWaitMs, serve, refuse } = this.options;
    const now = performance.now();
    for (let begun = 0; begun < AT_ONCE && this.taken < this.waiting.length; this.taken += 1) {
      const { request, response, since } = this.waiting[this.taken]!;
      // Its client has gone: there is nobody to answer.
      if (response.destroyed || request.socket.destroyed) continue;
      if (now - since > maxWaitMs && this.waiting.length - this.taken > AT_ONCE) {
        this.refused += 1;
        refuse(request, response);
      } else {
        begun += 1;
        serve(request, response);
      }
    }
    if (this.taken === this.waiting.length) {
      this.waiting = [];
      this.taken = 0;
      return;
    }
    // Shifting each would move all that are behind it.
    if (this.taken > this.waiting.length / 2) {
      this.waiting.splice(0, this.taken);
      this.taken = 0;
    }
    setImmediate(this.serveSome);
  };
}
