import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { SseParser, type Block } from './sse-parser';

/** An event as a stream tells it. */
export interface StreamedEvent {
  readonly id: string;
  readonly type: string;
  readonly message: any;
}

/** An open stream, on a connection of its own. */
export class StreamClient {
  /** Every block so far. */
  readonly blocks: Block[] = [];
  /** The events among them; what reports an error is none. */
  readonly events: StreamedEvent[] = [];
  /** Resolves when the server has ended the stream, or it broke. */
  readonly ended: Promise<void>;
  private readonly parser = new SseParser();
  private failure: Error | null = null;
  private over = false;
  private readonly wakers = new Set<() => void>();

  private constructor(
    private readonly sent: ClientRequest,
    readonly response: IncomingMessage,
  ) {
    response.on('data', (bytes: Buffer) => {
      try {
        for (const block of this.parser.push(bytes)) this.add(block);
      } catch (error) {
        this.failure = error as Error;
      }
      this.wake();
    });
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.over = true;
        this.wake();
        resolve();
      };
      response.on('end', end).on('error', end).on('close', end);
    });
  }

  /** @param url absolute, raw */
  static open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<StreamClient> {
    return new Promise((resolve, reject) => {
      const sent = request(
        url,
        { agent: false, headers: { accept: 'text/event-stream', ...headers } },
        (response) => resolve(new StreamClient(sent, response)),
      );
      sent.on('error', reject);
      sent.end();
    });
  }

  close(): void {
    this.sent.destroy();
  }

  /** What a browser would send as `Last-Event-ID`. */
  get lastId(): string {
    return this.blocks.findLast(({ id }) => id !== undefined)!.id!;
  }

  /** Resolves once the condition holds; it is looked at whenever something comes. @throws Error when the stream ends before */
  async until(holds: () => boolean): Promise<void> {
    for (;;) {
      if (this.failure) throw this.failure;
      if (holds()) return;
      if (this.over) throw new Error(`the stream ended after ${this.blocks.length} blocks`);
      await new Promise<void>((resolve) => this.wakers.add(resolve));
    }
  }

  /** The events, once there are so many. */
  async take(count: number): Promise<StreamedEvent[]> {
    await this.until(() => this.events.length >= count);
    return this.events;
  }

  private add(block: Block): void {
    this.blocks.push(block);
    const { id, event, data } = block;
    if (event === undefined || event === 'error') return;
    this.events.push({ id: id!, type: event, message: JSON.parse(data!) });
  }

  private wake(): void {
    const wakers = [...this.wakers];
    this.wakers.clear();
    for (const wake of wakers) wake();
  }
}
