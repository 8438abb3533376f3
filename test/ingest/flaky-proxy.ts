import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of one request: let through, answered 503, cut off before it or after the gateway has done it. */
export type Fate = 'through' | 'refused' | 'cut' | 'answer lost';

/**
 * Stands before a gateway and spoils requests. The gateway must be started with the proxy's URL as its public one, so
 * that uploads come this way too.
 */
export class FlakyProxy {
  /** Decides each request; everything goes through by default. */
  fate: (request: http.IncomingMessage) => Fate = () => 'through';
  /** Where the requests go. */
  target = '';
  readonly #server = http.createServer((request, response) => this.#pass(request, response));

  static async start(): Promise<FlakyProxy> {
    const proxy = new FlakyProxy();
    await new Promise<void>((done) => proxy.#server.listen(0, '127.0.0.1', done));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #pass(request: http.IncomingMessage, response: http.ServerResponse): void {
    const fate = this.fate(request);
    if (fate === 'cut') {
      request.socket.destroy();
      return;
    }
    if (fate === 'refused') {
      request.resume();
      request.on('end', () => response.writeHead(503).end('busy'));
      return;
    }
    const onward = http.request(
      new URL(request.url ?? '/', this.target),
      { method: request.method, headers: request.headers },
      (answer) => {
        if (fate === 'answer lost') {
          answer.resume();
          answer.on('end', () => request.socket.destroy());
          return;
        }
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => request.socket.destroy());
    request.pipe(onward);
  }
}
