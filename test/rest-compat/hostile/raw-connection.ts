import { connect, type Socket } from 'node:net';

/** What came back for one request, as far as it could be told apart. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Nothing came back in time: the server hangs. */
export class NoAnswer extends Error {}

const PATIENCE_MS = 10_000;

/** Connections that carry any bytes at all: nothing of HTTP is checked or corrected on the way out. */
export class RawConnection {
  private socket: Socket | null = null;

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  close(): void {
    this.socket?.destroy();
    this.socket = null;
  }

  /**
   * Sends a request whose frame is sound and reads its one answer; the connection is kept while the server keeps it.
   * @throws NoAnswer, or Error when the connection ends without an answer
   */
  async exchange(request: Buffer, headOnly: boolean): Promise<RawAnswer> {
    const kept = this.socket !== null && !this.socket.destroyed;
    const socket = kept ? this.socket! : (this.socket = await this.open());
    const received: Buffer[] = [];
    const answer = await this.waitFor<RawAnswer>(socket, (resolve, reject) => {
      socket.on('data', (chunk: Buffer) => {
        received.push(chunk);
        const complete = parseAnswer(Buffer.concat(received), headOnly);
        if (complete) resolve(complete);
      });
      socket.on('end', () => reject(new Error(`closed after ${Buffer.concat(received).toString('latin1')}`)));
      socket.write(request);
    });
    socket.removeAllListeners('data').removeAllListeners('end');
    if (/close/i.test(answer.headers.connection ?? '')) this.close();
    return answer;
  }

  /** Sends bytes that may be no request or several, ends its side unless told not to, and reads everything that comes until the end. */
  async exchangeAll(bytes: Buffer, endsItsSide = true): Promise<string> {
    const socket = await this.open();
    const received: Buffer[] = [];
    const all = await this.waitFor<string>(socket, (resolve) => {
      socket.on('data', (chunk: Buffer) => received.push(chunk));
      socket.on('close', () => resolve(Buffer.concat(received).toString('latin1')));
      // A server that has heard enough may reset the connection while the rest is still being sent.
      socket.on('error', () => resolve(Buffer.concat(received).toString('latin1')));
      socket.write(bytes);
      if (endsItsSide) socket.end();
    });
    socket.destroy();
    return all;
  }

  private open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: this.host, port: this.port, noDelay: true }, () => {
        socket.removeListener('error', reject);
        socket.on('error', () => undefined);
        resolve(socket);
      });
      socket.once('error', reject);
    });
  }

  private waitFor<T>(
    socket: Socket,
    work: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        socket.destroy();
        reject(new NoAnswer('nothing came back in time'));
      }, PATIENCE_MS);
      const ending =
        <V>(end: (value: V) => void) =>
        (value: V): void => {
          clearTimeout(timer);
          end(value);
        };
      work(ending(resolve), ending(reject));
    });
  }
}

/** The answer, once all of it is there. */
function parseAnswer(bytes: Buffer, headOnly: boolean): RawAnswer | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const status = Number(first!.split(' ')[1]);
  const body = bytes.subarray(end + 4);
  const length = headOnly || status === 204 ? 0 : Number(headers['content-length'] ?? 0);
  if (body.length < length) return null;
  return { status, headers, text: body.subarray(0, length).toString('utf8') };
}
