import type { Writable } from 'node:stream';
import { Failure } from './failures';

/** Lines to a stream, at the pace at which its reader takes them. */
export class LineOutput {
  readonly #gone = new AbortController();
  #pending: Promise<void> = Promise.resolve();

  /** @param name what people call it */
  constructor(
    private readonly stream: Writable,
    private readonly name: string,
  ) {
    // Errors are told to whoever wrote; without a listener they would end the process.
    stream.on('error', () => undefined);
    stream.once('close', () => this.#gone.abort());
  }

  /** Aborts when there is no reader any more, as it is behind `| head`. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /**
   * Resolves when the line is handed over, or its reader is gone.
   * @throws Failure when it cannot be written for another reason, such as a full disk
   */
  write(line: string): Promise<void> {
    this.#pending = new Promise((resolve, reject) => {
      this.stream.write(`${line}\n`, (error) => {
        if (!error) resolve();
        else if (isOfReader(error)) {
          this.#gone.abort();
          resolve();
        } else reject(new Failure(`${this.name} cannot be written: ${error.message}.`));
      });
    });
    return this.#pending;
  }

  /** Whether what was written is handed over within the time. */
  async flushed(withinMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), withinMs)));
    const done = await Promise.race([this.#pending.then(() => true), late]);
    clearTimeout(timer);
    return done;
  }
}

const isOfReader = ({ code }: NodeJS.ErrnoException): boolean =>
  code === 'EPIPE' || code === 'ECONNRESET' || code === 'ERR_STREAM_DESTROYED';
