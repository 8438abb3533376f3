import { connect, type Socket } from 'node:net';

/** Requests at a pace that does not wait for answers, as of clients who do not know of each other. */
export interface OpenLoad {
  readonly url: string;
  readonly path: string;
  /** Bodies of POSTs, sent in turn. */
  readonly bodies: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
}

export interface OpenAnswer {
  /** Seconds from the beginning to the moment when the request was due. */
  readonly due: number;
  /** From that moment to the end of the answer: what waits in the client counts. */
  readonly ms: number;
  /** Null: the connection failed. */
  readonly status: number | null;
  readonly retryAfter: string | null;
  /** Of what was refused only. */
  readonly text: string | null;
}

/** More than can wait within the time that a gateway lets requests wait, and less than what a process may have open. */
const MOST_CONNECTIONS = 4_000;
const STEP_MS = 2;

/**
 * Sends a load and waits for every answer. Each request takes a connection that is free, else a new one. It speaks just as much
 * HTTP/1.1 as the gateway's answers need: Node's client costs more processor time than the gateway does.
 */
export async function openLoad({ url, path, bodies, perSecond, seconds }: OpenLoad): Promise<OpenAnswer[]> {
  const { hostname, port, host } = new URL(url);
  const requests = bodies.map(
    (body) =>
      `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  const total = Math.max(1, Math.round(perSecond * seconds));
  const answers: OpenAnswer[] = [];
  const free: Client[] = [];
  const clients: Client[] = [];
  const waiting: number[] = [];
  const began = performance.now();
  await new Promise<void>((resolve) => {
    const send = (n: number): void => {
      let client = free.pop();
      if (!client && clients.length === MOST_CONNECTIONS) {
        waiting.push(n);
        return;
      }
      if (!client) clients.push((client = new Client(hostname, Number(port))));
      const used = client;
      used.ask(requests[n % requests.length]!, ({ status, retryAfter, text }) => {
        const due = n / perSecond;
        answers.push({ due, ms: performance.now() - began - due * 1000, status, retryAfter, text });
        if (status === null) clients.splice(clients.indexOf(used), 1);
        else free.push(used);
        const next = waiting.shift();
        if (next !== undefined) send(next);
        if (answers.length === total) resolve();
      });
    };
    let sent = 0;
    const timer = setInterval(() => {
      const due = Math.min(total, Math.ceil(((performance.now() - began) / 1000) * perSecond));
      while (sent < due) send(sent++);
      if (sent === total) clearInterval(timer);
    }, STEP_MS);
  });
  for (const client of clients) client.close();
  return answers;
}

interface Answer {
  readonly status: number | null;
  readonly retryAfter: string | null;
  readonly text: string | null;
}

const FAILED: Answer = { status: null, retryAfter: null, text: null };

/** One connection, one request at a time. */
class Client {
  private readonly socket: Socket;
  private received = '';
  private answered: ((answer: Answer) => void) | null = null;

  constructor(host: string, port: number) {
    this.socket = connect({ host, port, noDelay: true })
      .setEncoding('latin1')
      .on('data', (text) => this.take(text as unknown as string))
      .on('error', () => undefined)
      .once('close', () => this.tell(FAILED));
  }

  ask(request: string, answered: (answer: Answer) => void): void {
    this.answered = answered;
    this.socket.write(request);
  }

  close(): void {
    this.answered = null;
    this.socket.destroy();
  }

  private take(text: string): void {
    this.received += text;
    const end = this.received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.received.slice(0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? NaN);
    if (Number.isNaN(length))
      throw new Error(`An answer without Content-Length cannot be read here:\n${head}`);
    if (this.received.length < end + 4 + length) return;
    const status = Number(head.slice(9, 12));
    const refusal = status === 200 ? null : this.received.slice(end + 4);
    this.received = '';
    this.tell({ status, retryAfter: /retry-after: (.*)/i.exec(head)?.[1] ?? null, text: refusal });
  }

  private tell(answer: Answer): void {
    const { answered } = this;
    this.answered = null;
    answered?.(answer);
  }
}
