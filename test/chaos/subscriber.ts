import type { Random } from '../rest-compat/hostile/random';
import { openStream, pause, type Stream, type Transport } from '../support/stream-client';
import type { Feed, FeedFilter, Told } from './feeds';

/** Follows a feed over a connection that is cut again and again, and continues behind the last message that it was told. */
export class Subscriber {
  readonly told: Told[] = [];
  /** How often its connection was cut or lost while it was open. */
  cuts = 0;
  readonly errors: unknown[] = [];
  private stream: Stream | null = null;
  private stopped = false;
  private running: Promise<void> | null = null;

  constructor(
    readonly transport: Transport,
    readonly feed: Feed,
    readonly filter: FeedFilter,
    private cursor: string,
  ) {}

  start(url: () => string, random: Random): void {
    this.running = this.follow(url, random);
  }

  /** Cuts the connection; false when there is none. */
  cut(): boolean {
    if (!this.stream) return false;
    this.stream.cut();
    this.cuts += 1;
    return true;
  }

  hasTold(text: string): boolean {
    return this.told.at(-1)?.text.includes(text) ?? false;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.stream?.cut();
    await this.running;
  }

  private isOver(): boolean {
    return this.stopped;
  }

  private async follow(url: () => string, random: Random): Promise<void> {
    while (!this.isOver()) {
      this.stream = openStream(
        this.transport,
        url(),
        { query: this.feed.query, variables: variablesOf(this.filter, this.cursor) },
        {
          onData: (data) => {
            const { told, cursor } = this.feed.read(data);
            this.told.push(...told);
            this.cursor = cursor;
          },
          onErrors: (errors) => {
            this.errors.push(errors);
            this.stopped = true;
            this.stream?.cut();
          },
        },
      );
      await this.stream.ended;
      this.stream = null;
      if (!this.isOver()) await pause(random.below(200));
    }
  }
}

function variablesOf({ timerange, ...rest }: FeedFilter, after: string) {
  return { ...rest, after, ...(timerange ? { timerange: `[${timerange[0]}:0_${timerange[1]}:0)` } : {}) };
}
