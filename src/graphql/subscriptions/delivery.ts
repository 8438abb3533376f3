/** Takes a message on its way to the client. Null: the next may come at once; else it may when the promise resolves. */
export type Send = (text: string) => Promise<void> | null;

const DONE: IteratorReturnResult<void> = { done: true, value: undefined };

/**
 * Work that sends its messages itself, as what graphql-ws takes for a subscription's results: it yields none, ends when the work
 * does, and ends the work at once when it is returned.
 * @param outer ends it too
 */
export function delivery(
  work: (signal: AbortSignal) => Promise<void>,
  outer: AbortSignal,
): AsyncGenerator<never, void, void> {
  const ended = new AbortController();
  const abort = () => ended.abort();
  if (outer.aborted) abort();
  else outer.addEventListener('abort', abort, { once: true });
  const end = () => {
    outer.removeEventListener('abort', abort);
    abort();
  };
  let done: Promise<void> | null = null;
  return {
    async next() {
      try {
        await (done ??= work(ended.signal));
        return DONE;
      } finally {
        end();
      }
    },
    return() {
      end();
      return Promise.resolve(DONE);
    },
    throw(error: unknown) {
      end();
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return();
    },
  };
}
