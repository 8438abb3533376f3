import type { ServerResponse } from 'node:http';

/** Characters that are handed over at once: what a client that does not read costs. */
const SLICE = 64 * 1024;
/** How long what is left to send may take once everything is written. */
const GRACE_MS = 1_000;

/**
 * Writes to a client at the client's pace: `write` resolves when the client can take more, so that whoever awaits it reads no
 * further ahead than one write. Nothing fails here: when the client is gone, or the signal has aborted, nothing is written.
 */
export class PacedWriter {
  private last: Promise<void> = Promise.resolve();
  private writing = 0;

  /** @param stallMs a client that takes nothing for so long is cut off */
  constructor(
    private readonly response: ServerResponse,
    private readonly signal: AbortSignal,
    private readonly stallMs: number,
  ) {
    // A connection that breaks is told of by 'close'.
    response.on('error', () => undefined);
  }

  /** Whether everything has been handed over. */
  get isIdle(): boolean {
    return this.writing === 0;
  }

  /** One after the other, in the order of the calls. */
  write(...parts: readonly string[]): Promise<void> {
    this.writing += 1;
    this.last = this.last.then(() => this.writeAll(parts)).finally(() => (this.writing -= 1));
    return this.last;
  }

  /** Ends the answer; what the client does not take soon is dropped with the connection. */
  end(): void {
    const { response } = this;
    if (response.destroyed) return;
    const cutOff = setTimeout(() => response.destroy(), GRACE_MS).unref();
    response.once('close', () => clearTimeout(cutOff));
    response.end();
  }

  private async writeAll(parts: readonly string[]): Promise<void> {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    // Long ones are not joined: their text is shared by all who send it.
    for (const part of length <= SLICE ? [parts.join('')] : parts)
      for (const slice of slicesOf(part)) {
        if (this.signal.aborted || this.response.destroyed) return;
        if (!this.response.write(slice)) await this.drained();
      }
  }

  /** Resolves when the client has taken what was written, or is not to be waited for any more. */
  private drained(): Promise<void> {
    const { response, signal, stallMs } = this;
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(stalled);
        response.off('drain', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const stalled = setTimeout(() => {
        response.destroy();
        done();
      }, stallMs);
      response.once('drain', done);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }
}

function* slicesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length;) {
    let to = Math.min(from + SLICE, text.length);
    // The halves of a character stay together, or neither could be encoded.
    if (isHighSurrogate(text.charCodeAt(to - 1))) to += 1;
    yield text.slice(from, to);
    from = to;
  }
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
