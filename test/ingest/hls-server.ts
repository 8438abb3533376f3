import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server of a test: paths and what they answer now. Tests change `files` while it runs. */
export class HlsServer {
  readonly files = new Map<string, string | Buffer>();
  /** Paths asked for, with their query, in order. */
  readonly asked: string[] = [];
  /** Called before each answer; a number is answered as a status instead. */
  fault: (path: string) => number | null = () => null;
  /** Answer ranges as RFC 9110 says; without it they are ignored. */
  ranges = true;
  readonly #server: Server = createServer((request, response) => this.#answer(request, response));

  static async start(): Promise<HlsServer> {
    const hls = new HlsServer();
    await new Promise<void>((done) => hls.#server.listen(0, '127.0.0.1', done));
    return hls;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.asked.push(request.url ?? '');
    const { pathname } = new URL(request.url ?? '/', this.url);
    const status = this.fault(pathname);
    const file = this.files.get(pathname);
    if (status !== null || file === undefined) {
      response.writeHead(status ?? 404).end();
      return;
    }
    const bytes = Buffer.from(file as string);
    const range = this.ranges ? /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') : null;
    if (range) response.writeHead(206).end(bytes.subarray(Number(range[1]), Number(range[2]) + 1));
    else response.writeHead(200).end(bytes);
  }
}
