/**
 * What a connection has brought and its reader has not taken yet, in order. Whoever fills it is told to pause when much
 * waits, and to resume when nothing does.
 */
export class Inbox<T> {
  #waiting: T[] = [];
  #end: { readonly failure: Error | null } | null = null;
  #wake: () => void = () => undefined;

  constructor(
    private readonly most: number,
    private readonly flow: { readonly pause: () => void; readonly resume: () => void },
  ) {}

  /** Leaves one more for the reader. */
  put(item: T): void {
    if (this.#end) return;
    this.#waiting.push(item);
    if (this.#waiting.length >= this.most) this.flow.pause();
    this.#wake();
  }

  /** Nothing more comes: the reader gets what waits, then the failure. The first failure counts. */
  fail(failure: Error): void {
    this.#end ??= { failure };
    this.#wake();
  }

  /** The reader wants nothing more, not even what waits. */
  close(): void {
    this.#waiting = [];
    this.#end ??= { failure: null };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    for (;;) {
      while (this.#waiting.length > 0) {
        const item = this.#waiting.shift()!;
        if (this.#waiting.length === 0) this.flow.resume();
        yield item;
      }
      if (this.#end?.failure) throw this.#end.failure;
      if (this.#end) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
