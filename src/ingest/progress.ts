import { SingleBar } from 'cli-progress';

/** Who is told how an ingest goes on. */
export interface Progress {
  /** So many more segments are to be looked at. */
  expect(segments: number): void;
  /** So many of them are done; `bytes` were uploaded for them (none: they were there already). */
  advance(segments: number, bytes: number): void;
  /** Something that people should know: a gap, something left out. */
  note(text: string): void;
  /** Nothing more comes. */
  close(): void;
}

export const SILENT: Progress = { expect: nothing, advance: nothing, note: nothing, close: nothing };

function nothing(): void {
  // Nobody listens.
}

/** A bar on a terminal; on anything else a line now and then, so that logs stay readable. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? new Bar(stream) : new Lines(stream);
}

class Tally {
  total = 0;
  done = 0;
  bytes = 0;

  toString(): string {
    return `${this.done} of ${this.total} segments, ${mebibytes(this.bytes)} uploaded`;
  }
}

class Bar implements Progress {
  readonly #tally = new Tally();
  readonly #bar: SingleBar;

  constructor(private readonly stream: NodeJS.WriteStream) {
    this.#bar = new SingleBar({
      stream,
      format: '{bar} {value} of {total} segments, {uploaded} uploaded',
      hideCursor: true,
      clearOnComplete: false,
    });
  }

  expect(segments: number): void {
    this.#tally.total += segments;
    if (this.#bar.isActive) this.#bar.setTotal(this.#tally.total);
    else this.#bar.start(this.#tally.total, 0, { uploaded: mebibytes(0) });
  }

  advance(segments: number, bytes: number): void {
    this.#tally.done += segments;
    this.#tally.bytes += bytes;
    this.#bar.update(this.#tally.done, { uploaded: mebibytes(this.#tally.bytes) });
  }

  note(text: string): void {
    if (this.stream.isTTY) this.stream.clearLine(0);
    this.stream.write(`\r${text}\n`);
  }

  close(): void {
    this.#bar.stop();
  }
}

const LINE_EVERY_MS = 5_000;

class Lines implements Progress {
  readonly #tally = new Tally();
  #shown = 0;
  #at = Date.now();

  constructor(private readonly stream: NodeJS.WritableStream) {}

  expect(segments: number): void {
    this.#tally.total += segments;
  }

  advance(segments: number, bytes: number): void {
    this.#tally.done += segments;
    this.#tally.bytes += bytes;
    if (Date.now() - this.#at >= LINE_EVERY_MS) this.#show();
  }

  note(text: string): void {
    this.stream.write(`${text}\n`);
  }

  close(): void {
    if (this.#tally.done > this.#shown) this.#show();
  }

  #show(): void {
    this.stream.write(`${String(this.#tally)}\n`);
    this.#shown = this.#tally.done;
    this.#at = Date.now();
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
