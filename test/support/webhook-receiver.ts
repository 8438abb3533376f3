import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** The `event` property of a message, as far as tests look at it. */
export interface Told {
  readonly flow?: { readonly id: string };
  readonly source?: { readonly id: string };
  readonly flow_id?: string;
  readonly source_id?: string;
  readonly segments?: readonly { readonly get_urls: readonly GetUrl[] }[];
}
interface GetUrl {
  readonly url: string;
  readonly presigned: boolean;
}

/** A message as it arrived. */
export interface Received {
  readonly path: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly event_timestamp: string; readonly event_type: string; readonly event: Told };
  /** The connection, from 1 on. */
  readonly connection: number;
  /** Answered with a 2xx. */
  readonly accepted: boolean;
}

/** A status; or no answer and a closed connection, or none at all; or whatever the function writes. */
export type Reply = number | 'drop' | 'hang' | ((response: ServerResponse) => void);

/** A real HTTP server on 127.0.0.1 that keeps what is posted to it. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  /** How the next messages are answered. */
  reply: (message: Omit<Received, 'accepted'>) => Reply = () => 204;
  private readonly sockets = new Map<Socket, number>();
  private connections = 0;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async open(port = 0): Promise<WebhookReceiver> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    const receiver = new WebhookReceiver(server, (server.address() as AddressInfo).port);
    receiver.listen();
    return receiver;
  }

  url(path = '/hook', host = '127.0.0.1'): string {
    return `http://${host}:${this.port}${path}`;
  }

  /** Those that it has taken, in the order of their arrival. */
  get accepted(): Received[] {
    return this.received.filter(({ accepted }) => accepted);
  }

  /** Connections that are open now, and how many there ever were. */
  get open(): number {
    return this.sockets.size;
  }
  get everOpened(): number {
    return this.connections;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets.keys()) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private listen(): void {
    this.server.on('connection', (socket: Socket) => {
      this.connections += 1;
      this.sockets.set(socket, this.connections);
      socket.on('error', () => undefined).once('close', () => this.sockets.delete(socket));
    });
    this.server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const message = {
          path: request.url!,
          method: request.method!,
          headers: request.headers,
          body: JSON.parse(Buffer.concat(chunks).toString() || 'null') as Received['body'],
          connection: this.sockets.get(request.socket) ?? 0,
        };
        const reply = this.reply(message);
        this.received.push({
          ...message,
          accepted: typeof reply === 'number' && reply >= 200 && reply < 300,
        });
        if (reply === 'drop') request.socket.destroy();
        else if (typeof reply === 'number') response.writeHead(reply).end();
        else if (reply !== 'hang') reply(response);
      });
    });
  }
}

/** Waits until `holds`, however long that takes on a busy machine. @throws Error after a minute */
export async function until(holds: () => unknown, what = 'what was waited for'): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`${what} has not come`);
    await pause(10);
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The id of the flow or source that a message tells of. */
export const subjectOf = ({ flow, source, flow_id, source_id }: Told): string =>
  (flow?.id ?? source?.id ?? flow_id ?? source_id)!;
